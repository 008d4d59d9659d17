package dev.enlist.workflow.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Checks that a document contains only elements, attributes and properties that workflows allow, none of which runs code. */
final class AllowedContentValidator {

    private static final int MOST_FINDINGS = 200;

    private static final int LONGEST_VALUE = 20_000;

    private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private static final String XML = "http://www.w3.org/XML/1998/namespace";

    /** Elements and attributes of the standard and of the engine that run code or reach out. */
    private static final Set<String> CODE = Set.of(
            "script",
            "scriptTask",
            "expression",
            "class",
            "delegateExpression",
            "executionListener",
            "taskListener",
            "connector",
            "connectorId",
            "inputOutput",
            "inputParameter",
            "outputParameter",
            "field",
            "string",
            "formKey",
            "formHandlerClass",
            "resource",
            "resultScript",
            "ioSpecification",
            "scriptFormat",
            "variableMappingClass",
            "variableMappingDelegateExpression",
            "in",
            "out",
            "formData",
            "validation",
            "constraint",
            "errorEventDefinition");

    /** Attributes of the standard that have no effect here or are read by name. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "id",
            "name",
            "isExecutable",
            "processType",
            "isClosed",
            "targetNamespace",
            "exporter",
            "exporterVersion",
            "expressionLanguage",
            "typeLanguage",
            "sourceRef",
            "targetRef",
            "default",
            "attachedToRef",
            "cancelActivity",
            "calledElement",
            "gatewayDirection",
            "eventGatewayType",
            "instantiate",
            "isInterrupting",
            "startQuantity",
            "completionQuantity",
            "isForCompensation",
            "implementation",
            "parallelMultiple",
            "language",
            "associationDirection",
            "textFormat",
            "categoryValueRef",
            "processRef",
            "method",
            "triggeredByEvent",
            "isImmediate");

    private static final Map<String, Set<String>> EXTENSION_ATTRIBUTES = Map.of(
            "process", Set.of("historyTimeToLive", "versionTag", "isStartableInTasklist"),
            "userTask", Set.of("candidateGroups"),
            "serviceTask", Set.of("type", "topic"),
            "businessRuleTask",
                    Set.of(
                            "decisionRef",
                            "decisionRefBinding",
                            "decisionRefVersion",
                            "resultVariable",
                            "mapDecisionResult"),
            "callActivity", Set.of("calledElementBinding", "calledElementVersion"));

    private final List<WorkflowFinding> findings = new ArrayList<>();

    /** What every element may hold beside its own. */
    void content(Element child, Element parent, @Nullable StepKind kind, Map<String, String> properties) {
        if (BpmnElements.isBpmn(child, "incoming")
                || BpmnElements.isBpmn(child, "outgoing")
                || BpmnElements.isComment(child)) {
            return;
        }
        if (BpmnElements.isBpmn(child, "extensionElements")) {
            properties.putAll(
                    extensions(child, BpmnElements.place(parent), kind == null ? Set.of() : kind.properties()));
        } else {
            refuse(child, parent);
        }
    }

