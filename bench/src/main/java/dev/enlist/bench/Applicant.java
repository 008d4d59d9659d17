package dev.enlist.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts that fills in the public form: keeps its cookie and sends the hidden controls of each page. */
final class Applicant {

    private static final Pattern HIDDEN = Pattern.compile("<input\\b[^>]*type=\"hidden\"[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("(name|value)=\"([^\"]*)\"");
    private static final int LONGEST_WAY = 5;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final String url;
    private final String form;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String page = "";

    private Applicant(String url, String form) {
        this.url = url;
        this.form = form;
    }

    /** Answers all pages of the form of the benchmark; the application is ready to be sent. */
    static Applicant answer(String url, String form) throws IOException {
        Applicant applicant = new Applicant(url, form);
        applicant.request("GET", form, null);
        applicant.post("/start", Map.of());
        applicant.post(
                "/pages/1",
                Map.of("firstName", "Suzie", "lastName", "Homeowner", "email", UUID.randomUUID() + "@example.com"));
        applicant.post(
                "/pages/2",
                Map.of(
                        "address.streetOne", "123 Main St",
                        "address.streetTwo", "",
                        "address.city", "New York",
                        "address.state", "NY",
                        "address.postalCode", "10001",
                        "address.country", "",
                        "metadata.monthlyKwh", "640"));
        return applicant;
    }

    /** Sends the application; fails unless it is received. */
    void send() throws IOException {
        post("/check", Map.of());
        if (!page.contains("Application received")) {
            throw new IllegalStateException("The application was not received: " + page);
        }
    }

    private void post(String path, Map<String, String> answers) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(hidden.group());
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            if (List.of("token", "shown", "asked", "from", "terms", "page").contains(attributes.get("name"))) {
                values.putIfAbsent(attributes.get("name"), attributes.getOrDefault("value", ""));
            }
        }
        values.putAll(answers);
        request(
                "POST",
                form + path,
                values.entrySet().stream()
                        .map(value -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    private void request(String method, String path, String body) throws IOException {
        String next = path;
        String verb = method;
        String sent = body;
        for (int step = 0; step < LONGEST_WAY; step++) {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(next.startsWith("http") ? next : url + next).toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.setReadTimeout(120_000);
            connection.setRequestMethod(verb);
            connection.setRequestProperty("Accept", "text/html");
            if (!cookies.isEmpty()) {
                connection.setRequestProperty(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            if (sent != null) {
                connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
                connection.setDoOutput(true);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(sent.getBytes(StandardCharsets.UTF_8));
                }
            }
            int status = connection.getResponseCode();
            for (String cookie : connection.getHeaderFields().getOrDefault("Set-Cookie", List.of())) {
                String pair = cookie.split(";", 2)[0];
                cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                page = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (status == TOO_MANY || status == UNAVAILABLE) {
                // as a person does: the same button again; the wait counts
                pause(connection.getHeaderFieldInt("Retry-After", 1));
                step--;
                continue;
            }
            if (status < 300) {
                return;
            }
            if (status >= 400) {
                throw new IllegalStateException(verb + " " + next + " answered " + status + ": " + page);
            }
            next = connection.getHeaderField("Location");
            verb = "GET";
            sent = null;
        }
        throw new IllegalStateException("Too many redirects from " + path);
    }

    private static void pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
