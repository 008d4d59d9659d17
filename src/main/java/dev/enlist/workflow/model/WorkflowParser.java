package dev.enlist.workflow.model;

import dev.enlist.shared.xml.SecureXml;
import dev.enlist.shared.xml.UnreadableXml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Reads BPMN that organizations wrote. Elements, attributes and extension properties that are not on the allow-list are
 * findings and not part of the model. The engine never gets this document: {@link WorkflowCompiler} writes its own from the
 * model.
 */
public final class WorkflowParser {

    /** Most characters of a document. */
    public static final int LONGEST = 1024 * 1024;

    /** Most elements and flows of a workflow. */
    public static final int MOST_ELEMENTS = 300;

    public static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    static final String DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI";
    private static final String COORDINATES = "http://www.omg.org/spec/DD/20100524/DC";
    private static final String LAYOUT = "http://www.omg.org/spec/DD/20100524/DI";
    private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    private static final String XML = "http://www.w3.org/XML/1998/namespace";

    private static final int MOST_FINDINGS = 200;
    private static final int LONGEST_ID = 60;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_VALUE = 20_000;

    /** Suffix of the elements that the compiler adds to a step. */
    static final String RESERVED = "__";

    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
    private static final String REQUEST = "request:";

    /** Elements without effect, which tools and people add for readers. */
    private static final Set<String> COMMENTS =
            Set.of("documentation", "textAnnotation", "association", "group", "laneSet", "category", "text");

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

    /** What a document is: the model, null where it cannot be shown as one, and all findings. */
    public record Parsed(@Nullable WorkflowModel model, List<WorkflowFinding> findings) {}

    private final List<WorkflowFinding> findings = new ArrayList<>();
    private final List<WorkflowElement> elements = new ArrayList<>();
    private final List<WorkflowFlow> flows = new ArrayList<>();
    private final Map<String, List<Double>> positions = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private String name = "";

    private WorkflowParser() {}

    /** Never throws: a document that cannot be read has a finding that says why. */
    public static Parsed parse(String bpmn) {
        if (bpmn.length() > LONGEST) {
            return unusable(
                    "too-large",
                    "The document has more than %,d characters. Draw smaller workflows, and call one from another."
                            .formatted(LONGEST));
        }
        try {
            SecureXml.check(bpmn);
            return new WorkflowParser()
                    .read(SecureXml.document(SecureXml.stream(bpmn)).getDocumentElement());
        } catch (UnreadableXml e) {
            return new Parsed(
                    null,
                    e.faults().stream()
                            .map(fault -> WorkflowFinding.error("unreadable", null, fault))
                            .toList());
        }
    }

    private static Parsed unusable(String code, String message) {
        return new Parsed(null, List.of(WorkflowFinding.error(code, null, message)));
    }

    private Parsed read(Element root) {
        if (!isBpmn(root, "definitions")) {
            return unusable(
                    "not-bpmn",
                    "This is no BPMN 2.0 document: its first element is " + root.getLocalName()
                            + ". Send <definitions xmlns=\"" + BPMN + "\">, as bpmn-js and Camunda Modeler write it.");
        }
        attributes(root, "definitions");
        List<Element> processes = new ArrayList<>();
        for (Element child : children(root)) {
            if (isBpmn(child, "process")) {
                processes.add(child);
            } else if (DIAGRAM.equals(child.getNamespaceURI())) {
                layout(child);
            } else if (isBpmn(child, "collaboration")) {
                collaboration(child);
            } else if (isBpmn(child, "extensionElements")) {
                extensions(child, place(root), Set.of());
            } else if (!isComment(child)) {
                refuse(child, root);
            }
        }
        if (processes.size() != 1) {
            findings.add(WorkflowFinding.error(
                    "one-process",
                    null,
                    "The document has " + processes.size() + " processes; a workflow is exactly one."));
            return new Parsed(null, findings);
        }
        process(processes.get(0));
        if (elements.size() + flows.size() > 2 * MOST_ELEMENTS) {
            findings.add(WorkflowFinding.error(
                    "too-many-elements",
                    null,
                    "The workflow has " + elements.size() + " elements, more than " + MOST_ELEMENTS
                            + ". Call another workflow for a part of it."));
            return new Parsed(null, findings);
        }
        return new Parsed(new WorkflowModel(name, elements, flows, positions), findings);
    }

