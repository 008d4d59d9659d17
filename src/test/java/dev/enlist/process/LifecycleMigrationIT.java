package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
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
    StatementCounter statements;

    @Test
    void allProcessesMoveInChunksThatCanStopAtAnyTime() throws IOException {
        World world = worlds.organization();
        Processes processes = new Processes(engine, world);
        String instance = world.instance();
        List<String> waiting = new ArrayList<>();
        String review = "";
        try {
            deploy("models/enrollment-lifecycle-version-2.bpmn");
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
        job.begin();

        Patience.until("all to be moved", () -> left(world) == 0);
        assertThat(world.in(() -> job.runChunk(CHUNK)).hasMore()).isFalse();
        assertThat(processes.job(review, EnrollmentProcess.REVIEW_REMINDER).getId())
                .isEqualTo(reminder);
        processes.waits(waiting.get(0), "candidate", "catch_evaluation_requested");
        processes.waits(waiting.get(1), "eligible", EnrollmentProcess.AWAIT_SUBMISSION);
        processes.waits(waiting.get(2), "submitted", EnrollmentProcess.REVIEW);
        processes.waits(waiting.get(3), "approved", "catch_exit_requested");
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
