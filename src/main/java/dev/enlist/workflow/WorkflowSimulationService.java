package dev.enlist.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.enrollment.WorkflowEnrollmentService;
import dev.enlist.form.FormConditions;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.workflow.WorkflowSimulation.Answer;
import dev.enlist.workflow.WorkflowSimulation.Field;
import dev.enlist.workflow.WorkflowSimulation.Passed;
import dev.enlist.workflow.WorkflowSimulation.Timer;
import dev.enlist.workflow.WorkflowSimulation.Waiting;
import dev.enlist.workflow.model.StepKind;
import dev.enlist.workflow.model.WorkflowElement;
import dev.enlist.workflow.model.WorkflowFlow;
import dev.enlist.workflow.model.WorkflowModel;
import dev.enlist.workflow.model.WorkflowParser;
import dev.enlist.workflow.request.ResultType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Leads one application through a workflow without changing anything: a stored application or a made-up one. Conditions
 * and rules are evaluated as in a run; nothing is sent, asked or decided. Where a run waits, the simulation needs an
 * answer and stops without one.
 */
@Service
public class WorkflowSimulationService {

    /** A loop with an answer for each round ends here. */
    private static final int MOST_STEPS = 300;

    private final WorkflowService workflows;
    private final WorkflowEnrollmentService enrollments;
    private final RuleSetService ruleSets;
    private final FormConditions feel;
    private final ObjectMapper mapper;

    WorkflowSimulationService(
            WorkflowService workflows,
            WorkflowEnrollmentService enrollments,
            RuleSetService ruleSets,
            FormConditions feel,
            ObjectMapper mapper) {
        this.workflows = workflows;
        this.enrollments = enrollments;
        this.ruleSets = ruleSets;
        this.feel = feel;
        this.mapper = mapper;
    }

    /**
     * Simulates a published version, or the draft.
     *
     * @param version      null for the draft
     * @param enrollmentId of a stored application; null for a made-up one
     * @param inputs       inputs of rules by name; they take the place of those of the stored application
     * @param answers      what happens where the application waits, in the order in which it comes there
     * @throws InvalidInput if the draft cannot be read as a workflow
     * @throws NotFound     if there is no such version
     */
    public WorkflowSimulation simulate(
            String slug,
            @Nullable Integer version,
            @Nullable String enrollmentId,
            Map<String, ? extends @Nullable Object> inputs,
            List<Answer> answers) {
        String document = version == null
                ? workflows.workflow(slug).draft()
                : workflows.version(slug, version).bpmn();
        WorkflowModel model = WorkflowParser.parse(document).model();
        if (model == null) {
            throw new InvalidInput("", "the draft cannot be read as a workflow; the check says why");
        }
        Map<String, @Nullable Object> variables = new HashMap<>();
        RuleInput.ALL.forEach(input -> variables.put(input.name(), null));
        if (enrollmentId != null) {
            variables.putAll(enrollments.inputs(enrollmentId));
        }
        variables.putAll(inputs);
        return new Walk(model, variables, answers).result();
    }

    /** One simulation. A token is the id of an arrow on which the application stands. */
    private final class Walk {

        private final WorkflowModel model;
        private final Map<String, @Nullable Object> variables;
        private final Map<String, Deque<Answer>> answers = new HashMap<>();
        private final Deque<WorkflowElement> next = new ArrayDeque<>();
        private final Map<String, Set<String>> joined = new HashMap<>();
        private final List<Passed> path = new ArrayList<>();
        private final Set<String> flows = new LinkedHashSet<>();
        private final List<Waiting> waiting = new ArrayList<>();
        private @Nullable String decision;
        private @Nullable String reviewed;
        private @Nullable String ofRules;

        Walk(WorkflowModel model, Map<String, @Nullable Object> variables, List<Answer> answers) {
            this.model = model;
            this.variables = variables;
            answers.forEach(answer -> this.answers
                    .computeIfAbsent(answer.elementId(), id -> new ArrayDeque<>())
                    .addLast(answer));
            model.of(StepKind.START).findFirst().ifPresent(next::addLast);
        }

        WorkflowSimulation result() {
            while (!next.isEmpty() && path.size() < MOST_STEPS) {
                visit(next.removeFirst());
            }
            joined.forEach((gateway, arrived) -> {
                if (!arrived.isEmpty()) {
                    model.element(gateway)
                            .ifPresent(element -> pass(element, "Waits for the other branches to arrive."));
                }
            });
            return new WorkflowSimulation(List.copyOf(path), List.copyOf(flows), List.copyOf(waiting), decision);
        }

