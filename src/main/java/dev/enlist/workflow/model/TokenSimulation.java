package dev.enlist.workflow.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Follows all paths of a workflow with tokens, both branches of a parallel gateway at once, and finds what goes wrong on
 * some path: an end without decision, a decision after a decision, a gateway that waits forever. Bounded, because the number
 * of states of parallel branches multiplies.
 */
final class TokenSimulation {

    private static final int MOST_STATES = 20_000;
    private static final String START = "";

    /** Tokens on flows, by id of the flow; {@code decided} once a decide step was passed. */
    private record State(Map<String, Integer> tokens, boolean decided) {}

    private final WorkflowModel model;
    private final WorkflowKind kind;
    private final Map<String, WorkflowElement> elements;
    private final Map<String, WorkflowFlow> flows = new HashMap<>();
    private final Map<String, WorkflowFinding> findings = new LinkedHashMap<>();
    private final Set<State> seen = new HashSet<>();
    private final Deque<State> open = new ArrayDeque<>();

    private TokenSimulation(WorkflowModel model, WorkflowKind kind) {
        this.model = model;
        this.kind = kind;
        this.elements = model.byId();
        model.flows().forEach(flow -> flows.put(flow.id(), flow));
    }

    /** Call only for a workflow whose flows connect existing elements. */
    static List<WorkflowFinding> run(WorkflowModel model, WorkflowKind kind) {
        return new TokenSimulation(model, kind).findings();
    }

    private List<WorkflowFinding> findings() {
        model.of(StepKind.START)
                .findFirst()
                .ifPresent(start -> visit(produce(new TreeMap<>(), outgoing(start.id())), false));
        while (!open.isEmpty()) {
            if (seen.size() > MOST_STATES) {
                find(
                        START,
                        WorkflowFinding.error(
                                "too-complex",
                                null,
                                "Its parallel branches can be combined in more than %,d ways, too many to check. Draw fewer steps between a parallel gateway and the next."
                                        .formatted(MOST_STATES)));
                break;
            }
            step(open.removeFirst());
        }
        return new ArrayList<>(findings.values());
    }

    private void step(State state) {
        boolean moved = false;
        for (String flow : running(state)) {
            WorkflowElement target = elements.get(flows.get(flow).target());
            if (target.kind() == StepKind.PARALLEL) {
                moved |= join(state, target);
            } else {
                moved = true;
                pass(state, flow, target);
            }
        }
        waitTogether(state);
        if (!moved) {
            state.tokens().keySet().forEach(flow -> {
                WorkflowElement gateway = elements.get(flows.get(flow).target());
                find(
                        "waits-forever " + gateway.id(),
                        WorkflowFinding.error(
                                "waits-forever",
                                gateway.place(),
                                "on some path this gateway waits for a branch that never arrives. Join with an exclusive"
                                        + " gateway where only one branch is taken."));
            });
        }
    }

    /**
     * The tokens that move next. A branch runs until it waits, so those at a step that waits stay while any other can go on: a
     * mail that a timer sends is done before the application moves on.
     */
    private Collection<String> running(State state) {
        List<String> atOnce = state.tokens().keySet().stream()
                .filter(flow -> {
                    StepKind kind = elements.get(flows.get(flow).target()).kind();
                    return !kind.waits() && kind != StepKind.PARALLEL;
                })
                .toList();
        return atOnce.isEmpty() ? state.tokens().keySet() : atOnce;
    }

    /** A person and an applicant work on one step of an application at a time. */
    private void waitTogether(State state) {
        List<WorkflowElement> people = state.tokens().keySet().stream()
                .map(flow -> elements.get(flows.get(flow).target()))
                .filter(element -> element.kind() == StepKind.USER
                        || element.kind() == StepKind.REQUEST_INFORMATION
                        || element.kind() == StepKind.CALL)
                .toList();
        int tokens = state.tokens().entrySet().stream()
                .filter(entry ->
                        people.contains(elements.get(flows.get(entry.getKey()).target())))
                .mapToInt(Map.Entry::getValue)
                .sum();
        if (tokens > 1) {
            WorkflowElement second = people.get(people.size() - 1);
            find(
                    "parallel-user-steps " + second.id(),
                    WorkflowFinding.error(
                            "parallel-user-steps",
                            second.place(),
                            "this step can be open at the same time as "
                                    + people.get(0).name()
                                    + ". An application is with one person at a time: put the user steps one after the"
                                    + " other, and only requests and timers side by side."));
        }
    }

