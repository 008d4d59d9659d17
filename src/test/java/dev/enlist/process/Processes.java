package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.World;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.jspecify.annotations.Nullable;

/** The state of the processes of a workspace. */
record Processes(ProcessEngine engine, World world) {

    Processes {
        BpmnAwareTests.init(engine);
    }

    @Nullable
    ProcessInstance find(String definition, String businessKey) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey(definition)
                .processInstanceBusinessKey(businessKey)
                .singleResult();
    }

    ProcessInstance of(String enrollmentId) {
        return Objects.requireNonNull(find(EnrollmentProcess.KEY, enrollmentId), "no process of " + enrollmentId);
    }

    /** Asserts that the process waits at exactly these activities, and the status of the enrollment. */
    void waits(String enrollmentId, String status, String... activities) {
        ProcessInstance process = of(enrollmentId);
        BpmnAwareTests.assertThat(process).isWaitingAtExactly(activities);
        assertThat(process.getTenantId()).isEqualTo(world.workspace().workspaceId());
        assertThat(world.statusOf(enrollmentId)).isEqualTo(status);
    }

    /** Asserts that the process has ended, and the status of the enrollment. */
    void over(String enrollmentId, String status) {
        assertThat(engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(enrollmentId)
                        .list())
                .isEmpty();
        assertThat(world.statusOf(enrollmentId)).isEqualTo(status);
    }

    Task task(String enrollmentId, String definitionKey) {
        Task task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(of(enrollmentId).getId())
                .taskDefinitionKey(definitionKey)
                .singleResult();
        return Objects.requireNonNull(task, "no task " + definitionKey);
    }

    Job job(String enrollmentId, String activity) {
        return Objects.requireNonNull(
                engine.getManagementService()
                        .createJobQuery()
                        .processInstanceId(of(enrollmentId).getId())
                        .activityId(activity)
                        .singleResult(),
                "no job at " + activity);
    }

    List<Incident> incidents(String enrollmentId) {
        return engine.getRuntimeService()
                .createIncidentQuery()
                .processInstanceId(of(enrollmentId).getId())
                .list();
    }

    /** Runs a job now, whatever its due date. */
    void run(Job job) {
        world.in(() -> {
            engine.getManagementService().executeJob(job.getId());
            return job;
        });
    }
}
