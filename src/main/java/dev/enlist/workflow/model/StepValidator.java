package dev.enlist.workflow.model;

import static dev.enlist.workflow.model.WorkflowFinding.error;
import static dev.enlist.workflow.model.WorkflowFinding.warning;

import dev.enlist.workflow.request.ResultType;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks each step of a workflow by its kind, and the names of the results. */
final class StepValidator {

    private static final Set<String> OUTCOMES = Set.of(
            WorkflowValidator.APPROVE,
            WorkflowValidator.REJECT,
            WorkflowValidator.WAITLIST,
            WorkflowValidator.REVIEWER,
            WorkflowValidator.AUTOMATIC);

    private static final Set<String> RECIPIENTS = Set.of("applicant", "administrators");

    /** Paths that a request may hand out beside the inputs of rules. */
    private static final Set<String> PERSON =
            Set.of("applicationNumber", "firstName", "lastName", "email", "phone", "address", "enrollmentId");

    private static final int LONGEST_TEXT = 2000;

    private final WorkflowCheck check;
    private final WorkflowModel model;
    private final WorkflowKind kind;
    private final WorkflowContext context;
    private final Map<String, WorkflowElement> elements;
    private final Set<String> results;
    private final List<WorkflowFinding> findings;
    private final PropertyValidator properties;

    StepValidator(WorkflowCheck check) {
        this.check = check;
        this.model = check.model();
        this.kind = check.kind();
        this.context = check.context();
        this.elements = check.elements();
        this.results = check.results();
        this.findings = check.findings();
        this.properties = new PropertyValidator(check);
    }

    void element(WorkflowElement element) {
        switch (element.kind()) {
            case USER -> user(element);
            case RULES -> rules(element);
            case REQUEST -> request(element);
            case NOTIFY -> notification(element);
            case SET_FIELD -> setField(element);
            case REQUEST_INFORMATION -> requestInformation(element);
            case DECIDE -> decide(element);
            case TIMER, BOUNDARY_TIMER -> properties.duration(element, WorkflowElement.DURATION, true);
            default -> {}
        }
    }

    void resultNames() {
        Map<String, WorkflowElement> owners = new HashMap<>();
        for (WorkflowElement step : model.elements()) {
            if (!WorkflowCheck.hasResult(step)) {
                continue;
            }
            String result = step.result();
            if (!WorkflowElement.isName(result)) {
                findings.add(error(
                        "result",
                        step.place(),
                        "conditions cannot read the result as " + PropertyValidator.shorten(result)
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
        properties.duration(user, "due", false);
        properties.duration(user, "escalation", false);
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
        } else if (version.isPresent() && !PropertyValidator.isNumber(version.get())) {
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
        properties.number(request, "retries", 0, 10);
        properties.duration(request, "retryAfter", false);
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
        properties.text(mail, "subject", 200);
        properties.text(mail, "message", LONGEST_TEXT);
        for (String property : List.of("subject", "message")) {
            mail.property(property)
                    .flatMap(context::wordsProblem)
                    .ifPresent(problem -> findings.add(
                            error("words", mail.place(), "the property " + property + " " + problem + ".")));
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
            check.reads(value.get(), step.place());
        }
    }

    private void requestInformation(WorkflowElement step) {
        properties.text(step, "message", LONGEST_TEXT);
        properties.duration(step, "dueAfter", false);
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
        if (outcome.equals(WorkflowValidator.REVIEWER) && !decided) {
            findings.add(error(
                    "no-decision-step",
                    step.place(),
                    "the outcome is that of the reviewer, but no user step has the property decision."));
        }
        if (outcome.equals(WorkflowValidator.REJECT) && step.property("reason").isEmpty() && !decided) {
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
        if (!outcome.equals(WorkflowValidator.AUTOMATIC)) {
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
}
