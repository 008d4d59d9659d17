package dev.enlist.application;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without scripts: keeps cookies, follows redirects, and posts the forms of pages. */
final class FormBrowser {

    private static final Pattern INPUT = Pattern.compile("<(?:input|textarea)\\b[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");

    /** Separates the values of a control of which several are chosen. */
    static final String SEVERAL = "\u001f";

    /** A page as it came. */
    record Page(URI address, int status, String html, HttpResponse<String> response) {

        /** The text without markup. */
        String text() {
            return unescape(html.replaceAll("(?s)<(script|style|template)\\b.*?</\\1>", " ")
                            .replaceAll("<[^>]+>", " "))
                    .replaceAll("\\s+", " ");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The value of a control; that of a chosen one for choices. */
        String value(String control) {
            Matcher inputs = INPUT.matcher(html);
            while (inputs.find()) {
                Map<String, String> attributes = attributes(inputs.group());
                boolean unchosen = List.of("radio", "checkbox").contains(attributes.getOrDefault("type", ""))
                        && !inputs.group().contains("checked");
                if (control.equals(attributes.get("name")) && !unchosen) {
                    return attributes.getOrDefault("value", "");
                }
            }
            return "";
        }

        static Map<String, String> attributes(String tag) {
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher found = ATTRIBUTE.matcher(tag);
            while (found.find()) {
                attributes.put(found.group(1), unescape(found.group(2)));
            }
            return attributes;
        }

        static String unescape(String text) {
            return org.springframework.web.util.HtmlUtils.htmlUnescape(text);
        }
    }

    private String url;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> headers = new LinkedHashMap<>();

    FormBrowser(String url) {
        this.url = url;
        headers.put("Accept", "text/html");
    }

    /** The site has another port from now on. */
    void moveTo(String address) {
        this.url = address;
    }

    /** Sends this header with each request from now on. */
    FormBrowser with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Page get(String path) {
        return send(path, "GET", BodyPublishers.noBody(), "");
    }

    /** Posts values as a page would: hidden controls of the page, changed and completed by these. */
    Page post(Page page, String path, Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String hidden : List.of("token", "shown", "asked", "from", "terms", "page")) {
            String value = page.value(hidden);
            if (!value.isEmpty() || page.html().contains("name=\"" + hidden + "\"")) {
                all.put(hidden, value);
            }
        }
        all.putAll(values);
        return post(path, all);
    }

    /** @param values several values of one control are separated by {@link #SEVERAL} */
    Page post(String path, Map<String, String> values) {
        List<String> pairs = new ArrayList<>();
        values.forEach((name, value) -> {
            for (String one : value.split(SEVERAL, -1)) {
                pairs.add(encode(name) + "=" + encode(one));
            }
        });
        return send(
                path, "POST", BodyPublishers.ofString(String.join("&", pairs)), "application/x-www-form-urlencoded");
    }

    /** Posts a form with a file, as a browser without a script does. */
    Page upload(Page page, String path, Map<String, String> values, String field, String name, byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map<String, String> all = new LinkedHashMap<>();
        for (String hidden : List.of("token", "shown", "asked")) {
            all.put(hidden, page.value(hidden));
        }
        all.putAll(values);
        all.forEach((key, value) ->
                body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + key + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(path, "POST", BodyPublishers.ofByteArray(body.toByteArray()), "multipart/form-data; boundary=b");
    }

    Page send(String path, String method, BodyPublisher body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        headers.forEach(request::header);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Page(response.uri(), response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst();
    }

    void loseCookies() {
        cookies.getCookieStore().removeAll();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
