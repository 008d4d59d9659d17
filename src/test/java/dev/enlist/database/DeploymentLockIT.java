package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.enlist.shared.problem.Unavailable;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Workspaces are made and rules are published one at a time over all nodes, and none waits for ever. */
@EnlistIT
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeploymentLockIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    DataSource dataSource;

    @Autowired
    ClusterLock cluster;

    @Autowired
    DeploymentLock deployments;

    @Autowired
    DeploymentProperties properties;

    @Autowired
    PlatformTransactionManager transactions;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.organization();
    }

    @Test
    void workspacesAndPublicationsAtOnceAreAllDone() {
        List<Reply> replies = Together.at(20, i -> switch (i % 4) {
            case 0 -> world.api().post("/workspaces", named("workspace-" + i));
            case 1 -> world.api().post("/workspaces", named("workspace-" + i), "Idempotency-Key", "k" + i);
            case 2 -> publish("ca-dsgs");
            default -> world.api().post("/ruleSets/ny-drive-clean/draft/publish", note(), "Idempotency-Key", "k" + i);
        });
        assertThat(replies).allSatisfy(Reply::created);
        assertThat(versions("ca-dsgs")).isEqualTo(6);
        assertThat(versions("ny-drive-clean")).isEqualTo(6);
        assertThat(workspaces()).isEqualTo(11);
    }

    @Test
    void thirtyWorkspacesUnderKeysDoNotStarveThePool() {
        List<Reply> replies =
                Together.at(30, i -> world.api().post("/workspaces", named("w" + i % 10), "Idempotency-Key", "k" + i));
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(10);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 201)
                .allSatisfy(reply -> reply.problem(409, "already-exists"));
        assertThat(workspaces()).isEqualTo(11);
        assertThat(pool().getHikariPoolMXBean().getActiveConnections()).isLessThan(pool().getMaximumPoolSize());
    }

    @Test
    void theAnswerUnderAKeyIsStoredWithTheWorkspaceAndTellsNoKeyAgain() {
        Reply first = world.api().post("/workspaces", named("staging"), "Idempotency-Key", "k");
        assertThat(first.created().path("key").asText()).isNotEmpty();
        Reply again = world.api().post("/workspaces", named("staging"), "Idempotency-Key", "k");
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        ObjectNode expected = (ObjectNode) first.json();
        expected.remove("key");
        assertThat(again.created()).isEqualTo(expected);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        world.api().post("/workspaces", named("other"), "Idempotency-Key", "k").problem(422, "idempotency-key-reused");
        world.api()
                .post("/workspaces", named("staging"), "Idempotency-Key", "k2")
                .problem(409, "already-exists");
        assertThat(world.api()
                        .post("/workspaces", named("staging"), "Idempotency-Key", "k2")
                        .expect(409)
                        .header("Idempotency-Replayed"))
                .contains("true");
    }

    @Test
    void anotherNodeThatDeploysIsWaitedForAndThenGivenUp() throws SQLException {
        try (ClusterLock.Held otherNode =
                cluster.acquire(DeploymentLock.NAME, Duration.ofMinutes(1)).orElseThrow()) {
            int active = pool().getHikariPoolMXBean().getActiveConnections();
            assertThatThrownBy(() -> deployments.enter(Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(Unavailable.class, refused -> {
                        assertThat(refused.code()).isEqualTo("deployment-in-progress");
                        assertThat(refused.retryAfter()).isPositive();
                    });
            assertThat(pool().getHikariPoolMXBean().getActiveConnections()).isLessThanOrEqualTo(active + 1);
        }
        publish("ca-dsgs").created();
    }

    @Test
    void aNodeThatDiesLeavesTheLock() throws SQLException {
        Optional<ClusterLock.Held> dying = cluster.acquire("dying", Duration.ofSeconds(1));
        assertThat(cluster.acquire("dying", Duration.ofMillis(50))).isEmpty();
        owner.template()
                .queryForList(
                        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted"
                                + " and ((classid::bigint << 32) | objid::bigint) = hashtextextended(?, 0)",
                        "enlist.lock.dying");
        try (ClusterLock.Held next =
                cluster.acquire("dying", Duration.ofSeconds(20)).orElseThrow()) {
            dying.orElseThrow().close();
        }
    }

    @Test
    void theLockComesBeforeTheTransaction() {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        assertThatThrownBy(() -> world.in(() -> transaction.execute(status -> deployments.enter())))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(deployments::requireHeld).isInstanceOf(IllegalStateException.class);
        assertThat(properties.waitAtMost()).isLessThan(Duration.ofMinutes(1));
    }

    private HikariDataSource pool() {
        try {
            return dataSource.unwrap(HikariDataSource.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply publish(String slug) {
        return world.api().post("/ruleSets/" + slug + "/draft/publish", note());
    }

    private static ObjectNode note() {
        return Json.object("{\"note\": \"n\"}");
    }

    private static ObjectNode named(String slug) {
        return Json.object("{\"name\": \"Made\"}").put("slug", slug);
    }

    private int versions(String slug) {
        return world.api()
                .get("/ruleSets/" + slug + "/versions")
                .ok()
                .path("data")
                .size();
    }

    private long workspaces() {
        return owner.sql("select count(*) from workspace where organization_id = ?")
                .param(world.workspace().organizationId())
                .query(Long.class)
                .single();
    }
}
