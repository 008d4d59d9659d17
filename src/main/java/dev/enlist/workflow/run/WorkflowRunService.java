package dev.enlist.workflow.run;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.WorkflowEnrollmentService;
import dev.enlist.form.FormConditions;
import dev.enlist.notifications.WorkflowMailService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.workflow.WorkflowRef;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.model.WorkflowElement;
import dev.enlist.workflow.model.WorkflowFlow;
import dev.enlist.workflow.model.WorkflowKind;
import dev.enlist.workflow.model.WorkflowModel;
import dev.enlist.workflow.model.WorkflowValidator;
import dev.enlist.workflow.request.RequestStep;
import dev.enlist.workflow.request.RequestStepHandler;
import dev.enlist.workflow.request.ResultType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Does the steps of workflows and keeps their results, within the transaction of the process. Conditions and values are FEEL,
 * evaluated by the product and not by the engine.
 */
@Service
public class WorkflowRunService {

    private static final String COMPLETED = "completed";
    private static final String INTERRUPTED = "interrupted";
    private static final String DECISION = "decision";
    private static final String REASON = "reason";
    private static final int RETRIES = 3;
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final WorkflowService workflows;
    private final WorkflowRunStore store;
    private final WorkflowEnrollmentService enrollments;
    private final RuleSetService ruleSets;
    private final FormConditions feel;
    private final WorkflowMailService mails;
    private final ObjectProvider<RequestStepHandler> requests;
    private final SamePerson persons;
    private final Clock clock;

    WorkflowRunService(
            WorkflowService workflows,
            WorkflowRunStore store,
            WorkflowEnrollmentService enrollments,
            RuleSetService ruleSets,
            FormConditions feel,
            WorkflowMailService mails,
            ObjectProvider<RequestStepHandler> requests,
            SamePerson persons,
            Clock clock) {
        this.workflows = workflows;
        this.store = store;
        this.enrollments = enrollments;
        this.ruleSets = ruleSets;
        this.feel = feel;
        this.mails = mails;
        this.requests = requests;
        this.persons = persons;
        this.clock = clock;
    }

    /** Begins a run. */
    public void begin(String enrollmentId, WorkflowKind kind, WorkflowRef workflow) {
        store.begin(enrollmentId, enrollments.programInstanceOf(enrollmentId), kind, workflow, clock.instant());
        if (kind == WorkflowKind.REVIEW) {
            enrollments.enter(enrollmentId, workflow.slug() + " version " + workflow.version());
        }
    }

    /**
     * Ends a run after its process.
     *
     * @return status of the enrollment
     */
    public EnrollmentStatus end(String enrollmentId, WorkflowKind kind) {
        EnrollmentStatus status = enrollments.statusOf(enrollmentId);
        store.openOf(enrollmentId)
                .forEach(step -> finish(step, new WorkflowRunStore.Ending(INTERRUPTED, null, null, null)));
        store.end(enrollmentId, kind == WorkflowKind.EXIT ? COMPLETED : status.wire(), clock.instant());
        if (kind == WorkflowKind.REVIEW) {
            enrollments.leave(enrollmentId);
        }
        return status;
    }

    /** Ends the run and its open steps because the process was deleted or left the workflow. Does nothing where none runs. */
    public void interrupt(String enrollmentId) {
        for (WorkflowStep step : store.openOf(enrollmentId)) {
            finish(step, new WorkflowRunStore.Ending(INTERRUPTED, null, null, null));
        }
        store.end(enrollmentId, INTERRUPTED, clock.instant());
    }

    /** The same where the enrollment stays and leaves its workflow. */
    public void leave(String enrollmentId) {
        interrupt(enrollmentId);
        enrollments.leave(enrollmentId);
    }

    private WorkflowRun run(String enrollmentId) {
        return store.open(enrollmentId)
                .orElseThrow(() -> new IllegalStateException("No workflow runs for the enrollment " + enrollmentId));
    }