    private void process(Element process) {
        attributes(process, "process");
        name = process.getAttribute("name");
        for (Element child : children(process)) {
            switch (bpmnName(child)) {
                case "startEvent" -> event(child, StepKind.START);
                case "endEvent" -> event(child, StepKind.END);
                case "userTask" -> task(child, StepKind.USER);
                case "serviceTask" -> service(child);
                case "businessRuleTask" -> task(child, StepKind.RULES);
                case "callActivity" -> task(child, StepKind.CALL);
                case "exclusiveGateway" -> task(child, StepKind.EXCLUSIVE);
                case "parallelGateway" -> task(child, StepKind.PARALLEL);
                case "eventBasedGateway" -> task(child, StepKind.EVENT);
                case "intermediateCatchEvent" -> timer(child, StepKind.TIMER);
                case "boundaryEvent" -> timer(child, StepKind.BOUNDARY_TIMER);
                case "sequenceFlow" -> flow(child);
                case "extensionElements" -> extensions(child, place(process), Set.of());
                default -> {
                    if (!isComment(child)) {
                        refuse(child, process);
                    }
                }
            }
        }
    }

    private void collaboration(Element collaboration) {
        for (Element child : children(collaboration)) {
            if (!isBpmn(child, "participant") && !isComment(child)) {
                refuse(child, collaboration);
            }
        }
    }

    private void event(Element element, StepKind kind) {
        Map<String, String> properties = attributes(element, element.getLocalName());
        for (Element child : children(element)) {
            if (bpmnName(child).endsWith("EventDefinition")) {
                refuse(child, element);
            } else {
                content(child, element, kind, properties);
            }
        }
        add(element, kind, properties);
    }

    private void task(Element element, StepKind kind) {
        Map<String, String> properties = attributes(element, element.getLocalName());
        for (Element child : children(element)) {
            content(child, element, kind, properties);
        }
        add(element, kind, properties);
    }

    private void service(Element element) {
        String topic = element.getAttributeNS(CAMUNDA, "topic").trim();
        boolean external = "external".equals(element.getAttributeNS(CAMUNDA, "type"));
        Optional<StepKind> kind =
                switch (topic) {
                    case "notify" -> Optional.of(StepKind.NOTIFY);
                    case "setField" -> Optional.of(StepKind.SET_FIELD);
                    case "requestInformation" -> Optional.of(StepKind.REQUEST_INFORMATION);
                    case "decide" -> Optional.of(StepKind.DECIDE);
                    default -> topic.startsWith(REQUEST) ? Optional.of(StepKind.REQUEST) : Optional.empty();
                };
        if (kind.isEmpty() || !external) {
            add(WorkflowFinding.error(
                    "unknown-step",
                    place(element),
                    "this service task names no step that exists. Set camunda:type to external and camunda:topic to"
                            + " request:<topic>, notify, setField, requestInformation or decide"
                            + (topic.isEmpty() ? "." : "; it is " + shorten(topic) + ".")));
            attributes(element, "serviceTask");
            children(element).forEach(child -> content(child, element, StepKind.REQUEST, new LinkedHashMap<>()));
            return;
        }
        String requested = topic.startsWith(REQUEST) ? topic.substring(REQUEST.length()) : topic;
        if (kind.get() == StepKind.REQUEST && !TOPIC.matcher(requested).matches()) {
            add(WorkflowFinding.error(
                    "unknown-step",
                    place(element),
                    "the topic " + shorten(requested)
                            + " is not usable. Name it with letters, digits, dots and hyphens,"
                            + " at most 100, such as request:verify-account."));
        }
        task(element, kind.get());
        if (!elements.isEmpty() && elements.get(elements.size() - 1).id().equals(element.getAttribute("id"))) {
            WorkflowElement added = elements.remove(elements.size() - 1);
            Map<String, String> properties = new LinkedHashMap<>(added.properties());
            properties.put(WorkflowElement.TOPIC, requested);
            elements.add(new WorkflowElement(added.id(), added.name(), added.kind(), properties));
        }
    }

    private void timer(Element element, StepKind kind) {
        Map<String, String> properties = attributes(element, element.getLocalName());
        properties.put(
                WorkflowElement.INTERRUPTING, String.valueOf(!"false".equals(element.getAttribute("cancelActivity"))));
        boolean timed = false;
        for (Element child : children(element)) {
            if (isBpmn(child, "timerEventDefinition")) {
                timed = true;
                duration(child, element, properties);
            } else if (bpmnName(child).endsWith("EventDefinition")) {
                refuse(child, element);
                timed = true;
            } else {
                content(child, element, kind, properties);
            }
        }
        if (!timed) {
            add(WorkflowFinding.error(
                    "not-a-timer",
                    place(element),
                    "this event is no timer. Only timers with a duration can be waited for."));
        }
        add(element, kind, properties);
    }

