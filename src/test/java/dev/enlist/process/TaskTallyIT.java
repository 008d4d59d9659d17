package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.customer.Address;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The number of tasks shown to a person equals the number of tasks, whatever changes they went through. */
@EnlistIT
class TaskTallyIT {

    private static final String PASSWORD = "a password of a person";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    AdmissionService admissions;

    @Autowired
    UserDetailsService people;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    StatementCounter counter;

    @Autowired
    @Qualifier("taskCounter")
    WorkspaceJob tally;

    World world;
    String workspace;
    String instance;
    Desk desk;
    ManyTasks many;

    @BeforeEach
    void aReviewer() {
        world = worlds.organization();
        workspace = world.workspace().workspaceId();
        instance = world.instance();
        desk = Desk.of(engine, people, worlds.person(world, PASSWORD, Role.REVIEWER));
        many = new ManyTasks(owner);
    }

    @AfterEach
    void noTaskWithoutAWorkspace() {
        many.remove();
    }

    private long reviews() {
        return desk.work(() -> engine.getTaskService()
                .createTaskQuery()
                .taskDefinitionKey(EnrollmentProcess.REVIEW)
                .count());
    }

    private long all() {
        long[] count = new long[1];
        List<String> asked = counter.during(
                Thread.currentThread().getName(),
                () -> count[0] = desk.work(
                        () -> engine.getTaskService().createTaskQuery().count()));
        assertThat(asked).as("counted by the tally").anyMatch(sql -> sql.contains("task_tally"));
        return count[0];
    }

    private long rows() {
        return owner.sql("select count(*) from task_tally where workspace_id = ?")
                .param(workspace)
                .query(Long.class)
                .single();
    }

    private long disagreeing() {
        return world.api()
                .get("/actuator/consistency")
                .ok()
                .at("/checks/taskTalliesDisagree")
                .asLong(-1);
    }

    private void sumUp() {
        world.in(tally::runChunk);
    }

    @Test
    void followsEachTask() {
        assertThat(all()).isZero();
        String approved = world.submittedEnrollment(instance);
        String rejected = world.submittedEnrollment(instance);
        String withdrawn = world.submittedEnrollment(instance);
        assertThat(reviews()).isEqualTo(3);

        Task task = desk.tasks().get(0);
        desk.work(() -> {
            engine.getTaskService().claim(task.getId(), desk.person().engineUserId());
            return task;
        });
        assertThat(reviews()).isEqualTo(3);
        desk.submit(new Processes(engine, world).task(approved, EnrollmentProcess.REVIEW), "approve");
        assertThat(reviews()).isEqualTo(2);
        world.api()
                .post("/enrollments/" + rejected + "/reject", Json.object("{\"reason\": \"No battery\"}"))
                .ok();
        assertThat(reviews()).isEqualTo(1);
        world.api().delete("/enrollments/" + withdrawn).expect(204);
        assertThat(reviews()).isZero();
        assertThat(disagreeing()).isZero();
    }

    /** The connection is set to no workspace, as in some commands of the engine itself. */
    @Test
    void followsAProcessThatIsDeletedOutsideAnyWorkspace() {
        String id = world.submittedEnrollment(instance);
        world.submittedEnrollment(instance);

        engine.getRuntimeService()
                .deleteProcessInstance(new Processes(engine, world).of(id).getId(), "test");

        assertThat(all()).isEqualTo(1);
        assertThat(disagreeing()).isZero();
        assertThat(world.api().get("/reviews?tab=all").ok().path("data")).hasSize(1);
        // afterwards the connection is set to no workspace again
        assertThat(jdbc.queryForObject("select count(*) from task_tally", Long.class))
                .isZero();
    }

    /** As when instances are migrated to a model in which the task has another key. */
    @Test
    void followsATaskThatBecomesOneOfAnotherKind() {
        world.submittedEnrollment(instance);

        world.in(() ->
                jdbc.update("update act_ru_task set task_def_key_ = 'other' where tenant_id_ = '" + workspace + "'"));

        assertThat(reviews()).isZero();
        assertThat(all()).isEqualTo(1);
        assertThat(disagreeing()).isZero();
    }