    private WorkflowElement element(WorkflowRef workflow, String elementId) {
        return workflows
                .model(workflow)
                .element(elementId)
                .orElseThrow(
                        () -> new IllegalStateException("The workflow " + workflow + " has no element " + elementId));
    }

    /** The flow that an exclusive gateway takes: the first whose condition is true, or the default. */
    public String choose(String enrollmentId, WorkflowRef workflow, String gatewayId) {
        WorkflowModel model = workflows.model(workflow);
        String otherwise =
                element(workflow, gatewayId).property(WorkflowElement.DEFAULT).orElse("");
        Map<String, @Nullable Object> variables = variables(run(enrollmentId));
        return model.outgoing(gatewayId).stream()
                .filter(flow -> !flow.id().equals(otherwise))
                .filter(flow -> flow.feel()
                        .filter(condition -> holds(condition, variables))
                        .isPresent())
                .findFirst()
                .map(WorkflowFlow::id)
                .orElse(otherwise);
    }

    /** A condition that cannot be evaluated does not hold, as in FEEL. */
    private boolean holds(String condition, Map<String, @Nullable Object> variables) {
        try {
            return Boolean.TRUE.equals(feel.evaluate(condition, variables));
        } catch (FormConditions.ConditionFailed e) {
            return false;
        }
    }

    private Map<String, @Nullable Object> variables(WorkflowRun run) {
        Map<String, @Nullable Object> variables = new HashMap<>(enrollments.inputs(run.enrollmentId()));
        variables.putAll(run.results());
        return variables;
    }

    /** The process waits at a user step or a request from now on. */
    public void started(String enrollmentId, WorkflowRef workflow, String elementId, String engineId) {
        WorkflowRun run = run(enrollmentId);
        WorkflowElement element = element(workflow, elementId);
        Instant now = clock.instant();
        String step = store.start(run, workflow, element, engineId, now);
        switch (element.kind()) {
            case USER -> {
                if (run.kind() == WorkflowKind.REVIEW) {
                    enrollments.waitAt(enrollmentId, element.isDecision());
                }
            }
            case REQUEST -> {
                if (run.kind() == WorkflowKind.REVIEW) {
                    enrollments.waitAt(enrollmentId, false);
                }
                requests.ifAvailable(handler -> handler.started(new RequestStep(
                        step,
                        enrollmentId,
                        run.programInstanceId(),
                        workflow.slug(),
                        workflow.version(),
                        elementId,
                        element.name(),
                        element.property(WorkflowElement.TOPIC).orElseThrow(),
                        handedOut(run, element),
                        ResultType.parse(element.property("results").orElse(null)),
                        element.property("retries")
                                .map(String::trim)
                                .map(Integer::valueOf)
                                .orElse(RETRIES),
                        element.duration("retryAfter").orElse(RETRY_AFTER),
                        now)));
            }
            default -> throw new IllegalStateException(element.kind() + " does not wait");
        }
    }

    /** Only what the step names. */
    private Map<String, @Nullable Object> handedOut(WorkflowRun run, WorkflowElement element) {
        List<String> names = element.list("variables");
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> known = new HashMap<>(enrollments.person(run.enrollmentId()));
        known.putAll(variables(run));
        Map<String, @Nullable Object> handedOut = new LinkedHashMap<>();
        names.forEach(path -> handedOut.put(path, at(known, List.of(path.split("\\.")))));
        return handedOut;
    }

    private static @Nullable Object at(@Nullable Object value, List<String> path) {
        if (path.isEmpty()) {
            return value;
        }
        return value instanceof Map<?, ?> map ? at(map.get(path.get(0)), path.subList(1, path.size())) : null;
    }

    /** The process has left the step. A step that was completed has its outcome already. */
    public void ended(String engineId) {
        store.byEngineId(engineId).ifPresent(step -> {
            if (step.isOpen()) {
                finish(step, new WorkflowRunStore.Ending(INTERRUPTED, null, null, null));
            } else if (!COMPLETED.equals(step.outcome())) {
                endRequest(step);
            }
        });
    }

