package dev.enlist.workflow.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes elements of the BPMN that the engine runs, with their values escaped. */
final class BpmnWriter {

    private final StringBuilder xml = new StringBuilder(4096);

    /** Appends what is XML already. */
    BpmnWriter append(String text) {
        xml.append(text);
        return this;
    }

    @Override
    public String toString() {
        return xml.toString();
    }

    void service(String id, String name, String delegate, String extensions) {
        xml.append("<bpmn:serviceTask")
                .append(attributes("id", id, "name", name, "camunda:delegateExpression", "${" + delegate + "}"))
                .append(">");
        if (!extensions.isEmpty()) {
            extension(extensions);
        }
        close("serviceTask");
    }

    void merge(String id) {
        xml.append("<bpmn:exclusiveGateway").append(attributes("id", id)).append(" />\n");
    }

    void terminate(String id, String name) {
        open("endEvent", id, name);
        xml.append("<bpmn:terminateEventDefinition")
                .append(attributes("id", id + "_all"))
                .append(" />");
        close("endEvent");
    }

    void link(String from, String to) {
        link(from, to, null);
    }

    void link(String from, String to, @Nullable String condition) {
        xml.append("<bpmn:sequenceFlow")
                .append(attributes("id", flowId(from, to), "sourceRef", from, "targetRef", to))
                .append(">");
        if (condition != null) {
            condition(condition);
        }
        xml.append("</bpmn:sequenceFlow>\n");
    }

    static String flowId(String from, String to) {
        return "flow_" + from + WorkflowCompiler.SUFFIX + to;
    }

    void condition(String juel) {
        xml.append("<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${")
                .append(juel)
                .append("}</bpmn:conditionExpression>");
    }

    static String listener(String event, String bean) {
        return "<camunda:executionListener delegateExpression=\"${" + bean + "}\" event=\"" + event + "\" />";
    }

    void extension(String content) {
        xml.append("<bpmn:extensionElements>").append(content).append("</bpmn:extensionElements>");
    }

    void empty(String tag, WorkflowElement element) {
        xml.append("<bpmn:")
                .append(tag)
                .append(attributes("id", element.id(), "name", element.name()))
                .append(" />\n");
    }

    void open(String tag, String id, String name) {
        xml.append("<bpmn:")
                .append(tag)
                .append(attributes("id", id, "name", name))
                .append(">");
    }

    void close(String tag) {
        xml.append("</bpmn:").append(tag).append(">\n");
    }

    static String attributes(String... namesAndValues) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(' ')
                    .append(namesAndValues[i])
                    .append("=\"")
                    .append(escape(namesAndValues[i + 1]))
                    .append('"');
        }
        return text.toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    void shape(String id, List<Double> numbers) {
        if (numbers.size() >= 4) {
            xml.append("<bpmndi:BPMNShape")
                    .append(attributes("id", id + "__di", "bpmnElement", id))
                    .append("><dc:Bounds")
                    .append(attributes(
                            "x",
                            text(numbers.get(0)),
                            "y",
                            text(numbers.get(1)),
                            "width",
                            text(numbers.get(2)),
                            "height",
                            text(numbers.get(3))))
                    .append(" /></bpmndi:BPMNShape>\n");
        }
    }

    void edge(String id, List<Double> numbers) {
        if (numbers.size() >= 4) {
            xml.append("<bpmndi:BPMNEdge")
                    .append(attributes("id", id + "__di", "bpmnElement", id))
                    .append(">");
            for (int i = 0; i + 1 < numbers.size(); i += 2) {
                xml.append("<di:waypoint")
                        .append(attributes("x", text(numbers.get(i)), "y", text(numbers.get(i + 1))))
                        .append(" />");
            }
            xml.append("</bpmndi:BPMNEdge>\n");
        }
    }

    private static String text(double number) {
        return String.valueOf(Math.round(number));
    }
}
