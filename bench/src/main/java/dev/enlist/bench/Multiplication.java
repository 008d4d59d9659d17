package dev.enlist.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Multiplies the enrollments of a program instance by SQL, with all that the pages of reviewers and coordinators read about
 * them: people, facets, history, decisions, open reviews, and the process of each open task. Ids are computed from those of
 * the original, so that references between the copies hold. Audit entries and events are not copied.
 */
final class Multiplication {

    private static final String CUID = "'c' || substr(md5(%s || ':' || n), 1, 24)";
    private static final String UUID = "md5(%s || ':' || n)::uuid::text";

    /** Of enrollments; the table of the copies is {@code t}. */
    private static final String ORIGINAL = "enrollment_id in (select id from original)";

    /** Of processes that wait for a person. */
    private static final String IN_TASK = "t.proc_inst_id_ in (select proc_inst_id_ from original_task)";

    private final Connection database;
    private final String instance;

    Multiplication(Connection database, String programInstanceId) {
        this.database = database;
        this.instance = programInstanceId;
    }

    /**
     * Adds copies of every enrollment of the instance that is there on the first call.
     *
     * @param from number of the first copy, 1 on the first call
     * @param to   number behind the last copy: so many times as many enrollments are there afterwards; a multiple of from
     */
    void copy(int from, int to) throws SQLException {
        try (Statement sql = database.createStatement()) {
            if (from == 1) {
                sql.execute("create table original as select id, customer_id from enrollment where program_instance_id = '"
                        + instance + "'");
                sql.execute("create table original_task as select k.id_, k.proc_inst_id_ from act_ru_task k"
                        + " join act_ru_execution e on e.id_ = k.proc_inst_id_"
                        + " join original o on o.id = e.business_key_");
            }
            database.setAutoCommit(false);
            // the counting and duplicate triggers would take hours
            sql.execute("set local session_replication_role = replica");
            sql.execute("set local maintenance_work_mem = '1GB'");
            sql.execute("set local work_mem = '256MB'");
            insert(
                    sql,
                    "customer",
                    "t.id in (select customer_id from original)",
                    from,
                    to,
                    Map.of(
                            "id", CUID.formatted("t.id"),
                            "email", "n || '-' || t.email",
                            "email_key", "n || '-' || t.email_key",
                            "last_name", "t.last_name || 'x' || n",
                            "last_name_key", "t.last_name_key || 'x' || n"));
            Map<String, String> enrollment = new LinkedHashMap<>();
            enrollment.put("id", CUID.formatted("t.id"));
            enrollment.put("customer_id", CUID.formatted("t.customer_id"));
            enrollment.put("email", "n || '-' || t.email");
            enrollment.put("email_key", "n || '-' || t.email_key");
            enrollment.put("last_name", "t.last_name || 'x' || n");
            enrollment.put("last_name_key", "t.last_name_key || 'x' || n");
            enrollment.put("application_number", "next_application_number()");
            enrollment.put("created_at", "t.created_at - n * interval '10 minutes'");
            insert(sql, "enrollment", "t.id in (select id from original)", from, to, enrollment);
            Map<String, String> ofEnrollment = Map.of("enrollment_id", CUID.formatted("t.enrollment_id"));
            insert(sql, "enrollment_facet", "t." + ORIGINAL, from, to, ofEnrollment);
            insert(sql, "status_history", "t." + ORIGINAL, from, to, ofEnrollment);
            insert(
                    sql,
                    "decision_record",
                    "t." + ORIGINAL,
                    from,
                    to,
                    Map.of("id", CUID.formatted("t.id"), "enrollment_id", CUID.formatted("t.enrollment_id")));
            insert(
                    sql,
                    "review",
                    "t." + ORIGINAL,
                    from,
                    to,
                    Map.of(
                            "enrollment_id", CUID.formatted("t.enrollment_id"),
                            "opened_at", "t.opened_at - n * interval '10 minutes'",
                            "due_at", "t.due_at - n * interval '10 minutes'"));
            insert(
                    sql,
                    "act_ru_execution",
                    IN_TASK,
                    from,
                    to,
                    Map.of(
                            "id_", UUID.formatted("t.id_"),
                            "proc_inst_id_", UUID.formatted("t.proc_inst_id_"),
                            "root_proc_inst_id_", UUID.formatted("t.root_proc_inst_id_"),
                            "parent_id_", UUID.formatted("t.parent_id_"),
                            "business_key_", CUID.formatted("t.business_key_")));
            insert(
                    sql,
                    "act_ru_task",
                    IN_TASK,
                    from,
                    to,
                    Map.of(
                            "id_", UUID.formatted("t.id_"),
                            "execution_id_", UUID.formatted("t.execution_id_"),
                            "proc_inst_id_", UUID.formatted("t.proc_inst_id_"),
                            "create_time_", "t.create_time_ - n * interval '10 minutes'",
                            "due_date_", "t.due_date_ - n * interval '10 minutes'"));
            insert(
                    sql,
                    "act_ru_identitylink",
                    "t.task_id_ in (select id_ from original_task)",
                    from,
                    to,
                    Map.of("id_", UUID.formatted("t.id_"), "task_id_", UUID.formatted("t.task_id_")));
            // what the rows of the tally count by facet is counted with the copies
            sql.execute("update enrollment_tally set facets = null where program_instance_id = '" + instance + "'");
            sql.execute("delete from enrollment_facet_tally where program_instance_id = '" + instance + "'");
            sql.execute("insert into enrollment_facet_tally"
                    + " (workspace_id, program_instance_id, kind, value, status, amount)"
                    + " select f.workspace_id, f.program_instance_id, f.kind, f.value, e.status, count(*)"
                    + " from enrollment_facet f join enrollment e on e.id = f.enrollment_id"
                    + " where f.program_instance_id = '" + instance + "' group by 1, 2, 3, 4, 5");
            sql.execute("insert into enrollment_facet_tally"
                    + " (workspace_id, program_instance_id, kind, value, status, amount)"
                    + " select e.workspace_id, e.program_instance_id, 'state+manufacturer',"
                    + " us_state(e.state, e.country) || chr(31) || m, e.status, count(distinct e.id)"
                    + " from enrollment e cross join lateral unnest(e.manufacturer_slugs) m"
                    + " where e.program_instance_id = '" + instance + "' and us_state(e.state, e.country) is not null"
                    + " group by 1, 2, 3, 4, 5");
            for (String sums : List.of("enrollment_tally", "report_flow")) {
                sql.execute("update %s set amount = amount * %d where program_instance_id = '%s'"
                        .formatted(sums, to / from, instance));
            }
            sql.execute("update task_tally set amount = amount * " + to / from);
            database.commit();
            database.setAutoCommit(true);
            sql.execute("vacuum analyze");
        }
    }

