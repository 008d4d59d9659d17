package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.DelayedJobs;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** An upgrade changes the enrollment lifecycle: the processes that wait move to the new version in the background. */
@EnlistIT
class LifecycleMigrationIT {

    private static final int CHUNK = 3;

    private static final Pattern SUBSCRIPTIONS_OF_ONE =
            Pattern.compile("from ACT_RU_EVENT_SUBSCR\\s+where \\(PROC_INST_ID_ = ");

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    LifecycleMigrationJob job;

    @Autowired
    DelayedJobs jobs;

    @Autowired
    StatementCounter statements;

    @Autowired
    OwnerJdbc owner;

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void allProcessesMoveInChunksThatCanStopAtAnyTime(int version) throws IOException {
        World world = worlds.organization();
        Processes processes = new Processes(engine, world);
        String instance = world.instance();
        List<String> waiting = new ArrayList<>();
        String review = "";
        try {
            deploy(earlier(version));
            for (int i = 0; i < 3; i++) {
                waiting.add(world.candidateEnrollment(instance));
                waiting.add(world.eligibleEnrollment(instance));
                review = world.submittedEnrollment(instance);
                waiting.add(review);
                waiting.add(world.approvedEnrollment(instance));
            }
        } finally {
            deploy("bpmn/enrollment-lifecycle.bpmn");
        }
        String reminder =
                processes.job(review, EnrollmentProcess.REVIEW_REMINDER).getId();
        assertThat(left(world)).isEqualTo(waiting.size());

        // a node that ends after its first chunk
        List<String> sent = statements.during(
                Thread.currentThread().getName(),
                () -> assertThat(world.in(() -> job.runChunk(CHUNK)).hasMore()).isTrue());
        assertThat(left(world)).isEqualTo(waiting.size() - CHUNK);
        assertThat(sent)
                .as("reads of all subscriptions, for which the engine has no index")
                .isNotEmpty()
                .noneMatch(statement -> SUBSCRIPTIONS_OF_ONE.matcher(statement).find());
        if (version == 4) {
            job.begin();
        } else {
            // in this workspace alone: the processes of all others would move, too
            jobs.start(LifecycleMigrationJob.KIND, world);
        }

        Patience.until("all to be moved", () -> left(world) == 0);
        assertThat(world.in(() -> job.runChunk(CHUNK)).hasMore()).isFalse();
        assertThat(processes.job(review, EnrollmentProcess.REVIEW_REMINDER).getId())
                .isEqualTo(reminder);
        processes.waits(waiting.get(0), "candidate", "receive_evaluation_request");
        processes.waits(waiting.get(1), "eligible", EnrollmentProcess.RECEIVE_APPLICATION);
        processes.waits(waiting.get(2), "submitted", EnrollmentProcess.REVIEW);
        processes.waits(waiting.get(3), "approved", "receive_exit_request");
        assertThat(subscriptions(world)).isZero();
        assertThat(world.isConsistent()).isTrue();
        // each goes on to the end of the new version
        for (String id : waiting) {
            for (String step : List.of("evaluate", "submit", "approve", "unenroll")) {
                world.api().post("/enrollments/" + id + "/" + step, "{\"reason\": \"r\"}");
            }
            assertThat(world.statusOf(id)).isEqualTo("unenrolled");
        }
        assertThat(world.isConsistent()).isTrue();
    }

