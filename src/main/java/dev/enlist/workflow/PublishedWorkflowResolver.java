package dev.enlist.workflow;

import dev.enlist.program.WorkflowDirectory;
import dev.enlist.workflow.model.WorkflowKind;
import java.util.Optional;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Offers the workflows of the workspace in scope, and the shipped ones, to program instances. */
@Component
class PublishedWorkflowResolver implements WorkflowDirectory {

    private final WorkflowService workflows;

    /** Lazy, because publication needs the engine, which is built with beans that depend on instances. */
    PublishedWorkflowResolver(@Lazy WorkflowService workflows) {
        this.workflows = workflows;
    }

    @Override
    public Optional<Integer> newest(String slug, String kind) {
        return workflows.newest(slug, WorkflowKind.ofWire(kind).orElseThrow()).map(WorkflowRef::version);
    }

    @Override
    public boolean isPublished(String slug, int version, String kind) {
        return workflows.isPublished(slug, version, WorkflowKind.ofWire(kind).orElseThrow());
    }
}
