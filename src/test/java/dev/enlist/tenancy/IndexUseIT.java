package dev.enlist.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The most frequent queries use an index, also with row security, which lets an index serve only leakproof conditions.
 * Runs as the application's database role, on tables with enough rows for the planner to prefer an index.
 */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndexUseIT {

    private static final int MANY = 5000;

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    JdbcTemplate jdbc;

    World world;
    String instance;

    /** The instance that has nearly all enrollments. */
    String crowded;

    @BeforeAll
    void manyRows() {
        world = worlds.organization();
        instance = world.instance();
        String id = world.approvedEnrollment(instance);
        copy(
                "customer",
                "customer_id",
                id,
                "id, email, email_key",
                "'c' || lpad(n::text, 24, '0'), 'Many' || n || '@example.com', 'many' || n || '@example.com'");
        // one percent in a second instance, the others elsewhere
        crowded = world.instance();
        String place = "case when n % 100 = 7 then '" + instance + "' else '" + crowded + "' end";
        copy(
                "enrollment",
                "id",
                id,
                "id, email, email_key, customer_id, reference_id, application_number, program_instance_id",
                "'c' || lpad(n::text, 24, '0'), 'Many' || n || '@example.com', 'many' || n || '@example.com', 'c' || lpad(n::text, 24, '0'), 'r' || n, next_application_number(), "
                        + place);
        copy("status_history", "enrollment_id", id, "enrollment_id", "'c' || lpad(n::text, 24, '0')");
        copy("event_log", "subject", id, "subject", "'c' || lpad(n::text, 24, '0')");
        elsewhere();
        owner.template().execute("vacuum analyze customer, enrollment, enrollment_facet, status_history, event_log");
    }

    /** Three times as many rows in another workspace: the planner must know that an instance belongs to one workspace. */
    private void elsewhere() {
        World other = worlds.organization();
        String id = other.approvedEnrollment(other.instance());
        for (char part : new char[] {'d', 'e', 'f'}) {
            String person = "'" + part + "' || lpad(n::text, 24, '0')";
            String email = "'" + part + "' || n || '@example.com'";
            copy("customer", "customer_id", id, "id, email, email_key", String.join(", ", person, email, email));
            copy(
                    "enrollment",
                    "id",
                    id,
                    "id, email, email_key, customer_id, reference_id, application_number",
                    String.join(
                            ", ", person, email, email, person, "'" + part + "' || n", "next_application_number()"));
            copy("event_log", "subject", id, "subject", person);
        }
    }

    /** Inserts many copies of the rows of one enrollment, with some columns changed. */
    private void copy(String table, String key, String enrollment, String changed, String values) {
        String where = table.equals("customer")
                ? "t.id = (select customer_id from enrollment where id = '" + enrollment + "')"
                : "t." + key + " = '" + enrollment + "'";
        String same = owner.sql("""
                        select string_agg(column_name, ', ') from information_schema.columns
                        where table_schema = 'public' and table_name = ? and is_generated = 'NEVER' and is_identity = 'NO'
                          and not column_name = any(string_to_array(?, ', '))
                        """).params(table, changed).query(String.class).single();
        int copies = owner.sql("insert into " + table + " (" + changed + ", " + same + ") select " + values + ", "
                        + same + " from " + table + " t, generate_series(1, " + MANY + ") n where " + where)
                .update();
        assertThat(copies).as(table).isGreaterThanOrEqualTo(MANY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    customer_email_unique        | select id from customer where workspace_id = :w and email_key = any(array['many7@example.com']) and duplicate = 0
                    customer_email_unique        | select id from customer where workspace_id = :w and email_key = 'many7@example.com'
                    enrollment_person            | select id from enrollment where workspace_id = :w and email_key = any(array['many7@example.com']) and status = 'approved'
                    enrollment_list              | select * from enrollment where workspace_id = :w and program_instance_id = :i and id > 'c0000000' order by id limit 21
                    enrollment_pkey              | select * from enrollment where workspace_id = :w and id = 'c000000000000000000000007' for update
                    event_log_feed               | select * from event_log where workspace_id = :w and (epoch, position) > (100000000, 0) order by epoch, position limit 100
                    event_log_subject            | select * from event_log where workspace_id = :w and subject = 'c000000000000000000000007' order by position
                    enrollment_last_name         | select * from enrollment where workspace_id = :w and program_instance_id = :i and last_name_key >= 'zu' and last_name_key < 'zv' order by id limit 20
                    enrollment_first_name        | select * from enrollment where workspace_id = :w and program_instance_id = :i order by first_name_key, id limit 20
                    enrollment_open_email        | select * from enrollment where workspace_id = :w and program_instance_id = :i and email_key >= 'many7' and email_key < 'many8' order by id limit 20
                    enrollment_open_email        | select * from enrollment where workspace_id = :w and program_instance_id = :i order by email_key, id limit 20
                    enrollment_open_customer     | select * from enrollment where workspace_id = :w and customer_id = 'c000000000000000000000007' order by id
                    enrollment_open_customer     | select * from enrollment where workspace_id = :w and program_instance_id = :i and customer_id = any(array['c000000000000000000000007']) and status in ('candidate', 'eligible', 'submitted', 'approved')
                    enrollment_open_reference    | select * from enrollment where workspace_id = :w and program_instance_id = :i and reference_id = 'r7' order by id limit 20
                    enrollment_created           | select * from enrollment where workspace_id = :w and program_instance_id = :i and created_at >= '2100-01-01' order by id limit 20
                    enrollment_updated           | select * from enrollment where workspace_id = :w and program_instance_id = :i order by updated_at desc, id desc limit 20
                    enrollment_facet_pkey        | select * from enrollment e where e.workspace_id = :w and e.program_instance_id = :i and exists (select 1 from enrollment_facet f where f.workspace_id = :w and f.program_instance_id = e.program_instance_id and f.kind = 'tag' and f.value = 'nobody' and f.enrollment_id = e.id) order by e.id limit 20
                    status_history_pkey          | select * from status_change where workspace_id = :w and enrollment_id = 'c000000000000000000000007' order by number
                    """)
    void isFoundByItsIndex(String index, String lookup) {
        assertThat(plan(lookup)).contains(index).doesNotContain("Seq Scan");
    }

    /**
     * The index covers the whole condition of a list, so that no row is read and discarded. Where nearly all rows
     * belong to the instance and the status, the planner may prefer to scan the primary key.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    enrollment_list        | select id from enrollment where workspace_id = :w and program_instance_id = :c order by id limit 20
                    enrollment_status_list | select id from enrollment where workspace_id = :w and program_instance_id = :c and status = 'approved' order by id limit 20
                    """)
    void aListReadsItsIndexAlone(String index, String lookup) {
        assertThat(plan(lookup)).contains("Index Only Scan using " + index);
    }

    /** The three queries of a create, each of which may use one of several indexes. */
    @Test
    void openEnrollmentsAreFoundByIndexesOfTheirKeys() {
        String plan = plan("""
                select id from enrollment where workspace_id = :w and program_instance_id = :i
                  and status in ('candidate', 'eligible', 'submitted', 'approved')
                  and (email_key = any(array['many7@example.com']) or customer_id = any(array['x'])
                       or reference_id = any(array['x'])) order by id limit 1
                """);

        assertThat(plan).doesNotContain("Seq Scan").contains("BitmapOr");
        for (String key : List.of("email_key", "customer_id", "reference_id")) {
            assertThat(plan.lines().filter(line -> line.contains("Index Cond")).filter(line -> line.contains(key)))
                    .as(plan)
                    .hasSize(1);
        }
    }

    private String plan(String lookup) {
        String sql = lookup.replace(":w", "'" + world.workspace().workspaceId() + "'")
                .replace(":i", "'" + instance + "'")
                .replace(":c", "'" + crowded + "'");
        List<String> lines = world.in(() -> jdbc.queryForList("explain " + sql, String.class));
        return String.join("\n", lines);
    }
}