    private void finish(WorkflowStep step, WorkflowRunStore.Ending ending) {
        store.end(step.id(), ending, clock.instant());
        endRequest(step);
    }

    private void endRequest(WorkflowStep step) {
        if (step.kind().equals("request")) {
            requests.ifAvailable(handler -> handler.ended(step.id()));
        }
    }

    /**
     * Stores the results of steps that wait for another system. Three statements, whatever their number.
     *
     * @param results by id of the step
     * @return the steps as they waited, in the order of their ids
     * @throws Conflict {@code process-not-waiting} where a process has left its step
     */
    public List<WorkflowStep> complete(Map<String, Map<String, @Nullable Object>> results) {
        List<WorkflowStep> steps = store.steps(results.keySet());
        if (steps.size() < results.size()) {
            throw new NotFound("workflow step");
        }
        if (!steps.stream().allMatch(WorkflowStep::isOpen)) {
            throw notWaiting();
        }
        store.complete(
                steps.stream()
                        .map(step -> new WorkflowRunStore.Result(
                                step, elementOf(step).result(), results.getOrDefault(step.id(), Map.of())))
                        .toList(),
                COMPLETED,
                clock.instant());
        return steps;
    }

    /** Stores the result of a step that is open, or that the process is leaving now because its task was completed. */
    public void complete(WorkflowStep step, Map<String, @Nullable Object> result, @Nullable Actor by) {
        store.end(step.id(), new WorkflowRunStore.Ending(COMPLETED, null, result, by), clock.instant());
        store.put(step.runId(), elementOf(step).result(), result);
    }

    /** The open step with this id. */
    public WorkflowStep open(String stepId, String enrollmentId) {
        WorkflowStep step = store.step(stepId)
                .filter(found -> found.enrollmentId().equals(enrollmentId))
                .orElseThrow(() -> new NotFound("workflow step"));
        if (!step.isOpen()) {
            throw notWaiting();
        }
        return step;
    }

    private static Conflict notWaiting() {
        return new Conflict(
                "process-not-waiting",
                "The workflow of this enrollment does not wait for this step. Read its steps again.");
    }

    /** The step at which the process waits for a person; empty where it waits for none. */
    public Optional<WorkflowStep> openUserStep(String enrollmentId) {
        return store.openOf(enrollmentId).stream()
                .filter(step -> step.kind().equals("user"))
                .findFirst();
    }

    public Optional<WorkflowStep> byEngineId(String engineId) {
        return store.byEngineId(engineId);
    }

    /** The element of a step. */
    public WorkflowElement elementOf(WorkflowStep step) {
        return element(step.workflow(), step.elementId());
    }

    /**
     * Records what a person decided at a decision step.
     *
     * @throws dev.enlist.shared.problem.Problem where another person must do the step
     */
    public void decide(WorkflowStep step, boolean approve, @Nullable String reason, boolean override, Actor by) {
        requireDifferentPerson(step, by);
        String decision = approve ? WorkflowValidator.APPROVE : WorkflowValidator.REJECT;
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put(DECISION, decision);
        result.put(REASON, reason);
        store.end(step.id(), new WorkflowRunStore.Ending(decision, reason, result, by), clock.instant());
        store.put(step.runId(), elementOf(step).result(), result);
        store.decide(step.runId(), decision, reason, by, override);
    }

    /** Refuses a person who did a step from which this one must differ. */
    public void requireDifferentPerson(WorkflowStep step, Actor by) {
        elementOf(step)
                .property("differentFrom")
                .flatMap(other -> store.ofRun(step.runId()).stream()
                        .filter(earlier -> earlier.elementId().equals(other.trim()) && earlier.by() != null)
                        .reduce((first, last) -> last))
                .filter(earlier -> persons.isSame(earlier.by(), by))
                .ifPresent(earlier -> {
                    throw new Conflict(
                            "second-person-needed",
                            earlier.by().name() + " did the step " + earlier.name() + "; another person has to do "
                                    + step.name() + ".");
                });
    }

