package dev.enlist.workflow.model;

import static dev.enlist.workflow.model.BpmnWriter.attributes;
import static dev.enlist.workflow.model.BpmnWriter.escape;
import static dev.enlist.workflow.model.BpmnWriter.flowId;
import static dev.enlist.workflow.model.BpmnWriter.listener;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the model that the engine runs. Only ids, names, roles, durations and numbers come from the workflow; what runs is
 * named here, and all other settings are read from the workflow when a step runs. Each element keeps its id, and what a step
 * needs beside it gets the id of the step with a suffix.
 */
public final class WorkflowCompiler {

    /** Prefix of the keys of compiled processes. */
    public static final String KEY_PREFIX = "workflow-";

    /** Separates the id of an element from the suffix of what the compiler adds to it. */
    public static final String SUFFIX = WorkflowParser.RESERVED;

    /** Messages that compiled processes wait for. */
    public static final String APPLICANT_ASKED = "workflow.applicant-asked";

    public static final String REQUEST_COMPLETED = "workflow.request-completed";

    /** The flow that a gateway takes. Transient. */
    public static final String CHOSEN_FLOW = "chosenFlow";

    /** Whether the rules approved at an automatic decision. Transient. */
    public static final String DECIDED_BY_RULES = "decidedByRules";

    /** Suffixes of user tasks: a decision, or a form. */
    public static final String DECISION_TASK = "__decision";

    public static final String FORM_TASK = "__task";

    /** Whether the person asked the applicant in the form of the task. Transient. */
    public static final String ASKED_IN_TASK = "askedInTask";

    /** Key of the form of reviews. */
    public static final String REVIEW_FORM = "review-enrollment";

    private static final String DAYS_OF_HISTORY = "P180D";
    private static final String RETRIES = "<camunda:failedJobRetryTimeCycle>R1/PT1S</camunda:failedJobRetryTimeCycle>";

    /**
     * The workflow that a call names, in the version that is fixed at publication.
     *
     * @param tenant workspace; null for a shipped workflow
     */
    public record Callee(String slug, int version, @Nullable String tenant) {}

    private final WorkflowModel model;
    private final String slug;
    private final Map<String, Callee> callees;
    private final BpmnWriter xml = new BpmnWriter();

    private WorkflowCompiler(WorkflowModel model, String slug, Map<String, Callee> callees) {
        this.model = model;
        this.slug = slug;
        this.callees = callees;
    }

    /** Key of the compiled process of a workflow. */
    public static String key(String slug) {
        return KEY_PREFIX + slug;
    }

    /** Id of the element of the workflow to which an element of the compiled process belongs. */
    public static String sourceElement(String compiledId) {
        int suffix = compiledId.indexOf(SUFFIX);
        return suffix < 0 ? compiledId : compiledId.substring(0, suffix);
    }

    /** Key of the form of a user step in the task list; decisions have that of the review. */
    public static String formKey(String slug, WorkflowElement user) {
        return user.isDecision() ? REVIEW_FORM : key(slug) + "-" + user.id();
    }

    /**
     * @param callees by id of the call
     * @return BPMN that names only our delegates
     */
    public static String compile(
            WorkflowModel model, String slug, int version, String name, Map<String, Callee> callees) {
        return new WorkflowCompiler(model, slug, callees).write(version, name);
    }

    private String write(int version, String name) {
        xml.append("""
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
                xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
                xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" \
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions_workflow" \
                targetNamespace="https://enlist.dev/workflows">
                <bpmn:message id="message_asked" name="%s" />
                <bpmn:message id="message_request_completed" name="%s" />
                <bpmn:message id="message_information_provided" name="enrollment.information-provided" />
                <bpmn:message id="message_information_request_cancelled" name="enrollment.information-request-cancelled" />
                <bpmn:error id="error_step_failed" name="Step failed" errorCode="java.lang.RuntimeException" />
                """.formatted(APPLICANT_ASKED, REQUEST_COMPLETED));
        xml.append("<bpmn:process")
                .append(attributes(
                        "id",
                        key(slug),
                        "name",
                        name,
                        "isExecutable",
                        "true",
                        "camunda:versionTag",
                        String.valueOf(version),
                        "camunda:historyTimeToLive",
                        DAYS_OF_HISTORY))
                .append(">\n");
        model.elements().forEach(this::element);
        model.flows().forEach(this::flow);
        xml.append("</bpmn:process>\n");
        diagram();
        return xml.append("</bpmn:definitions>\n").toString();
    }

