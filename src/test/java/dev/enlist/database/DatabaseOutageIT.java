package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;

/** A pool without a free connection is answered 503, with {@code Retry-After}, after seconds and on every way in. */
@EnlistIT
class DatabaseOutageIT {

    @Autowired
    Worlds worlds;

    @Autowired
    DataSource dataSource;

    @Test
    void anExhaustedPoolIsAnswered503AndServesAgainAfterwards() throws SQLException {
        World world = worlds.organization();
        String instance = world.instance();
        world.api().get("/programs").ok();
        HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
        assertThat(pool.getConnectionTimeout()).isEqualTo(5_000);
        List<Reply> replies;
        List<Connection> taken = take(pool);
        waitFor(pool, Duration.ofSeconds(1));
        try {
            replies = Together.at(4, i -> call(world, instance, i));
        } finally {
            waitFor(pool, Duration.ofSeconds(5));
            for (Connection connection : taken) {
                connection.close();
            }
        }
        assertThat(replies.subList(0, 3)).allSatisfy(reply -> {
            reply.problem(503, "database-unavailable");
            assertThat(reply.header("Retry-After")).hasValue("5");
        });
        assertThat(replies.get(3).ok().at("/errors/0/extensions/code").asText()).isEqualTo("database-unavailable");
        world.api().get("/programs").ok();
        world.api()
                .post("/programInstances/" + instance + "/enrollments", World.applicant(), "Idempotency-Key", "k")
                .created();
    }

    @Test
    void readinessIsOffWithoutADatabaseAndComesBackWhileTheNodeLives() throws Exception {
        Api stranger = worlds.organization().api().with("");
        stranger.get("/actuator/health/readiness").ok();
        int all = 5;
        CountDownLatch held = new CountDownLatch(all);
        CountDownLatch over = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(all);
        try {
            for (int i = 0; i < all; i++) {
                threads.submit(() -> {
                    // of those for what happens in no workspace, by which health is asked
                    try (Connection connection = dataSource.getConnection()) {
                        held.countDown();
                        return over.await(60, TimeUnit.SECONDS);
                    }
                });
            }
            assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
            stranger.get("/actuator/health/readiness").expect(503);
            stranger.get("/actuator/health/liveness").ok();
        } finally {
            over.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        stranger.get("/actuator/health/readiness").ok();
    }

    private static Reply call(World world, String instance, int way) {
        Api api = world.api();
        return switch (way) {
            case 0 -> api.get("/programs");
            case 1 -> api.post("/programInstances/" + instance + "/enrollments", World.applicant());
            case 2 -> api.post("/programs", Json.object("{\"name\": \"P\"}"), "Idempotency-Key", "k");
            default -> api.post("/graphql", "{\"query\": \"{ programs { nodes { slug } } }\"}");
        };
    }

    /** At once: the pool itself reads a changed setting every half minute. */
    private static void waitFor(HikariDataSource pool, Duration timeout) {
        pool.setConnectionTimeout(timeout.toMillis());
        Object inner = Objects.requireNonNull(ReflectionTestUtils.getField(pool, "pool"));
        ReflectionTestUtils.setField(inner, "connectionTimeout", timeout.toMillis());
    }

    /** All that the pool has; others who work in the background give theirs back meanwhile. */
    private static List<Connection> take(HikariDataSource pool) throws SQLException {
        List<Connection> taken = new ArrayList<>();
        while (taken.size() < pool.getMaximumPoolSize()) {
            taken.add(pool.getConnection());
        }
        return taken;
    }
}
