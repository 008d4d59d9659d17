package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;

/** The state of the processes of a workspace. */
record Processes(ProcessEngine engine, World world) {

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
        assertThat(activitiesOf(process)).containsExactlyInAnyOrder(activities);
        assertThat(process.getTenantId()).isEqualTo(world.workspace().workspaceId());
        assertThat(world.statusOf(enrollmentId)).isEqualTo(status);
    }

    /** The activities at which the process waits, each as often as it waits there; jobs that start an activity included. */
    List<String> activitiesOf(@Nullable ProcessInstance process) {
        assertThat(process).as("a running process").isNotNull();
        List<String> waiting = new ArrayList<>();
        collect(engine.getRuntimeService().getActivityInstance(process.getId()), waiting);
        return waiting;
    }

    private static void collect(ActivityInstance scope, List<String> waiting) {
        for (TransitionInstance transition : scope.getChildTransitionInstances()) {
            waiting.add(transition.getActivityId());
        }
        for (ActivityInstance activity : scope.getChildActivityInstances()) {
            boolean isLeaf = activity.getChildActivityInstances().length == 0
                    && activity.getChildTransitionInstances().length == 0;
            if (isLeaf) {
                waiting.add(activity.getActivityId());
            } else {
                collect(activity, waiting);
            }
        }
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
