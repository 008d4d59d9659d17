package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** Bodies that come a byte at a time, before sign-in and after it. All are sent at once, since each waits for seconds. */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowBodyIT {

    private static final int FORM = 0;
    private static final int WITHOUT_KEY = 1;
    private static final int WITH_KEY = 2;

    @Autowired
    Worlds worlds;

    World world;
    List<Reply> replies;

    @BeforeAll
    void drip() {
        world = worlds.organization();
        replies = Together.at(3, body -> switch (body) {
            case FORM -> drip("/login", "application/x-www-form-urlencoded", "");
            case WITHOUT_KEY -> drip("/programs", "application/json", "");
            default ->
                drip(
                        "/programs",
                        "application/json",
                        "Authorization: Bearer " + world.api().key() + "\r\n");
        });
    }

    @Test
    void aFormBeforeSignInIsGivenUp() {
        Reply reply = replies.get(FORM);
        assertThat(reply.text()).startsWith("HTTP/1.1 408").contains("\"code\":\"request-timeout\"");
        assertThat(reply.took()).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aBodyWithoutAKeyIsNotWaitedFor() {
        Reply reply = replies.get(WITHOUT_KEY);
        assertThat(reply.text()).startsWith("HTTP/1.1 401");
        assertThat(reply.took()).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aBodyUnderAKeyIsGivenUpToo() {
        Reply reply = replies.get(WITH_KEY);
        assertThat(reply.text()).startsWith("HTTP/1.1 408").contains("\"code\":\"request-timeout\"");
        assertThat(reply.took()).isLessThan(Duration.ofSeconds(30));
        world.api().get("/programs").ok();
    }

    private record Reply(String text, Duration took) {}

    /** Sends a byte now and then until the connection ends. */
    private Reply drip(String path, String type, String header) {
        URI url = URI.create(world.api().url());
        long begin = System.nanoTime();
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(100);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                            + "\r\nContent-Length: 60000\r\n" + header + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] piece = new byte[4096];
            while (System.nanoTime() - begin < Duration.ofSeconds(60).toNanos()) {
                try {
                    out.write('x');
                    out.flush();
                    int got = in.read(piece);
                    if (got < 0) {
                        break;
                    }
                    answer.append(new String(piece, 0, got, StandardCharsets.UTF_8));
                } catch (SocketTimeoutException nothingYet) {
                    // goes on dripping
                } catch (IOException ended) {
                    break;
                }
            }
            return new Reply(answer.toString(), Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