    /** The new version is deployed, and the job has not come to the processes yet. */
    @Test
    void processesOfTheVersionBeforeGoOnBeforeTheyMove() throws IOException {
        World world = worlds.organization();
        Processes processes = new Processes(engine, world);
        String instance = world.instance();
        String candidate;
        String eligible;
        String moved;
        String approved;
        try {
            deploy(earlier(4));
            candidate = world.candidateEnrollment(instance);
            eligible = world.eligibleEnrollment(instance);
            moved = world.eligibleEnrollment(instance);
            approved = world.approvedEnrollment(instance);
        } finally {
            deploy("bpmn/enrollment-lifecycle.bpmn");
        }
        assertThat(left(world)).isEqualTo(4);

        step(world, candidate, "evaluate");
        processes.waits(candidate, "eligible", "gw_await_submission");
        step(world, eligible, "submit");
        processes.waits(eligible, "submitted", EnrollmentProcess.REVIEW);
        moveToCalifornia(world, moved);
        processes.over(moved, "ineligible");
        step(world, approved, "unenroll");
        processes.over(approved, "unenrolled");
        assertThat(left(world)).as("moved meanwhile").isEqualTo(2);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void movedProcessesAreRowForRowLikeThoseOfTheNewVersion() throws IOException {
        World world = worlds.organization();
        String instance = world.instance();
        List<String> earlier;
        try {
            deploy(earlier(4));
            earlier = waiting(world, instance);
        } finally {
            deploy("bpmn/enrollment-lifecycle.bpmn");
        }
        List<String> later = waiting(world, instance);
        assertThat(rows(earlier)).doesNotContainAnyElementsOf(rows(later));

        Patience.until(
                "all to be moved", () -> !world.in(() -> job.runChunk(CHUNK)).hasMore());

        assertThat(rows(earlier)).hasSize(earlier.size()).isEqualTo(rows(later));
        assertThat(subscriptions(world)).isZero();
        // the gateway behind it chooses by a variable: there is no message
        moveToCalifornia(world, earlier.get(1));
        assertThat(world.statusOf(earlier.get(1))).isEqualTo("ineligible");
        assertThat(world.isConsistent()).isTrue();
    }

    private static List<String> waiting(World world, String instance) {
        return List.of(
                world.candidateEnrollment(instance),
                world.eligibleEnrollment(instance),
                world.approvedEnrollment(instance));
    }

    /** The executions of these enrollments, without what differs between two processes of one version. */
    private List<String> rows(List<String> enrollmentIds) {
        return enrollmentIds.stream()
                .flatMap(id -> owner.sql("""
                        select (to_jsonb(x) - array['id_', 'rev_', 'root_proc_inst_id_', 'proc_inst_id_', 'business_key_',
                               'parent_id_', 'act_inst_id_', 'sequence_counter_'])
                               || jsonb_build_object('root', root_proc_inst_id_ = id_, 'process', proc_inst_id_ = id_,
                                    'place', split_part(act_inst_id_, ':', 1), 'length', length(act_inst_id_))
                        from act_ru_execution x
                        where proc_inst_id_ in (select id_ from act_ru_execution where business_key_ = ?)
                        order by id_
                        """).param(id).query(String.class).list().stream())
                .toList();
    }

    private long subscriptions(World world) {
        return owner.sql(
                        "select count(*) from act_ru_event_subscr where tenant_id_ = ? and event_name_ like 'enrollment.%'")
                .param(world.workspace().workspaceId())
                .query(Long.class)
                .single();
    }

    private static void step(World world, String id, String step) {
        world.api()
                .post("/enrollments/" + id + "/" + step, "{\"reason\": \"r\"}")
                .ok();
    }

    private static void moveToCalifornia(World world, String id) {
        world.api()
                .patch(
                        "/enrollments/" + id,
                        Json.object("{\"address\": {\"state\": \"CA\", \"postalCode\": \"90012\"}}"))
                .ok();
    }

    private static String earlier(int version) {
        return "models/enrollment-lifecycle-version-" + version + ".bpmn";
    }

    private long left(World world) {
        String latest = engine.getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionKey(EnrollmentProcess.KEY)
                .withoutTenantId()
                .latestVersion()
                .singleResult()
                .getId();
        return engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey(EnrollmentProcess.KEY)
                .tenantIdIn(world.workspace().workspaceId())
                .list()
                .stream()
                .filter(process -> !process.getProcessDefinitionId().equals(latest))
                .count();
    }

    private void deploy(String model) throws IOException {
        DeploymentBuilder deployment = engine.getRepositoryService()
                .createDeployment()
                .name("enrollment-lifecycle.bpmn")
                .source("enlist")
                .enableDuplicateFiltering(false);
        for (String form : List.of("review-enrollment.form", "evaluate-manually.form")) {
            try (InputStream json = new ClassPathResource("bpmn/" + form).getInputStream()) {
                deployment.addInputStream(form, json);
            }
        }
        try (InputStream bpmn = new ClassPathResource(model).getInputStream()) {
            deployment.addInputStream("enrollment-lifecycle.bpmn", bpmn).deploy();
        }
    }
}
