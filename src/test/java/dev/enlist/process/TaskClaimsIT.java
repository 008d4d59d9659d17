package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.ClaimedByOther;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.userdetails.UserDetailsService;

/** A claimed task belongs to one person, and no request to the engine makes a task impossible to decide. */
@EnlistIT
class TaskClaimsIT {

    private static final String PASSWORD = "a long enough password";
    private static final String APPROVE = "{\"variables\": {\"reviewDecision\": {\"value\": \"approve\"}}}";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    UserDetailsService people;

    @Autowired
    OwnerJdbc owner;

    World world;
    String enrollment;
    String task;

    @BeforeEach
    void anEnrollmentUnderReview() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        enrollment = where.submittedEnrollment(where.instance());
        task = new Processes(engine, where)
                .task(enrollment, EnrollmentProcess.REVIEW)
                .getId();
    }

    private record Person(String email, Browser browser) {}

    private Person person(Role role) {
        String email = worlds.person(world, PASSWORD, role);
        return new Person(email, Browser.signedIn(world.api().url(), email, PASSWORD));
    }

    private Reply act(Person person, String step, String body) {
        return person.browser().post(Browser.ENGINE + "/task/" + task + "/" + step, body);
    }

    private static String user(String email) {
        return "{\"userId\": \"" + email + "\"}";
    }

    private static void isClaimedByOther(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(409);
        assertThat(reply.json().path("code").asText()).isEqualTo("claimed-by-other");
        assertThat(reply.json().path("detail").asText()).contains("release");
    }

    private String assignee() {
        return new Processes(engine, world)
                .task(enrollment, EnrollmentProcess.REVIEW)
                .getAssignee();
    }

    @Test
    void aClaimedTaskIsDecidedByItsHolderInTasklistAndOverTheApi() {
        Person holder = person(Role.REVIEWER);
        Person other = person(Role.REVIEWER);
        act(holder, "claim", user(holder.email())).expect(204);

        isClaimedByOther(act(other, "claim", user(other.email())));
        isClaimedByOther(act(other, "unclaim", ""));
        isClaimedByOther(act(other, "submit-form", APPROVE));
        isClaimedByOther(world.api().post("/enrollments/" + enrollment + "/approve", "{}"));
        isClaimedByOther(
                other.browser().api("POST", "/enrollments/" + enrollment + "/approve", "application/json", "{}"));
        assertThat(assignee()).isEqualTo(holder.email());
        assertThat(world.statusOf(enrollment)).isEqualTo("submitted");

        holder.browser()
                .api("POST", "/enrollments/" + enrollment + "/approve", "application/json", "{}")
                .expect(200);
        assertThat(world.statusOf(enrollment)).isEqualTo("approved");
    }

    @Test
    void theHolderReleasesAndAnotherDecides() {
        Person holder = person(Role.REVIEWER);
        Person other = person(Role.REVIEWER);
        act(holder, "claim", user(holder.email())).expect(204);
        act(holder, "unclaim", "").expect(204);
        act(other, "submit-form", APPROVE).expect(204);
        assertThat(world.statusOf(enrollment)).isEqualTo("approved");
    }

    /** The second barrier, without the request filter. */
    @Test
    void theEngineItselfKeepsAClaim() {
        begin(worlds.organization());
        Desk holder = Desk.of(engine, people, worlds.person(world, PASSWORD, Role.REVIEWER));
        Desk other = Desk.of(engine, people, worlds.person(world, PASSWORD, Role.REVIEWER));
        holder.work(() -> {
            engine.getTaskService().claim(task, holder.person().engineUserId());
            return task;
        });
        Task claimed = other.tasks().get(0);
        assertThatThrownBy(() -> other.submit(claimed, "approve")).isInstanceOf(ClaimedByOther.class);
        assertThatThrownBy(() -> other.work(() -> {
                    engine.getTaskService().setAssignee(task, other.person().engineUserId());
                    return task;
                }))
                .isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> other.work(() -> {
                    engine.getTaskService().setPriority(task, 1_000_000);
                    return task;
                }))
                .isInstanceOf(AuthorizationException.class);
        claimed.setParentTaskId(task);
        assertThatThrownBy(() -> other.work(() -> {
                    engine.getTaskService().saveTask(claimed);
                    return task;
                }))
                .isInstanceOf(AuthorizationException.class);
        assertThat(assignee()).isEqualTo(holder.person().engineUserId());
    }

    @Test
    void coordinatorsReassignToReviewersOfTheWorkspaceAndTheTrailRecordsIt() {
        begin(worlds.organization());
        Person holder = person(Role.REVIEWER);
        Person other = person(Role.REVIEWER);
        Person coordinator = person(Role.COORDINATOR);
        String viewer = worlds.person(world, PASSWORD, Role.VIEWER);
        String stranger = worlds.person(worlds.other(), PASSWORD, Role.REVIEWER);
        act(holder, "claim", user(holder.email())).expect(204);

        assertThat(act(other, "assignee", user(other.email())).status()).isEqualTo(403);
        for (String unfit : List.of("x@example.com", viewer, stranger, "")) {
            Reply refused = act(coordinator, "assignee", user(unfit));
            assertThat(refused.status()).as(unfit + refused.text()).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/userId");
        }
        act(coordinator, "assignee", user(other.email())).expect(204);
        isClaimedByOther(act(holder, "submit-form", APPROVE));
        act(coordinator, "assignee", "{\"userId\": null}").expect(204);

        List<JsonNode> entries = new ArrayList<>();
        world.api()
                .get("/audit?perPage=500&subjectType=enrollment")
                .ok()
                .path("data")
                .forEach(entries::add);
        List<String> actions = entries.stream()
                .map(entry -> entry.path("action").asText())
                .filter(action -> action.startsWith("task."))
                .toList();
        assertThat(actions).containsExactly("task.claim", "task.reassign", "task.release");
        JsonNode reassigned = entries.stream()
                .filter(entry -> entry.path("action").asText().equals("task.reassign"))
                .findFirst()
                .orElseThrow();
        assertThat(reassigned.at("/before/assignee").asText()).isNotBlank();
        assertThat(reassigned.at("/after/assignee").asText())
                .isNotBlank()
                .isNotEqualTo(reassigned.at("/before/assignee").asText());
        assertThat(reassigned.at("/by/type").asText()).isEqualTo("user");
    }

    @Test
    void bulkSaysWhichAreClaimed() {
        Person holder = person(Role.REVIEWER);
        act(holder, "claim", user(holder.email())).expect(204);
        JsonNode bulk = world.api()
                .post("/enrollments/bulk", Json.object("{\"action\": \"approve\", \"ids\": [\"" + enrollment + "\"]}"))
                .json();
        assertThat(bulk.path("refused").asInt()).isEqualTo(1);
        assertThat(world.api()
                        .get("/bulkDecisions/" + bulk.path("id").asText() + "/items")
                        .ok()
                        .toString())
                .contains("claimed-by-other");
        assertThat(world.statusOf(enrollment)).isEqualTo("submitted");
    }

    /** Each change would leave a task that cannot be decided, or that another person would decide. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PUT  | /task/{task}                       | {"parentTaskId": "{task}"}                   | 403
            PUT  | /task/{task}                       | {"priority": 2147483647}                     | 403
            PUT  | /task/{task}                       | {"due": "2030-01-01T00:00:00.000+0000"}      | 403
            POST | /task/{task}/assignee              | {"userId": "ghost@example.com"}              | 403
            POST | /task/{task}/claim                 | {"userId": "ghost@example.com"}              | 403
            POST | /task/{task}/claim                 | {"userId": null}                             | 403
            POST | /task/{task}/claim                 | {"userId": "a", "userId": "b"}               | 400
            POST | /task/{task}/claim                 | {"userId": "a", "priority": 1}               | 400
            POST | /task/{task}/unclaim               | {"userId": "a"}                              | 400
            POST | /task/{task}/identity-links        | {"userId": "x", "type": "assignee"}          | 403
            POST | /task/{task}/delegate              | {"userId": "x"}                              | 403
            POST | /task/{task}/submit-form           | {"variables": {}, "parentTaskId": "x"}       | 400
            POST | /task                              | {"parentTaskId": "x"}                        | 400
            POST | /task                              | {"orQueries": [{"shape": "x"}]}              | 400
            POST | /task?taskIdIn=x                   | {}                                           | 400
            GET  | /task?parentTaskId=x               |                                              | 400
            GET  | /task?assigneeExpression=x         |                                              | 400
            GET  | /process-instance                  |                                              | 403
            GET  | /deployment                        |                                              | 403
            """)
    void theEdgeTakesWhatReviewersNeedAndNothingElse(String method, String path, String body, int status) {
        Person reviewer = person(Role.REVIEWER);
        String sent = body == null ? "" : body.replace("{task}", task);
        Reply refused = reviewer.browser().send(method, Browser.ENGINE + path.replace("{task}", task), sent);
        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.json().path("code").asText()).isNotBlank();
        assertThat(refused.json().path("message").asText()).isNotBlank();
        act(reviewer, "submit-form", APPROVE).expect(204);
        assertThat(world.statusOf(enrollment)).isEqualTo("approved");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            parent_task_id_ = id_
            priority_ = 101
            assignee_ = 'ghost@example.com'
            delegation_ = 'PENDING'
            """)
    void theConsistencyReportSeesATaskThatCannotBeDecided(String change) {
        assertThat(world.isConsistent()).isTrue();
        owner.sql("update act_ru_task set " + change + " where id_ = :id")
                .param("id", task)
                .update();
        try {
            JsonNode report = world.api().get("/actuator/consistency").ok();
            assertThat(report.path("consistent").asBoolean()).isFalse();
            assertThat(report.at("/checks/undecidableTasks").asInt()).isEqualTo(1);
        } finally {
            owner.sql("update act_ru_task set parent_task_id_ = null, priority_ = 50, assignee_ = null,"
                            + " delegation_ = null where id_ = :id")
                    .param("id", task)
                    .update();
        }
    }

    @Test
    void aPatternOfManyPercentSignsIsAnsweredAtOnce() {
        Person coordinator = person(Role.COORDINATOR);
        String pattern = "%25a".repeat(400) + "!";
        long begun = System.nanoTime();
        for (String parameter : List.of("emailLike", "firstNameLike", "lastNameLike")) {
            assertThat(coordinator
                            .browser()
                            .get(Browser.ENGINE + "/user?maxResults=50&" + parameter + "=" + pattern)
                            .expect(200)
                            .json())
                    .isEmpty();
        }
        for (String resource : List.of("group", "tenant")) {
            coordinator
                    .browser()
                    .get(Browser.ENGINE + "/" + resource + "?maxResults=50&nameLike=" + pattern)
                    .expect(200);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void peopleWhoAssignTasksSeeAllMembers() {
        begin(worlds.organization());
        Person coordinator = person(Role.COORDINATOR);
        Person reviewer = person(Role.REVIEWER);
        String viewing = worlds.person(world, PASSWORD, Role.VIEWER);
        Person viewer = new Person(viewing, Browser.signedIn(world.api().url(), viewing, PASSWORD, false));
        String users = Browser.ENGINE + "/user?maxResults=50&emailLike=%25";

        assertThat(emails(coordinator.browser().get(users)))
                .contains(coordinator.email(), reviewer.email(), viewer.email());
        assertThat(emails(reviewer.browser().get(users))).containsExactly(reviewer.email());
        assertThat(emails(reviewer.browser().get(Browser.ENGINE + "/user?maxResults=50&id=" + coordinator.email())))
                .containsExactly(coordinator.email());
        Reply refused = viewer.browser().get(users);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).doesNotContain("@example.com");
        assertThat(viewer.browser()
                        .get(Browser.ENGINE + "/user/" + coordinator.email() + "/profile")
                        .text())
                .doesNotContain("Person");
        // only the percent sign is a wildcard
        assertThat(emails(
                        coordinator.browser().get(Browser.ENGINE + "/user?maxResults=50&emailLike=" + "_".repeat(20))))
                .isEmpty();
        assertThat(emails(coordinator.browser().get(Browser.ENGINE + "/user?maxResults=50&emailLike=%5C")))
                .isEmpty();
    }

    private static List<String> emails(Reply reply) {
        return reply.expect(200).json().findValuesAsText("email");
    }

    @Test
    void tablesOfAnotherOrganizationAreNotFound() {
        World elsewhere = worlds.other();
        Rules rules = Rules.of(elsewhere).publish(Rules.table("FIRST", "\"eligible\"", "null", "-"));
        var table = engine.getRepositoryService()
                .createDecisionDefinitionQuery()
                .tenantIdIn(elsewhere.workspace().workspaceId())
                .list()
                .get(0);
        assertThat(rules.slug()).isNotBlank();
        String resource = engine.getRepositoryService()
                .getDeploymentResources(table.getDeploymentId())
                .get(0)
                .getId();
        Browser administrator = person(Role.ADMINISTRATOR).browser();
        for (String path : List.of(
                "/deployment/" + table.getDeploymentId(),
                "/deployment/" + table.getDeploymentId() + "/resources",
                "/deployment/" + table.getDeploymentId() + "/resources/" + resource,
                "/deployment/" + table.getDeploymentId() + "/resources/" + resource + "/data",
                "/decision-definition/" + table.getId(),
                "/decision-definition/" + table.getId() + "/xml",
                "/decision-definition/" + table.getId() + "/diagram")) {
            Reply reply = administrator.get(Browser.ENGINE + path);
            assertThat(reply.status()).as(path + ": " + reply.text()).isEqualTo(404);
            assertThat(reply.text()).doesNotContain("decisionTable").doesNotContain("tenant");
        }
        String own = engine.getRepositoryService()
                .createDeploymentQuery()
                .deploymentName("enrollment-lifecycle.bpmn")
                .list()
                .get(0)
                .getId();
        assertThat(administrator
                        .get(Browser.ENGINE + "/deployment/" + own + "/resources")
                        .expect(200)
                        .json())
                .isNotEmpty();
    }
}
