package dev.enlist.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts the connections that each thread holds. If a thread requests a second one while it holds one, the request and
 * the running test fail. As many such threads as the pool has connections would deadlock.
 */
@TestComponent
public class ConnectionGuard implements BeanPostProcessor {

    private static final ConcurrentLinkedQueue<SecondConnection> SEEN = new ConcurrentLinkedQueue<>();

    /** Whether a thread holds a connection; one flag for each thread, which another thread may clear. */
    private static final ThreadLocal<AtomicBoolean> HELD = ThreadLocal.withInitial(AtomicBoolean::new);

    /** A thread requested a second connection; its own frames show the transaction that holds the first. */
    public static final class SecondConnection extends RuntimeException {

        SecondConnection() {
            super("Thread " + Thread.currentThread().getName() + " takes a second connection");
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource ? new Guarded(dataSource) : bean;
    }

    private static final class Guarded extends DelegatingDataSource {

        Guarded(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            AtomicBoolean held = HELD.get();
            if (held.get()) {
                SecondConnection second = new SecondConnection();
                SEEN.add(second);
                throw second;
            }
            Connection connection = obtainTargetDataSource().getConnection();
            held.set(true);
            return counted(connection, held);
        }

        private static Connection counted(Connection connection, AtomicBoolean held) {
            return (Connection) Proxy.newProxyInstance(
                    Guarded.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            held.set(false);
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** Fails a test during which a thread took a second connection, be it one in the background. */
    public static final class Check implements AfterEachCallback {

        @Override
        public void afterEach(ExtensionContext context) {
            List<SecondConnection> seen = new ArrayList<>();
            for (SecondConnection next = SEEN.poll(); next != null; next = SEEN.poll()) {
                seen.add(next);
            }
            if (!seen.isEmpty()) {
                AssertionError failure = new AssertionError(seen.size() + " times a thread took a second connection");
                seen.forEach(failure::addSuppressed);
                throw failure;
            }
        }
    }
}
