package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A table that autovacuum leaves alone. */
@EnlistIT
class StatisticsIT {

    @Autowired
    StatisticsScheduler statistics;

    @Autowired
    OwnerJdbc owner;

    @BeforeEach
    void aTable() {
        owner.sql("create table statistics_probe (n int) with (autovacuum_enabled = false)")
                .update();
    }

    @AfterEach
    void drop() {
        owner.sql("drop table statistics_probe").update();
    }

    private void add(int rows) {
        owner.sql("insert into statistics_probe select generate_series(1, ?)")
                .param(rows)
                .update();
    }

    private long planned() {
        return owner.sql("select reltuples::bigint from pg_class where relname = 'statistics_probe'")
                .query(Long.class)
                .single();
    }

    private void untilPlannedFor(long rows) {
        Patience.until("statistics of " + rows + " rows", () -> {
            statistics.refresh();
            return planned() == rows;
        });
    }

    @Test
    void aTableThatHasDoubledIsAnalysed() {
        add(200);
        untilPlannedFor(200);
        add(200);
        untilPlannedFor(400);
    }

    @Test
    void aTableThatGrowsSlowlyIsLeftToAutovacuum() {
        add(1000);
        untilPlannedFor(1000);
        add(400);
        // PostgreSQL counts changes within a second of their commit
        Patience.until(
                "the changes are counted",
                () -> owner.sql(
                                        "select n_mod_since_analyze from pg_stat_user_tables where relname = 'statistics_probe'")
                                .query(Long.class)
                                .single()
                        == 400);

        statistics.refresh();

        assertThat(planned()).isEqualTo(1000);
    }
}
