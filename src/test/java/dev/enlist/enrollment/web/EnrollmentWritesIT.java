package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Number of rows and of index entries that the transaction of one create stores, by table. An index entry costs about as much
 * as a row; see docs/decisions/0121-what-one-create-writes.md.
 */
@EnlistIT
class EnrollmentWritesIT {

    /** Work for jobs, which may have taken it already. */
    private static final Set<String> QUEUES = Set.of("job_signal", "duplicate_check");

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
                        Map.entry("act_ru_event_subscr", "2 rows, 4 entries"),
                        Map.entry("act_ru_execution", "2 rows, 7 entries"),
                        Map.entry("audit_entry", "2 rows, 6 entries"),
                        Map.entry("customer", "1 rows, 7 entries"),
                        Map.entry("decision_record", "1 rows, 1 entries"),
                        Map.entry("enrollment", "1 rows, 12 entries"),
                        // a state, a tag and two manufacturers
                        Map.entry("enrollment_facet", "4 rows, 4 entries"),
                        Map.entry("enrollment_tally", "1 rows, 1 entries"),
                        Map.entry("event_log", "3 rows, 6 entries"),
                        Map.entry("idempotency_record", "1 rows, 3 entries"),
                        Map.entry("status_change", "2 rows, 2 entries"))));
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
