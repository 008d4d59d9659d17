package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.tenancy.Role;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;

/** What the engine itself refuses to each role, without the request filter. */
final class EngineRights {

    private static final String GROUP = "operations of the engine, behind the edge";

    private EngineRights() {}

    @FunctionalInterface
    private interface Operation {
        void on(ProcessEngine engine, Ids ids);
    }

    private static final String KEY = "enrollment-lifecycle";

    private static Map<String, Operation> operations() {
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put(
                "deploy",
                (engine, ids) -> engine.getRepositoryService()
                        .createDeployment()
                        .addString("x.form", "{}")
                        .deploy());
        all.put(
                "delete a deployment",
                (engine, ids) -> engine.getRepositoryService().deleteDeployment(ids.deployment()));
        all.put(
                "suspend a definition",
                (engine, ids) -> engine.getRepositoryService().suspendProcessDefinitionByKey(KEY));
        all.put(
                "make a filter",
                (engine, ids) -> engine.getFilterService()
                        .saveFilter(engine.getFilterService().newTaskFilter("mine")));
        all.put("delete a filter", (engine, ids) -> engine.getFilterService().deleteFilter(ids.filter()));
        all.put("start", (engine, ids) -> engine.getRuntimeService().startProcessInstanceByKey(KEY));
        all.put(
                "modify",
                (engine, ids) -> engine.getRuntimeService()
                        .createProcessInstanceModification(ids.process())
                        .startBeforeActivity("receive_exit_request")
                        .execute());
        all.put("signal", (engine, ids) -> engine.getRuntimeService().signal(ids.process()));
        all.put(
                "delete a process",
                (engine, ids) -> engine.getRuntimeService().deleteProcessInstance(ids.process(), "x"));
        all.put(
                "delete processes in a batch",
                (engine, ids) -> engine.getRuntimeService().deleteProcessInstancesAsync(List.of(ids.process()), "x"));
        all.put(
                "suspend a process",
                (engine, ids) -> engine.getRuntimeService().suspendProcessInstanceById(ids.process()));
        all.put(
                "set a variable",
                (engine, ids) -> engine.getRuntimeService().setVariable(ids.process(), "smuggled", "x"));
        all.put(
                "evaluate a decision",
                (engine, ids) ->
                        engine.getDecisionService().evaluateDecisionTableByKey("eligibility-default", Map.of()));
        all.put(
                "grant",
                (engine, ids) -> engine.getAuthorizationService()
                        .saveAuthorization(engine.getAuthorizationService().createNewAuthorization(1)));
        all.put(
                "make a task",
                (engine, ids) ->
                        engine.getTaskService().saveTask(engine.getTaskService().newTask()));
        all.put("clean up history", (engine, ids) -> engine.getHistoryService().cleanUpHistoryAsync(true));
        return all;
    }

    /** Looked up beforehand, because some roles may not read them. */
    private record Ids(String process, String deployment, String filter) {

        static Ids of(ProcessEngine engine, ProcessInstance process) {
            return new Ids(
                    process.getId(),
                    engine.getRepositoryService()
                            .createProcessDefinitionQuery()
                            .processDefinitionId(process.getProcessDefinitionId())
                            .singleResult()
                            .getDeploymentId(),
                    engine.getFilterService()
                            .createFilterQuery()
                            .filterName("All tasks")
                            .singleResult()
                            .getId());
        }
    }

    static Stream<Attack> all() {
        return operations().entrySet().stream()
                .flatMap(operation -> Arrays.stream(Role.values())
                        .map(role -> new Attack(GROUP, operation.getKey() + " by " + role.wire(), ground -> {
                            Throwable refused = ground.inProcess.in(() -> as(ground, role, operation.getValue()));
                            assertThat(refused).isInstanceOf(AuthorizationException.class);
                            return Wall.AUTHORIZATION;
                        })));
    }

    private static Throwable as(Ground ground, Role role, Operation operation) {
        Ids ids = Ids.of(ground.engine, ground.processInProcess());
        ground.engine
                .getIdentityService()
                .setAuthentication(
                        role.wire() + "@example.com",
                        List.of(role.wire()),
                        List.of(ground.inProcess.workspace().workspaceId()));
        try {
            return catchThrowable(() -> operation.on(ground.engine, ids));
        } finally {
            ground.engine.getIdentityService().clearAuthentication();
        }
    }
}
