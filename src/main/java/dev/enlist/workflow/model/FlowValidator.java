package dev.enlist.workflow.model;

import static dev.enlist.workflow.model.WorkflowFinding.error;
import static dev.enlist.workflow.model.WorkflowFinding.warning;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks the graph of a workflow: start and ends, flows, gateways with their conditions, timers at edges, and paths. */
final class FlowValidator {

    private final WorkflowCheck check;
    private final WorkflowModel model;
    private final WorkflowContext context;
    private final Map<String, WorkflowElement> elements;
    private final List<WorkflowFinding> findings;

    FlowValidator(WorkflowCheck check) {
        this.check = check;
        this.model = check.model();
        this.context = check.context();
        this.elements = check.elements();
        this.findings = check.findings();
    }

    boolean ends() {
        long starts = model.of(StepKind.START).count();
        if (starts != 1) {
            findings.add(error("one-start", null, "The workflow has " + starts + " start events; draw exactly one."));
        }
        if (model.of(StepKind.END).findAny().isEmpty()) {
            findings.add(error("no-end", null, "The workflow has no end event."));
            return false;
        }
        return starts == 1;
    }

    boolean flows() {
        boolean connected = true;
        for (WorkflowFlow flow : model.flows()) {
            WorkflowElement from = elements.get(flow.source());
            WorkflowElement to = elements.get(flow.target());
            if (from == null || to == null) {
                findings.add(error(
                        "loose-flow",
                        flow.place(),
                        "this flow begins or ends at an element that does not exist or is not allowed."));
                connected = false;
                continue;
            }
            if (to.kind() == StepKind.START || to.kind() == StepKind.BOUNDARY_TIMER || from.kind() == StepKind.END) {
                findings.add(error(
                        "wrong-direction",
                        flow.place(),
                        "a flow can neither lead to a start or timer at an edge, nor from an end."));
                connected = false;
            }
            flow.feel().ifPresent(condition -> condition(flow, from, condition));
        }
        for (WorkflowElement element : model.elements()) {
            connected &= connection(element);
        }
        return connected;
    }

    private boolean connection(WorkflowElement element) {
        List<WorkflowFlow> out = model.outgoing(element.id());
        if (element.kind() != StepKind.END && out.isEmpty()) {
            findings.add(error(
                    "no-outgoing",
                    element.place(),
                    "no flow leaves this element, so the path stops here. Connect it to the next step or to an end."));
        }
        if (!element.kind().isGateway() && out.size() > 1) {
            findings.add(error(
                    "several-outgoing",
                    element.place(),
                    out.size() + " flows leave this element. Put an exclusive or a parallel gateway behind it."));
        }
        if (element.kind() == StepKind.BOUNDARY_TIMER) {
            return attachment(element);
        }
        if (element.kind() == StepKind.EXCLUSIVE && out.size() > 1) {
            exclusive(element, out);
        }
        if (element.kind() == StepKind.EVENT) {
            for (WorkflowFlow flow : out) {
                WorkflowElement target = elements.get(flow.target());
                if (target != null && target.kind() != StepKind.TIMER) {
                    findings.add(error(
                            "event-gateway",
                            element.place(),
                            "only timers can follow this gateway; " + target.name()
                                    + " is none. For a choice by data use an exclusive gateway."));
                }
            }
        }
        return true;
    }

    private void exclusive(WorkflowElement gateway, List<WorkflowFlow> out) {
        String otherwise = gateway.property(WorkflowElement.DEFAULT).orElse("");
        if (out.stream().noneMatch(flow -> flow.id().equals(otherwise))) {
            findings.add(error(
                    "gateway-without-default",
                    gateway.place(),
                    "no flow is its default, so an application that meets no condition would stop here. Mark one flow as"
                            + " the default."));
        }
        for (WorkflowFlow flow : out) {
            if (!flow.id().equals(otherwise) && flow.condition() == null) {
                findings.add(error(
                        "flow-without-condition",
                        flow.place(),
                        "this flow after the gateway " + gateway.name() + " has no condition and is not the default."));
            } else if (flow.id().equals(otherwise) && flow.condition() != null) {
                findings.add(warning(
                        "condition-of-default",
                        flow.place(),
                        "the condition of the default flow is not read; remove it."));
            }
        }
    }

