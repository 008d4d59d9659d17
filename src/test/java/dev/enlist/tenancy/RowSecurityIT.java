package dev.enlist.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.customer.Customer;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.process.Await;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Row security alone, without the tenant filter of Hibernate: SQL with no workspace or a wrong one, and Hibernate
 * sessions opened for another workspace. The list of tables comes from the database catalogue. The tests share two
 * workspaces: those that only look come first, before others add what background jobs go on with.
 */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RowSecurityIT {

    /** Tables that are read before the workspace is known, to determine it. */
    private static final List<String> ABOVE_WORKSPACES =
            List.of("api_key", "membership", "workspace_member", "invitation", "job_signal", "application_path");

    /** After the tests without an order. */
    private static final int ADDS_ROWS = Order.DEFAULT + 1;

    private static final String REFUSED = "violates row-level security policy";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    EntityManagerFactory entities;

    World here;
    World there;
    String enrollmentThere;

    @BeforeAll
    void twoWorkspacesWithSomethingInEachTable() {
        here = worlds.organization();
        there = worlds.organization();
        furnish(here);
        enrollmentThere = furnish(there);
        // emptied in the background, and not during the tests
        Await.until(
                "the customers are checked for duplicates",
                () -> stored("duplicate_check_batch", here) + stored("duplicate_check_batch", there) == 0);
        Await.until("the audit entries are chained", () -> unchained(here) + unchained(there) == 0);
    }

    private long unchained(World world) {
        return owner.sql("""
                        select (select count(*) from audit_entry where workspace_id = :id)
                             - (select coalesce(sum(cardinality(entry_ids)), 0) from audit_block where workspace_id = :id)
                        """).param("id", id(world)).query(Long.class).single();
    }

    private static String furnish(World world) {
        String instance = world.instance();
        world.api()
                .post("/leads", Json.object("{\"email\": \"lead@example.com\"}"))
                .created();
        return world.api()
                .post("/programInstances/" + instance + "/enrollments", World.applicant(), "Idempotency-Key", "k")
                .created()
                .path("id")
                .asText();
    }

    @Test
    void everyTableOfAWorkspaceIsBoundToIt() {
        List<String> unbound = owner.sql("""
                        select c.relname from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                          and not (c.relrowsecurity and c.relforcerowsecurity
                            and exists (select 1 from pg_policies p where p.tablename = c.relname
                                        and p.cmd = 'ALL' and p.qual = '((workspace_id)::text = current_workspace())'))
                        """).query(String.class).list();

        assertThat(unbound).containsExactlyInAnyOrderElementsOf(ABOVE_WORKSPACES);
    }

    @Test
    void noTableIsReadPastTheWorkspace() {
        for (String table : tables()) {
            assertThat(stored(table, there)).as("rows to be seen in " + table).isPositive();
            String all = "select count(*) from " + table;
            String foreign = all + " where workspace_id = '" + id(there) + "'";

            assertThat(in(here, () -> count(all))).as(table).isEqualTo(stored(table, here));
            assertThat(in(here, () -> count(foreign))).as(table).isZero();
            assertThat(in(there, () -> count(foreign))).as(table).isEqualTo(stored(table, there));
        }
    }

    /** A view without {@code security_invoker} is read with the rights of the owner, who sees all workspaces. */
    @Test
    void noViewIsReadPastTheWorkspace() {
        List<String> views = owner.sql("""
                        select c.table_name from information_schema.columns c
                        join information_schema.tables t using (table_schema, table_name)
                        where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'VIEW'
                        """).query(String.class).list();

        assertThat(views).contains("status_change").allSatisfy(view -> {
            String all = "select count(*) from " + view;
            assertThat(stored(view, there)).as("rows to be seen in " + view).isPositive();
            assertThat(in(here, () -> count(all))).as(view).isEqualTo(stored(view, here));
            assertThat(in(there, () -> count(all))).as(view).isEqualTo(stored(view, there));
            assertThat(count(all)).as(view).isZero();
        });
    }

    @Test
    void noRowOfAnotherWorkspaceIsChangedOrDeleted() {
        for (String table : tables()) {
            long before = stored(table, there);
            String touch =
                    "update " + table + " set workspace_id = workspace_id where workspace_id = '" + id(there) + "'";
            String delete = "delete from " + table + " where workspace_id = '" + id(there) + "'";

            for (String change : List.of(touch, delete)) {
                if (may(change.substring(0, 6), table)) {
                    assertThat(in(here, () -> jdbc.update(change))).as(change).isZero();
                } else {
                    refused(here, change, "permission denied");
                }
            }
            assertThat(stored(table, there)).as(table).isEqualTo(before);
        }
    }

    @Test
    void noRowIsInsertedIntoAnotherWorkspace() {
        for (String table : tables()) {
            String columns = owner.sql("""
                            select string_agg(quote_ident(column_name), ', ') from information_schema.columns
                            where table_schema = 'public' and table_name = ? and is_generated = 'NEVER' and is_identity = 'NO'
                            """).param(table).query(String.class).single();
            String row = owner.sql("select row_to_json(t)::text from " + table + " t where workspace_id = ? limit 1")
                    .param(id(there))
                    .query(String.class)
                    .single();
            String copy = "insert into " + table + " (" + columns + ") select " + columns
                    + " from json_populate_record(null::" + table + ", '" + row.replace("'", "''") + "'::json)";
            String moved = "update " + table + " set workspace_id = '" + id(there) + "'";

            // the triggers of the audit chain refuse before row security does
            String refusal = table.startsWith("audit_") ? "append-only" : REFUSED;
            refused(here, copy, refusal, REFUSED);
            if (may("update", table)) {
                refused(here, moved, refusal, REFUSED);
            } else {
                refused(here, moved, "permission denied");
            }
        }
    }

    @Test
    void withoutAWorkspaceNothingIsSeen() {
        for (String table : tables()) {
            assertThat(count("select count(*) from " + table)).as(table).isZero();
        }
        assertThat(count("select count(*) from program where visibility <> 'public'"))
                .isZero();
    }

    @Test
    void aSessionOfHibernateForAnotherWorkspaceFindsNothing() {
        assertThat(seenBySessionFor(there, there)).isPositive();

        assertThat(seenBySessionFor(there, here)).isZero();
        assertThat(seenBySessionFor(here, there)).isZero();
    }

    /** Number of rows that a session for one workspace reads while its connection is set to another. */
    private long seenBySessionFor(World tenant, World assigned) {
        return in(assigned, () -> {
            try (Session session = entities.unwrap(SessionFactory.class)
                    .withOptions()
                    .tenantIdentifier((Object) id(tenant))
                    .openSession()) {
                return session.createQuery("from Customer", Customer.class)
                                .list()
                                .size()
                        + session.createQuery("from Enrollment", Enrollment.class)
                                .list()
                                .size()
                        + (session.find(Enrollment.class, enrollmentThere) == null ? 0L : 1L);
            }
        });
    }

    @Test
    @Order(ADDS_ROWS)
    void aPrivateProgramIsSeenByItsOrganizationAlone() {
        String slug = there.program();
        String read = "select count(*) from program where slug = '" + slug + "'";
        String change = "update program set name = 'Mine' where slug = '" + slug + "'";

        assertThat(in(there, () -> count(read))).isEqualTo(1);
        assertThat(in(here, () -> count(read))).isZero();
        assertThat(in(here, () -> jdbc.update(change))).isZero();
    }

    @Test
    @Order(ADDS_ROWS)
    void aPublicProgramIsSeenByAllAndChangedByItsOrganizationAlone() {
        String slug = there.program(program -> program.put("visibility", "public"));
        String change = "update program set name = 'Mine' where slug = '" + slug + "'";
        String delete = "delete from program where slug = '" + slug + "'";

        assertThat(in(here, () -> count("select count(*) from program where slug = '" + slug + "'")))
                .isEqualTo(1);
        assertThat(in(here, () -> jdbc.update(change))).isZero();
        assertThat(in(here, () -> jdbc.update(delete))).isZero();
    }

    @Test
    @Order(ADDS_ROWS)
    void whoRunsAProgramSeesItAlsoWhenItIsWithdrawnFromThePublic() {
        String slug = there.program(program -> program.put("visibility", "public"));
        String instance = here.instance(slug, i -> {});

        there.api()
                .patch("/programs/" + slug, Json.object("{\"visibility\": \"private\"}"))
                .ok();

        assertThat(here.api()
                        .get("/programInstances/" + instance)
                        .ok()
                        .at("/program/slug")
                        .asText())
                .isEqualTo(slug);
        here.enroll(instance, World.applicant());
    }

    @Test
    @Order(ADDS_ROWS)
    void theEngineSeesTheProcessesOfTheWorkspaceAlone() {
        String submitted = there.submittedEnrollment(there.instance());
        // waits for messages
        there.api()
                .post(
                        "/enrollments/" + there.submittedEnrollment(there.instance()) + "/informationRequests",
                        "{\"message\": \"Which one?\", \"fields\": [\"/serialNumber\"]}")
                .created();
        for (String table : List.of("act_ru_execution", "act_ru_task", "act_ru_job", "act_ru_event_subscr")) {
            String all = "select count(*) from " + table + " where tenant_id_ is not null";
            String foreign = "select count(*) from " + table + " where tenant_id_ = '" + id(there) + "'";

            assertThat(in(there, () -> count(foreign)))
                    .as(table + " of " + submitted)
                    .isPositive();
            assertThat(in(here, () -> count(foreign))).as(table).isZero();
            assertThat(in(here, () -> jdbc.update("delete from " + table + " where tenant_id_ = '" + id(there) + "'")))
                    .as(table)
                    .isZero();
            assertThat(in(here, () -> count(all)))
                    .as(table)
                    .isEqualTo(in(
                            here,
                            () -> count("select count(*) from " + table + " where tenant_id_ = '" + id(here) + "'")));
        }
    }

    @Test
    void everyTableOfTheEngineWithATenantIsBound() {
        assertThat(owner.sql("""
                        select c.relname from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id_' and not a.attisdropped
                        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
                          and not (c.relrowsecurity
                            and exists (select 1 from pg_policies p where p.tablename = c.relname and p.cmd = 'ALL'))
                        """).query(String.class).list())
                // the engine's own members; Enlist's are used instead
                .containsExactly("act_id_tenant_member");
    }

    /** Tables with row security in which both workspaces have rows; a test may have added to one of them alone. */
    private List<String> tables() {
        List<String> tables = owner.sql("""
                        select c.table_name from information_schema.columns c
                        join information_schema.tables t using (table_schema, table_name)
                        where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'
                        order by c.table_name
                        """).query(String.class).list();
        List<String> filled = tables.stream()
                .filter(table -> !ABOVE_WORKSPACES.contains(table))
                .filter(table -> stored(table, here) > 0 && stored(table, there) > 0)
                .toList();
        assertThat(filled)
                .contains(
                        "customer",
                        "decision_record",
                        "enrollment",
                        "event_log",
                        "idempotency_record",
                        "lead",
                        "program_instance",
                        "rule_set",
                        "rule_set_version",
                        "status_history");
        return filled;
    }

    private long stored(String table, World world) {
        return owner.sql("select count(*) from " + table + " where workspace_id = ?")
                .param(id(world))
                .query(Long.class)
                .single();
    }

    private boolean may(String privilege, String table) {
        return owner.sql("select has_table_privilege('enlist_app', ?, ?)")
                .params(table, privilege)
                .query(Boolean.class)
                .single();
    }

    private void refused(World world, String sql, String... anyOf) {
        assertThatThrownBy(() -> in(world, () -> jdbc.update(sql)))
                .as(sql)
                .rootCause()
                .message()
                .containsAnyOf(anyOf);
    }

    private long count(String sql) {
        return jdbc.queryForObject(sql, Long.class);
    }

    private static <T> T in(World world, Supplier<T> work) {
        return world.in(work);
    }

    private static String id(World world) {
        return world.workspace().workspaceId();
    }
}
