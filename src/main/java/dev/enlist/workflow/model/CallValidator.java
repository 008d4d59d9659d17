package dev.enlist.workflow.model;

import static dev.enlist.workflow.model.WorkflowFinding.error;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the calls of other workflows: they exist, are of the same kind, and never call back. */
final class CallValidator {

    private static final int MOST_CALLS = 20;

    private final WorkflowModel model;
    private final WorkflowKind kind;
    private final String slug;
    private final WorkflowContext context;
    private final List<WorkflowFinding> findings;

    CallValidator(WorkflowCheck check) {
        this.model = check.model();
        this.kind = check.kind();
        this.slug = check.slug();
        this.context = check.context();
        this.findings = check.findings();
    }

    void calls() {
        for (WorkflowElement call : model.of(StepKind.CALL).toList()) {
            String called = call.property(WorkflowElement.CALLED).orElse("");
            Optional<String> version = call.property(WorkflowElement.CALLED_VERSION);
            if (called.isEmpty() || version.isPresent() && !PropertyValidator.isNumber(version.get())) {
                findings.add(error(
                        "unknown-workflow",
                        call.place(),
                        "state the slug of the workflow to call, and its version as a number or not at all."));
                continue;
            }
            if (called.equals(slug)) {
                findings.add(error("call-cycle", call.place(), "the workflow calls itself. Draw a flow back instead."));
                continue;
            }
            Optional<WorkflowContext.Called> other =
                    context.workflow(called, version.map(Integer::valueOf).orElse(null));
            if (other.isEmpty()) {
                findings.add(error(
                        "unknown-workflow",
                        call.place(),
                        "the workflow " + PropertyValidator.shorten(called)
                                + version.map(n -> " has no version " + n)
                                        .orElse(" does not exist or has no published version")
                                + "."));
            } else if (other.get().kind() != kind) {
                findings.add(error(
                        "unknown-workflow",
                        call.place(),
                        "the workflow " + called + " is of the kind "
                                + other.get().kind().wire() + ", this one of the kind " + kind.wire() + "."));
            } else if (leadsBack(other.get().model(), new HashSet<>(Set.of(called)))) {
                findings.add(error(
                        "call-cycle",
                        call.place(),
                        "the workflow " + called + " calls this one in turn, without end."));
            }
        }
    }

    private boolean leadsBack(WorkflowModel called, Set<String> seen) {
        for (WorkflowElement call : called.of(StepKind.CALL).toList()) {
            String next = call.property(WorkflowElement.CALLED).orElse("");
            if (next.equals(slug) || seen.size() > MOST_CALLS) {
                return true;
            }
            Integer version = call.property(WorkflowElement.CALLED_VERSION)
                    .filter(PropertyValidator::isNumber)
                    .map(Integer::valueOf)
                    .orElse(null);
            if (seen.add(next)
                    && context.workflow(next, version)
                            .filter(further -> leadsBack(further.model(), seen))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
