package dev.enlist.events.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Node;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node decides, and stops in time, while clients hold streams open and other servers do not respond. */
@Tag("resilience")
class StopIT {

    /** Time limit of one phase of the shutdown. */
    private static final int SECONDS = 30;

    @Test
    void aNodeStopsInTimeWithOpenStreamsAndServersThatDoNotRespond() throws IOException, InterruptedException {
        Path directory = Path.of("target", "stop", Cuid.next()).toAbsolutePath();
        // accepts connections and never responds: used as mail server, broker and receiver
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(silent.getLocalPort());
            Map<String, String> environment = Map.of(
                    "ENLIST_DATA_DIR",
                    directory.resolve("data").toString(),
                    "ENLIST_WEBHOOKS_ALLOW_PRIVATE",
                    "true",
                    "ENLIST_MAIL_FROM",
                    "enlist@example.com",
                    "SPRING_MAIL_HOST",
                    "127.0.0.1",
                    "SPRING_MAIL_PORT",
                    port,
                    "ENLIST_KAFKA_BOOTSTRAP_SERVERS",
                    "127.0.0.1:" + port);
            Node node = Node.start(directory, "node", environment);
            List<AutoCloseable> listeners = new ArrayList<>();
            try {
                node.untilReady();
                World world = new World(new WorkspaceRef("", ""), node.api());
                String instance = world.instance(
                        world.program(),
                        i -> i.set("notifications", Json.object("{\"applicant\": [\"submitted\", \"approved\"]}")));
                world.api()
                        .post("/webhooks", Json.object("{}").put("url", "http://127.0.0.1:" + port + "/"))
                        .created();
                for (int i = 0; i < 10; i++) {
                    listeners.add(listen(node));
                }
                listeners.add(whoNeverReads(node));

                String id = world.approvedEnrollment(instance);

                Patience.until(
                        "messages wait",
                        () -> world.api()
                                        .get("/notifications/state")
                                        .ok()
                                        .path("waiting")
                                        .asInt()
                                == 2);
                assertThat(world.statusOf(id)).isEqualTo("approved");
                assertThat(world.api().get("/actuator/health").status()).isEqualTo(200);

                // the control: one that stands still does not stop in time
                node.freeze();
                assertThat(node.stopsWithin(2)).as("a node that stands still").isFalse();
                node.thaw();
                assertThat(node.stopsWithin(SECONDS)).as(node::output).isTrue();
                assertThat(node.output()).contains("Graceful shutdown complete");
            } finally {
                node.thaw();
                node.close();
                for (AutoCloseable listener : listeners) {
                    closeQuietly(listener);
                }
            }
        }
    }

    private static InputStream listen(Node node) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(node.url() + "/events/stream"))
                                .header("X-Api-Key", Node.KEY)
                                .build(),
                        BodyHandlers.ofInputStream())
                .body();
    }

    private static Socket whoNeverReads(Node node) throws IOException {
        URI url = URI.create(node.url());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream()
                .write(("GET /events/stream?after= HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + Node.KEY + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void closeQuietly(AutoCloseable listener) {
        try {
            listener.close();
        } catch (Exception e) {
            // closed by the node already
        }
    }
}
