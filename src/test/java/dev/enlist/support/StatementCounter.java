package dev.enlist.support;

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

/** Counts the SQL statements that the application sends to the database, while a test has it enabled. */
@TestComponent
public class StatementCounter implements BeanPostProcessor, QueryExecutionListener {

    private final List<String> statements = new CopyOnWriteArrayList<>();
    private volatile String listeningFor = "";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource
                ? ProxyDataSourceBuilder.create(dataSource).listener(this).build()
                : bean;
    }

    /** The statements sent during the work by threads whose name begins with the prefix; a batch counts once. */
    public List<String> during(String threads, Runnable work) {
        statements.clear();
        listeningFor = threads;
        try {
            work.run();
        } finally {
            listeningFor = "";
        }
        return new ArrayList<>(statements);
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
