package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Detects a payload that runs: a file it would create, a port it would connect to, a class it would load. */
final class Canaries implements AutoCloseable {

    static final String CLASS = "dev.enlist.process.attack.Canaries$Singing";
    static final String PROPERTY = "enlist.canary";

    /** Set by code that manages to run in this process. */
    private static volatile boolean sung;

    /** A class on the class path, for payloads that name classes. */
    public static class Singing implements JavaDelegate {

        static {
            sung = true;
        }

        @Override
        public void execute(DelegateExecution execution) {
            sung = true;
        }

        /** For expressions that can call only static methods. */
        public static String sing() {
            sung = true;
            return "sung";
        }
    }

    private final Path file;
    private final ServerSocket port;
    private final AtomicInteger calls = new AtomicInteger();

    Canaries(Path directory) throws IOException {
        this.file = directory.resolve("canary");
        this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread listening = new Thread(this::listen, "canary");
        listening.setDaemon(true);
        listening.start();
    }

    private void listen() {
        while (!port.isClosed()) {
            try (Socket caller = port.accept()) {
                calls.incrementAndGet();
                caller.getOutputStream().write("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n".getBytes());
            } catch (IOException e) {
                // closed, or the client has disconnected; the connection was counted
            }
        }
    }

    String file() {
        return file.toAbsolutePath().toString();
    }

    String url() {
        return "http://127.0.0.1:" + port.getLocalPort() + "/canary";
    }

    /** Fails where a canary was triggered, and resets all canaries, so that each attack is judged on its own. */
    void areSilent(String after) throws IOException {
        boolean loaded = sung;
        String property = System.clearProperty(PROPERTY);
        boolean made = Files.deleteIfExists(file);
        int called = calls.getAndSet(0);
        sung = false;
        assertThat(loaded).as("a class was loaded or run by " + after).isFalse();
        assertThat(property).as("a property set by " + after).isNull();
        assertThat(made).as("a file made by " + after).isFalse();
        assertThat(called).as("calls made by " + after).isZero();
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
