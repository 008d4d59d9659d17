package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * Our filters show every person the same tasks as the engine itself would. The expected result comes from the same
 * query with an additional condition that changes nothing, because such a query goes to the engine.
 */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskListsIT {

    private static final String PASSWORD = "a password of a person";
    private static final int PAGE = 15;
    private static final int MANY = 2000;

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    UserDetailsService people;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    StatementCounter counter;

    World here;
    World there;
    ManyTasks many;

    @BeforeAll
    void tasksOfEachKind() {
        here = worlds.organization();
        there = worlds.organization();
        String instance = here.instance();
        here.submittedEnrollment(instance);
        here.submittedEnrollment(instance);
        there.submittedEnrollment(there.instance());
        many = new ManyTasks(owner);
        many.add(here.workspace().workspaceId(), EnrollmentProcess.REVIEW, 61);
        many.add(here.workspace().workspaceId(), EnrollmentProcess.EVALUATE_MANUALLY, 25);
        many.add(here.workspace().workspaceId(), "user_of_another_model", 3);
        many.add(there.workspace().workspaceId(), EnrollmentProcess.REVIEW, 20);
        many.add(null, EnrollmentProcess.REVIEW, 2);
        many.add(null, "user_of_nobody", 2);
    }

    @AfterAll
    void noneOfThem() {
        many.remove();
    }

    private Desk desk(World world, Role... roles) {
        return Desk.of(engine, people, worlds.person(world, PASSWORD, roles));
    }

    private String filter(String name) {
        return engine.getFilterService()
                .createTaskFilterQuery()
                .filterName(name)
                .singleResult()
                .getId();
    }

    private TaskQuery query() {
        return engine.getTaskService().createTaskQuery();
    }

    /** The query of a filter. */
    private TaskQuery queryOf(String filter) {
        return switch (filter) {
            case "Reviews" -> query().taskDefinitionKey(EnrollmentProcess.REVIEW);
            case "Manual evaluations" -> query().taskDefinitionKey(EnrollmentProcess.EVALUATE_MANUALLY);
            default -> query();
        };
    }

    private static TaskQuery inOrder(TaskQuery query) {
        return query.orderByTaskPriority().desc().orderByTaskCreateTime().asc();
    }

    /** A total order, which is not the order of our filters. */
    private List<String> ofTheEngine(Desk desk, String filter) {
        return ids(
                desk.work(() -> inOrder(queryOf(filter)).orderByTaskId().asc().listPage(0, MANY)));
    }

    private List<Task> page(Desk desk, String filter, int start) {
        String id = filter(filter);
        // Tasklist sends the order
        return desk.work(() -> engine.getFilterService().listPage(id, inOrder(query()), start, PAGE));
    }

    private static List<String> ids(List<Task> tasks) {
        return tasks.stream().map(Task::getId).toList();
    }

    private List<String> statements(Runnable work) {
        return counter.during(Thread.currentThread().getName(), work);
    }

    @ParameterizedTest
    @CsvSource({
        "REVIEWER, Reviews, 65",
        "REVIEWER, Manual evaluations, 25",
        "REVIEWER, All tasks, 95",
        "COORDINATOR, Reviews, 65",
        "COORDINATOR, Manual evaluations, 25",
        "COORDINATOR, All tasks, 95",
        "ADMINISTRATOR, Reviews, 65",
        "ADMINISTRATOR, Manual evaluations, 25",
        "ADMINISTRATOR, All tasks, 95"
    })
    void showsEachTaskOnceInTheOrderOfTheEngine(Role role, String filter, long count) {
        Desk desk = desk(here, role);
        List<String> shown = new ArrayList<>();
        List<String> asked = statements(() -> {
            for (int start = 0; start <= count + PAGE; start += PAGE) {
                shown.addAll(ids(page(desk, filter, start)));
            }
        });

        assertThat(shown).doesNotHaveDuplicates().hasSize((int) count).isEqualTo(ofTheEngine(desk, filter));
        assertThat(asked).anyMatch(TaskListsIT::isPageByIndex);
        assertThat(desk.work(() -> engine.getFilterService().count(filter(filter))))
                .isEqualTo(count)
                .isEqualTo(desk.work(
                        () -> queryOf(filter).taskMinPriority(Integer.MIN_VALUE).count()));
    }

    @Test
    void anotherWorkspaceSeesItsOwnTasksAndThoseWithoutAWorkspace() {
        Desk desk = desk(there, Role.REVIEWER);

        assertThat(ids(page(desk, "Reviews", 0)))
                .isEqualTo(ofTheEngine(desk, "Reviews").subList(0, PAGE));
        assertThat(desk.work(() -> engine.getFilterService().count(filter("Reviews"))))
                .isEqualTo(23);
        assertThat(desk.work(() -> engine.getFilterService().count(filter("All tasks"))))
                .isEqualTo(25);
        assertThat(desk.work(() -> engine.getFilterService().count(filter("Manual evaluations"))))
                .isZero();
        assertThat(page(desk, "Manual evaluations", 0)).isEmpty();
    }

    @Test
    void somebodyWithoutRightsSeesNothing() {
        Desk viewer = desk(here, Role.VIEWER);

        String reviews = filter("Reviews");
        assertThatThrownBy(() -> viewer.work(() -> engine.getFilterService().listPage(reviews, 0, PAGE)))
                .isInstanceOf(AuthorizationException.class);
        for (String filter : List.of("Reviews", "Manual evaluations", "All tasks")) {
            assertThat(viewer.work(() -> inOrder(queryOf(filter)).listPage(0, PAGE)))
                    .isEmpty();
            assertThat(viewer.work(() -> queryOf(filter).count())).isZero();
        }
    }

    /** A right for one process is not the right for all processes, even if there is only one. */
    @Test
    void aPersonWithARightForOneProcessIsAnsweredByTheEngine() {
        Desk analyst = desk(here, Role.ANALYST);
        Authorization right = grant(analyst, Authorization.AUTH_TYPE_GRANT, EnrollmentProcess.KEY);
        try {
            assertThat(statements(() ->
                            assertThat(analyst.work(() -> query().count())).isEqualTo(95)))
                    .noneMatch(TaskListsIT::isTally);
            assertThat(ids(analyst.work(() -> inOrder(query()).listPage(0, PAGE))))
                    .hasSize(PAGE);
        } finally {
            engine.getAuthorizationService().deleteAuthorization(right.getId());
        }
    }

    @Test
    void whereARightWasTakenAwayTheEngineAnswers() {
        Desk reviewer = desk(here, Role.REVIEWER);
        Authorization revoked = grant(reviewer, Authorization.AUTH_TYPE_REVOKE, EnrollmentProcess.KEY);
        try {
            List<String> asked = statements(() -> {
                assertThat(reviewer.work(() -> query().count())).isZero();
                assertThat(reviewer.work(() -> inOrder(query()).listPage(0, PAGE)))
                        .isEmpty();
            });
            assertThat(asked).noneMatch(TaskListsIT::isTally).noneMatch(TaskListsIT::isPageByIndex);
        } finally {
            engine.getAuthorizationService().deleteAuthorization(revoked.getId());
        }
    }

    private Authorization grant(Desk desk, int type, String process) {
        Authorization authorization = engine.getAuthorizationService().createNewAuthorization(type);
        authorization.setUserId(desk.person().engineUserId());
        authorization.setResource(Resources.PROCESS_DEFINITION);
        authorization.setResourceId(process);
        if (type == Authorization.AUTH_TYPE_REVOKE) {
            authorization.removePermission(ProcessDefinitionPermissions.READ_TASK);
        } else {
            authorization.addPermission(ProcessDefinitionPermissions.READ_TASK);
        }
        return engine.getAuthorizationService().saveAuthorization(authorization);
    }

    @Test
    void whoBelongsToSeveralWorkspacesOrNoneIsAnsweredByTheEngine() {
        Desk desk = desk(here, Role.REVIEWER);
        String workspace = here.workspace().workspaceId();
        for (List<String> workspaces :
                List.of(List.<String>of(), List.of(workspace, there.workspace().workspaceId()))) {
            List<String> asked = statements(() -> desk.work(() -> {
                engine.getIdentityService()
                        .setAuthentication(
                                desk.person().engineUserId(), desk.person().engineGroupIds(), workspaces);
                assertThat(query().count())
                        .isEqualTo(query().taskMinPriority(Integer.MIN_VALUE).count())
                        .isEqualTo(workspaces.isEmpty() ? 4 : 95);
                return inOrder(query()).listPage(0, PAGE);
            }));
            assertThat(asked).noneMatch(TaskListsIT::isTally).noneMatch(TaskListsIT::isPageByIndex);
        }
    }

    /** Outside a workspace the engine sees every task, and no task counter. */
    @Test
    void outsideAWorkspaceTheEngineCounts() {
        Desk desk = desk(here, Role.REVIEWER);
        engine.getIdentityService()
                .setAuthentication(
                        desk.person().engineUserId(),
                        desk.person().engineGroupIds(),
                        List.of(here.workspace().workspaceId()));
        try {
            assertThat(query().count()).isEqualTo(95);
            assertThat(ids(inOrder(query()).listPage(0, MANY))).hasSize(95);
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    static Stream<Arguments> furtherCriteria() {
        return Stream.of(
                criterion("assigned", TaskQuery::taskAssigned),
                criterion("name", query -> query.taskNameLike("Rev%")),
                criterion("priority", query -> query.taskPriority(50)),
                criterion("tenant", TaskQuery::withoutTenantId),
                criterion("group", query -> query.taskCandidateGroup("reviewer")),
                criterion("variable", query -> query.processVariableValueEquals("x", "y")),
                criterion("business key", query -> query.processInstanceBusinessKey("x")),
                criterion("kinds", query -> query.taskDefinitionKeyIn(EnrollmentProcess.REVIEW)),
                criterion(
                        "alternatives",
                        query -> query.or().taskName("Many").taskPriority(1).endOr()),
                criterion("suspended", TaskQuery::suspended));
    }

    private static Arguments criterion(String name, UnaryOperator<TaskQuery> criterion) {
        return Arguments.of(name, criterion);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("furtherCriteria")
    void everyOtherQuestionGoesToTheEngine(String name, UnaryOperator<TaskQuery> criterion) {
        Desk desk = desk(here, Role.REVIEWER);

        List<String> asked = statements(() -> {
            long count = desk.work(() -> criterion.apply(query()).count());
            List<Task> tasks = desk.work(() -> inOrder(criterion.apply(query())).listPage(0, MANY));
            assertThat(tasks).hasSize((int) count);
            assertThat(count).isLessThan(95);
        });

        assertThat(asked).noneMatch(TaskListsIT::isTally).noneMatch(TaskListsIT::isPageByIndex);
    }

    @Test
    void aFilterThatIsNarrowedGoesToTheEngine() {
        Desk desk = desk(here, Role.REVIEWER);

        List<String> asked = statements(() -> assertThat(desk.work(
                        () -> engine.getFilterService().count(filter("All tasks"), query().taskNameLike("Many"))))
                .isEqualTo(93));

        assertThat(asked).noneMatch(TaskListsIT::isTally);
    }

    /** Not every order has an index, and not every list is a page. */
    @Test
    void otherOrdersAndWholeListsGoToTheEngine() {
        Desk desk = desk(here, Role.REVIEWER);
        List<String> asked = statements(() -> {
            List<Task> newest =
                    desk.work(() -> query().orderByTaskCreateTime().desc().listPage(0, MANY));
            assertThat(newest)
                    .hasSize(95)
                    .isSortedAccordingTo(
                            Comparator.comparing(Task::getCreateTime).reversed());
            // people may not query without a limit; commands of the engine do
            assertThat(desk.work(() -> ((TaskQueryImpl) inOrder(query())).unlimitedList()))
                    .hasSize(95);
        });
        assertThat(asked).noneMatch(TaskListsIT::isPageByIndex);
    }

    @Test
    void theQueryIsLeftAsItWas() {
        Desk desk = desk(here, Role.REVIEWER);
        desk.work(() -> {
            TaskQuery query = inOrder(query());
            List<String> first = ids(query.listPage(0, PAGE));
            assertThat(ids(query.listPage(PAGE, PAGE))).doesNotContainAnyElementsOf(first);
            assertThat(query.count()).isEqualTo(95);
            assertThat(ids(query.listPage(0, PAGE))).isEqualTo(first);
            return query;
        });
    }

    /** Reads the person, the groups, revoked rights, the right to read all tasks; then the query itself. */
    @Test
    void asksTheDatabaseAFewTimes() {
        Desk desk = desk(here, Role.REVIEWER);
        TaskQuery page = inOrder(query());
        desk.work(() -> page.listPage(0, PAGE));

        assertThat(statements(() -> desk.work(() -> page.listPage(0, PAGE)))).hasSize(5);
        assertThat(statements(() -> desk.work(page::count))).hasSize(4);
    }

    private static boolean isPageByIndex(String statement) {
        return statement.contains("union all") && statement.contains("act_ru_task");
    }

    private static boolean isTally(String statement) {
        return statement.contains("task_tally");
    }
}