    /**
     * Inserts the copies with the indexes away, which are built anew afterwards: a third of the time. The primary key stays; in its
     * order each of its pages is written once, and not once for each of the random ids in it.
     */
    private void insert(Statement sql, String table, String which, int from, int to, Map<String, String> changed)
            throws SQLException {
        long began = System.nanoTime();
        List<String> indexes = new ArrayList<>();
        boolean rebuild = to - from > 100;
        if (rebuild) {
            for (String[] index : rows(sql, """
                    select i.indexname, i.indexdef from pg_indexes i
                    where i.schemaname = 'public' and i.tablename = '%s'
                      and not exists (select 1 from pg_constraint c where c.conname = i.indexname)
                    """.formatted(table))) {
                sql.execute("drop index " + index[0]);
                indexes.add(index[1]);
            }
        }
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String[] column : rows(sql, """
                select column_name, column_name from information_schema.columns
                where table_schema = 'public' and table_name = '%s' and is_generated = 'NEVER' and is_identity = 'NO'
                """.formatted(table))) {
            columns.add(column[0]);
            values.add(changed.getOrDefault(column[0], "t." + column[0]));
        }
        List<String> order = rows(sql, """
                        select a.attname, a.attname from pg_index i
                        cross join unnest(i.indkey) with ordinality k (attnum, place)
                        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                        where i.indrelid = '%s'::regclass and i.indisprimary order by k.place
                        """.formatted(table)).stream()
                .map(key -> changed.getOrDefault(key[0], "t." + key[0]))
                .toList();
        int inserted = sql.executeUpdate("insert into %s (%s) select %s from %s t, generate_series(%d, %d) n where %s order by %s"
                .formatted(
                        table,
                        String.join(", ", columns),
                        String.join(", ", values),
                        table,
                        from,
                        to - 1,
                        which,
                        order.isEmpty() ? "n" : String.join(", ", order)));
        for (String index : indexes) {
            sql.execute(index);
        }
        System.out.printf("  %s: %,d copies, %.0f s%n", table, inserted, (System.nanoTime() - began) / 1e9);
    }

    private static List<String[]> rows(Statement sql, String query) throws SQLException {
        List<String[]> rows = new ArrayList<>();
        try (ResultSet found = sql.executeQuery(query)) {
            while (found.next()) {
                rows.add(new String[] {found.getString(1), found.getString(2)});
            }
        }
        return rows;
    }
}