    @Test
    void countsTasksWithoutAWorkspaceInEveryWorkspace() {
        world.submittedEnrollment(instance);
        many.add(null, EnrollmentProcess.REVIEW, 2);
        many.add(null, "other", 1);

        assertThat(reviews()).isEqualTo(3);
        assertThat(all()).isEqualTo(4);
        owner.sql("update act_ru_task set tenant_id_ = ? where task_def_key_ = 'other' and tenant_id_ is null")
                .param(workspace)
                .update();
        assertThat(all()).isEqualTo(4);
        assertThat(disagreeing()).isZero();
    }

    @Test
    void followsEnrollmentsCreatedTogether() {
        String demanding = world.instance(
                world.program(), i -> i.set("config", Json.read("{\"eligibility\": {\"minMonthlyKwh\": 300}}")));
        List<NewEnrollment> chunk =
                IntStream.range(0, 40).mapToObj(n -> person()).toList();

        world.in(() -> admissions.enrollAll(demanding, chunk, true, Actor.process("test", "Test")));

        assertThat(all()).isEqualTo(40);
        assertThat(reviews()).isZero();
        assertThat(disagreeing()).isZero();
    }

    @Test
    void whatIsTakenBackWasNeverCounted() {
        String id = world.submittedEnrollment(instance);
        String process = new Processes(engine, world).of(id).getId();

        world.in(() -> new TransactionTemplate(transactions).execute(status -> {
            engine.getRuntimeService().deleteProcessInstance(process, "test");
            status.setRollbackOnly();
            return status;
        }));

        assertThat(all()).isEqualTo(1);
    }

    @Test
    void isExactAmongManyAtOnce() {
        List<String> decided = IntStream.range(0, 12)
                .mapToObj(n -> world.submittedEnrollment(instance))
                .toList();
        List<String> waiting = IntStream.range(0, 12)
                .mapToObj(n -> world.eligibleEnrollment(instance))
                .toList();

        Together.at(8, caller -> {
            for (int n = caller / 2; n < 12; n += 4) {
                if (caller % 2 == 0) {
                    world.api()
                            .post("/enrollments/" + waiting.get(n) + "/submit", "{}")
                            .ok();
                } else {
                    world.api()
                            .post("/enrollments/" + decided.get(n) + "/approve", "{}")
                            .ok();
                }
                sumUp();
            }
            return caller;
        });

        assertThat(reviews()).isEqualTo(12);
        assertThat(disagreeing()).isZero();
    }

    @Test
    void isTheSameWhenSummedUp() {
        world.submittedEnrollment(instance);
        for (int n = 0; n < 250; n++) {
            // rows of the counter that count more than one task
            many.add(workspace, n % 2 == 0 ? EnrollmentProcess.REVIEW : "other", 2);
        }
        sumUp();

        assertThat(rows()).isBetween(1L, 200L);
        assertThat(reviews()).isEqualTo(251);
        assertThat(all()).isEqualTo(501);
        assertThat(disagreeing()).isZero();
    }

    @Test
    void doesNotWaitForUncommittedTransactions() {
        world.submittedEnrollment(instance);
        world.in(() -> new TransactionTemplate(transactions).execute(status -> {
            jdbc.update("update act_ru_task set task_def_key_ = 'other' where tenant_id_ = '" + workspace + "'");
            // meanwhile, on another connection
            Together.at(1, caller -> world.submittedEnrollment(instance));
            assertThat(Together.at(1, caller -> reviews())).containsExactly(2L);
            return status;
        }));
        assertThat(reviews()).isEqualTo(1);
    }

    @Test
    void aWrongTallyIsReported() {
        world.submittedEnrollment(instance);
        assertThat(world.isConsistent()).isTrue();

        owner.sql("insert into task_tally (workspace_id, task_definition_key, amount) values (?, 'other', 1)")
                .param(workspace)
                .update();

        assertThat(disagreeing()).isEqualTo(1);
        assertThat(world.isConsistent()).isFalse();
    }

    private static NewEnrollment person() {
        return new NewEnrollment(
                IdentificationType.CUSTOMER_INFO,
                null,
                null,
                null,
                "Suzie",
                "Homeowner",
                Cuid.next() + "@example.com",
                null,
                new Address(null, null, null, "NY", "10001", "US"),
                List.of("tesla"),
                null,
                null,
                null,
                List.of(),
                Map.of());
    }
}
