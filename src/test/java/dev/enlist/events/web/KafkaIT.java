package dev.enlist.events.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Await;
import dev.enlist.process.Node;
import dev.enlist.process.PlantedFault;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** The packaged application with a broker that starts late, while nodes are killed. */
@EnlistIT
@Tag("resilience")
class KafkaIT {

    @Autowired
    Databases databases;

    private final Path directory = Path.of("target", "kafka", Cuid.next()).toAbsolutePath();

    @Test
    void everyEventIsPublishedInOrderWhileBrokerAndNodesFail() throws IOException {
        int port = freePort();
        EventTopic topic = new EventTopic();
        try (TestDatabase database = databases.migrated("kafka")) {
            Map<String, String> environment = new TreeMap<>(database.settings());
            environment.put("ENLIST_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port);
            environment.put("ENLIST_KAFKA_WITHIN", "4s");
            environment.put("ENLIST_KAFKA_LEASE", "10s");
            environment.put("ENLIST_KAFKA_PAUSE", "100ms");
            Node one = Node.start(directory, "one", environment);
            Node two = null;
            try {
                one.untilReady();
                World world = new World(new WorkspaceRef("", ""), one.api());
                String instance = world.instance();
                // no broker is running, and the requests succeed
                world.approvedEnrollment(instance);
                withoutAMailServerMessagesAreUnconfigured(world);

                try (ServerSocket proxy = proxy(port, topic)) {
                    Await.until("what happened before", () -> topic.read() >= 5, one::output);
                    two = Node.start(directory, "two", environment).untilReady();
                    World other = new World(new WorkspaceRef("", ""), two.api());
                    for (int i = 0; i < 30; i++) {
                        world.approvedEnrollment(instance);
                        other.approvedEnrollment(instance);
                        if (i == 15) {
                            one.kill();
                            one = Node.start(directory, "one-again", environment)
                                    .untilReady();
                            world = new World(new WorkspaceRef("", ""), one.api());
                        }
                    }
                    two.kill();
                    Node left = one;
                    Await.until("everything", () -> topic.hasAll(logged(database)), left::output);
                }
                assertInOrderAndAsInTheFeed(topic, one);
                theChecksSeeALossAndDisorder(topic, one, database);
            } finally {
                one.close();
                if (two != null) {
                    two.close();
                }
                topic.close();
            }
        }
    }

    /** Messages are stored as unconfigured, so that a user can send them later. */
    private static void withoutAMailServerMessagesAreUnconfigured(World world) {
        String instance = world.instance(
                world.program(), i -> i.set("notifications", Json.object("{\"applicant\": [\"approved\"]}")));
        String id = world.approvedEnrollment(instance);
        Await.until(
                "the message",
                () -> !world.api()
                        .get("/notifications?enrollmentId=" + id)
                        .ok()
                        .path("data")
                        .isEmpty());
        JsonNode message = world.api().get("/notifications").ok().at("/data/0");
        assertThat(message.path("status").asText()).isEqualTo("unconfigured");
        assertThat(world.api().get("/notifications/state").ok().path("status").asText())
                .isEqualTo("unconfigured");
        world.api()
                .post("/notifications/" + message.path("id").asText() + "/resend", Json.object("{}"))
                .problem(409, "mail-unconfigured");
        assertThat(world.api().get("/actuator/health").status()).isEqualTo(200);
    }

    private static void theChecksSeeALossAndDisorder(EventTopic topic, Node node, TestDatabase database) {
        PlantedFault.failsBy(
                database.dataSource(),
                "insert into event_log (workspace_id, id, type, subject, time, data)"
                        + " select workspace_id, 'never-published', type, subject, time, data from event_log limit 1",
                () -> assertThat(topic.hasAll(logged(database)))
                        .as("all published")
                        .isTrue(),
                "all published");
        List<JsonNode> events = topic.published().values().stream()
                .filter(ofOneSubject -> ofOneSubject.stream()
                                .mapToInt(event -> event.path("sequence").asInt())
                                .max()
                                .orElse(0)
                        > 2)
                .findFirst()
                .orElseThrow();
        Collections.reverse(events);
        assertThatThrownBy(() -> assertInOrderAndAsInTheFeed(topic, node))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("after 0");
    }

    /** For each key the sequence grows by one, apart from repeated records. */
    private static void assertInOrderAndAsInTheFeed(EventTopic topic, Node node) {
        Map<String, JsonNode> feed = new HashMap<>();
        String after = "";
        while (true) {
            JsonNode page = node.api().get("/events?perPage=500&after=" + after).ok();
            if (page.path("data").isEmpty()) {
                break;
            }
            page.path("data").forEach(event -> feed.put(event.path("id").asText(), event));
            after = page.path("next").asText();
        }
        List<String> wrong = new ArrayList<>();
        topic.published().forEach((key, events) -> {
            int last = 0;
            for (JsonNode event : events) {
                String id = event.path("id").asText();
                if (feed.containsKey(id) && !feed.get(id).equals(event)) {
                    wrong.add(event + " is not as in the feed");
                }
                int sequence = event.path("sequence").asInt();
                if (sequence > last + 1) {
                    wrong.add(key + ": " + sequence + " after " + last);
                }
                last = Math.max(last, sequence);
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(feed.keySet()).isSubsetOf(topic.ids());
    }

    /**
     * Opens the address that the application is configured with, and forwards it to the broker; while it is closed, the
     * broker is unavailable. The embedded broker chooses its port itself.
     */
    private static ServerSocket proxy(int port, EventTopic topic) throws IOException {
        String[] address = topic.brokers().split(":");
        ServerSocket proxy = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket caller = proxy.accept();
                Socket behind = new Socket(address[0], Integer.parseInt(address[1]));
                daemon(() -> caller.getInputStream().transferTo(behind.getOutputStream()));
                daemon(() -> behind.getInputStream().transferTo(caller.getOutputStream()));
            }
        });
        return proxy;
    }

    private interface Passing {
        void run() throws IOException;
    }

    /** The thread ends with its connection. */
    private static void daemon(Passing work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                LoggerFactory.getLogger(KafkaIT.class).debug("A connection ended", e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static List<String> logged(TestDatabase database) {
        return database.sql("select id from event_log").query(String.class).list();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