    private void element(WorkflowElement element) {
        switch (element.kind()) {
            case START -> xml.empty("startEvent", element);
            case END -> xml.empty("endEvent", element);
            case PARALLEL -> xml.empty("parallelGateway", element);
            case EVENT -> xml.empty("eventBasedGateway", element);
            case EXCLUSIVE -> exclusive(element);
            case TIMER -> {
                xml.open("intermediateCatchEvent", element.id(), element.name());
                timer(element);
                xml.close("intermediateCatchEvent");
            }
            case BOUNDARY_TIMER -> boundaryTimer(element);
            case USER -> user(element);
            case RULES, NOTIFY, SET_FIELD -> retriedService(element);
            case DECIDE -> decide(element);
            case REQUEST -> request(element);
            case REQUEST_INFORMATION -> requestInformation(element);
            case CALL -> call(element);
        }
    }

    private void flow(WorkflowFlow flow) {
        WorkflowElement target = model.element(flow.target()).orElseThrow();
        xml.append("<bpmn:sequenceFlow")
                .append(attributes(
                        "id",
                        flow.id(),
                        "name",
                        flow.name(),
                        "sourceRef",
                        exit(flow.source()),
                        "targetRef",
                        entry(target)))
                .append(">");
        boolean conditional = model.element(flow.source())
                .filter(source -> source.kind() == StepKind.EXCLUSIVE && !isDefault(source, flow))
                .isPresent();
        if (conditional && model.outgoing(flow.source()).size() > 1) {
            xml.condition(CHOSEN_FLOW + " == '" + flow.id() + "'");
        }
        xml.append("</bpmn:sequenceFlow>\n");
    }

    private static boolean isDefault(WorkflowElement gateway, WorkflowFlow flow) {
        return gateway.property(WorkflowElement.DEFAULT).map(flow.id()::equals).orElse(false);
    }

    /** Where flows to an element lead: a user step begins with its periods. */
    private static String entry(WorkflowElement element) {
        return element.kind() == StepKind.USER ? element.id() + "__begin" : element.id();
    }

    /** Where the flow out of an element begins. */
    private String exit(String id) {
        WorkflowElement element = model.element(id).orElseThrow();
        return switch (element.kind()) {
            case USER -> id + "__left";
            case RULES, NOTIFY, SET_FIELD, REQUEST_INFORMATION -> id + "__done";
            case DECIDE -> isAutomatic(element) ? id + "__approved" : id;
            default -> id;
        };
    }

    private static boolean isAutomatic(WorkflowElement element) {
        return element.outcome().equals(WorkflowValidator.AUTOMATIC);
    }

    private void exclusive(WorkflowElement gateway) {
        boolean chooses = model.outgoing(gateway.id()).size() > 1;
        xml.append("<bpmn:exclusiveGateway").append(attributes("id", gateway.id(), "name", gateway.name()));
        gateway.property(WorkflowElement.DEFAULT)
                .filter(flow -> chooses)
                .ifPresent(flow -> xml.append(attributes("default", flow)));
        xml.append(">");
        if (chooses) {
            xml.extension(listener("start", "chooseWorkflowFlow"));
        }
        xml.close("exclusiveGateway");
    }

    /** Id of the element at which the process waits. */
    private static String waiting(WorkflowElement step) {
        return step.kind() == StepKind.USER ? task(step) : step.id();
    }

    private static String task(WorkflowElement user) {
        return user.id() + (user.isDecision() ? DECISION_TASK : FORM_TASK);
    }

    private void user(WorkflowElement user) {
        String id = user.id();
        String task = task(user);
        xml.service(id + "__begin", user.name(), "beginWorkflowTask", "");
        xml.link(id + "__begin", task);
        xml.append("<bpmn:userTask")
                .append(attributes(
                        "id",
                        task,
                        "name",
                        user.title(),
                        "camunda:candidateGroups",
                        String.join(",", user.list(WorkflowElement.ROLES))));
        xml.append(attributes("camunda:formRef", formKey(slug, user), "camunda:formRefBinding", "deployment"))
                .append(">");
        xml.extension(listener("start", "startWorkflowStep") + listener("end", "endWorkflowStep")
                + "<camunda:taskListener delegateExpression=\"${announceTask}\" event=\"create\" />");
        xml.close("userTask");
        overdue(id, task, "__reminder", "${reminderAfter}", "remindReviewers");
        overdue(id, task, "__escalation", "${escalateAfter}", "escalateReview");
        xml.link(task, id + "__done");
        xml.service(id + "__done", user.name(), "recordWorkflowTask", "");
        xml.link(id + "__done", id + "__left");
        xml.append("<bpmn:exclusiveGateway")
                .append(attributes("id", id + "__left", "name", "Applicant asked?", "default", next(id)))
                .append(" />\n");
        xml.link(id + "__left", id + "__asking", ASKED_IN_TASK);
        xml.append("<bpmn:boundaryEvent")
                .append(attributes("id", id + "__asked", "name", "Applicant asked", "attachedToRef", task))
                .append(">");
        xml.append("<bpmn:messageEventDefinition")
                .append(attributes("id", id + "__asked_message", "messageRef", "message_asked"))
                .append(" />");
        xml.close("boundaryEvent");
        xml.link(id + "__asked", id + "__asking");
        xml.service(id + "__asking", "Ask applicant", "setInformationDueDate", "");
        xml.link(id + "__asking", id + "__await");
        awaitInformation(id, id + "__begin");
    }