    private void duration(Element definition, Element event, Map<String, String> properties) {
        attributes(definition, "timerEventDefinition");
        for (Element child : children(definition)) {
            if (isBpmn(child, "timeDuration")) {
                attributes(child, "timeDuration");
                properties.put(WorkflowElement.DURATION, text(child, event));
            } else {
                add(WorkflowFinding.error(
                        "timer-without-duration",
                        place(event),
                        "the timer has " + child.getLocalName() + ". State a duration (timeDuration) such as P3D."));
            }
        }
    }

    private void flow(Element element) {
        attributes(element, "sequenceFlow");
        String condition = null;
        for (Element child : children(element)) {
            if (isBpmn(child, "conditionExpression")) {
                String language = child.getAttribute("language");
                attributes(child, "conditionExpression");
                if (!language.isEmpty()
                        && !language.toLowerCase(java.util.Locale.ROOT).contains("feel")) {
                    add(WorkflowFinding.error(
                            "code",
                            place(element),
                            "the condition is written in " + shorten(language) + ". Conditions are FEEL, such as"
                                    + " metadata.monthlyKwh > 300."));
                }
                String text = text(child, element);
                condition = text.startsWith("=") ? text.substring(1).trim() : text;
            } else {
                content(child, element, null, new LinkedHashMap<>());
            }
        }
        String id = id(element);
        if (id != null) {
            flows.add(new WorkflowFlow(
                    id,
                    label(element, id),
                    element.getAttribute("sourceRef").trim(),
                    element.getAttribute("targetRef").trim(),
                    condition == null || condition.isBlank() ? null : condition));
        }
    }

    /** What every element may hold beside its own. */
    private void content(Element child, Element parent, @Nullable StepKind kind, Map<String, String> properties) {
        if (isBpmn(child, "incoming") || isBpmn(child, "outgoing") || isComment(child)) {
            return;
        }
        if (isBpmn(child, "extensionElements")) {
            properties.putAll(extensions(child, place(parent), kind == null ? Set.of() : kind.properties()));
        } else {
            refuse(child, parent);
        }
    }

