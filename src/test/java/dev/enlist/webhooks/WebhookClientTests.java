package dev.enlist.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.enlist.webhooks.WebhookClient.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a local server: which addresses it connects to, and how much of a response it reads. */
class WebhookClientTests {

    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");
    private static final byte[] BODY = {'{', '}'};

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger redirected = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/long", exchange -> {
            exchange.sendResponseHeaders(500, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 10_000; i++) {
                    out.write("0123456789abcde\0".getBytes());
                }
            } catch (IOException e) {
                // the client stopped reading, as expected
                exchange.close();
            }
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", url("/redirected"));
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.createContext("/redirected", exchange -> {
            redirected.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void aHostThatNowResolvesToAPrivateAddressIsNotContacted() throws IOException {
        AtomicInteger lookups = new AtomicInteger();
        TargetValidator targets = new TargetValidator(
                false,
                host -> lookups.getAndIncrement() == 0
                        ? new InetAddress[] {InetAddress.getByName("93.184.215.14")}
                        : new InetAddress[] {InetAddress.getLoopbackAddress()});
        String url = "https://rebind.example.com:" + server.getAddress().getPort() + "/";
        assertThat(targets.fault(url)).isEmpty();

        Answer answer = post(targets, url.replace("https", "http"));

        assertThat(answer.status()).isNull();
        assertThat(answer.error()).isEqualTo("The host has an address that is not public");
        assertThat(calls).hasValue(0);
        assertThat(lookups).hasValue(2);
    }

    @Test
    void aLiteralAddressIsValidatedToo() throws IOException {
        Answer answer = post(new TargetValidator(false, InetAddress::getAllByName), url("/"));

        assertThat(answer.error()).isEqualTo("The host has an address that is not public");
        assertThat(calls).hasValue(0);
    }

    @Test
    void theHostIsResolvedOncePerConnection() throws IOException {
        AtomicInteger lookups = new AtomicInteger();
        TargetValidator lenient = new TargetValidator(true, host -> {
            lookups.incrementAndGet();
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });

        Answer answer = post(
                lenient, "http://receiver.example.com:" + server.getAddress().getPort() + "/");

        assertThat(answer.isSuccess()).isTrue();
        assertThat(calls).hasValue(1);
        assertThat(lookups).hasValue(1);
    }

    @Test
    void onlyTheStoredPartOfAResponseIsRead() throws IOException {
        Answer answer = post(lenient(), url("/long"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).hasSize(4096).doesNotContain("\0");
    }

    /** The timeout covers the whole response, also if single bytes arrive. */
    @Test
    void slowAndMissingResponsesTimeOut() throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (!over.get()) {
                    out.write('.');
                    out.flush();
                    Thread.sleep(100);
                }
            } catch (IOException | InterruptedException e) {
                // the client disconnected, as expected
                exchange.close();
            }
        });
        server.createContext("/silent", exchange -> {
            while (!over.get()) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            exchange.close();
        });
        try {
            assertThat(post(lenient(), url("/drip"), Duration.ofSeconds(1)).error())
                    .isEqualTo("No complete answer within 1.0 seconds");
            assertThat(post(lenient(), url("/silent"), Duration.ofSeconds(1)).status())
                    .isNull();
        } finally {
            over.set(true);
        }
    }

    @Test
    void noRedirectIsFollowed() throws IOException {
        Answer answer = post(lenient(), url("/elsewhere"));

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.isSuccess()).isFalse();
        assertThat(redirected).hasValue(0);
    }

    @Test
    void aServerThatCannotBeReachedGivesAShortError() throws IOException {
        String url = url("/");
        server.stop(0);

        assertThat(post(lenient(), url).error()).isEqualTo("The connection was refused");
        assertThat(post(lenient(), "http://no-such-host.invalid/").error()).isEqualTo("The host cannot be found");
    }

    private static TargetValidator lenient() {
        return new TargetValidator(true, InetAddress::getAllByName);
    }

    private static WebhookProperties answering(Duration within) {
        return new WebhookProperties(
                false,
                Duration.ofMillis(1),
                within,
                Duration.ofSeconds(30),
                List.of(),
                Duration.ofDays(5),
                1,
                4,
                Duration.ofMinutes(2),
                Duration.ofDays(1));
    }

    private static Answer post(TargetValidator targets, String url) throws IOException {
        return post(targets, url, Duration.ofSeconds(15));
    }

    private static Answer post(TargetValidator targets, String url, Duration within) throws IOException {
        WebhookClient client = new WebhookClient(targets, answering(within));
        try {
            return client.post(url, HEADERS, BODY);
        } finally {
            client.destroy();
        }
    }
}
