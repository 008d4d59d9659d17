package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.Reply;
import dev.enlist.support.RequestSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser from the server's point of view: cookies, forms, and no automatic redirects. */
public final class Browser {

    public static final String ENGINE = "/camunda/api/engine/engine/default";

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final String url;
    private final String userAgent;
    private String csrf = "";
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);

    public Browser(String url) {
        this(url, "");
    }

    /** @param userAgent sent with each request; empty for that of the client */
    private Browser(String url, String userAgent) {
        this.url = url;
        this.userAgent = userAgent;
    }

    /** The id of a new session of the person, which the server takes for one of the browser with this user agent. */
    public static String session(String url, String email, String password, String userAgent) {
        Browser browser = new Browser(url, userAgent);
        assertThat(browser.signIn(email, password).header("Location").orElse("error"))
                .doesNotContain("error");
        return browser.cookie("JSESSIONID").orElseThrow();
    }

    /** Signs in and opens the page of Tasklist, which sets the CSRF token for its requests. */
    public static Browser signedIn(String url, String email, String password) {
        Browser browser = signedIn(url, email, password, false);
        browser.get("/camunda/app/tasklist/default/").expect(200);
        assertThat(browser.cookie("XSRF-TOKEN")).isPresent();
        return browser;
    }

    /** Signs in, and opens Tasklist if requested. */
    public static Browser signedIn(String url, String email, String password, boolean tasklist) {
        if (tasklist) {
            return signedIn(url, email, password);
        }
        Browser browser = new Browser(url);
        Reply answer = browser.signIn(email, password);
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location").orElse("")).doesNotContain("error");
        return browser;
    }

    public Reply signIn(String email, String password) {
        Matcher token = CSRF.matcher(get("/login").expect(200).text());
        assertThat(token.find()).isTrue();
        return signIn(email, password, token.group(1));
    }

    public Reply signIn(String email, String password, String token) {
        return send(request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "username=" + encoded(email) + "&password=" + encoded(password) + "&_csrf=" + encoded(token))));
    }

    public Reply get(String path) {
        return send(request(path)
                .header("Accept", "application/json, text/html;q=0.9, */*;q=0.8")
                .GET());
    }

    public Reply post(String path, String json) {
        return send("POST", path, json);
    }

    /** Sends JSON with the CSRF token in a header, as the engine's pages do. */
    public Reply send(String method, String path, String json) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").header("Accept", "application/json, */*");
        cookie("XSRF-TOKEN").ifPresent(token -> request.header("X-XSRF-TOKEN", token));
        return send(request.method(method, BodyPublishers.ofString(json)));
    }

    /** Calls the API with the session and its CSRF token, as a page of the console does. */
    public Reply api(String method, String path, String contentType, String body) {
        if (csrf.isEmpty()) {
            csrf = get("/session").ok().path("csrfToken").asText();
        }
        return send(request(path)
                .header("Content-Type", contentType)
                .header("X-CSRF-TOKEN", csrf)
                .method(method, BodyPublishers.ofString(body)));
    }

    public Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
        return userAgent.isEmpty() ? request : request.header("User-Agent", userAgent);
    }

    public Reply send(HttpRequest.Builder request) {
        try {
            URI address = request.build().uri();
            cookies.get(address, Map.of()).forEach((name, values) -> {
                if (!values.isEmpty()) {
                    request.setHeader(name, String.join("; ", values));
                }
            });
            HttpResponse<String> response = RequestSender.send(request.build());
            cookies.put(address, response.headers().map());
            return new Reply(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
