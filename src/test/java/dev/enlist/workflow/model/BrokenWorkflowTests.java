package dev.enlist.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.enlist.workflow.WorkflowXml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Workflows that cannot work: each is found at its element. */
class BrokenWorkflowTests {

    private static final String FORM = "[{\"name\": \"visited\", \"type\": \"boolean\", \"label\": \"Visited\"}]";

    private static WorkflowXml sound() {
        return new WorkflowXml()
                .start()
                .decision("review", Map.of("result", "verdict"))
                .service("decide", "decide", Map.of("outcome", "reviewer"))
                .end("end")
                .flow("f1", "start", "review")
                .flow("f2", "review", "decide")
                .flow("f3", "decide", "end");
    }

    /** A workflow of one step between start and decision. */
    private static WorkflowXml with(String step) {
        return new WorkflowXml()
                .start()
                .raw(step)
                .decision("review", Map.of("result", "verdict"))
                .service("decide", "decide", Map.of("outcome", "reviewer"))
                .end("end")
                .flow("f1", "start", "x")
                .flow("f2", "x", "review")
                .flow("f3", "review", "decide")
                .flow("f4", "decide", "end");
    }

    private static WorkflowXml service(String topic, Map<String, String> properties) {
        return with(new Part().service("x", topic, properties));
    }

    private static WorkflowXml user(Map<String, String> properties) {
        return with(new Part().user("x", properties));
    }

    private static WorkflowXml choice(String condition) {
        return new WorkflowXml()
                .start()
                .gateway("gw", "otherwise")
                .service("yes", "decide", Map.of("outcome", "approve"))
                .service("no", "decide", Map.of("outcome", "reject", "reason", "No"))
                .end("end")
                .flow("f1", "start", "gw")
                .flow("f2", "gw", "yes", condition)
                .flow("otherwise", "gw", "no")
                .flow("f3", "yes", "end")
                .flow("f4", "no", "end");
    }

    private static WorkflowXml timer(String attached, String duration) {
        return with(new Part().user("x", Map.of("form", FORM)))
                .raw(
                        "<bpmn:boundaryEvent id=\"late\" attachedToRef=\"%s\"><bpmn:timerEventDefinition><bpmn:timeDuration>%s</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
                                .formatted(attached, duration))
                .flow("f5", "late", "review");
    }

    private static WorkflowXml parallel(String first, String second, String join) {
        return new WorkflowXml()
                .start()
                .raw("<bpmn:parallelGateway id=\"fork\" /><" + join + " id=\"join\" />")
                .raw(first)
                .raw(second)
                .service("decide", "decide", Map.of("outcome", "approve"))
                .end("end")
                .flow("f1", "start", "fork")
                .flow("f2", "fork", "a")
                .flow("f3", "fork", "b")
                .flow("f4", "a", "join")
                .flow("f5", "b", "join")
                .flow("f6", "join", "decide")
                .flow("f7", "decide", "end");
    }

    private static Arguments broken(String code, String element, WorkflowXml workflow) {
        return arguments(code, element, workflow.xml());
    }