    /** Records that the person at a user step asked the applicant. */
    public void asked(WorkflowStep step, @Nullable Actor by) {
        store.end(step.id(), new WorkflowRunStore.Ending("asked", null, null, by), clock.instant());
    }

    /** The latest step of an element; empty where the process never reached it. */
    public Optional<WorkflowStep> latest(String enrollmentId, String elementId) {
        return store.ofEnrollment(enrollmentId).stream()
                .filter(step -> step.elementId().equals(elementId))
                .reduce((earlier, later) -> later);
    }

    /** The person who did a user step leaves it. */
    public void leaveUserStep(String enrollmentId) {
        enrollments.finishStep(enrollmentId);
    }

    /** What a step did that the process waits for no longer. */
    public record StepResult(
            boolean decidedByRules, @Nullable Instant informationDueAt) {

        static final StepResult NOTHING = new StepResult(false, null);
    }

    /** Does a step that does not wait, or begins to ask the applicant. */
    public StepResult execute(String enrollmentId, WorkflowRef workflow, String elementId) {
        WorkflowRun run = run(enrollmentId);
        WorkflowElement element = element(workflow, elementId);
        return switch (element.kind()) {
            case RULES -> rules(run, workflow, element);
            case NOTIFY -> mail(run, workflow, element);
            case SET_FIELD -> setField(run, workflow, element);
            case DECIDE -> decide(run, workflow, element);
            case REQUEST_INFORMATION -> ask(run, workflow, element);
            default -> throw new IllegalStateException(element.kind() + " does nothing at once");
        };
    }

    private StepResult rules(WorkflowRun run, WorkflowRef workflow, WorkflowElement element) {
        String slug = element.property(WorkflowElement.RULE_SET).orElseThrow();
        Integer version = element.property(WorkflowElement.RULE_SET_VERSION)
                .map(Integer::valueOf)
                .or(() -> Optional.ofNullable(ruleSets.latest(slug)))
                .orElseThrow(() -> new RulesFailed("The rule set " + slug + " has no published version."));
        RuleSetRef rules = new RuleSetRef(slug, version);
        // outside the proxy of a transaction, so that a failure can be caught and tried again
        Function<Map<String, @Nullable Object>, Decision> evaluator = ruleSets.evaluator(rules);
        Decision decision = evaluator.apply(variables(run));
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("status", decision.verdict().status().wire());
        result.put("reason", decision.verdict().reason());
        result.put("code", decision.verdict().code());
        result.put(DECISION, decision.approves() ? Decision.APPROVE : Decision.REVIEW);
        store.put(run.id(), element.result(), result);
        done(
                run,
                workflow,
                element,
                new WorkflowRunStore.Ending(
                        decision.verdict().status().wire(),
                        decision.verdict().reason(),
                        result,
                        Actor.rule(slug, version)));
        return StepResult.NOTHING;
    }

    private StepResult mail(WorkflowRun run, WorkflowRef workflow, WorkflowElement element) {
        String subject = element.property("subject").orElseThrow();
        String message = element.property("message").orElseThrow();
        for (String recipient : element.list("to")) {
            mails.send(run.enrollmentId(), recipient.equals("applicant"), subject, message);
        }
        done(run, workflow, element, new WorkflowRunStore.Ending(COMPLETED, subject, null, null));
        return StepResult.NOTHING;
    }

    private StepResult setField(WorkflowRun run, WorkflowRef workflow, WorkflowElement element) {
        String pointer = element.property("field").orElseThrow();
        Object value = feel.evaluate(element.property("value").orElseThrow(), variables(run));
        enrollments.set(run.enrollmentId(), pointer, value, actor(workflow));
        done(run, workflow, element, new WorkflowRunStore.Ending(COMPLETED, pointer, null, null));
        return StepResult.NOTHING;
    }

