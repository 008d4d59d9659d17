package dev.enlist.tenancy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Measures every two seconds how far the replica is behind, where one is configured. */
@Component
class ReplicaMonitor {

    private static final Logger log = LoggerFactory.getLogger(ReplicaMonitor.class);

    private final ReplicaConnections replica;
    private final JdbcClient jdbc;

    ReplicaMonitor(ReplicaConnections replica, JdbcClient jdbc) {
        this.replica = replica;
        this.jdbc = jdbc;
    }

    @Scheduled(fixedDelayString = "PT2S")
    void measure() {
        if (!replica.isConfigured()) {
            return;
        }
        try {
            replica.measure(jdbc);
        } catch (DataAccessException | IllegalStateException e) {
            replica.failed();
            log.warn("The replica cannot be read, reports and exports read the primary: {}", e.toString());
        }
    }
}
