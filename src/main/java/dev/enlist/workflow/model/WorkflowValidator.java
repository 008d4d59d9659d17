package dev.enlist.workflow.model;

import static dev.enlist.workflow.model.WorkflowFinding.error;
import static dev.enlist.workflow.model.WorkflowFinding.warning;

import dev.enlist.workflow.request.ResultType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The check of a workflow: everything that keeps it from working, with the element, all at once. */
public final class WorkflowValidator {

    public static final String APPROVE = "approve";
    public static final String REJECT = "reject";
    public static final String WAITLIST = "waitlist";

    /** As the last decision step said. */
    public static final String REVIEWER = "reviewer";

    /** As the rules said, or on to the next step. */
    public static final String AUTOMATIC = "automatic";

    private static final Set<String> OUTCOMES = Set.of(APPROVE, REJECT, WAITLIST, REVIEWER, AUTOMATIC);
    private static final Set<String> RECIPIENTS = Set.of("applicant", "administrators");

    /** Paths that a request may hand out beside the inputs of rules. */
    private static final Set<String> PERSON =
            Set.of("applicationNumber", "firstName", "lastName", "email", "phone", "address", "enrollmentId");

    private static final Duration LONGEST = Duration.ofDays(1830);
    private static final int MOST_CALLS = 20;
    private static final int LONGEST_TEXT = 2000;

    private final WorkflowModel model;
    private final WorkflowKind kind;
    private final WorkflowContext context;
    private final String slug;
    private final Map<String, WorkflowElement> elements;

    /** Names of the results of all steps. */
    private final Set<String> results;

    private final List<WorkflowFinding> findings = new ArrayList<>();

    private WorkflowValidator(WorkflowModel model, WorkflowKind kind, String slug, WorkflowContext context) {
        this.model = model;
        this.kind = kind;
        this.slug = slug;
        this.context = context;
        this.elements = model.byId();
        this.results = model.elements().stream()
                .filter(WorkflowValidator::hasResult)
                .map(WorkflowElement::result)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

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
        return new WorkflowValidator(model, kind, slug, context).findings();
    }

    private List<WorkflowFinding> findings() {
        boolean connected = ends() & flows();
        model.elements().forEach(this::element);
        results();
        if (connected) {
            reachability();
            loops();
            if (findings.stream()
                    .noneMatch(finding -> Set.of("no-path-to-end", "several-outgoing", "no-outgoing")
                            .contains(finding.code()))) {
                findings.addAll(TokenSimulation.run(model, kind));
            }
        }
        calls();
        return findings;
    }

