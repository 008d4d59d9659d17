package dev.enlist.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** A page of the inbox comes from an index in its order, with row security, among many open reviews. */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewInboxAtScaleIT {

    private static final int MANY = 20_000;

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    JdbcTemplate jdbc;

    World world;
    String instance;

    @BeforeAll
    void manyReviews() {
        world = worlds.organization();
        instance = world.instance();
        String id = world.submittedEnrollment(instance);
        copy("customer", "(select customer_id from enrollment where id = '" + id + "')", "id, email, email_key");
        copy("enrollment", "'" + id + "'", "id, email, email_key, customer_id, last_name_key, application_number");
        withoutTriggers("""
                        insert into review (workspace_id, enrollment_id, program_instance_id, kind, opened_at, due_at,
                                            assignee_id, waiting_since)
                        select workspace_id, 'cr' || lpad(n::text, 23, '0'), program_instance_id, kind,
                               opened_at - n * interval '1 minute', due_at - n * interval '1 minute',
                               case when n %% 100 = 0 then 'member' else '' end,
                               case when n %% 50 = 1 then opened_at end
                        from review, generate_series(1, %d) n where enrollment_id = '%s'
                        """.formatted(MANY, id));
        owner.template().execute("vacuum analyze customer, enrollment, review");
    }

    /** Inserts many copies of a row, with some columns changed. */
    private void copy(String table, String id, String changed) {
        String same = owner.sql("""
                        select string_agg(column_name, ', ') from information_schema.columns
                        where table_schema = 'public' and table_name = ? and is_generated = 'NEVER'
                          and is_identity = 'NO' and not column_name = any(string_to_array(?, ', '))
                        """).params(table, changed).query(String.class).single();
        String key = "'cr' || lpad(n::text, 23, '0')";
        String values = table.equals("customer")
                ? key + ", 'r' || n || '@example.com', 'r' || n || '@example.com'"
                : key + ", 'r' || n || '@example.com', 'r' || n || '@example.com', " + key
                        + ", 'name' || n, next_application_number()";
        withoutTriggers("insert into " + table + " (" + changed + ", " + same + ") select " + values + ", " + same
                + " from " + table + " t, generate_series(1, " + MANY + ") n where t.id = " + id);
    }

    /** Counters and duplicates are not the subject here, and keeping them for many rows takes minutes. */
    private void withoutTriggers(String statement) {
        owner.template().execute("begin; set local session_replication_role = replica; " + statement + "; commit");
    }

    @AfterAll
    void withoutThem() {
        for (String statement : List.of(
                "delete from review where enrollment_id like 'cr%'",
                "delete from enrollment where id like 'cr%'", "delete from customer where id like 'cr%'")) {
            withoutTriggers(statement);
        }
        owner.template().execute("vacuum analyze customer, enrollment, review");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    review_by_age             | true                                                | opened_at
                    review_by_due             | true                                                | due_at
                    review_of_assignee_by_age | r.waiting_since is null and r.assignee_id = ''       | opened_at
                    review_of_assignee_by_due | r.waiting_since is null and r.assignee_id = ''       | due_at
                    review_of_assignee_by_age | r.waiting_since is null and r.assignee_id = 'member' | opened_at
                    review_waiting            | r.waiting_since is not null                          | opened_at
                    """)
    void aPageIsReadInTheOrderOfItsIndex(String index, String condition, String order) {
        String plan = plan("select r.* from review r where r.workspace_id = :w and " + condition + " and (r." + order
                + ", r.enrollment_id) > (timestamptz '2020-01-01', 'c') order by r." + order
                + ", r.enrollment_id limit 26");
        assertThat(plan).contains("using " + index).doesNotContain("Seq Scan").doesNotContain("Sort");
    }

    @ParameterizedTest
    @CsvSource({"email_key", "first_name_key", "last_name_key"})
    void aSearchIsARangeOfAnIndex(String key) {
        String plan = plan("select e.id from enrollment e where e.workspace_id = :w and e.status in"
                + " ('candidate', 'submitted') and (e." + key + " >= 'name77' and e." + key + " < 'name78')");
        assertThat(plan)
                .contains("enrollment_in_review_" + key.replace("_key", ""))
                .doesNotContain("Seq Scan");
    }

    @Test
    void manyAreCountedUpToABound() {
        JsonNode counts = world.api().get("/reviews/counts").ok();
        assertThat(counts.at("/all/items").asInt()).isEqualTo(ReviewCounts.COUNTED);
        assertThat(counts.at("/all/exact").asBoolean()).isFalse();
        assertThat(counts.at("/waiting/items").asInt()).isEqualTo(MANY / 50);
        assertThat(counts.at("/waiting/exact").asBoolean()).isTrue();
    }

    @Test
    void aSearchFindsOnePersonAmongMany() {
        JsonNode page = world.api().get("/reviews?q=name777").ok();
        assertThat(page.path("data").findValuesAsText("email")).contains("r777@example.com", "r7770@example.com");
        assertThat(page.path("data")).hasSize(11);
    }

    private String plan(String lookup) {
        String sql = lookup.replace(":w", "'" + world.workspace().workspaceId() + "'");
        List<String> lines = world.in(() -> jdbc.queryForList("explain " + sql, String.class));
        return String.join("\n", lines);
    }
}
