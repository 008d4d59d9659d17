package dev.enlist.process;

import dev.enlist.tenancy.WorkspaceScope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads where the process of an enrollment stands, with the diagram of the version that it runs. */
@Component
public class EnrollmentPlaceQuery {

    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final JdbcClient jdbc;

    EnrollmentPlaceQuery(RuntimeService runtime, RepositoryService repository, JdbcClient jdbc) {
        this.runtime = runtime;
        this.repository = repository;
        this.jdbc = jdbc;
    }

    /**
     * @param version  of the model
     * @param running  whether the process waits at {@code places}; otherwise it has ended, and the diagram is the latest
     * @param incident time at which a step of the process failed and stopped; null where none did
     * @param diagram  BPMN 2.0 XML
     */
    public record Position(
            String name,
            int version,
            boolean running,
            List<Place> places,
            @Nullable Instant incident,
            String diagram) {}

    /** An element of the diagram at which the process waits. */
    public record Place(String elementId, String name) {}

    /** The process of an enrollment of the workspace in scope, which the caller may see. */
    public Position of(String enrollmentId) {
        Optional<ProcessInstance> instance = Optional.ofNullable(runtime.createProcessInstanceQuery()
                .processDefinitionKey(EnrollmentProcess.KEY)
                .processInstanceBusinessKey(enrollmentId)
                .tenantIdIn(WorkspaceScope.current().workspaceId())
                .singleResult());
        ProcessDefinition definition = instance.map(ProcessInstance::getProcessDefinitionId)
                .map(repository::getProcessDefinition)
                .orElseGet(() -> repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(EnrollmentProcess.KEY)
                        .withoutTenantId()
                        .latestVersion()
                        .singleResult());
        return new Position(
                Optional.ofNullable(definition.getName()).orElse(definition.getKey()),
                definition.getVersion(),
                instance.isPresent(),
                instance.map(running -> places(running.getId(), definition.getId()))
                        .orElse(List.of()),
                instance.map(running -> incident(running.getId())).orElse(null),
                diagram(definition.getId()));
    }

    private List<Place> places(String processInstanceId, String definitionId) {
        Set<String> elements = new TreeSet<>();
        collect(runtime.getActivityInstance(processInstanceId), elements);
        return elements.stream()
                .map(id -> new Place(id, name(definitionId, id)))
                .toList();
    }

    /** Leaves of the tree, and steps that wait before or after their work. */
    private static void collect(@Nullable ActivityInstance activity, Set<String> elements) {
        if (activity == null) {
            return;
        }
        ActivityInstance[] children = activity.getChildActivityInstances();
        TransitionInstance[] transitions = activity.getChildTransitionInstances();
        boolean root = activity.getParentActivityInstanceId() == null;
        if (!root && children.length == 0 && transitions.length == 0) {
            elements.add(activity.getActivityId());
        }
        Arrays.stream(children).forEach(child -> collect(child, elements));
        Arrays.stream(transitions).map(TransitionInstance::getActivityId).forEach(elements::add);
    }

    private String name(String definitionId, String elementId) {
        FlowElement element = repository.getBpmnModelInstance(definitionId).getModelElementById(elementId);
        return element == null || element.getName() == null ? elementId : element.getName();
    }

    private @Nullable Instant incident(String processInstanceId) {
        return jdbc.sql("select min(incident_timestamp_) from act_ru_incident where proc_inst_id_ = ?")
                .param(processInstanceId)
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single()
                .orElse(null);
    }

    private String diagram(String definitionId) {
        try (InputStream model = repository.getProcessModel(definitionId)) {
            return new String(model.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