    private boolean join(State state, WorkflowElement gateway) {
        List<String> incoming = ids(model.incoming(gateway.id()));
        if (!state.tokens().keySet().containsAll(incoming)) {
            return false;
        }
        Map<String, Integer> left = new TreeMap<>(state.tokens());
        incoming.forEach(flow -> consume(left, flow));
        visit(produce(left, outgoing(gateway.id())), state.decided());
        return true;
    }

    private void pass(State state, String flow, WorkflowElement element) {
        Map<String, Integer> left = new TreeMap<>(state.tokens());
        consume(left, flow);
        boolean decided = state.decided() || decides(element);
        if (decides(element) || element.kind() == StepKind.DECIDE) {
            checkDecision(state, left, element);
        }
        if (state.decided() && element.kind().waits() && element.kind() != StepKind.CALL) {
            find(
                    "wait-after-decision " + element.id(),
                    WorkflowFinding.error(
                            "wait-after-decision",
                            element.place(),
                            "this step waits although the application is decided already. Put it before the decide step."));
            return;
        }
        switch (element.kind()) {
            case END -> end(left, decided, element);
            case EXCLUSIVE, EVENT -> outgoing(element.id()).forEach(out -> visit(produce(left, List.of(out)), decided));
            default -> {
                visit(produce(left, outgoing(element.id())), decided);
                for (WorkflowElement timer : model.timersOf(element.id())) {
                    boolean interrupts = !"false".equals(timer.properties().get(WorkflowElement.INTERRUPTING));
                    Map<String, Integer> fired = produce(left, outgoing(timer.id()));
                    visit(interrupts ? fired : produce(fired, outgoing(element.id())), state.decided());
                }
            }
        }
    }

    private boolean decides(WorkflowElement element) {
        return element.kind() == StepKind.DECIDE && !element.outcome().equals(WorkflowValidator.AUTOMATIC)
                || element.kind() == StepKind.CALL && kind == WorkflowKind.REVIEW;
    }

    private void checkDecision(State state, Map<String, Integer> left, WorkflowElement element) {
        if (state.decided()) {
            find(
                    "decides-twice " + element.id(),
                    WorkflowFinding.error(
                            "decides-twice",
                            element.place(),
                            "on some path the application is decided already when this step decides. Lead the path to an"
                                    + " end after its decide step."));
        } else if (!left.isEmpty()) {
            find(
                    "decide-in-parallel " + element.id(),
                    WorkflowFinding.error(
                            "decide-in-parallel",
                            element.place(),
                            "it decides while another branch may still be at work. Join the branches with a parallel"
                                    + " gateway first."));
        }
    }

    private void end(Map<String, Integer> left, boolean decided, WorkflowElement end) {
        if (left.isEmpty() && !decided && kind == WorkflowKind.REVIEW) {
            find(
                    "end-without-decision " + end.id(),
                    WorkflowFinding.error(
                            "end-without-decision",
                            end.place(),
                            "a path reaches this end without a decision. Put a decide step before it."));
        }
        visit(left, decided);
    }

    private List<WorkflowFlow> outgoing(String id) {
        return model.outgoing(id);
    }

    private Map<String, Integer> produce(Map<String, Integer> tokens, List<WorkflowFlow> out) {
        Map<String, Integer> more = new TreeMap<>(tokens);
        out.forEach(flow -> more.merge(flow.id(), 1, Integer::sum));
        return more;
    }

    private static void consume(Map<String, Integer> tokens, String flow) {
        tokens.computeIfPresent(flow, (id, n) -> n > 1 ? n - 1 : null);
    }

    private void visit(Map<String, Integer> tokens, boolean decided) {
        for (Map.Entry<String, Integer> token : tokens.entrySet()) {
            if (token.getValue() > 1) {
                WorkflowFlow flow = flows.get(token.getKey());
                WorkflowElement target = elements.get(flow.target());
                find(
                        "runs-twice " + target.id(),
                        WorkflowFinding.error(
                                "runs-twice",
                                target.place(),
                                "this step can be started twice at once, because parallel branches meet before it. Join"
                                        + " them with a parallel gateway."));
                return;
            }
        }
        if (!tokens.isEmpty()) {
            State state = new State(tokens, decided);
            if (seen.add(state)) {
                open.addLast(state);
            }
        }
    }

    private void find(String key, WorkflowFinding finding) {
        findings.putIfAbsent(key, finding);
    }

    private static List<String> ids(List<WorkflowFlow> some) {
        return some.stream().map(WorkflowFlow::id).toList();
    }
}
