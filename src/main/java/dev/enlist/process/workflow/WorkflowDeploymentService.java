package dev.enlist.process.workflow;

import dev.enlist.database.ClusterLock;
import dev.enlist.database.DeploymentLock;
import dev.enlist.workflow.ShippedWorkflow;
import dev.enlist.workflow.WorkflowDeployer;
import dev.enlist.workflow.WorkflowRef;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.model.WorkflowModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Deploys compiled workflows, each version with the forms of its user steps; shipped ones at the start, for all workspaces. The version
 * tag is the number of the version, by which processes call it.
 */
@Component
class WorkflowDeploymentService implements WorkflowDeployer, SmartInitializingSingleton {

    private static final Duration WAIT = Duration.ofMinutes(5);
    private final RepositoryService repository;
    private final WorkflowProcessMigrationService migrator;
    private final StepTaskForm forms;
    private final DeploymentLock lock;

    /** Lazy, because the engine is built with beans that use workflows. */
    WorkflowDeploymentService(
            @Lazy RepositoryService repository,
            @Lazy WorkflowProcessMigrationService migrator,
            StepTaskForm forms,
            DeploymentLock lock) {
        this.repository = repository;
        this.migrator = migrator;
        this.forms = forms;
        this.lock = lock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try (ClusterLock.Held held = lock.enter(WAIT)) {
            Set<String> deployed = repository.createProcessDefinitionQuery().withoutTenantId().list().stream()
                    .map(definition -> definition.getKey() + " " + definition.getVersionTag())
                    .collect(Collectors.toSet());
            for (ShippedWorkflow shipped : ShippedWorkflow.all()) {
                if (!deployed.contains(WorkflowCompiler.key(shipped.slug()) + " " + shipped.number())) {
                    deploy(
                            null,
                            new WorkflowRef(shipped.slug(), shipped.number()),
                            shipped.model(),
                            WorkflowCompiler.compile(
                                    shipped.model(), shipped.slug(), shipped.number(), shipped.name(), Map.of()));
                }
            }
        }
    }

    @Override
    public void deploy(@Nullable String workspaceId, WorkflowRef workflow, WorkflowModel model, String bpmn) {
        lock.requireHeld();
        DeploymentBuilder deployment = repository
                .createDeployment()
                .name("workflow " + workflow.slug() + " version " + workflow.version())
                .addString(workflow.slug() + ".bpmn", bpmn);
        if (workspaceId != null) {
            deployment.tenantId(workspaceId);
        }
        forms.of(workflow.slug(), model).forEach((key, form) -> deployment.addString(key + ".form", form));
        deployment.deploy();
    }

    @Override
    public List<Movable> preview(WorkflowRef from, WorkflowRef to, List<String> enrollmentIds) {
        return migrator.preview(from, to, enrollmentIds);
    }

    @Override
    public void migrate(WorkflowRef from, WorkflowRef to, List<String> enrollmentIds) {
        migrator.migrate(from, to, enrollmentIds);
    }
}
