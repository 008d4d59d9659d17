package dev.enlist.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.DelayedJobs;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads reports as a client does, once every event is counted. */
record Reports(World world, DelayedJobs jobs) {

    /** Starts the projection instead of waiting until the events do. */
    JsonNode folded(String path) {
        if (isPending(path)) {
            jobs.start(DelayedJobs.REPORTS, world);
        }
        return foldedByEvents(path);
    }

    /** Waits until the events have started the projection, seconds later. */
    JsonNode foldedByEvents(String path) {
        Patience.until("the projection of all events", () -> !isPending(path));
        return read(path);
    }

    private boolean isPending(String path) {
        return read(path).path("pending").asBoolean();
    }

    private JsonNode read(String path) {
        return world.api().get("/reports" + path).ok();
    }

    Reply csv(String path) {
        return world.api()
                .send(
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
