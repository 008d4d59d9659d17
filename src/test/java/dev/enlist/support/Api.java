package dev.enlist.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Calls the API as a client would, over HTTP, and compares each answer with the published document. */
public record Api(String url, String key) {

    public Reply get(String path) {
        return send(path, request -> request.GET());
    }

    public Reply post(String path, JsonNode body) {
        return post(path, body.toString());
    }

    public Reply post(String path, String body) {
        return send(path, request -> json(request).POST(BodyPublishers.ofString(body)));
    }

    public Reply post(String path, JsonNode body, String header, String value) {
        return send(
                path, request -> json(request).header(header, value).POST(BodyPublishers.ofString(body.toString())));
    }

    public Reply patch(String path, JsonNode body) {
        return send(path, request -> json(request).method("PATCH", BodyPublishers.ofString(body.toString())));
    }

    public Reply patch(String path, JsonNode body, String ifMatch) {
        return send(
                path,
                request -> json(request)
                        .header("If-Match", ifMatch)
                        .method("PATCH", BodyPublishers.ofString(body.toString())));
    }

    public Reply putXml(String path, String xml) {
        return send(
                path,
                request -> request.header("Content-Type", "application/xml").PUT(BodyPublishers.ofString(xml)));
    }

    public Reply delete(String path) {
        return send(path, request -> request.DELETE());
    }

    /** Sends any other request; adds the key. */
    public Reply send(String path, UnaryOperator<HttpRequest.Builder> change) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpRequest built = change.apply(request).build();
            HttpResponse<String> response = RequestSender.send(built);
            AnswerContract.check(this, built, response);
            return new Reply(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json");
    }

    public Api with(String otherKey) {
        return new Api(url, otherKey);
    }

    /** The OpenAPI document of the application, which is read once. */
    public JsonNode document() {
        return AnswerContract.document(this);
    }
}
