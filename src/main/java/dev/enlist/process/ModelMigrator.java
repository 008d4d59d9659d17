package dev.enlist.process;

import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/**
 * Moves the process of an open review to the latest version of the enrollment lifecycle, where a step needs elements that
 * its version lacks. Task, claim and timers stay as they are. All other processes keep the version that they began with.
 */
@Component
class ModelMigrator {

    private final RepositoryService repository;
    private final RuntimeService runtime;

    ModelMigrator(RepositoryService repository, RuntimeService runtime) {
        this.repository = repository;
        this.runtime = runtime;
    }

    /** Does nothing where the process has the latest version already. */
    void migrateToLatest(Task review) {
        ProcessDefinition latest = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(EnrollmentProcess.KEY)
                .withoutTenantId()
                .latestVersion()
                .singleResult();
        if (latest.getId().equals(review.getProcessDefinitionId())) {
            return;
        }
        MigrationPlan plan = runtime.createMigrationPlan(review.getProcessDefinitionId(), latest.getId())
                .mapActivities(EnrollmentProcess.REVIEW, EnrollmentProcess.REVIEW)
                .mapActivities(EnrollmentProcess.REVIEW_REMINDER, EnrollmentProcess.REVIEW_REMINDER)
                .mapActivities(EnrollmentProcess.REVIEW_ESCALATION, EnrollmentProcess.REVIEW_ESCALATION)
                .build();
        runtime.newMigration(plan)
                .processInstanceIds(review.getProcessInstanceId())
                .execute();
    }
}