        private void visit(WorkflowElement element) {
            switch (element.kind()) {
                case START -> goOn(element, "The workflow begins.");
                case END -> pass(element, "The workflow ends here.");
                case USER -> waitFor(element, "A person does “" + element.title() + "”.");
                case REQUEST ->
                    waitFor(
                            element,
                            "Another system is asked: "
                                    + element.property(WorkflowElement.TOPIC).orElse("") + ".");
                case REQUEST_INFORMATION -> waitFor(element, "The applicant is asked.");
                case RULES -> goOn(element, rules(element));
                case NOTIFY ->
                    goOn(
                            element,
                            "A mail goes to " + String.join(" and ", element.list("to")) + ": "
                                    + element.property("subject").orElse("") + ".");
                case SET_FIELD -> goOn(element, field(element));
                case DECIDE -> decide(element);
                case CALL ->
                    goOn(
                            element,
                            "The workflow "
                                    + element.property(WorkflowElement.CALLED).orElse("") + " runs.");
                case EXCLUSIVE -> choose(element);
                case PARALLEL -> goOn(element, "All ways are taken.");
                case EVENT -> first(element);
                case TIMER, BOUNDARY_TIMER ->
                    goOn(
                            element,
                            "Time passes: "
                                    + element.property(WorkflowElement.DURATION).orElse("") + ".");
            }
        }

        private void pass(WorkflowElement element, String text) {
            path.add(new Passed(element.id(), element.name(), element.kind().wire(), text));
        }

        private void goOn(WorkflowElement element, String text) {
            pass(element, text);
            model.outgoing(element.id()).forEach(this::take);
        }

        private void take(WorkflowFlow flow) {
            flows.add(flow.id());
            WorkflowElement target = model.element(flow.target()).orElse(null);
            if (target == null) {
                return;
            }
            List<WorkflowFlow> incoming = model.incoming(target.id());
            if (target.kind() == StepKind.PARALLEL && incoming.size() > 1) {
                Set<String> arrived = joined.computeIfAbsent(target.id(), id -> new HashSet<>());
                arrived.add(flow.id());
                if (arrived.size() < incoming.size()) {
                    return;
                }
                arrived.clear();
            }
            next.addLast(target);
        }

        private void waitFor(WorkflowElement element, String text) {
            Deque<Answer> given = answers.getOrDefault(element.id(), new ArrayDeque<>());
            Answer answer = given.pollFirst();
            List<WorkflowElement> timers = model.timersOf(element.id());
            if (answer == null) {
                pass(element, text + " The application waits.");
                waiting.add(new Waiting(
                        element.id(), element.name(), element.kind().wire(), fields(element), timers(timers)));
                return;
            }
            Optional<WorkflowElement> fired = timers.stream()
                    .filter(timer -> timer.id().equals(answer.timer()))
                    .findFirst();
            if (fired.isPresent()) {
                pass(element, text + " It takes too long.");
                next.addLast(fired.get());
                if ("false".equals(fired.get().properties().get(WorkflowElement.INTERRUPTING))) {
                    given.addFirst(new Answer(element.id(), Map.of(), null));
                    next.addLast(element);
                }
                return;
            }
            Map<String, @Nullable Object> result = answer.result() == null ? Map.of() : answer.result();
            variables.put(element.result(), result);
            if (element.isDecision()) {
                reviewed = String.valueOf(result.get("decision"));
            }
            goOn(element, text + " The result: " + words(result) + ".");
        }

        private List<Field> fields(WorkflowElement element) {
            if (element.kind() == StepKind.REQUEST_INFORMATION) {
                return List.of(new Field("answered", "boolean", List.of()));
            }
            if (element.kind() == StepKind.REQUEST) {
                List<Field> fields = new ArrayList<>();
                declared(element).forEach((name, type) -> fields.add(new Field(name, type.wire(), List.of())));
                return fields;
            }
            return element.isDecision()
                    ? List.of(
                            new Field("decision", "choice", List.of("approve", "reject")),
                            new Field("reason", "string", List.of()))
                    : ofForm(element.property("form").orElse("[]"));
        }

        private static Map<String, ResultType> declared(WorkflowElement element) {
            try {
                return ResultType.parse(element.property("results").orElse(""));
            } catch (IllegalArgumentException e) {
                // a fault of the draft that the check names
                return Map.of();
            }
        }

        private List<Field> ofForm(String form) {
            List<Field> fields = new ArrayList<>();
            try {
                for (JsonNode field : mapper.readTree(form)) {
                    List<String> options = new ArrayList<>();
                    field.path("options")
                            .forEach(option -> options.add(
                                    option.isObject() ? option.path("value").asText() : option.asText()));
                    String type =
                            switch (field.path("type").asText()) {
                                case "number", "money" -> "number";
                                case "integer" -> "integer";
                                case "boolean" -> "boolean";
                                case "date" -> "date";
                                case "choice" -> "choice";
                                default -> "string";
                            };
                    fields.add(new Field(field.path("name").asText(), type, options));
                }
            } catch (JsonProcessingException e) {
                // a fault of the draft that the check names
                return List.of();
            }
            return fields;
        }

        private static List<Timer> timers(List<WorkflowElement> timers) {
            return timers.stream()
                    .map(timer -> new Timer(
                            timer.id(),
                            timer.name(),
                            timer.property(WorkflowElement.DURATION).orElse("")))
                    .toList();
        }