    private boolean ends() {
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

    private boolean flows() {
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
        reads(condition, flow.place());
    }

    /** Names that nothing sets are always null in FEEL, without an error. */
    private void reads(String expression, WorkflowFinding.Element place) {
        for (List<String> path : context.reads(expression)) {
            String name = path.get(0);
            if (!context.isInput(name) && !results.contains(name)) {
                findings.add(error(
                        "unknown-name",
                        place,
                        "it reads " + name
                                + ", which is neither an input of rules nor the result of a step. Results are "
                                + (results.isEmpty() ? "none here" : String.join(", ", results))
                                + "; GET /ruleSets/inputs lists the inputs."));
            }
        }
    }

    private void element(WorkflowElement element) {
        switch (element.kind()) {
            case USER -> user(element);
            case RULES -> rules(element);
            case REQUEST -> request(element);
            case NOTIFY -> notification(element);
            case SET_FIELD -> setField(element);
            case REQUEST_INFORMATION -> requestInformation(element);
            case DECIDE -> decide(element);
            case TIMER, BOUNDARY_TIMER -> duration(element, WorkflowElement.DURATION, true);
            default -> {}
        }
    }

    private void user(WorkflowElement user) {
        List<String> roles = user.list(WorkflowElement.ROLES);
        if (roles.isEmpty()) {
            findings.add(error(
                    "no-role", user.place(), "no role may do this step. State candidate groups, such as reviewer."));
        }
        for (String role : roles) {
            if (!context.isRole(role)) {
                findings.add(error(
                        "unknown-role",
                        user.place(),
                        "there is no role " + role + ". Roles are reviewer, coordinator and administrator."));
            }
        }
        if (!roles.isEmpty()
                && roles.stream().allMatch(context::isRole)
                && roles.stream().noneMatch(context::isRoleHeld)) {
            findings.add(
                    warning(
                            "role-not-held",
                            user.place(),
                            "no member of the workspace has the role " + String.join(" or ", roles)
                                    + ", so the step waits until a member gets the role. Give it to a member, or add another role."));
        }
        duration(user, "due", false);
        duration(user, "escalation", false);
        user.property("decision")
                .filter(value -> !Set.of("true", "false").contains(value))
                .ifPresent(value ->
                        findings.add(error("decision", user.place(), "the property decision must be true or false.")));
        user.property("differentFrom").ifPresent(other -> differentFrom(user, other));
        user.property("form").ifPresent(form -> form(user, form));
        if (!user.isDecision() && user.property("form").isEmpty()) {
            findings.add(error(
                    "no-form",
                    user.place(),
                    "the person is asked nothing. Set decision to true, or state the fields of a form."));
        }
    }

    private void differentFrom(WorkflowElement user, String other) {
        WorkflowElement step = elements.get(other.trim());
        if (step == null || step.kind() != StepKind.USER || step.id().equals(user.id())) {
            findings.add(error(
                    "different-from",
                    user.place(),
                    "the property differentFrom must be the id of another user step; " + other + " is none."));
        }
    }

    private void form(WorkflowElement user, String form) {
        if (user.isDecision()) {
            findings.add(error(
                    "form-of-decision",
                    user.place(),
                    "a decision has its own form. Remove the form, or the property decision."));
            return;
        }
        List<String> problems = context.formProblems(form);
        problems.forEach(problem -> findings.add(error("form", user.place(), "form: " + problem + ".")));
        if (problems.isEmpty()) {
            Set<List<String>> read = allReads();
            for (String field : context.formFields(form)) {
                boolean used = read.stream()
                        .anyMatch(path -> path.get(0).equals(user.result())
                                && (path.size() == 1 || path.get(1).equals(field)));
                if (!used) {
                    findings.add(warning(
                            "field-not-read",
                            user.place(),
                            "no condition, value or request reads the field " + field + " (" + user.result() + "."
                                    + field + "). It is kept in the history only."));
                }
            }
        }
    }

    private Set<List<String>> allReads() {
        Stream<String> expressions = Stream.concat(
                model.flows().stream().flatMap(flow -> flow.feel().stream()),
                model.of(StepKind.SET_FIELD).flatMap(step -> step.property("value").stream()));
        Set<List<String>> read = expressions
                .filter(expression -> context.feelProblem(expression).isEmpty())
                .flatMap(expression -> context.reads(expression).stream())
                .collect(Collectors.toCollection(HashSet::new));
        model.of(StepKind.REQUEST)
                .flatMap(step -> step.list("variables").stream())
                .forEach(path -> read.add(List.of(path.split("\\."))));
        return read;
    }

    private void rules(WorkflowElement rules) {
        String ruleSet = rules.property(WorkflowElement.RULE_SET).orElse("");
        Optional<String> version = rules.property(WorkflowElement.RULE_SET_VERSION);
        if (ruleSet.isEmpty()) {
            findings.add(error(
                    "no-rule-set", rules.place(), "it names no rule set. Set the decision reference to its slug."));
        } else if (version.isPresent() && !isNumber(version.get())) {
            findings.add(error(
                    "unknown-rule-set",
                    rules.place(),
                    "the version of the rule set must be a number; it is " + version.get() + "."));
        } else if (!context.isRuleSetPublished(
                ruleSet, version.map(Integer::valueOf).orElse(null))) {
            findings.add(error(
                    "unknown-rule-set",
                    rules.place(),
                    "the rule set " + ruleSet
                            + version.map(n -> " has no version " + n)
                                    .orElse(" does not exist or has no published version")
                            + "."));
        }
    }

    private void request(WorkflowElement request) {
        number(request, "retries", 0, 10);
        duration(request, "retryAfter", false);
        try {
            ResultType.parse(request.property("results").orElse(null));
        } catch (IllegalArgumentException e) {
            findings.add(error("results", request.place(), "the property results: " + e.getMessage() + "."));
        }
        for (String path : request.list("variables")) {
            String name = path.split("\\.")[0];
            if (!context.isInput(name) && !PERSON.contains(name) && !results.contains(name)) {
                findings.add(error(
                        "unknown-name",
                        request.place(),
                        "it hands out " + path + ", which is neither an input of rules, a field of the person, nor the"
                                + " result of a step."));
            }
        }
    }

    private void notification(WorkflowElement mail) {
        List<String> recipients = mail.list("to");
        if (recipients.isEmpty() || !RECIPIENTS.containsAll(recipients)) {
            findings.add(error(
                    "recipient",
                    mail.place(),
                    "the property to must be applicant, administrators, or both with a comma."));
        }
        text(mail, "subject", 200);
        text(mail, "message", LONGEST_TEXT);
        for (String property : List.of("subject", "message")) {
            mail.property(property)
                    .flatMap(context::wordsProblem)
                    .ifPresent(problem -> findings.add(
                            error("words", mail.place(), "the property " + property + " " + problem + ".")));
        }
    }

    private void text(WorkflowElement element, String property, int longest) {
        Optional<String> text = element.property(property);
        if (text.isEmpty()) {
            findings.add(error(
                    "no-" + property,
                    element.place(),
                    "the property " + property + " is missing: say it in words for people."));
        } else if (text.get().length() > longest) {
            findings.add(error(
                    property + "-too-long",
                    element.place(),
                    "the property " + property + " has more than " + longest + " characters."));
        }
    }

    private void setField(WorkflowElement step) {
        String pointer = step.property("field").orElse("");
        if (!context.isWritable(pointer)) {
            findings.add(error(
                    "field",
                    step.place(),
                    "the property field must be a member that clients may write, such as /metadata/verified; "
                            + (pointer.isEmpty() ? "it is missing." : pointer + " is none.")));
        }
        Optional<String> value = step.property("value");
        if (value.isEmpty()) {
            findings.add(error(
                    "no-value", step.place(), "the property value is missing: state a FEEL expression, such as true."));
            return;
        }
        Optional<String> problem = context.feelProblem(value.get());
        if (problem.isPresent()) {
            findings.add(error("not-feel", step.place(), "the value " + problem.get() + "."));
        } else {
            reads(value.get(), step.place());
        }
    }

    private void requestInformation(WorkflowElement step) {
        text(step, "message", LONGEST_TEXT);
        duration(step, "dueAfter", false);
        if (kind == WorkflowKind.EXIT) {
            findings.add(
                    error("not-in-exit", step.place(), "an exit workflow cannot ask the applicant; only reviews can."));
        }
        for (String pointer : step.list("fields")) {
            if (!context.isAskable(pointer)) {
                findings.add(error(
                        "field",
                        step.place(),
                        pointer + " is no member that an applicant can correct, such as /address/postalCode or"
                                + " /metadata/utilityAccount."));
            }
        }
    }

    private void decide(WorkflowElement step) {
        if (kind == WorkflowKind.EXIT) {
            findings.add(error("not-in-exit", step.place(), "an exit workflow decides nothing; remove this step."));
        }
        String outcome = step.outcome();
        if (!OUTCOMES.contains(outcome)) {
            findings.add(error(
                    "outcome",
                    step.place(),
                    "the property outcome must be approve, reject, waitlist, reviewer or automatic"
                            + (outcome.isEmpty() ? "; it is missing." : "; it is " + outcome + ".")));
        }
        boolean decided = model.of(StepKind.USER).anyMatch(WorkflowElement::isDecision);
        if (outcome.equals(REVIEWER) && !decided) {
            findings.add(error(
                    "no-decision-step",
                    step.place(),
                    "the outcome is that of the reviewer, but no user step has the property decision."));
        }
        if (outcome.equals(REJECT) && step.property("reason").isEmpty() && !decided) {
            findings.add(error(
                    "no-reason",
                    step.place(),
                    "a rejection needs a reason for the applicant. Set the property reason."));
        }
        step.property("reason")
                .filter(reason -> reason.length() > LONGEST_TEXT)
                .ifPresent(reason -> findings.add(
                        error("reason-too-long", step.place(), "the reason has more than 2000 characters.")));
        step.property("sample").ifPresent(sample -> sample(step, outcome, sample));
    }

    private void sample(WorkflowElement step, String outcome, String sample) {
        if (!outcome.equals(AUTOMATIC)) {
            findings.add(error("sample", step.place(), "only the outcome automatic has a sample."));
        }
        try {
            BigDecimal share = new BigDecimal(sample.trim());
            if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0 || share.scale() > 6) {
                findings.add(error(
                        "sample", step.place(), "the sample must be a share from 0 to 1, with at most 6 digits."));
            }
        } catch (NumberFormatException e) {
            findings.add(error("sample", step.place(), "the sample must be a number from 0 to 1, such as 0.1."));
        }
    }