    private StepResult decide(WorkflowRun run, WorkflowRef workflow, WorkflowElement element) {
        String id = run.enrollmentId();
        String outcome = element.outcome().equals(WorkflowValidator.REVIEWER)
                ? Optional.ofNullable(run.decision())
                        .orElseThrow(() -> new Conflict(
                                "workflow-undecided",
                                "No person has decided yet in the workflow " + workflow.slug() + "."))
                : element.outcome();
        Actor by = run.decidedBy() == null ? actor(workflow) : run.decidedBy();
        String reason = element.property(REASON).orElse(run.reason());
        if (outcome.equals(WorkflowValidator.AUTOMATIC)) {
            boolean approved = enrollments.approveByRules(
                    id,
                    element.property("sample")
                            .map(String::trim)
                            .map(BigDecimal::new)
                            .orElse(null));
            done(
                    run,
                    workflow,
                    element,
                    new WorkflowRunStore.Ending(approved ? "approve" : "review", null, null, null));
            return new StepResult(approved, null);
        }
        done(run, workflow, element, new WorkflowRunStore.Ending(outcome, reason, null, by));
        switch (outcome) {
            case WorkflowValidator.APPROVE ->
                enrollments.approve(
                        id,
                        new WorkflowEnrollmentService.Ruling(
                                run.decision(), reason, run.overridden(), approvers(run), by));
            case WorkflowValidator.REJECT ->
                enrollments.reject(
                        id,
                        reason == null ? "The workflow " + workflow.slug() + " rejected the application." : reason,
                        by);
            default -> enrollments.waitlist(id, reason, by);
        }
        return StepResult.NOTHING;
    }

    /** How many different people approved in the run. */
    private int approvers(WorkflowRun run) {
        List<Actor> people = new ArrayList<>();
        for (WorkflowStep step : store.ofRun(run.id())) {
            Actor by = step.by();
            if (step.kind().equals("user")
                    && WorkflowValidator.APPROVE.equals(step.outcome())
                    && by != null
                    && people.stream().noneMatch(other -> persons.isSame(other, by))) {
                people.add(by);
            }
        }
        return people.size();
    }

    private StepResult ask(WorkflowRun run, WorkflowRef workflow, WorkflowElement element) {
        store.start(run, workflow, element, null, clock.instant());
        enrollments.waitAt(run.enrollmentId(), false);
        Instant due = enrollments.ask(
                run.enrollmentId(),
                element.property("message").orElseThrow(),
                element.list("fields"),
                element.list("documents"),
                element.duration("dueAfter").orElse(null),
                actor(workflow));
        return new StepResult(false, due);
    }

    /** Records whether the applicant answered at a step that asked. */
    public void answered(String enrollmentId, WorkflowRef workflow, String elementId, boolean answered) {
        WorkflowElement element = element(workflow, elementId);
        Map<String, @Nullable Object> result = new HashMap<>();
        result.put("answered", answered);
        store.openOf(enrollmentId).stream()
                .filter(step -> step.elementId().equals(elementId))
                .forEach(step -> {
                    store.end(
                            step.id(),
                            new WorkflowRunStore.Ending(answered ? "answered" : "unanswered", null, result, null),
                            clock.instant());
                    store.put(step.runId(), element.result(), result);
                });
    }

    private void done(WorkflowRun run, WorkflowRef workflow, WorkflowElement element, WorkflowRunStore.Ending ending) {
        Instant now = clock.instant();
        store.end(store.start(run, workflow, element, null, now), ending, now);
    }

    private static Actor actor(WorkflowRef workflow) {
        return Actor.process(workflow.slug(), "Workflow " + workflow.slug() + " version " + workflow.version());
    }

    /** The steps of several enrollments by id, each oldest first. The caller has checked access. One statement. */
    @Transactional(readOnly = true)
    public Map<String, List<WorkflowStep>> steps(Collection<String> enrollmentIds) {
        return store.ofEnrollments(enrollmentIds).stream().collect(Collectors.groupingBy(WorkflowStep::enrollmentId));
    }

    /** The steps of an enrollment, oldest first. The caller has checked access. */
    public List<WorkflowStep> steps(String enrollmentId) {
        return store.ofEnrollment(enrollmentId);
    }
}
