package dev.enlist.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** Reads reports as a client does, once every event is counted. */
record Reports(Api api) {

    JsonNode folded(String path) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(40))
                .until(
                        () -> api.get("/reports" + path).ok(),
                        report -> !report.path("pending").asBoolean());
    }

    Reply csv(String path) {
        return api.send(
                "/reports" + path,
                request -> request.header("Accept", "text/csv").GET());
    }

    /** Reached and current count of a stage, such as {@code 3/1}. */
    static String stage(JsonNode funnel, String stage) {
        JsonNode line = line(funnel.path("stages"), "stage", stage);
        return line.path("reached").asText() + "/"
                + (line.path("standing").isNull() ? "-" : line.path("standing").asText());
    }

    static JsonNode line(JsonNode lines, String member, String value) {
        List<JsonNode> found = StreamSupport.stream(lines.spliterator(), false)
                .filter(line -> line.path(member).asText().equals(value))
                .toList();
        assertThat(found).as(lines.toString()).hasSize(1);
        return found.get(0);
    }
}
