package dev.enlist.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** Status changes as they happen, as server-sent events. */
@EnlistIT
@Timeout(60)
class StatusStreamIT {

    private static final String MOVES = """
            subscription($instance: ID, $enrollment: ID, $after: String) {
              enrollmentStatusChanged(programInstanceId: $instance, enrollmentId: $enrollment, after: $after) {
                cursor sequence enrollmentId from to by code
              }
            }
            """;

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
        instance = world.instance();
    }

    /** An open stream of events. */
    private record Listening(HttpResponse<InputStream> response, BufferedReader lines) implements AutoCloseable {

        static Listening to(Api api, Map<String, ?> variables) throws Exception {
            return to(api, MOVES, variables);
        }

        static Listening to(Api api, String document, Map<String, ?> variables) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + "/graphql"))
                    .header("Authorization", "Bearer " + api.key())
                    .header("Content-Type", "application/json")
                    .header("Accept", "text/event-stream")
                    .POST(BodyPublishers.ofString(
                            Graph.request(document, variables).toString()))
                    .build();
            HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
            return new Listening(
                    response, new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
        }

        /** The data of the next event with that name. */
        String next(String event) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.equals("event:" + event)) {
                line = lines.readLine();
            }
            String data = line == null ? null : lines.readLine();
            return data == null ? "" : data.substring("data:".length());
        }

        JsonNode move() throws IOException {
            return Json.read(next("next")).at("/data/enrollmentStatusChanged");
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @Test
    void tellsEachMoveInOrder() throws Exception {
        String id = world.candidateEnrollment(instance);
        worlds.awaitFeeds();
        String before = world.api().get("/events?perPage=500").ok().path("next").asText();
        world.api().post("/enrollments/" + id + "/evaluate", "{}").ok();
        try (Listening listening = Listening.to(world.api(), Map.of("enrollment", id, "after", before))) {
            assertThat(listening.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            JsonNode first = listening.move();
            assertThat(first.path("from").asText()).isEqualTo("candidate");
            assertThat(first.path("to").asText()).isEqualTo("eligible");
            assertThat(first.path("by").asText()).isEqualTo("rule");
            world.eligibleEnrollment(instance);
            world.api().post("/enrollments/" + id + "/submit", "{}").ok();
            JsonNode second = listening.move();
            assertThat(second.path("to").asText()).isEqualTo("submitted");
            assertThat(second.path("enrollmentId").asText()).isEqualTo(id);
            assertThat(second.path("sequence").asInt())
                    .isGreaterThan(first.path("sequence").asInt());
        }
    }

    @Test
    void endsWithTheKey() throws Exception {
        var key = world.api()
                .post("/apiKeys", Json.object("{\"name\": \"Listener\", \"scopes\": [\"events:read\"]}"))
                .created();
        try (Listening listening = Listening.to(world.api().with(key.path("key").asText()), Map.of("after", ""))) {
            world.eligibleEnrollment(instance);
            assertThat(listening.move().path("to").asText()).isEqualTo("candidate");
            world.api().delete("/apiKeys/" + key.path("id").asText()).expect(204);
            assertThat(listening.next("complete")).isNotNull();
            while (listening.lines().readLine() != null) {
                // events from before the key ended
            }
        }
    }

    @Test
    void refusalsSayWhy() throws Exception {
        assertThat(refusal(world.api(), MOVES, Map.of("after", "nonsense"))).isEqualTo("invalid-input");
        assertThat(refusal(world.api(), MOVES, Map.of("instance", "nonsense"))).isEqualTo("invalid-input");
        Api narrow = world.api()
                .with(world.api()
                        .post("/apiKeys", Json.object("{\"name\": \"Narrow\", \"scopes\": [\"programs:read\"]}"))
                        .created()
                        .path("key")
                        .asText());
        assertThat(refusal(narrow, MOVES, Map.of())).isEqualTo("insufficient-scope");
        assertThat(refusal(world.api(), "subscription { nothing }", Map.of())).isEqualTo("invalid-query");
        assertThat(refusal(world.api(), "{ program(slug: \"unknown\") { id } }", Map.of()))
                .isEqualTo("not-found");
        assertThat(new Graph(world.api()).code(MOVES, Map.of())).isEqualTo("event-stream-needed");
        assertThat(world.api()
                        .send(
                                "/graphql",
                                request -> request.header("Content-Type", "application/json")
                                        .header("Accept", "text/event-stream")
                                        .header("Idempotency-Key", "stream")
                                        .POST(BodyPublishers.ofString(
                                                Graph.request(MOVES, Map.of()).toString())))
                        .status())
                .isEqualTo(400);
    }

    private static String refusal(Api api, String document, Map<String, ?> variables) throws Exception {
        try (Listening listening = Listening.to(api, document, variables)) {
            return Json.read(listening.next("next"))
                    .at("/errors/0/extensions/code")
                    .asText();
        }
    }

    @Test
    void noMoreAtATimeThanMayBe() throws Exception {
        try (Listening first = Listening.to(world.api(), Map.of());
                Listening second = Listening.to(world.api(), Map.of());
                Listening third = Listening.to(world.api(), Map.of())) {
            assertThat(first.response().statusCode()
                            + second.response().statusCode()
                            + third.response().statusCode())
                    .isEqualTo(600);
            assertThat(refusal(world.api(), MOVES, Map.of())).isEqualTo("too-many-streams");
        }
    }
}
