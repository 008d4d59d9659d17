package dev.enlist.customer;

import dev.enlist.tenancy.WorkspaceScope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Lets one transaction of a workspace at a time merge customers or compare them: both lock several customers, and in
 * different orders.
 */
@Component
class CustomerMergeLock {

    private final JdbcTemplate jdbc;

    CustomerMergeLock(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits for the lock, and holds it until the end of the transaction. */
    void lock() {
        jdbc.query("select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> {}, name());
    }

    /** The same without waiting; false if another transaction holds the lock. */
    boolean tryLock() {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select pg_try_advisory_xact_lock(hashtextextended(?, 0))", Boolean.class, name()));
    }

    private static String name() {
        return WorkspaceScope.current().workspaceId() + " merge of customers";
    }
}