    private void duration(WorkflowElement element, String property, boolean required) {
        Optional<String> stated = element.property(property);
        if (stated.isEmpty()) {
            if (required) {
                findings.add(error(
                        "timer-without-duration",
                        element.place(),
                        "the timer has no duration. State one such as P3D or PT8H."));
            }
            return;
        }
        Optional<Duration> duration = element.duration(property);
        String what = property.equals(WorkflowElement.DURATION) ? "the duration" : "the property " + property;
        if (duration.isEmpty()) {
            findings.add(error(
                    "not-a-duration",
                    element.place(),
                    what + " is no ISO 8601 duration in days and time, such as P3D or PT8H; it is "
                            + shorten(stated.get()) + "."));
        } else if (duration.get().isNegative() || duration.get().isZero()) {
            findings.add(error("not-a-duration", element.place(), what + " must be longer than zero."));
        } else if (duration.get().compareTo(LONGEST) > 0) {
            findings.add(error(
                    "timer-never-fires",
                    element.place(),
                    what + " is longer than five years, so it never ends in practice."));
        }
    }

    private void number(WorkflowElement element, String property, int least, int most) {
        element.property(property).ifPresent(value -> {
            if (!value.trim().matches("[0-9]{1,3}")
                    || Integer.parseInt(value.trim()) < least
                    || Integer.parseInt(value.trim()) > most) {
                findings.add(error(
                        "not-a-number",
                        element.place(),
                        "the property " + property + " must be a whole number from " + least + " to " + most + "."));
            }
        });
    }