    private Map<String, String> extensions(Element extension, WorkflowFinding.Element place, Set<String> known) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Element child : children(extension)) {
            if (!CAMUNDA.equals(child.getNamespaceURI())
                    || !child.getLocalName().equals("properties")) {
                boolean code = CODE.contains(child.getLocalName());
                add(WorkflowFinding.error(
                        code ? "code" : "unknown-extension",
                        place,
                        "the extension element " + shorten(child.getLocalName()) + " is not allowed"
                                + (code ? ": workflows run no code." : ".")
                                + " Only camunda:properties are read."));
                continue;
            }
            for (Element property : children(child)) {
                property(property, place, known, properties);
            }
        }
        return properties;
    }

    private void property(
            Element property, WorkflowFinding.Element place, Set<String> known, Map<String, String> properties) {
        String key = property.getAttribute("name").trim();
        String value = property.getAttribute("value");
        if (!CAMUNDA.equals(property.getNamespaceURI())
                || !property.getLocalName().equals("property")) {
            add(WorkflowFinding.error(
                    CODE.contains(property.getLocalName()) ? "code" : "unknown-extension",
                    place,
                    "camunda:properties contain the element " + shorten(property.getLocalName())
                            + "; only camunda:property with name and value is allowed."));
        } else if (!known.contains(key)) {
            add(WorkflowFinding.error(
                    "unknown-property",
                    place,
                    "the property " + shorten(key) + " is not known here. "
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
    private Map<String, String> attributes(Element element, String tag) {
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
            boolean known = own ? ATTRIBUTES.contains(key) : CAMUNDA.equals(namespace) && extensions.contains(key);
            if (!known) {
                boolean code = CODE.contains(key);
                add(WorkflowFinding.error(
                        code ? "code" : "unknown-attribute",
                        place(element),
                        "the attribute " + shorten(attribute.getName()) + " is not allowed"
                                + (code ? ": workflows run no code." : ".")));
                continue;
            }
            refuseExpression(attribute.getValue(), place(element), "the attribute " + attribute.getName());
            keep(tag, key, attribute.getValue().trim(), kept);
        }
        if ("true".equals(element.getAttribute("isForCompensation"))
                || "true".equals(element.getAttribute("triggeredByEvent"))) {
            add(WorkflowFinding.error(
                    "not-allowed", place(element), "compensation and event handlers are not allowed in a workflow."));
        }
        String binding = element.getAttributeNS(CAMUNDA, "decisionRefBinding")
                + element.getAttributeNS(CAMUNDA, "calledElementBinding");
        if (!binding.isEmpty() && !binding.equals("latest") && !binding.equals("version")) {
            add(WorkflowFinding.error(
                    "binding",
                    place(element),
                    "the binding " + shorten(binding) + " is not allowed. Use latest, or version with a number."));
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

    private void refuse(Element element, Element parent) {
        String tag = element.getLocalName();
        WorkflowFinding.Element place = element.hasAttribute("id") ? place(element) : place(parent);
        boolean code = CODE.contains(tag) || hasCode(element);
        add(WorkflowFinding.error(
                code ? "code" : "not-allowed",
                place,
                "the element " + shorten(tag) + " is not allowed in a workflow"
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
        return children(element).stream()
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

    private void add(Element element, StepKind kind, Map<String, String> properties) {
        String id = id(element);
        if (id != null) {
            elements.add(new WorkflowElement(id, label(element, id), kind, Map.copyOf(properties)));
        }
    }

    private @Nullable String id(Element element) {
        String id = element.getAttribute("id").trim();
        if (id.isEmpty() || id.length() > LONGEST_ID || !ID.matcher(id).matches() || id.contains(RESERVED)) {
            add(WorkflowFinding.error(
                    "unusable-id",
                    place(element),
                    "the id of this " + element.getLocalName()
                            + " is not usable. Use letters, digits, dots, hyphens and" + " single underscores, at most "
                            + LONGEST_ID + "."));
            return null;
        }
        if (!ids.add(id)) {
            add(WorkflowFinding.error(
                    "duplicate-id", place(element), "two elements have this id. Give each element its own."));
            return null;
        }
        return id;
    }

    private static String label(Element element, String id) {
        String label = element.getAttribute("name").replaceAll("\\s+", " ").trim();
        return label.isEmpty() ? id : label.length() > LONGEST_NAME ? label.substring(0, LONGEST_NAME) : label;
    }

    private String text(Element element, Element place) {
        StringBuilder text = new StringBuilder();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                refuse(inner, place);
            } else if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) {
                text.append(child.getNodeValue());
            }
        }
        refuseExpression(text.toString(), place(place), "its " + element.getLocalName());
        return text.toString().trim();
    }

    private static WorkflowFinding.Element place(Element element) {
        String id = element.getAttribute("id").trim();
        String shown = id.isEmpty() ? element.getLocalName() : shorten(id);
        return new WorkflowFinding.Element(shown, shorten(label(element, shown)));
    }

    private void add(WorkflowFinding finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    private static String shorten(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private void layout(Element element) {
        String of = element.getAttribute("bpmnElement");
        List<Double> numbers = new ArrayList<>();
        for (Element child : children(element)) {
            if (COORDINATES.equals(child.getNamespaceURI())
                    && child.getLocalName().equals("Bounds")) {
                List.of("x", "y", "width", "height")
                        .forEach(key -> number(child, key).ifPresent(numbers::add));
            } else if (LAYOUT.equals(child.getNamespaceURI())
                    && child.getLocalName().equals("waypoint")) {
                List.of("x", "y").forEach(key -> number(child, key).ifPresent(numbers::add));
            } else if (DIAGRAM.equals(child.getNamespaceURI())) {
                layout(child);
            }
        }
        if (!of.isEmpty() && numbers.size() >= 4 && numbers.size() % 2 == 0) {
            positions.put(of, List.copyOf(numbers));
        }
    }

    private static Optional<Double> number(Element element, String key) {
        try {
            double value = Double.parseDouble(element.getAttribute(key));
            return Double.isFinite(value) && Math.abs(value) < 1_000_000 ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            // a layout without this number is drawn without the element
            return Optional.empty();
        }
    }

    private static boolean isComment(Element element) {
        return BPMN.equals(element.getNamespaceURI()) && COMMENTS.contains(element.getLocalName());
    }

    private static boolean isBpmn(Element element, String tag) {
        return BPMN.equals(element.getNamespaceURI()) && tag.equals(element.getLocalName());
    }

    private static String bpmnName(Element element) {
        return BPMN.equals(element.getNamespaceURI()) ? element.getLocalName() : "";
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(inner);
            }
        }
        return children;
    }
}
