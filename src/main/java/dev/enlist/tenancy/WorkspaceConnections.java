package dev.enlist.tenancy;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.stereotype.Component;

/**
 * Wraps the connection pool in {@link WorkspaceDataSource} and adds a small second pool for work without a workspace:
 * authenticating keys and people, finding due jobs, starting up. Each of these takes one or two statements.
 */
@Component
class WorkspaceConnections implements DestructionAwareBeanPostProcessor, Ordered {

    static final int WITHOUT_WORKSPACE = 5;

    private final ObjectProvider<MeterRegistry> meters;
    private final Map<Object, HikariDataSource> beside = new ConcurrentHashMap<>();
    private final ObjectProvider<ReplicaConnections> replica;

    WorkspaceConnections(ObjectProvider<MeterRegistry> meters, ObjectProvider<ReplicaConnections> replica) {
        this.meters = meters;
        this.replica = replica;
    }

    /** Runs before other post-processors that wrap the pool. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof HikariDataSource pool)) {
            return bean;
        }
        int share = Math.max(1, pool.getMaximumPoolSize() * 3 / 4);
        ReplicaConnections ofReplica = replica.getObject();
        ofReplica.besides(pool);
        return new WorkspaceDataSource(
                pool, new Beside(pool), share, pool.getConnectionTimeout(), ofReplica::connection);
    }

    @Override
    public boolean requiresDestruction(Object bean) {
        return bean instanceof HikariDataSource;
    }

    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
        HikariDataSource pool = beside.remove(bean);
        if (pool != null) {
            pool.close();
        }
    }

    /** The second pool. Created at its first use, when the settings of the first are complete. */
    private final class Beside extends AbstractDataSource {

        private final HikariDataSource pool;

        Beside(HikariDataSource pool) {
            this.pool = pool;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return beside.computeIfAbsent(pool, made -> besides()).getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) {
            throw new UnsupportedOperationException(
                    "The connection pool has one database role. Call getConnection() without credentials.");
        }

        private HikariDataSource besides() {
            HikariDataSource made = new HikariDataSource();
            pool.copyStateTo(made);
            made.setMetricsTrackerFactory(null);
            made.setMetricRegistry(meters.getIfAvailable());
            made.setPoolName("without-workspace");
            made.setMaximumPoolSize(Math.min(WITHOUT_WORKSPACE, pool.getMaximumPoolSize()));
            made.setMinimumIdle(1);
            return made;
        }
    }
}
