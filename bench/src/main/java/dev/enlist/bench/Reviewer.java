package dev.enlist.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody signed in to Tasklist, who asks the engine for tasks as its page does. */
final class Reviewer {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final String ENGINE = "/camunda/api/engine/engine/default";

    private final String url;
    private final String cookies;

    private Reviewer(String url, String cookies) {
        this.url = url;
        this.cookies = cookies;
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
        return new Reviewer(
                url,
                jar.getCookieStore().getCookies().stream()
                        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; ")));
    }

    private static String send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(answer.uri() + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /** The first page, the newest on top. */
    Load.Request tasks() {
        return get("/task?maxResults=15&sortBy=created&sortOrder=desc");
    }

    Load.Request countOfTasks() {
        return get("/task/count");
    }

    private Load.Request get(String path) {
        return Load.Request.get(url + ENGINE + path, Map.of("Cookie", cookies, "Accept", "application/json"));
    }
}
