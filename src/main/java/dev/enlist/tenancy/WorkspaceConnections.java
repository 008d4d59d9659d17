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
 * Puts {@link WorkspaceDataSource} in front of the pool, and a small pool beside it for what happens in no workspace:
 * recognizing keys and people, finding due jobs, starting up. Each of these is over in a statement or two.
 */
@Component
class WorkspaceConnections implements DestructionAwareBeanPostProcessor, Ordered {

    static final int WITHOUT_WORKSPACE = 5;

    private final ObjectProvider<MeterRegistry> meters;
    private final Map<Object, HikariDataSource> beside = new ConcurrentHashMap<>();

    WorkspaceConnections(ObjectProvider<MeterRegistry> meters) {
        this.meters = meters;
    }

    /** Before others that wrap the pool. */
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
        return new WorkspaceDataSource(pool, new Beside(pool), share, pool.getConnectionTimeout());
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

    /** The pool beside, made when first asked for: the settings of the other are complete by then. */
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
            throw new UnsupportedOperationException("The pool signs in as one role only.");
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
