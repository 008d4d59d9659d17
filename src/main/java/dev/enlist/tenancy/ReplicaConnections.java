package dev.enlist.tenancy;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Connections to a streaming replica of the database, where {@code ENLIST_DATABASE_REPLICAURL} names one; reports and exports are read
 * from it. How far it is behind is measured without the clocks of the servers: {@link ReplicaMonitor} notes where the log of the primary
 * ends, and the replica has everything up to the latest note whose position it has replayed. A replica that is further behind than
 * {@code ENLIST_DATABASE_REPLICAMAXLAG} (30 seconds), or does not answer, is not read until it is up to date again.
 */
@Component
@EnableConfigurationProperties(ReplicaProperties.class)
class ReplicaConnections implements MeterBinder, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReplicaConnections.class);

    /** Milliseconds; the primary is asked instead after it. */
    private static final long CONNECT = 1000;

    private static final int NOTES = 1000;

    /** The end of the log, as a number, and which cluster it is of. */
    private static final String END_OF_LOG = """
            select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as position, system_identifier from pg_control_system()
            """;

    private static final String REPLAYED = """
            select pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint as position, system_identifier
            from pg_control_system() where pg_is_in_recovery()
            """;

    private record Note(long position, long cluster, long at) {}

    private final @Nullable String url;
    private final Duration maxLag;
    private final ObjectProvider<MeterRegistry> meters;
    private final AtomicReference<@Nullable HikariDataSource> primary = new AtomicReference<>();
    private final AtomicReference<@Nullable HikariDataSource> pool = new AtomicReference<>();
    private final AtomicReference<@Nullable WorkspaceDataSource> connections = new AtomicReference<>();
    private final Deque<Note> notes = new ArrayDeque<>();

    /** When the primary was noted whose log the replica has; null until then, and after a connection failed. */
    private final AtomicReference<@Nullable Long> upTo = new AtomicReference<>();

    private final AtomicBoolean refused = new AtomicBoolean(true);
    private final AtomicLong fromReplica = new AtomicLong();
    private final AtomicLong fromPrimary = new AtomicLong();

    ReplicaConnections(ReplicaProperties properties, ObjectProvider<MeterRegistry> meters) {
        this.url = StringUtils.hasText(properties.replicaUrl()) ? properties.replicaUrl() : null;
        this.maxLag = properties.replicaMaxLag();
        this.meters = meters;
    }

    boolean isConfigured() {
        return url != null;
    }

    /** @param pool of the primary, of which user, password and role are taken at the first use */
    void besides(HikariDataSource pool) {
        primary.compareAndSet(null, pool);
    }

    /** A connection to the replica with the workspace in scope, or empty where the primary has to be read. */
    Optional<Connection> connection() {
        if (!isConfigured()) {
            return Optional.empty();
        }
        WorkspaceDataSource source = connections.get();
        if (source != null && isFresh()) {
            try {
                Connection connection = source.getConnection();
                fromReplica.incrementAndGet();
                return Optional.of(connection);
            } catch (SQLException e) {
                upTo.set(null);
                log.warn("No connection to the replica; the primary is read: {}", e.getMessage());
            }
        }
        fromPrimary.incrementAndGet();
        return Optional.empty();
    }

    private boolean isFresh() {
        return lag().filter(behind -> behind.compareTo(maxLag) <= 0).isPresent();
    }

    private Optional<Duration> lag() {
        return Optional.ofNullable(upTo.get()).map(noted -> Duration.ofNanos(System.nanoTime() - noted));
    }

    /** Measures how far the replica is behind. Runs without a workspace. */
    synchronized void measure(JdbcClient primaryDatabase) {
        long before = System.nanoTime();
        Note end = primaryDatabase
                .sql(END_OF_LOG)
                .query((row, n) -> new Note(row.getLong(1), row.getLong(2), before))
                .single();
        notes.addLast(end);
        if (notes.size() > NOTES) {
            notes.removeFirst();
        }
        Note replayed = JdbcClient.create(replica())
                .sql(REPLAYED)
                .query((row, n) -> new Note(row.getLong(1), row.getLong(2), before))
                .optional()
                .filter(found -> found.cluster() == end.cluster())
                .orElseThrow(() -> new IllegalStateException(
                        "ENLIST_DATABASE_REPLICAURL names a server that is no streaming replica of the database."));
        while (!notes.isEmpty() && notes.getFirst().position() <= replayed.position()) {
            upTo.set(notes.removeFirst().at());
        }
        if (refused.getAndSet(!isFresh()) != refused.get()) {
            log.info(
                    refused.get()
                            ? "The replica is more than {} behind: reports and exports read the primary."
                            : "The replica is at most {} behind: reports and exports read it.",
                    maxLag);
        }
    }

    /** It is not read until it was measured again. */
    void failed() {
        upTo.set(null);
        refused.set(true);
    }

    private DataSource replica() {
        HikariDataSource known = pool.get();
        if (known != null) {
            return known;
        }
        HikariDataSource template = primary.get();
        if (template == null) {
            throw new IllegalStateException("The pool of the primary does not exist yet.");
        }
        HikariDataSource made = new HikariDataSource();
        template.copyStateTo(made);
        made.setMetricsTrackerFactory(null);
        made.setMetricRegistry(meters.getIfAvailable());
        made.setPoolName("replica");
        made.setJdbcUrl(url);
        made.setReadOnly(true);
        made.setMinimumIdle(1);
        made.setConnectionTimeout(CONNECT);
        // a node starts without its replica
        made.setInitializationFailTimeout(-1);
        pool.set(made);
        connections.set(new WorkspaceDataSource(
                made, made, Math.max(1, made.getMaximumPoolSize() * 3 / 4), CONNECT, Optional::empty));
        return made;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("enlist.replica.lag", () -> lag().map(Duration::toMillis).orElse(0L) / 1000.0)
                .description("How far the replica is behind the primary; 0 without a replica")
                .baseUnit("seconds")
                .register(registry);
        counter(registry, "replica", fromReplica);
        counter(registry, "primary", fromPrimary);
    }

    private static void counter(MeterRegistry registry, String source, AtomicLong count) {
        FunctionCounter.builder("enlist.replica.reads", count, AtomicLong::get)
                .description(
                        "Connections of reports and exports where a replica is configured, by the server that was read")
                .tag("source", source)
                .register(registry);
    }

    @Override
    public void close() {
        HikariDataSource open = pool.getAndSet(null);
        if (open != null) {
            open.close();
        }
    }
}
