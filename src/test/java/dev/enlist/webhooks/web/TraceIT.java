package dev.enlist.webhooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A trace goes from the request to the events that it causes, and from these to the receivers of webhooks. */
@EnlistIT
class TraceIT {

    private static final int REQUESTS = 24;

    @Autowired
    Worlds worlds;

    World world;
    Receiver receiver;
    String webhook;

    @BeforeEach
    void aWorkspaceAndAReceiver() {
        world = worlds.organization();
        receiver = new Receiver();
        webhook = world.api()
                .post("/webhooks", Json.object("{}").put("url", receiver.url()))
                .created()
                .path("id")
                .asText();
    }

    @AfterEach
    void end() {
        world.api().delete("/webhooks/" + webhook).expect(204);
        receiver.close();
    }

    private static String trace(int number) {
        return "00-%032x-%016x-01".formatted(number + 1, number + 1);
    }

    @Test
    void eachRequestOfABatchHasItsOwnTrace() {
        String instance = world.instance();

        List<String> ids = Together.at(REQUESTS, number -> {
            ObjectNode person = World.applicant().put("email", "p" + number + "@example.org");
            // every third request has no trace
            return (number % 3 == 2
                            ? world.api().post("/programInstances/" + instance + "/enrollments", person)
                            : world.api()
                                    .post(
                                            "/programInstances/" + instance + "/enrollments",
                                            person,
                                            "traceparent",
                                            trace(number)))
                    .created()
                    .path("id")
                    .asText();
        });

        for (int number = 0; number < REQUESTS; number++) {
            JsonNode events = world.events("enrollmentId=" + ids.get(number));
            assertThat(events).hasSizeGreaterThanOrEqualTo(2);
            String expected = number % 3 == 2 ? "" : trace(number);
            assertThat(events)
                    .allSatisfy(event ->
                            assertThat(event.path("traceparent").asText("")).isEqualTo(expected));
        }
    }

    @Test
    void theReceiverOfAWebhookContinuesTheTrace() {
        world.api()
                .post(
                        "/programs",
                        Json.object("{\"slug\": \"traced\", \"name\": \"Traced\", \"description\": \"-\"}"),
                        "traceparent",
                        trace(7))
                .created();
        world.api()
                .post(
                        "/programs",
                        Json.object("{\"slug\": \"malformed\", \"name\": \"Malformed\", \"description\": \"-\"}"),
                        "traceparent",
                        "00-" + "0".repeat(32) + "-" + "1".repeat(16) + "-01")
                .created();

        Patience.until("both events are delivered", () -> receiver.taken().size() == 2);
        Map<String, String> headers = new HashMap<>();
        receiver.taken()
                .forEach(call ->
                        headers.put(call.event().path("data").path("slug").asText(), call.header("traceparent")));
        assertThat(headers).containsOnly(Map.entry("traced", trace(7)), Map.entry("malformed", ""));
    }
}
