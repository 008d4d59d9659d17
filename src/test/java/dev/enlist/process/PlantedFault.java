package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.capacity.CapacityConsistencyQuery;
import dev.enlist.process.engine.EnrollmentConsistencyQuery;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The control of a test about faults: what a crash could leave behind is planted past the application, the checks of the test must find
 * it, and the transaction is rolled back. Each fault concerns one enrollment, and {@code :workspace} is its workspace.
 */
public enum PlantedFault {
    PROCESS_LOST("""
            delete from act_ru_execution where id_ = (
                select x.id_ from act_ru_execution x join enrollment e on e.id = x.business_key_
                where e.workspace_id = :workspace and x.parent_id_ is null and x.super_exec_ is null limit 1)
            """, Map.of("openWithoutProcess", 1L)),
    STATUS_LOST("""
            delete from status_history where (enrollment_id, number) = (
                select id, status_sequence from enrollment where workspace_id = :workspace limit 1)
            """, Map.of("historyDisagrees", 1L, "historyHasGaps", 1L)),
    DECISION_LEFT("""
            update decision_record set enrollment_id = 'gone' where ctid = (
                select ctid from decision_record where workspace_id = :workspace limit 1)
            """, Map.of("rowsWithoutOwner", 1L)),
    EVENT_LOST("""
            delete from event_log where id = (
                select v.id from event_log v join enrollment e on e.id = v.subject and e.event_sequence = v.sequence
                where e.workspace_id = :workspace limit 1)
            """, Map.of("eventsHaveGaps", 1L)),
    ENROLLMENT_UNCOUNTED("""
            update enrollment_tally set amount = amount - 1 where ctid = (
                select ctid from enrollment_tally where workspace_id = :workspace limit 1)
            """, Map.of("talliesDisagree", 1L)),
    /** Only where there are units of capacity. */
    MOVEMENT_DOUBLED("""
            update capacity_movement set reserved = reserved + 1 where ctid = (
                select ctid from capacity_movement where workspace_id = :workspace limit 1)
            """, Map.of("capacityLedgerDisagrees", 1L));

    private static final Logger log = LoggerFactory.getLogger(PlantedFault.class);

    private final String sql;
    private final Map<String, Long> found;

    PlantedFault(String sql, Map<String, Long> found) {
        this.sql = sql;
        this.found = found;
    }

    /** Those that need no units of capacity. */
    public static PlantedFault[] ofEnrollments() {
        return new PlantedFault[] {PROCESS_LOST, STATUS_LOST, DECISION_LEFT, EVENT_LOST, ENROLLMENT_UNCOUNTED};
    }

    /** The control of {@code verify} and of {@code /actuator/consistency}: each fault is found, and nothing else is. */
    public static void eachIsFound(DataSource owner, PlantedFault... faults) {
        String workspace = JdbcClient.create(owner)
                .sql("select workspace_id from enrollment group by workspace_id order by count(*) desc limit 1")
                .query(String.class)
                .single();
        eachIsFound(owner, workspace, faults);
    }

    public static void eachIsFound(DataSource owner, String workspace, PlantedFault... faults) {
        assertThat(checks(owner, workspace)).as("without a planted fault").isEmpty();
        for (PlantedFault fault : faults) {
            planted(
                    owner,
                    fault.sql.replace(":workspace", "'" + workspace + "'"),
                    () -> assertThat(checks(owner, workspace))
                            .as("planted: " + fault)
                            .isEqualTo(fault.found));
        }
        log.warn("Planted and found: {}", List.of(faults));
    }

    /** The control of a test's own checks: with the fault they fail with this message. */
    public static void failsBy(DataSource owner, String fault, ThrowingCallable checks, String message) {
        planted(
                owner,
                fault,
                () -> assertThatThrownBy(checks)
                        .as("planted: " + fault)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining(message));
        log.warn("Planted and found: {}", fault);
    }

    /** Deletes an enrollment for good, past triggers and foreign keys. */
    static void loseEnrollment(JdbcClient owner, String id) {
        assertThat(owner.sql("""
                        with as_replica as materialized (select set_config('session_replication_role', 'replica', true))
                        delete from enrollment using as_replica where id = ?
                        """).param(id).update()).isEqualTo(1);
    }

    /** What reads through the same data source meanwhile is in the same transaction. */
    private static void planted(DataSource owner, String fault, Runnable check) {
        new TransactionTemplate(new DataSourceTransactionManager(owner)).executeWithoutResult(transaction -> {
            transaction.setRollbackOnly();
            JdbcClient jdbc = JdbcClient.create(owner);
            // neither triggers nor foreign keys
            jdbc.sql("select set_config('session_replication_role', 'replica', true)")
                    .query(String.class)
                    .single();
            assertThat(jdbc.sql(fault).update()).as("rows of: " + fault).isEqualTo(1);
            check.run();
        });
    }

    /** The checks that found something. */
    private static Map<String, Long> checks(DataSource owner, String workspace) {
        JdbcTemplate jdbc = new JdbcTemplate(owner);
        Map<String, Long> faults = new TreeMap<>(EnrollmentConsistencyQuery.of(jdbc, workspace));
        faults.putAll(CapacityConsistencyQuery.of(jdbc, workspace));
        faults.values().removeIf(rows -> rows == 0);
        return faults;
    }
}
