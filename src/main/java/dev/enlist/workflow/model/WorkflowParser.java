package dev.enlist.workflow.model;

import dev.enlist.shared.xml.SecureXml;
import dev.enlist.shared.xml.UnreadableXml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

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

    private static final int LONGEST_ID = 60;

    /** Suffix of the elements that the compiler adds to a step. */
    static final String RESERVED = "__";

    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
    private static final String REQUEST = "request:";

    /** What a document is: the model, null where it cannot be shown as one, and all findings. */
    public record Parsed(@Nullable WorkflowModel model, List<WorkflowFinding> findings) {}

    private final AllowedContentValidator allowed = new AllowedContentValidator();
    private final LayoutReader layout = new LayoutReader();
    private final List<WorkflowElement> elements = new ArrayList<>();
    private final List<WorkflowFlow> flows = new ArrayList<>();
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
        if (!BpmnElements.isBpmn(root, "definitions")) {
            return unusable(
                    "not-bpmn",
                    "This is no BPMN 2.0 document: its first element is " + root.getLocalName()
                            + ". Send <definitions xmlns=\"" + BPMN + "\">, as bpmn-js and Camunda Modeler write it.");
        }
        allowed.attributes(root, "definitions");
        List<Element> processes = new ArrayList<>();
        for (Element child : BpmnElements.children(root)) {
            if (BpmnElements.isBpmn(child, "process")) {
                processes.add(child);
            } else if (DIAGRAM.equals(child.getNamespaceURI())) {
                layout.read(child);
            } else if (BpmnElements.isBpmn(child, "collaboration")) {
                collaboration(child);
            } else if (BpmnElements.isBpmn(child, "extensionElements")) {
                allowed.extensions(child, BpmnElements.place(root), Set.of());
            } else if (!BpmnElements.isComment(child)) {
                allowed.refuse(child, root);
            }
        }
        if (processes.size() != 1) {
            allowed.findings()
                    .add(WorkflowFinding.error(
                            "one-process",
                            null,
                            "The document has " + processes.size() + " processes; a workflow is exactly one."));
            return new Parsed(null, allowed.findings());
        }
        process(processes.get(0));
        if (elements.size() + flows.size() > 2 * MOST_ELEMENTS) {
            allowed.findings()
                    .add(WorkflowFinding.error(
                            "too-many-elements",
                            null,
                            "The workflow has " + elements.size() + " elements, more than " + MOST_ELEMENTS
                                    + ". Call another workflow for a part of it."));
            return new Parsed(null, allowed.findings());
        }
        return new Parsed(new WorkflowModel(name, elements, flows, layout.positions()), allowed.findings());
    }

    private void process(Element process) {
        allowed.attributes(process, "process");
        name = process.getAttribute("name");
        for (Element child : BpmnElements.children(process)) {
            switch (BpmnElements.bpmnName(child)) {
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
                case "extensionElements" -> allowed.extensions(child, BpmnElements.place(process), Set.of());
                default -> {
                    if (!BpmnElements.isComment(child)) {
                        allowed.refuse(child, process);
                    }
                }
            }
        }
    }

    private void collaboration(Element collaboration) {
        for (Element child : BpmnElements.children(collaboration)) {
            if (!BpmnElements.isBpmn(child, "participant") && !BpmnElements.isComment(child)) {
                allowed.refuse(child, collaboration);
            }
        }
    }

    private void event(Element element, StepKind kind) {
        Map<String, String> properties = allowed.attributes(element, element.getLocalName());
        for (Element child : BpmnElements.children(element)) {
            if (BpmnElements.bpmnName(child).endsWith("EventDefinition")) {
                allowed.refuse(child, element);
            } else {
                allowed.content(child, element, kind, properties);
            }
        }
        add(element, kind, properties);
    }

    private void task(Element element, StepKind kind) {
        Map<String, String> properties = allowed.attributes(element, element.getLocalName());
        for (Element child : BpmnElements.children(element)) {
            allowed.content(child, element, kind, properties);
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
            allowed.add(WorkflowFinding.error(
                    "unknown-step",
                    BpmnElements.place(element),
                    "this service task names no step that exists. Set camunda:type to external and camunda:topic to"
                            + " request:<topic>, notify, setField, requestInformation or decide"
                            + (topic.isEmpty() ? "." : "; it is " + BpmnElements.shorten(topic) + ".")));
            allowed.attributes(element, "serviceTask");
            BpmnElements.children(element)
                    .forEach(child -> allowed.content(child, element, StepKind.REQUEST, new LinkedHashMap<>()));
            return;
        }
        String requested = topic.startsWith(REQUEST) ? topic.substring(REQUEST.length()) : topic;
        if (kind.get() == StepKind.REQUEST && !TOPIC.matcher(requested).matches()) {
            allowed.add(WorkflowFinding.error(
                    "unknown-step",
                    BpmnElements.place(element),
                    "the topic " + BpmnElements.shorten(requested)
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
        Map<String, String> properties = allowed.attributes(element, element.getLocalName());
        properties.put(
                WorkflowElement.INTERRUPTING, String.valueOf(!"false".equals(element.getAttribute("cancelActivity"))));
        boolean timed = false;
        for (Element child : BpmnElements.children(element)) {
            if (BpmnElements.isBpmn(child, "timerEventDefinition")) {
                timed = true;
                duration(child, element, properties);
            } else if (BpmnElements.bpmnName(child).endsWith("EventDefinition")) {
                allowed.refuse(child, element);
                timed = true;
            } else {
                allowed.content(child, element, kind, properties);
            }
        }
        if (!timed) {
            allowed.add(WorkflowFinding.error(
                    "not-a-timer",
                    BpmnElements.place(element),
                    "this event is no timer. Only timers with a duration can be waited for."));
        }
        add(element, kind, properties);
    }

    private void duration(Element definition, Element event, Map<String, String> properties) {
        allowed.attributes(definition, "timerEventDefinition");
        for (Element child : BpmnElements.children(definition)) {
            if (BpmnElements.isBpmn(child, "timeDuration")) {
                allowed.attributes(child, "timeDuration");
                properties.put(WorkflowElement.DURATION, allowed.text(child, event));
            } else {
                allowed.add(WorkflowFinding.error(
                        "timer-without-duration",
                        BpmnElements.place(event),
                        "the timer has " + child.getLocalName() + ". State a duration (timeDuration) such as P3D."));
            }
        }
    }

    private void flow(Element element) {
        allowed.attributes(element, "sequenceFlow");
        String condition = null;
        for (Element child : BpmnElements.children(element)) {
            if (BpmnElements.isBpmn(child, "conditionExpression")) {
                String language = child.getAttribute("language");
                allowed.attributes(child, "conditionExpression");
                if (!language.isEmpty()
                        && !language.toLowerCase(java.util.Locale.ROOT).contains("feel")) {
                    allowed.add(WorkflowFinding.error(
                            "code",
                            BpmnElements.place(element),
                            "the condition is written in " + BpmnElements.shorten(language)
                                    + ". Conditions are FEEL, such as" + " metadata.monthlyKwh > 300."));
                }
                String text = allowed.text(child, element);
                condition = text.startsWith("=") ? text.substring(1).trim() : text;
            } else {
                allowed.content(child, element, null, new LinkedHashMap<>());
            }
        }
        String id = id(element);
        if (id != null) {
            flows.add(new WorkflowFlow(
                    id,
                    BpmnElements.label(element, id),
                    element.getAttribute("sourceRef").trim(),
                    element.getAttribute("targetRef").trim(),
                    condition == null || condition.isBlank() ? null : condition));
        }
    }

    private void add(Element element, StepKind kind, Map<String, String> properties) {
        String id = id(element);
        if (id != null) {
            elements.add(new WorkflowElement(id, BpmnElements.label(element, id), kind, Map.copyOf(properties)));
        }
    }

    private @Nullable String id(Element element) {
        String id = element.getAttribute("id").trim();
        if (id.isEmpty() || id.length() > LONGEST_ID || !ID.matcher(id).matches() || id.contains(RESERVED)) {
            allowed.add(WorkflowFinding.error(
                    "unusable-id",
                    BpmnElements.place(element),
                    "the id of this " + element.getLocalName()
                            + " is not usable. Use letters, digits, dots, hyphens and" + " single underscores, at most "
                            + LONGEST_ID + "."));
            return null;
        }
        if (!ids.add(id)) {
            allowed.add(WorkflowFinding.error(
                    "duplicate-id",
                    BpmnElements.place(element),
                    "two elements have this id. Give each element its own."));
            return null;
        }
        return id;
    }
}