    Map<String, String> extensions(Element extension, WorkflowFinding.Element place, Set<String> known) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Element child : BpmnElements.children(extension)) {
            if (!WorkflowParser.CAMUNDA.equals(child.getNamespaceURI())
                    || !child.getLocalName().equals("properties")) {
                boolean code = CODE.contains(child.getLocalName());
                add(WorkflowFinding.error(
                        code ? "code" : "unknown-extension",
                        place,
                        "the extension element " + BpmnElements.shorten(child.getLocalName()) + " is not allowed"
                                + (code ? ": workflows run no code." : ".")
                                + " Only camunda:properties are read."));
                continue;
            }
            for (Element property : BpmnElements.children(child)) {
                property(property, place, known, properties);
            }
        }
        return properties;
    }

    private void property(
            Element property, WorkflowFinding.Element place, Set<String> known, Map<String, String> properties) {
        String key = property.getAttribute("name").trim();
        String value = property.getAttribute("value");
        if (!WorkflowParser.CAMUNDA.equals(property.getNamespaceURI())
                || !property.getLocalName().equals("property")) {
            add(WorkflowFinding.error(
                    CODE.contains(property.getLocalName()) ? "code" : "unknown-extension",
                    place,
                    "camunda:properties contain the element " + BpmnElements.shorten(property.getLocalName())
                            + "; only camunda:property with name and value is allowed."));
        } else if (!known.contains(key)) {
            add(WorkflowFinding.error(
                    "unknown-property",
                    place,
                    "the property " + BpmnElements.shorten(key) + " is not known here. "
                            + (known.isEmpty()
                                    ? "This element has no properties."
                                    : "Known are "
                                            + String.join(
                                                    ", ",
                                                    known.stream().sorted().toList()) + ".")));
        } else if (value.length() > LONGEST_VALUE) {
            add(WorkflowFinding.error(
                    "value-too-long",
                    place,
                    "the property " + key + " has more than %,d characters.".formatted(LONGEST_VALUE)));
        } else if (properties.containsKey(key)) {
            add(WorkflowFinding.error("duplicate-property", place, "the property " + key + " is given twice."));
        } else {
            refuseExpression(value, place, "the property " + key);
            properties.put(key, value);
        }
    }

    /** Checks the attributes of an element, and returns those that the model keeps. */
    Map<String, String> attributes(Element element, String tag) {
        Map<String, String> kept = new LinkedHashMap<>();
        Set<String> extensions = EXTENSION_ATTRIBUTES.getOrDefault(tag, Set.of());
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            String namespace = attribute.getNamespaceURI();
            String key = attribute.getLocalName() == null ? attribute.getName() : attribute.getLocalName();
            if (XMLNS.equals(namespace) || SCHEMA_INSTANCE.equals(namespace) || XML.equals(namespace)) {
                continue;
            }
            boolean own = namespace == null || namespace.isEmpty();
            if (!own && tag.equals("definitions")) {
                // the modelling tool states its platform here
                continue;
            }
            boolean known = own
                    ? ATTRIBUTES.contains(key)
                    : WorkflowParser.CAMUNDA.equals(namespace) && extensions.contains(key);
            if (!known) {
                boolean code = CODE.contains(key);
                add(WorkflowFinding.error(
                        code ? "code" : "unknown-attribute",
                        BpmnElements.place(element),
                        "the attribute " + BpmnElements.shorten(attribute.getName()) + " is not allowed"
                                + (code ? ": workflows run no code." : ".")));
                continue;
            }
            refuseExpression(attribute.getValue(), BpmnElements.place(element), "the attribute " + attribute.getName());
            keep(tag, key, attribute.getValue().trim(), kept);
        }
        if ("true".equals(element.getAttribute("isForCompensation"))
                || "true".equals(element.getAttribute("triggeredByEvent"))) {
            add(WorkflowFinding.error(
                    "not-allowed",
                    BpmnElements.place(element),
                    "compensation and event handlers are not allowed in a workflow."));
        }
        String binding = element.getAttributeNS(WorkflowParser.CAMUNDA, "decisionRefBinding")
                + element.getAttributeNS(WorkflowParser.CAMUNDA, "calledElementBinding");
        if (!binding.isEmpty() && !binding.equals("latest") && !binding.equals("version")) {
            add(WorkflowFinding.error(
                    "binding",
                    BpmnElements.place(element),
                    "the binding " + BpmnElements.shorten(binding)
                            + " is not allowed. Use latest, or version with a number."));
        }
        return kept;
    }

    private static void keep(String tag, String key, String value, Map<String, String> kept) {
        String as =
                switch (tag + " " + key) {
                    case "userTask candidateGroups" -> WorkflowElement.ROLES;
                    case "businessRuleTask decisionRef" -> WorkflowElement.RULE_SET;
                    case "businessRuleTask decisionRefVersion" -> WorkflowElement.RULE_SET_VERSION;
                    case "businessRuleTask resultVariable" -> "result";
                    case "callActivity calledElement" -> WorkflowElement.CALLED;
                    case "callActivity calledElementVersion" -> WorkflowElement.CALLED_VERSION;
                    case "exclusiveGateway default" -> WorkflowElement.DEFAULT;
                    case "boundaryEvent attachedToRef" -> WorkflowElement.ATTACHED_TO;
                    default -> "";
                };
        if (!as.isEmpty()) {
            kept.put(as, value);
        }
    }

    private void refuseExpression(String value, WorkflowFinding.Element place, String what) {
        if (value.contains("${") || value.contains("#{")) {
            add(WorkflowFinding.error(
                    "code", place, what + " has an expression of the engine. Conditions and values are FEEL."));
        }
    }

    void refuse(Element element, Element parent) {
        String tag = element.getLocalName();
        WorkflowFinding.Element place =
                element.hasAttribute("id") ? BpmnElements.place(element) : BpmnElements.place(parent);
        boolean code = CODE.contains(tag) || hasCode(element);
        add(WorkflowFinding.error(
                code ? "code" : "not-allowed",
                place,
                "the element " + BpmnElements.shorten(tag) + " is not allowed in a workflow"
                        + (code ? ": workflows run no code." : ".") + " " + instead(tag)));
    }

    private static boolean hasCode(Element element) {
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (CODE.contains(String.valueOf(attribute.getLocalName()))
                    || attribute.getValue().contains("${")
                    || attribute.getValue().contains("#{")) {
                return true;
            }
        }
        return BpmnElements.children(element).stream()
                .anyMatch(child -> CODE.contains(String.valueOf(child.getLocalName())) || hasCode(child));
    }

    private static String instead(String tag) {
        return switch (tag) {
            case "scriptTask" -> "Use a rules step or a request to another system.";
            case "task", "manualTask" -> "Use a user task.";
            case "sendTask" -> "Use a service task with the topic notify.";
            case "receiveTask" -> "Use a service task with the topic request:<topic>.";
            case "subProcess", "adHocSubProcess", "transaction" -> "Call another workflow instead.";
            case "inclusiveGateway", "complexGateway" -> "Use exclusive and parallel gateways.";
            case "multiInstanceLoopCharacteristics", "standardLoopCharacteristics" ->
                "Draw the repetition as a flow back, with a step that waits.";
            case "messageEventDefinition",
                    "signalEventDefinition",
                    "errorEventDefinition",
                    "escalationEventDefinition",
                    "conditionalEventDefinition",
                    "compensateEventDefinition",
                    "linkEventDefinition",
                    "terminateEventDefinition",
                    "cancelEventDefinition" -> "Only timers with a duration can be waited for.";
            default -> "Remove it.";
        };
    }

    String text(Element element, Element place) {
        StringBuilder text = new StringBuilder();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                refuse(inner, place);
            } else if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) {
                text.append(child.getNodeValue());
            }
        }
        refuseExpression(text.toString(), BpmnElements.place(place), "its " + element.getLocalName());
        return text.toString().trim();
    }

    void add(WorkflowFinding finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    List<WorkflowFinding> findings() {
        return findings;
    }
}
