package dev.enlist.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.workflow.WorkflowXml;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that would run code, read files or exhaust the parser: all are refused in words, and none reaches the engine. */
class HostileWorkflowTests {

    private static final String FLOWS = "<bpmn:startEvent id=\"start\" /><bpmn:endEvent id=\"end\" />"
            + "<bpmn:sequenceFlow id=\"f1\" sourceRef=\"start\" targetRef=\"x\" />"
            + "<bpmn:sequenceFlow id=\"f2\" sourceRef=\"x\" targetRef=\"end\" />";

    private static String step(String xml) {
        return WorkflowXml.document(FLOWS + xml);
    }

    private static String inside(String tag, String content) {
        return step("<bpmn:%s id=\"x\">%s</bpmn:%s>".formatted(tag, content, tag));
    }

    private static String extension(String content) {
        return inside("userTask", "<bpmn:extensionElements>" + content + "</bpmn:extensionElements>");
    }

    private static Stream<String> scripts() {
        return Stream.of("groovy", "javascript", "juel", "python", "feel")
                .flatMap(language -> Stream.of(
                        step("<bpmn:scriptTask id=\"x\" scriptFormat=\"" + language
                                + "\"><bpmn:script>System.exit(1)</bpmn:script></bpmn:scriptTask>"),
                        extension("<camunda:executionListener event=\"start\"><camunda:script scriptFormat=\""
                                + language + "\">x</camunda:script></camunda:executionListener>"),
                        extension("<camunda:taskListener event=\"create\"><camunda:script scriptFormat=\"" + language
                                + "\">x</camunda:script></camunda:taskListener>"),
                        extension(
                                "<camunda:inputOutput><camunda:inputParameter name=\"a\"><camunda:script scriptFormat=\""
                                        + language
                                        + "\">x</camunda:script></camunda:inputParameter></camunda:inputOutput>")));
    }

    private static Stream<String> attributes() {
        return Stream.of(
                        "class=\"java.lang.ProcessBuilder\"",
                        "expression=\"${1+1}\"",
                        "delegateExpression=\"${recordExit}\"",
                        "formKey=\"embedded:app:evil.html\"",
                        "formHandlerClass=\"evil.Handler\"",
                        "variableMappingClass=\"evil.Mapping\"",
                        "variableMappingDelegateExpression=\"${evil}\"",
                        "resource=\"deployment://evil.js\"",
                        "asyncBefore=\"true\"",
                        "jobPriority=\"${evil.run()}\"",
                        "assignee=\"${evil.run()}\"",
                        "candidateUsers=\"admin\"",
                        "dueDate=\"${evil.run()}\"",
                        "calledElementTenantId=\"other\"",
                        "decisionRefTenantId=\"other\"",
                        "caseRef=\"evil\"")
                .flatMap(attribute -> Stream.of(
                                "userTask", "serviceTask", "businessRuleTask", "callActivity", "startEvent")
                        .map(tag -> step("<bpmn:%s id=\"x\" camunda:%s />".formatted(tag, attribute))));
    }

    private static Stream<String> elements() {
        return Stream.of(
                        "task",
                        "manualTask",
                        "sendTask",
                        "receiveTask",
                        "scriptTask",
                        "subProcess",
                        "adHocSubProcess",
                        "transaction",
                        "inclusiveGateway",
                        "complexGateway",
                        "intermediateThrowEvent",
                        "dataObject",
                        "dataStoreReference",
                        "ioSpecification",
                        "property",
                        "choreographyTask",
                        "callChoreography",
                        "evil")
                .map(tag -> step("<bpmn:" + tag + " id=\"x\" />"));
    }

    private static Stream<String> events() {
        return Stream.of(
                        "message",
                        "signal",
                        "error",
                        "escalation",
                        "conditional",
                        "compensate",
                        "link",
                        "terminate",
                        "cancel")
                .flatMap(kind -> Stream.of("startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent")
                        .map(tag -> inside(tag, "<bpmn:" + kind + "EventDefinition id=\"e\" />")));
    }

    private static Stream<String> extensions() {
        return Stream.of(
                        "<camunda:connector><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector>",
                        "<camunda:field name=\"a\"><camunda:expression>${x}</camunda:expression></camunda:field>",
                        "<camunda:formData><camunda:formField id=\"a\" type=\"string\" /></camunda:formData>",
                        "<camunda:in sourceExpression=\"${x}\" target=\"y\" />",
                        "<camunda:out source=\"x\" target=\"y\" />",
                        "<camunda:failedJobRetryTimeCycle>R9/PT1S</camunda:failedJobRetryTimeCycle>",
                        "<camunda:taskListener class=\"evil.Listener\" event=\"create\" />",
                        "<camunda:executionListener expression=\"${evil}\" event=\"start\" />",
                        "<camunda:properties><camunda:script>x</camunda:script></camunda:properties>",
                        "<camunda:properties><camunda:property name=\"title\" value=\"${evil}\" /></camunda:properties>",
                        "<camunda:properties><camunda:property name=\"title\" value=\"#{evil}\" /></camunda:properties>",
                        "<evil:thing xmlns:evil=\"http://evil.example\" />",
                        "<zeebe:taskDefinition xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" type=\"x\" />",
                        "<activiti:executionListener xmlns:activiti=\"http://activiti.org/bpmn\" class=\"evil\" />")
                .map(HostileWorkflowTests::extension);
    }

