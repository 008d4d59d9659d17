package dev.enlist.workflow;

import java.util.Map;
import java.util.TreeMap;

/** Writes BPMN as Camunda Modeler would, without a layout. */
public final class WorkflowXml {

    private static final String ROLES = "camunda:candidateGroups=\"reviewer,coordinator,administrator\"";

    private final StringBuilder body = new StringBuilder();

    /** A document with this content of its process. */
    public static String document(String process) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" \
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="http://example.org/w">
                <bpmn:process id="p" name="Review of batteries" isExecutable="true">
                """ + process + "</bpmn:process></bpmn:definitions>";
    }

    public WorkflowXml raw(String xml) {
        body.append(xml).append('\n');
        return this;
    }

    public WorkflowXml start() {
        return raw("<bpmn:startEvent id=\"start\" name=\"Submitted\" />");
    }

    public WorkflowXml end(String id) {
        return raw("<bpmn:endEvent id=\"" + id + "\" name=\"Decided\" />");
    }

    public WorkflowXml flow(String id, String from, String to) {
        return raw("<bpmn:sequenceFlow id=\"%s\" sourceRef=\"%s\" targetRef=\"%s\" />".formatted(id, from, to));
    }

    public WorkflowXml flow(String id, String from, String to, String condition) {
        return raw(("<bpmn:sequenceFlow id=\"%s\" sourceRef=\"%s\" targetRef=\"%s\"><bpmn:conditionExpression"
                        + " xsi:type=\"bpmn:tFormalExpression\">%s</bpmn:conditionExpression></bpmn:sequenceFlow>")
                .formatted(id, from, to, escape(condition)));
    }

    public WorkflowXml gateway(String id, String otherwise) {
        return raw("<bpmn:exclusiveGateway id=\"%s\" name=\"%s?\" default=\"%s\" />".formatted(id, id, otherwise));
    }

    public WorkflowXml rules(String id, String ruleSet, String result) {
        return raw(
                "<bpmn:businessRuleTask id=\"%s\" name=\"Check\" camunda:decisionRef=\"%s\">%s</bpmn:businessRuleTask>"
                        .formatted(id, ruleSet, properties(Map.of("result", result))));
    }

    public WorkflowXml decision(String id, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(more);
        all.put("decision", "true");
        return user(id, all);
    }

    public WorkflowXml user(String id, Map<String, String> properties) {
        return raw("<bpmn:userTask id=\"%s\" name=\"%s\" %s>%s</bpmn:userTask>"
                .formatted(id, id.replace('_', ' '), ROLES, properties(properties)));
    }

    public WorkflowXml service(String id, String topic, Map<String, String> properties) {
        return raw(
                "<bpmn:serviceTask id=\"%s\" name=\"%s\" camunda:type=\"external\" camunda:topic=\"%s\">%s</bpmn:serviceTask>"
                        .formatted(id, id.replace('_', ' '), topic, properties(properties)));
    }

    public String xml() {
        return document(body.toString());
    }

    public static String properties(Map<String, String> properties) {
        StringBuilder xml = new StringBuilder("<bpmn:extensionElements><camunda:properties>");
        new TreeMap<>(properties)
                .forEach((name, value) -> xml.append("<camunda:property name=\"")
                        .append(name)
                        .append("\" value=\"")
                        .append(escape(value))
                        .append("\" />"));
        return xml.append("</camunda:properties></bpmn:extensionElements>").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
