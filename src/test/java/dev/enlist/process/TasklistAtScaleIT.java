package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.TaskQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A page of tasks and their count do not read all tasks. Uses the queries of Tasklist, with many tasks. */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasklistAtScaleIT {

    private static final String PASSWORD = "a reviewer's password";
    private static final int MANY = 20_000;
    private static final int PAGE = 15;

    /** Tasklist's query for a page, and for its count. */
    private static final String BODY = "{\"sorting\":[{\"sortBy\":\"priority\",\"sortOrder\":\"desc\"},"
            + "{\"sortBy\":\"created\",\"sortOrder\":\"asc\"}]}";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    UserDetailsService people;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    StatementCounter counter;

    @Autowired
    PlatformTransactionManager transactions;

    World world;
    String email;
    ManyTasks many;

    @BeforeAll
    void manyTasks() {
        world = worlds.organization();
        email = worlds.person(world, PASSWORD, Role.REVIEWER);
        many = new ManyTasks(owner);
        many.add(world.workspace().workspaceId(), EnrollmentProcess.REVIEW, MANY);
        many.add(world.workspace().workspaceId(), EnrollmentProcess.EVALUATE_MANUALLY, MANY / 10);
        many.add(worlds.organization().workspace().workspaceId(), EnrollmentProcess.REVIEW, MANY / 10);
        owner.template().execute("vacuum analyze act_ru_task, task_tally");
    }

    @AfterAll
    void noneOfThem() {
        many.remove();
    }

    private TaskQuery query(boolean reviews) {
        TaskQuery query = engine.getTaskService().createTaskQuery();
        return reviews ? query.taskDefinitionKey(EnrollmentProcess.REVIEW) : query;
    }

    private static TaskQuery inOrder(TaskQuery query) {
        return query.orderByTaskPriority().desc().orderByTaskCreateTime().asc();
    }

    /** Number of tasks that the database read for the answer. */
    private long read(Supplier<?> question) {
        Desk desk = Desk.of(engine, people, email);
        return desk.work(() -> new TransactionTemplate(transactions).execute(status -> {
            long before = read();
            question.get();
            return read() - before;
        }));
    }

    private long read() {
        return jdbc.queryForObject(
                "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables"
                        + " where relname = 'act_ru_task'",
                Long.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsAPageOfTasksToShowOne(boolean reviews) {
        // the engine's own query, to show that the measurement works: it reads at least the tasks of the first priority
        assertThat(read(() -> inOrder(query(reviews)).orderByTaskId().asc().listPage(0, PAGE)))
                .isGreaterThan(MANY / 4);

        assertThat(read(() -> inOrder(query(reviews)).listPage(0, PAGE))).isLessThan(10 * PAGE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsNoTaskToCountThem(boolean reviews) {
        assertThat(read(() -> query(reviews).taskMinPriority(Integer.MIN_VALUE).count()))
                .isGreaterThan(MANY);

        assertThat(read(() -> query(reviews).count())).isLessThan(PAGE);
    }

    /** An index-only scan reads no table, so the query plan must show it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsThePageInTheOrderOfAnIndex(boolean reviews) {
        Desk desk = Desk.of(engine, people, email);
        String page = counter
                .during(
                        Thread.currentThread().getName(),
                        () -> desk.work(() -> inOrder(query(reviews)).listPage(0, PAGE)))
                .stream()
                .filter(sql -> sql.contains("union all"))
                .findFirst()
                .orElseThrow();
        List<String> branch = new ArrayList<>(List.of("'" + world.workspace().workspaceId() + "'", "" + PAGE));
        List<String> ofNobody = new ArrayList<>(List.of("" + PAGE, "" + PAGE, "0"));
        if (reviews) {
            branch.add(1, "'" + EnrollmentProcess.REVIEW + "'");
            ofNobody.add(0, "'" + EnrollmentProcess.REVIEW + "'");
        }
        branch.addAll(ofNobody);
        for (String value : branch) {
            page = page.replaceFirst("\\?", value);
        }
        String sql = page;

        String plan = String.join("\n", world.in(() -> jdbc.queryForList("explain " + sql, String.class)));

        assertThat(plan)
                // both indexes have the order; where nearly all tasks are reviews, either is as good
                .containsAnyOf(reviews ? "enlist_task_list_of_kind on" : "enlist_task_list on", "enlist_task_list on")
                .doesNotContain("Seq Scan")
                .doesNotContain("Bitmap");
        // tasks of the workspace come sorted from the index; the few tasks without a workspace need not
        assertThat(plan.substring(plan.indexOf("Merge Append"), plan.indexOf("enlist_task_list")))
                .doesNotContain("Sort  ");
    }

    @Test
    void tasklistIsAnsweredByIndexAndTally() {
        Browser reviewer = Browser.signedIn(world.api().url(), email, PASSWORD);
        for (String name : List.of("Reviews", "Manual evaluations", "All tasks")) {
            String filter = Browser.ENGINE + "/filter/"
                    + engine.getFilterService()
                            .createTaskFilterQuery()
                            .filterName(name)
                            .singleResult()
                            .getId();
            long expected =
                    switch (name) {
                        case "Reviews" -> MANY;
                        case "Manual evaluations" -> MANY / 10;
                        default -> MANY + MANY / 10;
                    };

            List<String> asked = counter.during("http-nio", () -> {
                JsonNode page = hal(reviewer, filter + "/list?firstResult=0&maxResults=" + PAGE);
                assertThat(page.path("count").asLong()).isEqualTo(expected);
                assertThat(page.at("/_embedded/task")).hasSize(PAGE);
                assertThat(page.at("/_embedded/task/0/formKey").isMissingNode()).isFalse();
                assertThat(reviewer.post(filter + "/count", "{}")
                                .ok()
                                .path("count")
                                .asLong())
                        .isEqualTo(expected);
            });

            assertThat(asked)
                    .as(name)
                    .filteredOn(sql -> sql.contains("task_tally"))
                    .hasSize(2);
            assertThat(asked)
                    .as(name)
                    .filteredOn(sql -> sql.contains("union all"))
                    .hasSize(1);
            assertThat(asked).as(name).noneMatch(sql -> sql.contains("COUNT(") && sql.contains("ACT_RU_TASK"));
        }
    }

    private static JsonNode hal(Browser browser, String path) {
        Reply reply = browser.send(browser.request(path)
                .header("Content-Type", "application/json")
                .header("Accept", "application/hal+json")
                .header("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN").orElseThrow())
                .POST(BodyPublishers.ofString(BODY)));
        return reply.expect(200).json();
    }
}
