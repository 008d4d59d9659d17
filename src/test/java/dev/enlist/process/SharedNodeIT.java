package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.webhooks.DeliveryShares;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A workspace whose receivers hang or whose rules are slow does not keep another workspace waiting for its own. */
@EnlistIT
class SharedNodeIT {

    private static final int HANGING = 50;

    /** The timeout of a request is short in tests: on a slow machine it may be over before the event has arrived. */
    private static final int ROUNDS = 5;

    private static final String HEAD = "firstName,lastName,email,address.state,address.postalCode,manufacturerSlugs\n";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    ApplicationContext node;

    World slow;
    World other;

    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<HttpServer> servers = new ArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();

    @BeforeEach
    void twoWorkspaces() {
        slow = worlds.organization();
        other = worlds.organization();
    }

    @AfterEach
    void end() {
        released.countDown();
        for (World world : List.of(slow, other)) {
            world.api()
                    .get("/webhooks?perPage=100")
                    .ok()
                    .path("data")
                    .forEach(webhook -> world.api()
                            .delete("/webhooks/" + webhook.path("id").asText())
                            .expect(204));
        }
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }

    /** A receiver on a port of its own. */
    private String receiver(Runnable call) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            call.run();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
        servers.add(server);
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Then the same without the limit of a workspace: the event of the other one waits until a receiver was given up. */
    @Test
    void fiftyReceiversThatHangDelayNoDeliveryOfAnotherWorkspace() throws IOException {
        for (int n = 0; n < HANGING; n++) {
            String url = receiver(() -> await(released));
            slow.api().post("/webhooks", Json.object("{}").put("url", url)).created();
        }
        other.api()
                .post("/webhooks", Json.object("{}").put("url", receiver(taken::incrementAndGet)))
                .created();
        slow.program();

        int share = DeliveryShares.workers() / 2;
        assertThat(IntStream.range(0, ROUNDS).anyMatch(round -> isDeliveredWhileOthersHang(share)))
                .as("delivered while %d receivers of the other workspace hang", share)
                .isTrue();

        DeliveryShares.lift(node, slow.workspace().workspaceId());
        assertThat(isDeliveredWhileOthersHang(DeliveryShares.workers()))
                .as("delivered while all workers wait for the other workspace")
                .isFalse();
    }

    /**
     * Sends an event of the other workspace while so many workers wait. Returns whether it arrived before one of them was free. On a slow
     * machine one may be free by chance, by the timeout of its request.
     */
    private boolean isDeliveredWhileOthersHang(int workers) {
        AtomicLong endedBefore = new AtomicLong();
        Await.until(workers + " workers wait", () -> {
            endedBefore.set(attempts());
            return deliveries("count(distinct webhook_id) filter (where claim is not null)") >= workers;
        });
        int before = taken.get();
        other.program();
        Await.until("the other workspace gets its event", () -> taken.get() > before);
        return attempts() == endedBefore.get();
    }

    /** Requests to receivers that hang which ended, by their timeout. */
    private long attempts() {
        return deliveries("coalesce(sum(attempts), 0)");
    }

    private long deliveries(String column) {
        return owner.sql("select " + column + " from webhook_delivery where workspace_id = ?")
                .param(slow.workspace().workspaceId())
                .query(Long.class)
                .single();
    }

    @Test
    void slowRulesDelayNoImportOfAnotherWorkspace() {
        String slowInstance = Rules.of(slow)
                .answering("if count(for i in 1..5000 return i * 2) > 0 then \"eligible\" else \"ineligible\"")
                .instance();
        String quickInstance = other.instance();

        String slowImport = new Imports(slow.api())
                .csv(slowInstance, "", HEAD + people("slow", 1_000))
                .expect(202)
                .json()
                .path("id")
                .asText();
        Await.until(
                "the slow import is under way", () -> status(slow, slowImport).equals("running"));
        JsonNode quick = new Imports(other.api())
                .completed(new Imports(other.api()).csv(quickInstance, "", HEAD + people("quick", 5)));

        assertThat(quick.path("processed").asInt()).isEqualTo(5);
        assertThat(status(slow, slowImport)).as("the slow import").isEqualTo("running");
        slow.api().post("/imports/" + slowImport + "/cancel", Json.object("{}"));
    }

    private static String status(World world, String id) {
        return world.api().get("/imports/" + id).ok().path("status").asText();
    }

    private static String people(String name, int many) {
        StringBuilder rows = new StringBuilder();
        for (int n = 0; n < many; n++) {
            rows.append("Ann,Field,%s-%d@example.com,NY,10001,tesla\n".formatted(name, n));
        }
        return rows.toString();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
