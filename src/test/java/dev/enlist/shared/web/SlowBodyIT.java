package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Bodies that come a byte at a time, before sign-in and after it. */
@EnlistIT
class SlowBodyIT {

    @Autowired
    Worlds worlds;

    @Test
    void aFormBeforeSignInIsGivenUp() throws IOException {
        Reply reply = drip("/login", "application/x-www-form-urlencoded", "");
        assertThat(reply.text()).startsWith("HTTP/1.1 408").contains("\"code\":\"request-timeout\"");
        assertThat(reply.took()).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aBodyWithoutAKeyIsNotWaitedFor() throws IOException {
        Reply reply = drip("/programs", "application/json", "");
        assertThat(reply.text()).startsWith("HTTP/1.1 401");
        assertThat(reply.took()).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aBodyUnderAKeyIsGivenUpToo() throws IOException {
        World world = worlds.organization();
        Reply reply = drip(
                "/programs",
                "application/json",
                "Authorization: Bearer " + world.api().key() + "\r\n");
        assertThat(reply.text()).startsWith("HTTP/1.1 408").contains("\"code\":\"request-timeout\"");
        assertThat(reply.took()).isLessThan(Duration.ofSeconds(30));
        world.api().get("/programs").ok();
    }

    private record Reply(String text, Duration took) {}

    /** Sends a byte now and then until the connection ends. */
    private Reply drip(String path, String type, String header) throws IOException {
        URI url = URI.create(worlds.organization().api().url());
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
        }
    }
}
