package dev.enlist.graphql;

import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.model.WorkflowKind;
import dev.enlist.workflow.run.WorkflowRunService;
import dev.enlist.workflow.run.WorkflowStep;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Workflows, and what they did with enrollments, in the graph, for reading. */
@Controller
class WorkflowGraph {

    private final WorkflowService workflows;
    private final WorkflowRunService runs;

    WorkflowGraph(WorkflowService workflows, WorkflowRunService runs) {
        this.workflows = workflows;
        this.runs = runs;
    }

    @Requires(Scope.WORKFLOWS_READ)
    @QueryMapping
    WorkflowNode workflow(DataFetchingEnvironment field) {
        return WorkflowNode.of(workflows.workflow(field.getArgument("slug")));
    }

    @Requires(Scope.WORKFLOWS_READ)
    @QueryMapping
    NodeConnection<WorkflowNode> workflows(DataFetchingEnvironment field) {
        String kind = field.getArgument("kind");
        Optional<WorkflowKind> wanted = Optional.ofNullable(kind).flatMap(WorkflowKind::ofWire);
        if (kind != null && wanted.isEmpty()) {
            throw new InvalidInput(List.of(new Fault("/kind", "must be review or exit")));
        }
        ListArguments arguments = ListArguments.of(field);
        return NodeConnection.of(
                workflows
                        .list(arguments.query(), wanted.orElse(null), WorkflowNode::of)
                        .data(),
                arguments.first());
    }

    @Requires(Scope.WORKFLOWS_READ)
    @SchemaMapping(typeName = "Workflow")
    List<WorkflowVersionNode> versions(WorkflowNode workflow) {
        return workflows.versions(workflow.slug()).stream()
                .map(WorkflowVersionNode::of)
                .toList();
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @BatchMapping(typeName = "Enrollment", field = "workflowSteps")
    Map<EnrollmentNode, List<WorkflowStepNode>> ofEnrollments(List<EnrollmentNode> enrollments) {
        Map<String, List<WorkflowStep>> found =
                runs.steps(enrollments.stream().map(EnrollmentNode::id).toList());
        return enrollments.stream()
                .collect(Collectors.toMap(
                        enrollment -> enrollment,
                        enrollment -> found.getOrDefault(enrollment.id(), List.of()).stream()
                                .map(WorkflowStepNode::of)
                                .toList(),
                        (one, same) -> one,
                        LinkedHashMap::new));
    }
}
