package dev.enlist.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts the SQL statements that the application sends to the database, while a test has it enabled. Connections that were
 * taken before that are not counted: proxies of all statements and parameters would take a twentieth of the CPU time of
 * all tests.
 */
@TestComponent
public class StatementCounter implements BeanPostProcessor, QueryExecutionListener {

    private final List<String> statements = new CopyOnWriteArrayList<>();
    private volatile String listeningFor = "";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource ? new Counted(dataSource) : bean;
    }

    private final class Counted extends DelegatingDataSource {

        private final DataSource counting;

        Counted(DataSource target) {
            super(target);
            this.counting = ProxyDataSourceBuilder.create(target)
                    .listener(StatementCounter.this)
                    .build();
        }

        @Override
        public Connection getConnection() throws SQLException {
            return listeningFor.isEmpty() ? obtainTargetDataSource().getConnection() : counting.getConnection();
        }
    }

    /** The statements sent during the work by threads whose name begins with the prefix; a batch counts once. */
    public List<String> during(String threads, Runnable work) {
        if (Thread.currentThread().getName().startsWith(threads)
                && TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Count from before the transaction: its connection is not counted.");
        }
        statements.clear();
        listeningFor = threads;
        try {
            work.run();
        } finally {
            listeningFor = "";
        }
        return new ArrayList<>(statements);
    }

    /** Forgets what was counted so far, within the work: what a transaction does first may not be the subject. */
    public void forget() {
        statements.clear();
    }

    @Override
    public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        // counted when done
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        if (!listeningFor.isEmpty() && Thread.currentThread().getName().startsWith(listeningFor)) {
            statements.add(queries.get(0).getQuery());
        }
    }
}