    private boolean attachment(WorkflowElement timer) {
        WorkflowElement step =
                elements.get(timer.property(WorkflowElement.ATTACHED_TO).orElse(""));
        if (step == null) {
            findings.add(error("loose-timer", timer.place(), "this timer is at the edge of no step."));
            return false;
        }
        if (!step.kind().takesTimers()) {
            findings.add(error(
                    "timer-never-fires",
                    timer.place(),
                    "this timer never fires: "
                            + (step.kind() == StepKind.REQUEST_INFORMATION
                                    ? step.name() + " has its own time to answer; set dueAfter there."
                                    : step.name() + " does not wait. Timers belong to user steps and requests.")));
        }
        return true;
    }

    private void condition(WorkflowFlow flow, WorkflowElement from, String condition) {
        if (from.kind() != StepKind.EXCLUSIVE) {
            findings.add(error(
                    "condition-without-gateway",
                    flow.place(),
                    "only flows after an exclusive gateway have conditions. Put the gateway before it."));
        }
        Optional<String> problem = context.feelProblem(condition);
        if (problem.isPresent()) {
            findings.add(error("not-feel", flow.place(), "the condition " + problem.get() + "."));
            return;
        }
        if (condition.trim().equals("false")) {
            findings.add(error(
                    "flow-never-taken",
                    flow.place(),
                    "the condition is always false, so no application takes this flow."));
        }
        check.reads(condition, flow.place());
    }

    void reachability() {
        Optional<WorkflowElement> start = model.of(StepKind.START).findFirst();
        Set<String> reached = closure(Set.of(start.orElseThrow().id()), this::next);
        Set<String> ending =
                closure(model.of(StepKind.END).map(WorkflowElement::id).collect(Collectors.toSet()), this::previous);
        for (WorkflowElement element : model.elements()) {
            if (!reached.contains(element.id())) {
                findings.add(error(
                        "unreachable",
                        element.place(),
                        element.kind() == StepKind.DECIDE
                                ? "no path takes this decision. Connect it, or remove it."
                                : "no path leads here from the start. Connect it, or remove it."));
            } else if (!ending.contains(element.id())) {
                findings.add(error("no-path-to-end", element.place(), "no path leads from here to an end."));
            }
        }
    }

    /** A cycle whose elements all run at once would never stop. */
    void loops() {
        for (WorkflowElement element : model.elements()) {
            if (element.kind().waits()) {
                continue;
            }
            Set<String> after = closure(Set.copyOf(withoutWaits(element.id())), this::withoutWaits);
            if (after.contains(element.id())) {
                findings.add(error(
                        "loop-without-wait",
                        element.place(),
                        "the flow returns here without a step that waits, so it would run forever. Put a user step, a"
                                + " request or a timer into the loop."));
                return;
            }
        }
    }

    private List<String> next(String id) {
        List<String> next = new ArrayList<>();
        model.outgoing(id).forEach(flow -> next.add(flow.target()));
        model.timersOf(id).forEach(timer -> next.add(timer.id()));
        return next;
    }

    private List<String> previous(String id) {
        List<String> previous = new ArrayList<>();
        model.incoming(id).forEach(flow -> previous.add(flow.source()));
        Optional.ofNullable(elements.get(id))
                .flatMap(element -> element.property(WorkflowElement.ATTACHED_TO))
                .ifPresent(previous::add);
        return previous;
    }

    private static Set<String> closure(Set<String> from, Function<String, List<String>> neighbours) {
        Set<String> found = new HashSet<>(from);
        Deque<String> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            neighbours.apply(open.removeFirst()).stream().filter(found::add).forEach(open::addLast);
        }
        return found;
    }

    private List<String> withoutWaits(String id) {
        return model.outgoing(id).stream()
                .map(WorkflowFlow::target)
                .filter(target -> !elements.get(target).kind().waits())
                .toList();
    }
}
