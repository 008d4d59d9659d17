package dev.enlist.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Gives the planner of PostgreSQL statistics of tables that grow quickly, such as those of a new installation and of a first import,
 * earlier than autovacuum does. A round without such a table is one statement, whatever the number of workspaces.
 */
@Component
class StatisticsScheduler {

    private static final Logger log = LoggerFactory.getLogger(StatisticsScheduler.class);

    private final JdbcClient jdbc;

    StatisticsScheduler(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Analyses the tables that have at least doubled; returns how many. */
    int refresh() {
        return jdbc.sql("select refresh_outdated_statistics()")
                .query(Integer.class)
                .single();
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void refreshRegularly() {
        try {
            refresh();
        } catch (DataAccessException e) {
            log.warn(
                    "The statistics of growing tables could not be refreshed; the next round tries again: {}",
                    e.toString());
        }
    }
}
