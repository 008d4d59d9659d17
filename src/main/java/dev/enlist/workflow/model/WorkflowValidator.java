package dev.enlist.workflow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The check of a workflow: everything that keeps it from working, with the element, all at once. */
public final class WorkflowValidator {

    public static final String APPROVE = "approve";

    public static final String REJECT = "reject";

    public static final String WAITLIST = "waitlist";

    /** As the last decision step said. */
    public static final String REVIEWER = "reviewer";

    /** As the rules said, or on to the next step. */
    public static final String AUTOMATIC = "automatic";

    /** Findings after which the tokens cannot be simulated. */
    private static final Set<String> BROKEN_PATHS = Set.of("no-path-to-end", "several-outgoing", "no-outgoing");

    private WorkflowValidator() {}

    /** All findings of a document: those of the parser, and where it has a model those of the check. */
    public static List<WorkflowFinding> check(String bpmn, WorkflowKind kind, String slug, WorkflowContext context) {
        WorkflowParser.Parsed parsed = WorkflowParser.parse(bpmn);
        List<WorkflowFinding> all = new ArrayList<>(parsed.findings());
        if (parsed.model() != null) {
            all.addAll(check(parsed.model(), kind, slug, context));
        }
        return all;
    }

    public static List<WorkflowFinding> check(
            WorkflowModel model, WorkflowKind kind, String slug, WorkflowContext context) {
        WorkflowCheck check = WorkflowCheck.of(model, kind, slug, context);
        FlowValidator flows = new FlowValidator(check);
        StepValidator steps = new StepValidator(check);
        boolean connected = flows.ends() & flows.flows();
        model.elements().forEach(steps::element);
        steps.resultNames();
        if (connected) {
            flows.reachability();
            flows.loops();
            if (check.findings().stream().noneMatch(finding -> BROKEN_PATHS.contains(finding.code()))) {
                check.findings().addAll(TokenSimulation.run(model, kind));
            }
        }
        new CallValidator(check).calls();
        return check.findings();
    }
}
