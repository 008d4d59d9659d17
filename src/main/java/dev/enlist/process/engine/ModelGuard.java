package dev.enlist.process.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * The allow-list of elements and attributes of a process model. Everything else that the engine supports, such as
 * scripts, classes, connectors, listeners that are expressions, validators or form keys, is refused at deployment, with
 * its place.
 *
 * <p>Engine internals: it reads the parser's own elements: they are exactly what the engine will execute, and carry
 * the line of a fault.
 */
final class ModelGuard {

    /** Shapes and labels, from which the engine reads only positions. */
    private static final Set<String> DIAGRAM =
            Set.of(BpmnParser.BPMN_DI_NS, BpmnParser.BPMN_DC_NS, BpmnParser.OMG_DI_NS);

    /** Those of old models under the former name too: the engine still reads it. */
    @SuppressWarnings("deprecation")
    private static final Set<String> EXTENSIONS =
            Set.of(BpmnParser.CAMUNDA_BPMN_EXTENSIONS_NS, BpmnParser.ACTIVITI_BPMN_EXTENSIONS_NS);

    private static final Set<String> ELEMENTS = Set.of(
            ("definitions process documentation extensionElements collaboration participant messageFlow laneSet lane"
                            + " flowNodeRef textAnnotation text association group incoming outgoing sequenceFlow"
                            + " conditionExpression startEvent endEvent intermediateCatchEvent intermediateThrowEvent"
                            + " boundaryEvent messageEventDefinition timerEventDefinition errorEventDefinition"
                            + " escalationEventDefinition signalEventDefinition terminateEventDefinition"
                            + " conditionalEventDefinition condition linkEventDefinition timeDate timeDuration timeCycle"
                            + " message error escalation signal exclusiveGateway parallelGateway inclusiveGateway"
                            + " eventBasedGateway task manualTask userTask serviceTask sendTask receiveTask"
                            + " businessRuleTask callActivity subProcess multiInstanceLoopCharacteristics"
                            + " loopCardinality completionCondition")
                    .split(" "));

    private static final Set<String> EXTENSION_ELEMENTS =
            Set.of(("executionListener taskListener failedJobRetryTimeCycle in out properties property inputOutput"
                            + " inputParameter outputParameter list map value entry")
                    .split(" "));

    private static final Set<String> ATTRIBUTES = Set.of(
            ("xmlns id name isExecutable isClosed processType targetNamespace exporter exporterVersion expressionLanguage typeLanguage"
                            + " processRef sourceRef targetRef default messageRef errorRef errorCode escalationRef"
                            + " escalationCode signalRef attachedToRef cancelActivity isInterrupting"
                            + " parallelMultiple triggeredByEvent isSequential behavior calledElement"
                            + " gatewayDirection eventGatewayType instantiate isForCompensation startQuantity"
                            + " completionQuantity isImmediate associationDirection textFormat implementation")
                    .split(" "));

    private static final Set<String> EXTENSION_ATTRIBUTES =
            Set.of(("historyTimeToLive versionTag isStartableInTasklist asyncBefore asyncAfter exclusive jobPriority"
                            + " taskPriority initiator assignee candidateUsers candidateGroups dueDate followUpDate"
                            + " priority formRef formRefBinding formRefVersion delegateExpression decisionRef"
                            + " decisionRefBinding decisionRefVersion decisionRefVersionTag decisionRefTenantId"
                            + " mapDecisionResult resultVariable calledElementBinding calledElementVersion"
                            + " calledElementVersionTag calledElementTenantId collection elementVariable"
                            + " errorCodeVariable errorMessageVariable escalationCodeVariable")
                    .split(" "));

    /** Attributes of the engine's extension elements have no prefix. */
    private static final Set<String> ATTRIBUTES_OF_EXTENSIONS = Set.of(
            "id event delegateExpression source sourceExpression target variables local businessKey name value key"
                    .split(" "));

    private static final String DELEGATE = "delegateExpression";
    private static final String LANGUAGE = "expressionLanguage";

    /** A place in a model and its fault. */
    record Fault(Element element, String message) {}

    private final Set<Object> delegates;
    private final List<Fault> faults = new ArrayList<>();

    private ModelGuard(Set<Object> delegates) {
        this.delegates = delegates;
    }

    /** Every fault of a model. {@code delegates} are the names of the beans that it may call. */
    static List<Fault> faults(Element root, Set<Object> delegates) {
        ModelGuard guard = new ModelGuard(delegates);
        guard.check(root, "definitions");
        return List.copyOf(guard.faults);
    }

    /** @param place id of the nearest element that has one */
    private void check(Element element, String place) {
        String here = Optional.ofNullable(element.attribute("id")).orElse(place);
        if (DIAGRAM.contains(element.getUri())) {
            return;
        }
        boolean extension = EXTENSIONS.contains(element.getUri());
        boolean known = extension
                ? EXTENSION_ELEMENTS.contains(element.getTagName())
                : BpmnParser.BPMN20_NS.equals(element.getUri()) && ELEMENTS.contains(element.getTagName());
        if (!known) {
            refuse(element, here, "the element " + element.getTagName() + " is not allowed in a model");
            return;
        }
        for (String key : element.attributes()) {
            checkAttribute(element, here, key, extension);
        }
        if (!SimpleExpressions.isSimple(element.getText())) {
            refuse(
                    element,
                    here,
                    "its text is an expression with a call or a member access; use variables and operators only");
        }
        element.elements().forEach(child -> check(child, here));
    }

    private void checkAttribute(Element element, String place, String key, boolean extension) {
        int colon = key.lastIndexOf(':');
        String namespace = colon < 0 ? "" : key.substring(0, colon);
        String name = key.substring(colon + 1);
        if (!namespace.isEmpty() && !EXTENSIONS.contains(namespace)) {
            // attributes of the schema and of modelling tools; the engine does not read them
            return;
        }
        String value = element.attribute(key);
        boolean known = !namespace.isEmpty()
                ? EXTENSION_ATTRIBUTES.contains(name)
                : extension ? ATTRIBUTES_OF_EXTENSIONS.contains(name) : ATTRIBUTES.contains(name);
        if (!known) {
            refuse(element, place, "the attribute " + name + " is not allowed in a model");
        } else if (name.equals(DELEGATE)) {
            if (SimpleExpressions.bean(value).filter(delegates::contains).isEmpty()) {
                refuse(element, place, "the attribute " + name + " names none of our delegates: " + value);
            }
        } else if (name.equals(LANGUAGE) && !value.startsWith("http://www.w3.org/")) {
            refuse(element, place, "the attribute " + name + " asks for the language " + value);
        } else if (!SimpleExpressions.isSimple(value)) {
            refuse(
                    element,
                    place,
                    "the attribute " + name
                            + " is an expression with a call or a member access; use variables and operators only: "
                            + value);
        }
    }

    private void refuse(Element element, String place, String what) {
        faults.add(new Fault(element, "Refused at " + place + " (" + element.getTagName() + "): " + what + "."));
    }
}
