package dev.enlist.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody signed in to Tasklist, who asks the engine for tasks as its page does. */
final class Reviewer {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final String ENGINE = "/camunda/api/engine/engine/default";

    /** The order that the page adds to that of each filter, until somebody chooses another. */
    private static final String NEWEST_FIRST =
            "{\"sorting\": [{\"sortBy\": \"priority\", \"sortOrder\": \"desc\"},"
                    + " {\"sortBy\": \"created\", \"sortOrder\": \"asc\"}]}";

    private final String url;
    private final String cookies;
    private final String token;

    private Reviewer(String url, List<HttpCookie> cookies) {
        this.url = url;
        this.cookies = cookies.stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        this.token = cookies.stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Tasklist gave no token for its requests."));
    }

    static Reviewer signedIn(String url, String email, String password) {
        CookieManager jar = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        HttpClient client = HttpClient.newBuilder().cookieHandler(jar).build();
        try {
            Matcher token = TOKEN.matcher(send(client, HttpRequest.newBuilder(URI.create(url + "/login"))));
            if (!token.find()) {
                throw new IllegalStateException("The page of sign-in has no token.");
            }
            String form = Map.of("username", email, "password", password, "_csrf", token.group(1)).entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            send(client, HttpRequest.newBuilder(URI.create(url + "/login"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
            send(client, HttpRequest.newBuilder(URI.create(url + "/camunda/app/tasklist/default/")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Reviewer(url, jar.getCookieStore().getCookies());
    }

    private static String send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(answer.uri() + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /** What the page asks when somebody looks at a filter: the first tasks, and how many there are. */
    Map<String, Load.Request> requests() {
        Map<String, Load.Request> requests = new LinkedHashMap<>();
        Product.call(Load.Request.get(
                        url + ENGINE + "/filter?resourceType=Task&firstResult=0&maxResults=100",
                        headers("application/json")))
                .forEach(filter -> {
                    String name = "Tasklist: " + filter.path("name").asText();
                    String path = url + ENGINE + "/filter/" + filter.path("id").asText();
                    requests.put(
                            name + ", first page",
                            Load.Request.post(
                                    path + "/list?firstResult=0&maxResults=15",
                                    headers("application/hal+json"),
                                    NEWEST_FIRST));
                    requests.put(
                            name + ", their count",
                            Load.Request.post(path + "/count", headers("application/json"), "{}"));
                });
        return requests;
    }

    private Map<String, String> headers(String accept) {
        return Map.of("Cookie", cookies, "Accept", accept, "X-XSRF-TOKEN", token);
    }
}
