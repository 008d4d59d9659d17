package dev.enlist.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Where the connection that a thread holds was taken; one reference for each thread. */
    private static final ThreadLocal<AtomicReference<Throwable>> HELD = ThreadLocal.withInitial(AtomicReference::new);

    /** A thread requested a second connection; the cause shows where it took the first. */
    public static final class SecondConnection extends RuntimeException {

        SecondConnection(Throwable first) {
            super("Thread " + Thread.currentThread().getName() + " takes a second connection", first);
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
            AtomicReference<Throwable> held = HELD.get();
            if (held.get() != null) {
                SecondConnection second = new SecondConnection(held.get());
                SEEN.add(second);
                throw second;
            }
            Connection connection = obtainTargetDataSource().getConnection();
            held.set(new Throwable("the first connection was taken here"));
            return counted(connection, held);
        }

        private static Connection counted(Connection connection, AtomicReference<Throwable> held) {
            return (Connection) Proxy.newProxyInstance(
                    Guarded.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            held.set(null);
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