    private static Stream<String> expressions() {
        return Stream.of("${evil.run()}", "#{evil}", "${''.getClass()}", "${execution}")
                .flatMap(expression -> Stream.of(
                        step("<bpmn:userTask id=\"x\" name=\"" + expression + "\" />"),
                        step("<bpmn:callActivity id=\"x\" calledElement=\"" + expression + "\" />"),
                        WorkflowXml.document(
                                FLOWS + "<bpmn:exclusiveGateway id=\"x\" /><bpmn:sequenceFlow id=\"f3\" sourceRef=\"x\""
                                        + " targetRef=\"end\"><bpmn:conditionExpression>" + expression
                                        + "</bpmn:conditionExpression></bpmn:sequenceFlow>"),
                        inside(
                                "intermediateCatchEvent",
                                "<bpmn:timerEventDefinition><bpmn:timeDuration>" + expression
                                        + "</bpmn:timeDuration></bpmn:timerEventDefinition>"),
                        inside(
                                "intermediateCatchEvent",
                                "<bpmn:timerEventDefinition><bpmn:timeCycle>" + expression
                                        + "</bpmn:timeCycle></bpmn:timerEventDefinition>")));
    }

    private static Stream<String> loops() {
        return Stream.of(
                inside("userTask", "<bpmn:multiInstanceLoopCharacteristics camunda:collection=\"${evil}\" />"),
                inside("userTask", "<bpmn:standardLoopCharacteristics />"),
                inside(
                        "serviceTask",
                        "<bpmn:multiInstanceLoopCharacteristics isSequential=\"true\"><bpmn:loopCardinality>99999999</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"));
    }

    private static Stream<String> documents() {
        String process = WorkflowXml.document(FLOWS);
        return Stream.of(
                "",
                " ",
                "no xml",
                "<a>",
                "<a/>",
                "{\"bpmn\": true}",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
                process.replaceFirst("\\?>", "?><!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"),
                process.replaceFirst("\\?>", "?><!DOCTYPE d SYSTEM \"http://evil.example/x.dtd\">"),
                process.replace(
                        "<bpmn:process",
                        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" /><bpmn:process"),
                process.replace(
                        "id=\"d\"", "id=\"d\" xsi:schemaLocation=\"http://evil.example http://evil.example/x.xsd\""),
                process.replace(
                        "<bpmn:process",
                        "<bpmn:import importType=\"x\" location=\"http://evil.example\" namespace=\"x\" /><bpmn:process"),
                process.replace("<bpmn:process", "<bpmn:message id=\"m\" name=\"${x}\" /><bpmn:process"),
                process.replace("<bpmn:process", "<bpmn:process id=\"q\" /><bpmn:process"),
                process.replace("http://www.omg.org/spec/BPMN/20100524/MODEL", "http://evil.example"),
                "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" />",
                "<a>".repeat(5_000),
                WorkflowXml.document(
                        "<bpmn:documentation>" + "x".repeat(WorkflowParser.LONGEST) + "</bpmn:documentation>"),
                WorkflowXml.document("<bpmn:endEvent id=\"e\" />".repeat(700)),
                WorkflowXml.document("<bpmn:endEvent id=\"" + "e".repeat(500) + "\" />"),
                WorkflowXml.document("<bpmn:endEvent id=\"'); drop table workflow; --\" />"));
    }

    /** Workflows with one hostile element. */
    static Stream<String> hostileElements() {
        return Stream.of(scripts(), attributes(), elements(), events(), extensions(), expressions(), loops())
                .flatMap(some -> some);
    }

    static Stream<String> hostile() {
        return Stream.concat(hostileElements(), documents());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isRefusedInWords(String document) {
        List<WorkflowFinding> findings =
                WorkflowValidator.check(document, WorkflowKind.REVIEW, "itself", new TestContext());

        assertThat(findings).filteredOn(WorkflowFinding::isError).isNotEmpty();
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.sentence())
                        .doesNotContain("Exception")
                        .doesNotContain("at java.")
                        .hasSizeLessThan(1_000));
    }

    @ParameterizedTest
    @MethodSource("hostileElements")
    void isRefusedAtItsElement(String document) {
        assertThat(WorkflowValidator.check(document, WorkflowKind.REVIEW, "itself", new TestContext()))
                .filteredOn(WorkflowFinding::isError)
                .anySatisfy(finding -> assertThat(finding.element()).isNotNull());
    }

    @Test
    void areMany() {
        assertThat(hostile()).hasSizeGreaterThan(200);
    }

    /** Words of the client are escaped, and its expressions never arrive. */
    @Test
    void theCompiledModelHoldsNothingThatRuns() {
        String document = new WorkflowXml()
                .start()
                .decision("review", Map.of("title", "A <b> & \"c\" 'd' ]]>"))
                .service("decide", "decide", Map.of("outcome", "reviewer", "reason", "<script>"))
                .end("end")
                .flow("f1", "start", "review")
                .flow("f2", "review", "decide")
                .flow("f3", "decide", "end")
                .xml();

        String compiled =
                WorkflowCompiler.compile(WorkflowParser.parse(document).model(), "itself", 1, "Name <x>", Map.of());

        assertThat(compiled).contains("A &lt;b&gt; &amp; &quot;c&quot;").doesNotContain("script");
    }
}