    private static boolean isNumber(String text) {
        return text.matches("[1-9][0-9]{0,8}");
    }

    private static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private void results() {
        Map<String, WorkflowElement> owners = new HashMap<>();
        for (WorkflowElement step : model.elements()) {
            if (!hasResult(step)) {
                continue;
            }
            String result = step.result();
            if (!WorkflowElement.isName(result)) {
                findings.add(error(
                        "result",
                        step.place(),
                        "conditions cannot read the result as " + shorten(result)
                                + ". Set the property result to a name of letters, digits and _."));
            } else if (context.isInput(result) || PERSON.contains(result)) {
                findings.add(error(
                        "result",
                        step.place(),
                        "the result " + result + " would hide an input of the rules. Choose another name."));
            } else if (owners.containsKey(result)) {
                findings.add(warning(
                        "result",
                        step.place(),
                        "the result " + result + " is also that of "
                                + owners.get(result).name() + "; the later one replaces it."));
            } else {
                owners.put(result, step);
            }
        }
    }

    private static boolean hasResult(WorkflowElement step) {
        return switch (step.kind()) {
            case USER, RULES, REQUEST, REQUEST_INFORMATION -> true;
            default -> false;
        };
    }

    private void reachability() {
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

    /** A cycle whose elements all run at once would never stop. */
    private void loops() {
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

    private List<String> withoutWaits(String id) {
        return model.outgoing(id).stream()
                .map(WorkflowFlow::target)
                .filter(target -> !elements.get(target).kind().waits())
                .toList();
    }

    private void calls() {
        for (WorkflowElement call : model.of(StepKind.CALL).toList()) {
            String called = call.property(WorkflowElement.CALLED).orElse("");
            Optional<String> version = call.property(WorkflowElement.CALLED_VERSION);
            if (called.isEmpty() || version.isPresent() && !isNumber(version.get())) {
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
                        "the workflow " + shorten(called)
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
                    .filter(WorkflowValidator::isNumber)
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
