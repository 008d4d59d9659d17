package dev.enlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Await;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** Sends files and waits until they are imported. */
public record Imports(Api api) {

    public Reply send(String instance, String query, String type, byte[] file) {
        return api.send(
                "/programInstances/" + instance + "/imports" + query,
                request -> request.header("Content-Type", type).POST(BodyPublishers.ofByteArray(file)));
    }

    public Reply csv(String instance, String query, String file) {
        return send(instance, query, "text/csv", file.getBytes(StandardCharsets.UTF_8));
    }

    public Reply ndjson(String instance, String query, String file) {
        return send(instance, query, "application/x-ndjson", file.getBytes(StandardCharsets.UTF_8));
    }

    /** The import in its final state. */
    public JsonNode over(Reply sent) {
        return over(sent.expect(202).json().path("id").asText());
    }

    public JsonNode over(String id) {
        Await.until(
                "the end of the import", () -> !read(id).path("status").asText().matches("queued|running"));
        return read(id);
    }

    private JsonNode read(String id) {
        return api.get("/imports/" + id).ok();
    }

    /** The same; fails unless the import completed and processed every row. */
    public JsonNode completed(Reply sent) {
        JsonNode over = over(sent);
        assertThat(over.path("status").asText()).as(over.toString()).isEqualTo("completed");
        assertThat(over.path("processed").asInt()).isEqualTo(over.path("total").asInt());
        return over;
    }

    public String errors(JsonNode done) {
        return api.send(
                        "/imports/" + done.path("id").asText() + "/errors",
                        request -> request.header("Accept", "text/csv").GET())
                .expect(200)
                .text();
    }

    public String results(JsonNode done) {
        return api.send(
                        "/imports/" + done.path("id").asText() + "/results",
                        request -> request.header("Accept", "text/csv").GET())
                .expect(200)
                .text();
    }

    /** created, updated, skipped, refused. */
    public static String counts(JsonNode done) {
        return done.path("created").asInt() + "/" + done.path("updated").asInt() + "/"
                + done.path("skipped").asInt() + "/" + done.path("refused").asInt();
    }
}