    private void overdue(String id, String task, String suffix, String duration, String delegate) {
        xml.append("<bpmn:boundaryEvent")
                .append(attributes("id", id + suffix, "attachedToRef", task, "cancelActivity", "false"))
                .append("><bpmn:timerEventDefinition")
                .append(attributes("id", id + suffix + "_timer"))
                .append("><bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">")
                .append(duration)
                .append("</bpmn:timeDuration></bpmn:timerEventDefinition>");
        xml.close("boundaryEvent");
        xml.link(id + suffix, id + suffix + "_task");
        xml.service(id + suffix + "_task", suffix.substring(2), delegate, "");
        xml.link(id + suffix + "_task", id + suffix + "_end");
        xml.append("<bpmn:endEvent")
                .append(attributes("id", id + suffix + "_end"))
                .append(" />\n");
    }

    /** Waits for the answer, the cancellation or the due date of an information request, as the enrollment lifecycle does. */
    private void awaitInformation(String id, String after) {
        xml.append("<bpmn:eventBasedGateway")
                .append(attributes("id", id + "__await", "name", "What comes first?"))
                .append(" />\n");
        caught(id + "__provided", "Information provided", "message_information_provided");
        caught(id + "__cancelled", "Request cancelled", "message_information_request_cancelled");
        xml.open("intermediateCatchEvent", id + "__due", "Answer overdue");
        xml.append("<bpmn:timerEventDefinition")
                .append(attributes("id", id + "__due_timer"))
                .append("><bpmn:timeDate xsi:type=\"bpmn:tFormalExpression\">${informationDueAt}</bpmn:timeDate>"
                        + "</bpmn:timerEventDefinition>");
        xml.close("intermediateCatchEvent");
        for (String event : List.of("__provided", "__cancelled", "__due")) {
            xml.link(id + "__await", id + event);
        }
        xml.link(id + "__provided", after);
        xml.link(id + "__cancelled", after);
        xml.link(id + "__due", id + "__due_rule");
        xml.service(id + "__due_rule", "Apply due rule", "applyInformationDueRule", "");
        xml.link(id + "__due_rule", id + "__due_choice");
        xml.append("<bpmn:exclusiveGateway")
                .append(attributes(
                        "id",
                        id + "__due_choice",
                        "name",
                        "Remind, return or reject?",
                        "default",
                        flowId(id + "__due_choice", after)))
                .append(" />\n");
        xml.link(id + "__due_choice", after);
        xml.link(id + "__due_choice", id + "__await", "informationDueRule == 'remind'");
        xml.link(id + "__due_choice", id + "__rejected", "informationDueRule == 'reject'");
        xml.terminate(id + "__rejected", "Rejected unanswered");
    }

    private void caught(String id, String name, String message) {
        xml.open("intermediateCatchEvent", id, name);
        xml.append("<bpmn:messageEventDefinition")
                .append(attributes("id", id + "_message", "messageRef", message))
                .append(" />");
        xml.close("intermediateCatchEvent");
    }

    /** Where the step fails, a job of its own tries again, and raises an incident. */
    private void retriedService(WorkflowElement step) {
        String id = step.id();
        xml.service(id, step.name(), "runWorkflowStep", "");
        xml.append("<bpmn:boundaryEvent")
                .append(attributes("id", id + "__failed", "name", "Step failed", "attachedToRef", id))
                .append("><bpmn:errorEventDefinition")
                .append(attributes("id", id + "__failed_error", "errorRef", "error_step_failed"))
                .append(" />");
        xml.close("boundaryEvent");
        xml.link(id + "__failed", id + "__again");
        xml.append("<bpmn:serviceTask")
                .append(attributes(
                        "id",
                        id + "__again",
                        "name",
                        step.name(),
                        "camunda:asyncBefore",
                        "true",
                        "camunda:delegateExpression",
                        "${runWorkflowStep}"))
                .append(">");
        xml.extension(RETRIES);
        xml.close("serviceTask");
        xml.merge(id + "__done");
        xml.link(id, id + "__done");
        xml.link(id + "__again", id + "__done");
    }

    private void decide(WorkflowElement step) {
        xml.service(step.id(), step.name(), "runWorkflowStep", "");
        if (isAutomatic(step)) {
            String id = step.id();
            xml.append("<bpmn:exclusiveGateway")
                    .append(attributes("id", id + "__approved", "name", "Approved by rules?", "default", next(id)))
                    .append(" />\n");
            xml.link(id, id + "__approved");
            xml.link(id + "__approved", id + "__end", DECIDED_BY_RULES);
            xml.terminate(id + "__end", "Approved by rules");
        }
    }

    /** The only flow that leaves a step. */
    private String next(String id) {
        return model.outgoing(id).get(0).id();
    }

    private void request(WorkflowElement step) {
        xml.append("<bpmn:receiveTask")
                .append(attributes("id", step.id(), "name", step.name(), "messageRef", "message_request_completed"))
                .append(jobAfter(step))
                .append(">");
        xml.extension(RETRIES + listener("start", "startWorkflowStep") + listener("end", "endWorkflowStep"));
        xml.close("receiveTask");
    }

    private void requestInformation(WorkflowElement step) {
        String id = step.id();
        xml.service(id, step.name(), "runWorkflowStep", "");
        xml.link(id, id + "__await");
        awaitInformation(id, id + "__done");
        xml.append("<bpmn:serviceTask")
                .append(attributes(
                        "id",
                        id + "__done",
                        "name",
                        step.name(),
                        "camunda:delegateExpression",
                        "${recordInformationAnswer}"))
                .append(jobAfter(step))
                .append(">");
        xml.extension(RETRIES);
        xml.close("serviceTask");
    }

    /**
     * What another system or the applicant sends is stored even if a step after it is refused, such as an approval whose
     * verdict has changed: those steps are a job of their own, which raises an incident. A person who decides gets the
     * refusal at once.
     */
    private String jobAfter(WorkflowElement step) {
        return canBeRefusedAfter(step) ? attributes("camunda:asyncAfter", "true") : "";
    }

    /** Whether a decision follows without another wait; a call may begin with one. Other steps become jobs where they fail. */
    private boolean canBeRefusedAfter(WorkflowElement step) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(step.id()));
        while (!open.isEmpty()) {
            for (WorkflowFlow flow : model.outgoing(open.removeFirst())) {
                WorkflowElement next = model.element(flow.target()).orElseThrow();
                if (next.kind() == StepKind.DECIDE || next.kind() == StepKind.CALL) {
                    return true;
                }
                if (!next.kind().waits() && seen.add(next.id())) {
                    open.addLast(next.id());
                }
            }
        }
        return false;
    }

    private void call(WorkflowElement call) {
        Callee callee = Optional.ofNullable(callees.get(call.id())).orElseThrow();
        xml.append("<bpmn:callActivity")
                .append(attributes(
                        "id",
                        call.id(),
                        "name",
                        call.name(),
                        "calledElement",
                        key(callee.slug()),
                        "camunda:calledElementBinding",
                        "versionTag",
                        "camunda:calledElementVersionTag",
                        String.valueOf(callee.version()),
                        "camunda:calledElementTenantId",
                        callee.tenant() == null ? "${null}" : callee.tenant()))
                .append(">");
        xml.extension("<camunda:in businessKey=\"${enrollmentId}\" />" + listener("start", "passEnrollmentId"));
        xml.close("callActivity");
    }

    private void boundaryTimer(WorkflowElement timer) {
        xml.append("<bpmn:boundaryEvent")
                .append(attributes(
                        "id",
                        timer.id(),
                        "name",
                        timer.name(),
                        "attachedToRef",
                        timer.property(WorkflowElement.ATTACHED_TO)
                                .flatMap(model::element)
                                .map(WorkflowCompiler::waiting)
                                .orElseThrow(),
                        "cancelActivity",
                        timer.property(WorkflowElement.INTERRUPTING).orElse("true")))
                .append(">");
        timer(timer);
        xml.close("boundaryEvent");
    }

    private void timer(WorkflowElement timer) {
        xml.append("<bpmn:timerEventDefinition")
                .append(attributes("id", timer.id() + "__timer"))
                .append("><bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">")
                .append(escape(
                        timer.duration(WorkflowElement.DURATION).orElseThrow().toString()))
                .append("</bpmn:timeDuration></bpmn:timerEventDefinition>");
    }

    /** The layout of the workflow, so that operators see its diagram. */
    private void diagram() {
        xml.append("<bpmndi:BPMNDiagram id=\"diagram\"><bpmndi:BPMNPlane")
                .append(attributes("id", "plane", "bpmnElement", key(slug)))
                .append(">\n");
        Map<String, List<Double>> positions = new LinkedHashMap<>(model.positions());
        model.elements()
                .forEach(element -> xml.shape(waiting(element), positions.getOrDefault(element.id(), List.of())));
        model.flows().forEach(flow -> xml.edge(flow.id(), positions.getOrDefault(flow.id(), List.of())));
        xml.append("</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n");
    }
}
