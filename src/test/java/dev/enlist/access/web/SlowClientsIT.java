package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.access.ConcurrencyLimiter;
import dev.enlist.access.ConcurrencyProperties;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Clients that announce a body and send it slowly, more of them than the node has permits. */
@EnlistIT
class SlowClientsIT {

    private static final List<String> READERS =
            List.of(PermitPausingRequest.class.getName(), "dev.enlist.shared.web.SlowBodyFilter$");

    @Autowired
    Worlds worlds;

    @Autowired
    ConcurrencyLimiter limiter;

    @Autowired
    ConcurrencyProperties limits;

    private final List<Socket> sockets = new ArrayList<>();

    World world;

    @BeforeEach
    void theNodeKnowsTheWorkspaceOfTheKey() {
        world = worlds.organization();
        world.api().get("/programs").expect(200);
    }

    @AfterEach
    void clientsLeave() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /programs       | Content-Type: application/json                        | {"slug":
            /programs       | Content-Type: application/json;Idempotency-Key: N     | {"slug":
            /enrollments    | Content-Type: application/json;Idempotency-Key: N     | {"programInstanceId":
            /graphql        | Content-Type: application/json                        | {"query":
            /programInstances/INSTANCE/imports | Content-Type: application/x-ndjson | {"person":
            /programInstances/INSTANCE/imports | Content-Type: text/csv             | firstName,
            /applications   | Content-Type: application/x-www-form-urlencoded       | email=
            /applications   | Content-Type: APPLICATION/X-WWW-FORM-URLENCODED       | email=
            """)
    void bodiesThatAreNotThereYetHoldNoPermit(String path, String headers, String begin) throws IOException {
        int clients = limits.running() + 5;
        String instance = world.instance();
        for (int i = 0; i < clients; i++) {
            String ofClient = headers.replace("Idempotency-Key: N", "Idempotency-Key: " + i)
                    .replace(";", "\r\n");
            send(
                    path.replace("INSTANCE", instance),
                    ofClient + (i % 2 == 0 ? "\r\nContent-Length: 60000" : "\r\nTransfer-Encoding: chunked"),
                    begin);
        }

        Patience.until("all bodies are waited for", () -> waitingForBodies() >= clients);
        assertThat(limiter.running()).isZero();
        world.api()
                .post("/programs", Json.object("{\"slug\": \"served\", \"name\": \"Served\", \"description\": \"-\"}"))
                .created();
    }

    @Test
    void aBodyThatArrivesLateIsAccepted() throws IOException {
        String body = "{\"slug\": \"late\", \"name\": \"Late\", \"description\": \"-\"}";
        Socket socket = send(
                "/programs",
                "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length(),
                body.substring(0, 10));
        Patience.until("the body is waited for", () -> waitingForBodies() == 1);

        write(socket, body.substring(10));

        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 201");
        Patience.until("the permit is free", () -> limiter.running() == 0);
    }

    private static long waitingForBodies() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .map(StackTraceElement::getClassName)
                        .anyMatch(name -> READERS.stream().anyMatch(name::startsWith)))
                .count();
    }

    private Socket send(String path, String headers, String begin) throws IOException {
        URI url = URI.create(world.api().url());
        Socket socket = new Socket(url.getHost(), url.getPort());
        sockets.add(socket);
        boolean chunked = headers.contains("chunked");
        write(
                socket,
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + world.api().key() + "\r\n" + headers + "\r\n\r\n"
                        + (chunked ? Integer.toHexString(begin.length()) + "\r\n" + begin + "\r\n" : begin));
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