        private String rules(WorkflowElement element) {
            String slug = element.property(WorkflowElement.RULE_SET).orElse("");
            Integer version = element.property(WorkflowElement.RULE_SET_VERSION)
                    .filter(number -> number.matches("[1-9][0-9]{0,8}"))
                    .map(Integer::valueOf)
                    .orElseGet(() -> ruleSets.latest(slug));
            if (version == null) {
                return "The rule set " + slug + " has no published version.";
            }
            try {
                Decision decided =
                        ruleSets.evaluator(new RuleSetRef(slug, version)).apply(variables);
                Map<String, @Nullable Object> result = new LinkedHashMap<>();
                result.put("status", decided.verdict().status().wire());
                result.put("reason", decided.verdict().reason());
                result.put("code", decided.verdict().code());
                result.put("decision", decided.approves() ? Decision.APPROVE : Decision.REVIEW);
                variables.put(element.result(), result);
                ofRules = decided.approves() ? Decision.APPROVE : Decision.REVIEW;
                return "The rules " + slug + " answer: " + words(result) + ".";
            } catch (RulesFailed | NotFound e) {
                return "The rules " + slug + " cannot be evaluated: " + e.getMessage();
            }
        }

        private String field(WorkflowElement element) {
            String pointer = element.property("field").orElse("");
            Object value = evaluate(element.property("value").orElse("null"));
            String metadata = "/metadata/";
            if (pointer.startsWith(metadata)) {
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                if (variables.get("metadata") instanceof Map<?, ?> known) {
                    known.forEach((name, old) -> all.put(String.valueOf(name), old));
                }
                all.put(pointer.substring(metadata.length()), value);
                variables.put("metadata", all);
            }
            return "The field " + pointer + " becomes " + value + ".";
        }

        private void decide(WorkflowElement element) {
            switch (element.outcome()) {
                case "automatic" -> {
                    if (Decision.APPROVE.equals(ofRules)) {
                        decision = "approve";
                        pass(element, "The rules approve the application.");
                        model.of(StepKind.END).findFirst().ifPresent(end -> pass(end, "The workflow ends."));
                    } else {
                        goOn(element, "The rules do not approve by themselves: the application goes on.");
                    }
                }
                case "reviewer" -> {
                    decision = reviewed;
                    goOn(
                            element,
                            reviewed == null
                                    ? "No person has decided yet."
                                    : "As the person decided: " + reviewed + ".");
                }
                default -> {
                    decision = element.outcome();
                    goOn(element, "The application is decided: " + element.outcome() + ".");
                }
            }
        }

        private void choose(WorkflowElement gateway) {
            String otherwise = gateway.property(WorkflowElement.DEFAULT).orElse("");
            List<WorkflowFlow> out = model.outgoing(gateway.id());
            Optional<WorkflowFlow> chosen = out.stream()
                    .filter(flow -> !flow.id().equals(otherwise))
                    .filter(flow -> flow.feel().isPresent()
                            && Boolean.TRUE.equals(evaluate(flow.feel().get())))
                    .findFirst();
            Optional<WorkflowFlow> taken = chosen.or(() -> out.size() == 1
                    ? Optional.of(out.get(0))
                    : out.stream().filter(flow -> flow.id().equals(otherwise)).findFirst());
            pass(
                    gateway,
                    chosen.flatMap(WorkflowFlow::feel)
                            .map(condition -> condition + " is true.")
                            .orElse(
                                    out.size() == 1
                                            ? "The ways meet."
                                            : taken.isPresent()
                                                    ? "No condition is true: the default way is taken."
                                                    : "No condition is true, and there is no default way."));
            taken.ifPresent(this::take);
        }

        private void first(WorkflowElement gateway) {
            List<WorkflowElement> timers = model.outgoing(gateway.id()).stream()
                    .flatMap(flow -> model.element(flow.target()).stream())
                    .sorted(Comparator.comparing(WorkflowElement::id))
                    .toList();
            Answer answer =
                    answers.getOrDefault(gateway.id(), new ArrayDeque<>()).pollFirst();
            if (answer == null) {
                pass(gateway, "Waits for what comes first.");
                waiting.add(
                        new Waiting(gateway.id(), gateway.name(), gateway.kind().wire(), List.of(), timers(timers)));
                return;
            }
            pass(gateway, "One of the timers fires first.");
            model.outgoing(gateway.id()).stream()
                    .filter(flow -> flow.target().equals(answer.timer()))
                    .findFirst()
                    .ifPresent(this::take);
        }

        private @Nullable Object evaluate(String expression) {
            if (feel.problem(expression).isPresent()) {
                return null;
            }
            try {
                return feel.evaluate(expression, variables);
            } catch (FormConditions.ConditionFailed e) {
                // as in a run: a condition without a value does not hold
                return null;
            }
        }

        private static String words(Map<String, ? extends @Nullable Object> result) {
            StringBuilder words = new StringBuilder();
            result.forEach((name, value) -> words.append(words.isEmpty() ? "" : ", ")
                    .append(name)
                    .append(" ")
                    .append(value == null ? "is not known" : value));
            return words.isEmpty() ? "none" : words.toString();
        }
    }
}
