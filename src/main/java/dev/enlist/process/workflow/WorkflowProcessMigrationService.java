package dev.enlist.process.workflow;

import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.ShippedWorkflow;
import dev.enlist.workflow.WorkflowDeployer.Movable;
import dev.enlist.workflow.WorkflowRef;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.model.StepKind;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.model.WorkflowElement;
import dev.enlist.workflow.model.WorkflowModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.repository.ProcessDefinitionQuery;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.NativeProcessInstanceQuery;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Moves waiting runs of a workflow to another of its versions. A run stays at its step, which must exist in the other version
 * with the same id and kind. Timers that run keep their time.
 */
@Component
class WorkflowProcessMigrationService {

    private final RepositoryService repository;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final WorkflowService workflows;

    WorkflowProcessMigrationService(
            RepositoryService repository,
            RuntimeService runtime,
            ManagementService management,
            WorkflowService workflows) {
        this.repository = repository;
        this.runtime = runtime;
        this.management = management;
        this.workflows = workflows;
    }

    List<Movable> preview(WorkflowRef from, WorkflowRef to, List<String> enrollmentIds) {
        String source = definition(from).getId();
        WorkflowModel before = workflows.model(from);
        WorkflowModel after = workflows.model(to);
        Map<String, List<String>> obstacles = new LinkedHashMap<>();
        enrollmentIds.forEach(id -> obstacles.put(id, new ArrayList<>()));
        for (ProcessInstance process : processes(source, enrollmentIds)) {
            obstacles.put(process.getBusinessKey(), obstacles(process, before, after));
        }
        return obstacles.entrySet().stream()
                .map(entry -> new Movable(entry.getKey(), entry.getValue()))
                .toList();
    }

    private List<String> obstacles(ProcessInstance process, WorkflowModel before, WorkflowModel after) {
        List<String> obstacles = new ArrayList<>();
        Set<String> waiting = new TreeSet<>();
        collect(runtime.getActivityInstance(process.getId()), waiting);
        for (String activity : waiting) {
            String id = WorkflowCompiler.sourceElement(activity);
            Optional<WorkflowElement> old = before.element(id);
            Optional<WorkflowElement> fresh = after.element(id);
            String name = old.map(WorkflowElement::name).orElse(id);
            if (fresh.isEmpty()) {
                obstacles.add("It waits at " + name + " (" + id + "), which the other version does not have.");
            } else if (fresh.get().kind() != old.map(WorkflowElement::kind).orElse(null)
                    || fresh.get().isDecision() != old.get().isDecision()) {
                obstacles.add(
                        "It waits at " + name + " (" + id + "), which is another kind of step in the other version.");
            } else if (fresh.get().kind() == StepKind.REQUEST && !sameTopic(old.get(), fresh.get())) {
                obstacles.add(
                        "It waits at " + name + " (" + id + "), which asks for another topic in the other version.");
            }
        }
        return obstacles;
    }

    private static boolean sameTopic(WorkflowElement one, WorkflowElement other) {
        return Objects.equals(one.property(WorkflowElement.TOPIC), other.property(WorkflowElement.TOPIC));
    }

    private static void collect(@Nullable ActivityInstance activity, Set<String> elements) {
        if (activity == null) {
            return;
        }
        ActivityInstance[] children = activity.getChildActivityInstances();
        TransitionInstance[] transitions = activity.getChildTransitionInstances();
        if (activity.getParentActivityInstanceId() != null && children.length == 0 && transitions.length == 0) {
            elements.add(activity.getActivityId());
        }
        Arrays.stream(children).forEach(child -> collect(child, elements));
        Arrays.stream(transitions).map(TransitionInstance::getActivityId).forEach(elements::add);
    }

    void migrate(WorkflowRef from, WorkflowRef to, List<String> enrollmentIds) {
        String source = definition(from).getId();
        List<String> ids = processes(source, enrollmentIds).stream()
                .map(ProcessInstance::getId)
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        MigrationPlan plan = runtime.createMigrationPlan(source, definition(to).getId())
                .mapEqualActivities()
                .build();
        runtime.newMigration(plan).processInstanceIds(ids).execute();
    }

    /** Those of these enrollments, by the index of business keys: the version may have many more. */
    private List<ProcessInstance> processes(String definitionId, List<String> enrollmentIds) {
        if (enrollmentIds.isEmpty()) {
            return List.of();
        }
        List<String> keys = IntStream.range(0, enrollmentIds.size())
                .mapToObj(n -> "key" + n)
                .toList();
        NativeProcessInstanceQuery query = runtime.createNativeProcessInstanceQuery()
                .sql("select * from " + management.getTableName(ProcessInstance.class)
                        + " where PROC_DEF_ID_ = #{definition} and TENANT_ID_ = #{workspace} and PARENT_ID_ is null"
                        + " and BUSINESS_KEY_ in ("
                        + keys.stream().map("#{%s}"::formatted).collect(Collectors.joining(", "))
                        + ")")
                .parameter("definition", definitionId)
                .parameter("workspace", WorkspaceScope.current().workspaceId());
        for (int n = 0; n < keys.size(); n++) {
            query.parameter(keys.get(n), enrollmentIds.get(n));
        }
        return query.list();
    }

    private ProcessDefinition definition(WorkflowRef workflow) {
        ProcessDefinitionQuery query = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(WorkflowCompiler.key(workflow.slug()))
                .versionTag(String.valueOf(workflow.version()));
        return (ShippedWorkflow.isShipped(workflow.slug())
                        ? query.withoutTenantId()
                        : query.tenantIdIn(WorkspaceScope.current().workspaceId()))
                .singleResult();
    }
}
