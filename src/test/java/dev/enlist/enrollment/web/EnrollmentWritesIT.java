package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Await;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Number of rows and of index entries that the transaction of one create stores, by table. An index entry costs about as much
 * as a row; see docs/decisions/0121-what-one-create-writes.md.
 */
@EnlistIT
class EnrollmentWritesIT {

    /** Work for jobs, which may have taken it already. */
    private static final Set<String> QUEUES = Set.of("job_signal", "duplicate_check_batch");

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Test
    void limitsTheRowsAndIndexEntriesOfACreate() {
        World world = worlds.organization();
        String instance = world.instance();
        world.eligibleEnrollment(instance);
        String id = world.api()
                .post("/programInstances/" + instance + "/enrollments", World.applicant(), "Idempotency-Key", "writes")
                .created()
                .path("id")
                .asText();

        Map<String, String> written = written(id);

        assertThat(written)
                .as("rows and index entries by table")
                .containsExactlyInAnyOrderEntriesOf(new TreeMap<>(Map.ofEntries(
                        Map.entry("act_ru_execution", "1 rows, 4 entries"),
                        Map.entry("audit_entry", "2 rows, 6 entries"),
                        Map.entry("customer", "1 rows, 7 entries"),
                        Map.entry("decision_record", "1 rows, 1 entries"),
                        Map.entry("enrollment", "1 rows, 12 entries"),
                        // a state, a tag and two manufacturers
                        Map.entry("enrollment_facet", "4 rows, 4 entries"),
                        Map.entry("enrollment_tally", "1 rows, 1 entries"),
                        Map.entry("event_log", "3 rows, 6 entries"),
                        Map.entry("idempotency_record", "1 rows, 3 entries"),
                        Map.entry("status_history", "1 rows, 1 entries"))));
    }

    @Test
    void signalsAllJobsOfACreateOnce() {
        World world = worlds.organization();
        String instance = world.instance();

        assertThat(signalsOf(() -> world.eligibleEnrollment(instance))).containsExactly("creations");
        Await.until(
                "the jobs of all three topics",
                () -> owner.sql("""
                        select (select count(*) from audit_block where workspace_id = :workspace) > 0
                           and (select count(*) from duplicate_key where workspace_id = :workspace) > 0
                           and (select count(*) from report_stage where workspace_id = :workspace) > 0
                        """)
                        .param("workspace", world.workspace().workspaceId())
                        .query(Boolean.class)
                        .single());
    }

    /** As nodes of the release before do not know the shared topic. */
    @Test
    void signalsEachJobOfACreateUntilANodeKnowsTheSharedTopic() {
        World world = worlds.organization();
        String instance = world.instance();
        owner.sql("delete from job_topic where topic = 'creations'").update();
        try {
            assertThat(signalsOf(() -> world.eligibleEnrollment(instance)))
                    .containsExactlyInAnyOrder("duplicate-detection", "events", "audit-entries");
        } finally {
            owner.sql("insert into job_topic values ('creations')").update();
        }
    }

    /** Kinds of the signals that the transaction of a create adds. */
    private List<String> signalsOf(Supplier<String> create) {
        owner.sql(
                        "create table signalled as select kind, pg_current_xact_id() as transaction from job_signal with no data")
                .update();
        try {
            owner.sql("""
                            create function note_signal() returns trigger language plpgsql as $$
                            begin
                                insert into signalled values (new.kind, pg_current_xact_id());
                                return null;
                            end $$
                            """).update();
            owner.sql("create trigger noted after insert on job_signal for each row execute function note_signal()")
                    .update();
            String id = create.get();
            return owner.sql("""
                            select s.kind from signalled s
                            join enrollment e on e.id = ? and e.xmin = s.transaction::xid
                            """).param(id).query(String.class).list();
        } finally {
            owner.sql("drop trigger if exists noted on job_signal").update();
            owner.sql("drop function if exists note_signal").update();
            owner.sql("drop table signalled").update();
        }
    }

    /** What the transaction that inserted the enrollment stored. A partial index has entries for the rows of its condition. */
    private Map<String, String> written(String enrollmentId) {
        String transaction = owner.sql("select xmin::text from enrollment where id = ?")
                .param(enrollmentId)
                .query(String.class)
                .single();
        Map<String, String> written = new TreeMap<>();
        Map<String, List<String>> conditions = indexConditions();
        for (String table : conditions.keySet()) {
            String entries = conditions.get(table).isEmpty() ? "0" : String.join(" + ", conditions.get(table));
            owner.sql("select count(*), coalesce(sum(" + entries + "), 0) from " + table + " where xmin = ?::xid"
                            + " having count(*) > 0")
                    .param(transaction)
                    .query((row, n) -> row.getLong(1) + " rows, " + row.getLong(2) + " entries")
                    .optional()
                    .ifPresent(count -> written.put(table, count));
        }
        written.keySet().removeAll(QUEUES);
        return written;
    }

    /** For each table, and each index of it, 1 or 0 as SQL: whether the row has an entry. */
    private Map<String, List<String>> indexConditions() {
        Map<String, List<String>> conditions = new TreeMap<>();
        owner.sql("""
                        select c.relname as name, i.indexrelid, pg_get_expr(i.indpred, i.indrelid) as condition
                        from pg_class c left join pg_index i on i.indrelid = c.oid
                        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                        """).query(row -> {
            List<String> ofTable = conditions.computeIfAbsent(row.getString("name"), name -> new ArrayList<>());
            String condition = row.getString("condition");
            if (row.getObject("indexrelid") != null) {
                ofTable.add(condition == null ? "1" : "case when " + condition + " then 1 else 0 end");
            }
        });
        return conditions;
    }
}