    static Stream<Arguments> broken() {
        String request = new Part().service("a", "request:one", Map.of());
        return Stream.of(
                broken("one-start", "", new WorkflowXml().end("end")),
                broken("one-start", "", sound().raw("<bpmn:startEvent id=\"again\" />")),
                broken("no-end", "", new WorkflowXml().start()),
                broken("loose-flow", "f9", sound().flow("f9", "review", "nowhere")),
                broken("wrong-direction", "f9", sound().flow("f9", "review", "start")),
                broken("wrong-direction", "f9", sound().flow("f9", "end", "review")),
                broken("no-outgoing", "x", sound().raw(new Part().user("x", Map.of("form", FORM)))),
                broken("several-outgoing", "review", sound().flow("f9", "review", "end")),
                broken(
                        "unreachable",
                        "x",
                        sound().raw(new Part().user("x", Map.of("form", FORM))).flow("f9", "x", "end")),
                broken(
                        "unreachable",
                        "d2",
                        sound().service("d2", "decide", Map.of("outcome", "approve"))
                                .flow("f9", "d2", "end")),
                broken(
                        "gateway-without-default",
                        "gw",
                        new WorkflowXml()
                                .raw(
                                        choice("state = \"NY\"").xml().contains("x")
                                                ? body(choice("state = \"NY\"")
                                                        .xml()
                                                        .replace(" default=\"otherwise\"", ""))
                                                : "")),
                broken(
                        "flow-without-condition",
                        "f2",
                        new WorkflowXml()
                                .raw(body(choice("true")
                                        .xml()
                                        .replaceAll("<bpmn:conditionExpression.*?</bpmn:conditionExpression>", "")))),
                broken("not-feel", "f2", choice("if then")),
                broken("flow-never-taken", "f2", choice("false")),
                broken("unknown-name", "f2", choice("nothing.found = true")),
                broken(
                        "condition-without-gateway",
                        "f9",
                        new WorkflowXml()
                                .start()
                                .service("d", "decide", Map.of("outcome", "approve"))
                                .end("end")
                                .flow("f9", "start", "d", "state = \"NY\"")
                                .flow("f2", "d", "end")),
                broken(
                        "end-without-decision",
                        "end",
                        new WorkflowXml()
                                .start()
                                .decision("r", Map.of())
                                .end("end")
                                .flow("f1", "start", "r")
                                .flow("f2", "r", "end")),
                broken(
                        "decides-twice",
                        "d2",
                        new WorkflowXml()
                                .start()
                                .service("d1", "decide", Map.of("outcome", "approve"))
                                .service("d2", "decide", Map.of("outcome", "approve"))
                                .end("end")
                                .flow("f1", "start", "d1")
                                .flow("f2", "d1", "d2")
                                .flow("f3", "d2", "end")),
                broken(
                        "wait-after-decision",
                        "x",
                        new WorkflowXml()
                                .start()
                                .service("d1", "decide", Map.of("outcome", "approve"))
                                .user("x", Map.of("form", FORM))
                                .end("end")
                                .flow("f1", "start", "d1")
                                .flow("f2", "d1", "x")
                                .flow("f3", "x", "end")),
                broken(
                        "loop-without-wait",
                        "gw",
                        new WorkflowXml()
                                .start()
                                .gateway("gw", "f2")
                                .service("a", "notify", Map.of("to", "applicant", "subject", "s", "message", "m"))
                                .service("d", "decide", Map.of("outcome", "approve"))
                                .end("end")
                                .flow("f1", "start", "a")
                                .flow("f0", "a", "gw")
                                .flow("f2", "gw", "d")
                                .flow("f3", "gw", "a", "state = \"NY\"")
                                .flow("f4", "d", "end")),
                broken(
                        "no-path-to-end",
                        "x",
                        sound().raw("<bpmn:parallelGateway id=\"x\" />")
                                .raw("<bpmn:parallelGateway id=\"y\" />")
                                .flow("f8", "x", "y")
                                .flow("f9", "y", "x")
                                .flow("f10", "review", "x")),
                broken(
                        "parallel-user-steps",
                        "b",
                        parallel(
                                new Part().user("a", Map.of("form", FORM)),
                                new Part().user("b", Map.of("form", FORM)),
                                "bpmn:parallelGateway")),
                broken(
                        "decide-in-parallel",
                        "decide",
                        parallel(request, new Part().service("b", "request:two", Map.of()), "bpmn:exclusiveGateway")),
                broken(
                        "waits-forever",
                        "join",
                        new WorkflowXml()
                                .start()
                                .gateway("gw", "f3")
                                .raw("<bpmn:parallelGateway id=\"join\" />")
                                .service("a", "request:one", Map.of())
                                .service("b", "request:two", Map.of())
                                .service("d", "decide", Map.of("outcome", "approve"))
                                .end("end")
                                .flow("f1", "start", "gw")
                                .flow("f2", "gw", "a", "state = \"NY\"")
                                .flow("f3", "gw", "b")
                                .flow("f4", "a", "join")
                                .flow("f5", "b", "join")
                                .flow("f6", "join", "d")
                                .flow("f7", "d", "end")),
                broken("event-gateway", "x", with("<bpmn:eventBasedGateway id=\"x\" />")),
                broken(
                        "no-role",
                        "x",
                        with("<bpmn:userTask id=\"x\">" + WorkflowXml.properties(Map.of("decision", "true"))
                                + "</bpmn:userTask>")),
                broken(
                        "unknown-role",
                        "x",
                        with("<bpmn:userTask id=\"x\" camunda:candidateGroups=\"king\">"
                                + WorkflowXml.properties(Map.of("decision", "true")) + "</bpmn:userTask>")),
                broken("no-form", "x", user(Map.of())),
                broken("decision", "x", user(Map.of("decision", "maybe"))),
                broken("form", "x", user(Map.of("form", "{}"))),
                broken("form-of-decision", "x", user(Map.of("form", FORM, "decision", "true"))),
                broken("different-from", "x", user(Map.of("form", FORM, "differentFrom", "user_missing"))),
                broken("different-from", "x", user(Map.of("form", FORM, "differentFrom", "x"))),
                broken("not-a-duration", "x", user(Map.of("form", FORM, "due", "three days"))),
                broken("not-a-duration", "x", user(Map.of("form", FORM, "due", "PT0S"))),
                broken("timer-never-fires", "x", user(Map.of("form", FORM, "escalation", "P9999D"))),
                broken("not-a-duration", "late", timer("x", "soon")),
                broken("timer-without-duration", "late", timer("x", " ")),
                broken("timer-never-fires", "late", timer("decide", "P1D")),
                broken("loose-timer", "late", timer("nowhere", "P1D")),
                broken("no-rule-set", "x", with("<bpmn:businessRuleTask id=\"x\" />")),
                broken(
                        "unknown-rule-set",
                        "x",
                        with("<bpmn:businessRuleTask id=\"x\" camunda:decisionRef=\"nowhere\" />")),
                broken(
                        "unknown-rule-set",
                        "x",
                        with(
                                "<bpmn:businessRuleTask id=\"x\" camunda:decisionRef=\"risk-check\" camunda:decisionRefBinding=\"version\" camunda:decisionRefVersion=\"9\" />")),
                broken(
                        "unknown-rule-set",
                        "x",
                        with(
                                "<bpmn:businessRuleTask id=\"x\" camunda:decisionRef=\"risk-check\" camunda:decisionRefVersion=\"new\" />")),
                broken(
                        "binding",
                        "x",
                        with(
                                "<bpmn:businessRuleTask id=\"x\" camunda:decisionRef=\"risk-check\" camunda:decisionRefBinding=\"deployment\" />")),
                broken("unknown-step", "x", service("dance", Map.of())),
                broken("unknown-step", "x", with("<bpmn:serviceTask id=\"x\" />")),
                broken("unknown-step", "x", service("request:", Map.of())),
                broken("unknown-name", "x", service("request:verify", Map.of("variables", "password"))),
                broken("results", "x", service("request:verify", Map.of("results", "found: thing"))),
                broken("not-a-number", "x", service("request:verify", Map.of("retries", "99"))),
                broken("not-a-duration", "x", service("request:verify", Map.of("retryAfter", "later"))),
                broken("recipient", "x", service("notify", Map.of("to", "everyone", "subject", "s", "message", "m"))),
                broken("no-subject", "x", service("notify", Map.of("to", "applicant", "message", "m"))),
                broken("no-message", "x", service("notify", Map.of("to", "applicant", "subject", "s"))),
                broken(
                        "words",
                        "x",
                        service("notify", Map.of("to", "applicant", "subject", "s", "message", "{{secret}}"))),
                broken("field", "x", service("setField", Map.of("field", "/status", "value", "true"))),
                broken("field", "x", service("setField", Map.of("field", "/metadata/exit", "value", "true"))),
                broken("no-value", "x", service("setField", Map.of("field", "/metadata/a"))),
                broken("not-feel", "x", service("setField", Map.of("field", "/metadata/a", "value", "1 +"))),
                broken(
                        "unknown-name",
                        "x",
                        service("setField", Map.of("field", "/metadata/a", "value", "later.found"))),
                broken("no-message", "x", service("requestInformation", Map.of())),
                broken("field", "x", service("requestInformation", Map.of("message", "m", "fields", "/status"))),
                broken(
                        "outcome",
                        "decide",
                        new WorkflowXml().raw(body(sound().xml().replace("value=\"reviewer\"", "value=\"perhaps\"")))),
                broken(
                        "no-decision-step",
                        "decide",
                        new WorkflowXml()
                                .start()
                                .service("decide", "decide", Map.of("outcome", "reviewer"))
                                .end("end")
                                .flow("f1", "start", "decide")
                                .flow("f2", "decide", "end")),
                broken(
                        "no-reason",
                        "decide",
                        new WorkflowXml()
                                .start()
                                .service("decide", "decide", Map.of("outcome", "reject"))
                                .end("end")
                                .flow("f1", "start", "decide")
                                .flow("f2", "decide", "end")),
                broken(
                        "sample",
                        "decide",
                        new WorkflowXml()
                                .start()
                                .service("decide", "decide", Map.of("outcome", "approve", "sample", "0.1"))
                                .end("end")
                                .flow("f1", "start", "decide")
                                .flow("f2", "decide", "end")),
                broken("sample", "x", service("decide", Map.of("outcome", "automatic", "sample", "half"))),
                broken("result", "x", user(Map.of("form", FORM, "result", "a-b"))),
                broken("result", "x", user(Map.of("form", FORM, "result", "metadata"))),
                broken("unknown-workflow", "x", with("<bpmn:callActivity id=\"x\" calledElement=\"nowhere\" />")),
                broken("unknown-workflow", "x", with("<bpmn:callActivity id=\"x\" calledElement=\"an-exit\" />")),
                broken("call-cycle", "x", with("<bpmn:callActivity id=\"x\" calledElement=\"itself\" />")),
                broken("call-cycle", "x", with("<bpmn:callActivity id=\"x\" calledElement=\"circle\" />")),
                broken("unknown-property", "x", user(Map.of("form", FORM, "color", "red"))),
                broken("duplicate-id", "review", sound().raw("<bpmn:endEvent id=\"review\" />")),
                broken("unusable-id", "a__b", sound().raw("<bpmn:endEvent id=\"a__b\" />")));
    }

