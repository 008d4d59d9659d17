package dev.enlist.database;

import dev.enlist.shared.problem.Unavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Deployments to the engine run one at a time, over all nodes. The engine has locks of its own, a monitor and a row of
 * its property table, and takes them in the middle of a transaction: two transactions with several deployments each
 * would wait for each other forever. Whatever deploys therefore holds this lock before its transaction begins.
 *
 * <p>A thread waits for the other threads of its node first and for other nodes then, holds no pooled connection
 * meanwhile, and gives up after {@code enlist.deployments.wait-at-most}.
 */
@Component
@EnableConfigurationProperties(DeploymentProperties.class)
public class DeploymentLock {

    static final String NAME = "deployment";

    private static final int RETRY_AFTER_SECONDS = 5;

    private final ClusterLock cluster;
    private final DeploymentProperties properties;
    private final ReentrantLock node = new ReentrantLock(true);

    DeploymentLock(ClusterLock cluster, DeploymentProperties properties) {
        this.cluster = cluster;
        this.properties = properties;
    }

    /**
     * Takes the lock; a thread that holds it already takes it once more.
     *
     * @throws Unavailable {@code deployment-in-progress} where others hold it for too long, or too many wait
     * @throws IllegalStateException within a transaction that began without the lock
     */
    public ClusterLock.Held enter() {
        return enter(properties.waitAtMost());
    }

    /**
     * The same with a wait of its own.
     *
     * @param wait for the other threads of this node, and as long again for the other nodes
     */
    public ClusterLock.Held enter(Duration wait) {
        if (node.isHeldByCurrentThread()) {
            node.lock();
            return node::unlock;
        }
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("The deployment lock is taken before a transaction begins, not within it.");
        }
        if (node.getQueueLength() >= properties.mostWaiting()) {
            throw busy();
        }
        takeTurn(wait);
        ClusterLock.Held held;
        try {
            held = cluster.acquire(NAME, wait).orElseThrow(DeploymentLock::busy);
        } catch (SQLException e) {
            node.unlock();
            Unavailable away = new Unavailable(
                    "database-unavailable",
                    "The database does not answer now. Nothing changed; try again.",
                    RETRY_AFTER_SECONDS);
            away.initCause(e);
            throw away;
        } catch (RuntimeException | Error e) {
            node.unlock();
            throw e;
        }
        return () -> {
            try {
                held.close();
            } finally {
                node.unlock();
            }
        };
    }

    /** Does work that deploys. */
    public <T> T exclusively(Supplier<T> work) {
        try (ClusterLock.Held held = enter()) {
            return work.get();
        }
    }

    /** @throws IllegalStateException where the present thread does not hold the lock */
    public void requireHeld() {
        if (!node.isHeldByCurrentThread()) {
            throw new IllegalStateException("Whatever deploys holds the deployment lock.");
        }
    }

    private void takeTurn(Duration wait) {
        try {
            if (!node.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private static Unavailable busy() {
        return new Unavailable(
                "deployment-in-progress",
                "Rules are being published or a workspace is being made, one at a time, and it took too long to wait"
                        + " for them. Nothing changed; send the request again.",
                RETRY_AFTER_SECONDS);
    }
}