    private static String body(String document) {
        return document.substring(document.indexOf("<bpmn:startEvent"), document.indexOf("</bpmn:process>"));
    }

    /** One element. */
    private static final class Part {

        String user(String id, Map<String, String> properties) {
            return body(new WorkflowXml().user(id, properties).xml());
        }

        String service(String id, String topic, Map<String, String> properties) {
            return body(new WorkflowXml().service(id, topic, properties).xml());
        }

        private static String body(String document) {
            return document.substring(
                    document.indexOf("isExecutable=\"true\">") + 21, document.indexOf("</bpmn:process>"));
        }
    }

    private static TestContext context() {
        TestContext context = new TestContext();
        WorkflowModel exit = WorkflowParser.parse(sound().xml()).model();
        WorkflowModel circle = WorkflowParser.parse(with("<bpmn:callActivity id=\"x\" calledElement=\"itself\" />")
                        .xml())
                .model();
        context.workflows.put("an-exit", new WorkflowContext.Called(WorkflowKind.EXIT, 1, exit));
        context.workflows.put("circle", new WorkflowContext.Called(WorkflowKind.REVIEW, 1, circle));
        return context;
    }

    private static List<WorkflowFinding> check(String bpmn) {
        return WorkflowValidator.check(bpmn, WorkflowKind.REVIEW, "itself", context());
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("broken")
    void isFound(String code, String element, String bpmn) {
        List<WorkflowFinding> findings = check(bpmn);

        assertThat(findings).filteredOn(WorkflowFinding::isError).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.element() == null ? "" : finding.element().id()).isEqualTo(element);
            assertThat(finding.message()).endsWith(".").doesNotContain("Exception");
        });
    }

    @Test
    void aSoundWorkflowHasNoFinding() {
        assertThat(check(sound().xml())).isEmpty();
    }

    @Test
    void requestsMayRunSideBySide() {
        assertThat(check(parallel(
                                new Part().service("a", "request:one", Map.of()),
                                new Part().service("b", "request:two", Map.of()),
                                "bpmn:parallelGateway")
                        .xml()))
                .isEmpty();
    }

    @Test
    void aRoleThatNoMemberHasIsAWarning() {
        assertThat(WorkflowValidator.check(sound().xml(), WorkflowKind.REVIEW, "itself", new TestContext(Set.of())))
                .extracting(WorkflowFinding::code)
                .containsExactly("role-not-held");
    }

    @Test
    void aFieldThatNothingReadsIsAWarning() {
        assertThat(check(user(Map.of("form", FORM, "result", "visit")).xml()))
                .extracting(WorkflowFinding::code, WorkflowFinding::isError)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("field-not-read", false));
    }

    @Test
    void everythingIsFoundAtOnce() {
        assertThat(check(new WorkflowXml()
                        .start()
                        .user("a", Map.of("due", "soon"))
                        .service("b", "dance", Map.of())
                        .raw("<bpmn:scriptTask id=\"c\"><bpmn:script>x</bpmn:script></bpmn:scriptTask>")
                        .xml()))
                .extracting(WorkflowFinding::code)
                .contains("no-end", "not-a-duration", "no-form", "unknown-step", "code");
    }
}
