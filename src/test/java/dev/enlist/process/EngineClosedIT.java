package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Everything that could run code in the engine, or reach another workspace, is refused. */
@EnlistIT
class EngineClosedIT {

    /** People must limit the results of a query. */
    private static final String MANY = "?maxResults=50";

    private static final String PASSWORD = "a long enough password";

    /** Set by code that manages to run. */
    private static volatile boolean ran;

    private static final String PROPERTY = "enlist.canary";

    /** A class on the class path, for models that name classes. */
    public static class Canary implements JavaDelegate {

        public Canary() {
            ran = true;
        }

        @Override
        public void execute(DelegateExecution execution) {
            ran = true;
        }

        /** For expressions that can call only static methods. */
        public static String sing() {
            ran = true;
            return "sung";
        }
    }

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    World world;
    Processes processes;
    final List<String> deployments = new ArrayList<>();

    @BeforeEach
    void aWorkspace() {
        begin(worlds.shared(this));
        ran = false;
        System.clearProperty(PROPERTY);
    }

    private void begin(World where) {
        world = where;
        processes = new Processes(engine, where);
    }

    @AfterEach
    void nothingRan() {
        deployments.forEach(id -> engine.getRepositoryService().deleteDeployment(id, true));
        assertThat(ran).as("something ran").isFalse();
        assertThat(System.getProperty(PROPERTY)).isNull();
    }

    private Browser reviewer() {
        return Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
    }

    @Nested
    class Queries {

        private static final String REACHING = "${''.getClass().forName('dev.enlist.process.EngineClosedIT$Canary')"
                + ".getDeclaredConstructor().newInstance()}";

        static Stream<Arguments> expressions() {
            return Stream.of(
                    query("taskNameLike", TaskQuery::taskNameLike),
                    query("taskAssigneeExpression", TaskQuery::taskAssigneeExpression),
                    query("taskOwnerExpression", TaskQuery::taskOwnerExpression),
                    query("taskCandidateUserExpression", TaskQuery::taskCandidateUserExpression),
                    query("taskCandidateGroupExpression", TaskQuery::taskCandidateGroupExpression),
                    query("taskInvolvedUserExpression", TaskQuery::taskInvolvedUserExpression),
                    query("processInstanceBusinessKeyExpression", TaskQuery::processInstanceBusinessKeyExpression),
                    query("dueBeforeExpression", TaskQuery::dueBeforeExpression),
                    query("taskCreatedAfterExpression", TaskQuery::taskCreatedAfterExpression));
        }

        private static Arguments query(String name, BiFunction<TaskQuery, String, TaskQuery> condition) {
            return Arguments.of(name, condition);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("expressions")
        void orQueriesEvaluateNothing(String name, BiFunction<TaskQuery, String, TaskQuery> condition) {
            world.submittedEnrollment(world.instance());
            for (String expression :
                    List.of(REACHING, "${now()}", "${currentUser()}", "${recordReview.execute(null)}")) {
                TaskQuery query = condition.apply(
                        engine.getTaskService().createTaskQuery().or(), expression);
                if (name.endsWith("Expression")) {
                    assertThatThrownBy(() -> query.endOr().list())
                            .isInstanceOf(ProcessEngineException.class)
                            .hasMessageContaining("expression");
                } else {
                    assertThat(query.endOr().list()).isEmpty();
                }
            }
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("expressions")
        void plainQueriesEvaluateNothing(String name, BiFunction<TaskQuery, String, TaskQuery> condition) {
            TaskQuery query = condition.apply(engine.getTaskService().createTaskQuery(), REACHING);
            if (name.endsWith("Expression")) {
                assertThatThrownBy(query::list).isInstanceOf(ProcessEngineException.class);
            } else {
                assertThat(query.list()).isEmpty();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {REACHING, "${1 == 1 ? 'Review enrollment' : ''}", "${currentUser()}"})
        void tasklistEvaluatesNothing(String expression) {
            begin(worlds.organization());
            world.submittedEnrollment(world.instance());
            Browser reviewer = reviewer();
            // 500 where the engine wraps the refusal
            String text = Json.object("{}").put("e", expression).path("e").toString();

            for (String key : List.of("assigneeExpression", "candidateGroupExpression", "ownerExpression")) {
                String plain = "{\"%s\": %s}".formatted(key, text);
                String nested = "{\"orQueries\": [%s]}".formatted(plain);
                assertThat(reviewer.post(Browser.ENGINE + "/task" + MANY, plain).status())
                        .isIn(400, 500);
                assertThat(reviewer.post(Browser.ENGINE + "/task" + MANY, nested)
                                .status())
                        .isIn(400, 500);
                assertThat(reviewer.post(Browser.ENGINE + "/task/count", nested).status())
                        .isIn(400, 500);
                String filter = engine.getFilterService()
                        .createTaskFilterQuery()
                        .filterName("All tasks")
                        .singleResult()
                        .getId();
                for (String extension : List.of(plain, nested)) {
                    assertThat(reviewer.post(Browser.ENGINE + "/filter/" + filter + "/list" + MANY, extension)
                                    .status())
                            .isIn(400, 500);
                    assertThat(reviewer.post(Browser.ENGINE + "/filter/" + filter + "/count", extension)
                                    .status())
                            .isIn(400, 500);
                }
            }
            // and its intended use works
            assertThat(reviewer.post(
                                    Browser.ENGINE + "/task" + MANY,
                                    "{\"orQueries\": [{\"candidateGroup\": \"reviewer\"}]}")
                            .expect(200)
                            .json())
                    .hasSize(1);
        }
    }

    @Nested
    class Setup {

        private static final String USER = """
                {"profile": {"id": "intruder", "firstName": "I", "lastName": "I", "email": "i@example.com"},
                 "credentials": {"password": "intruder-1234567"}}
                """;

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/camunda/api/admin/setup/default/user/create",
                    "/camunda/api/admin/setup/default/user/create/",
                    "/camunda/api/admin//setup/default/user/create",
                    "/camunda/api/admin/setup;a=b/default/user/create",
                    "/camunda/api/admin/x/../setup/default/user/create",
                    "/camunda/api/admin/%73etup/default/user/create",
                    "/camunda/app/admin/default/setup/"
                })
        void nobodyBecomesTheFirstAdministrator(String path) {
            Browser stranger = new Browser(world.api().url());
            assertThat(stranger.post(path, USER).status()).isBetween(400, 499);
            assertThat(reviewer().post(path, USER).status()).isBetween(400, 499);
            Browser administrator =
                    Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);
            assertThat(administrator.post(path, USER).status()).isBetween(400, 499);
        }
    }

    @Nested
    class Models {

        private static final String SCRIPT_TASK =
                "<scriptTask id=\"t\" scriptFormat=\"%s\"><script>%s</script></scriptTask>";

        static Stream<Arguments> hostile() {
            String newCanary = "''.getClass().forName('dev.enlist.process.EngineClosedIT$Canary').newInstance()";
            return Stream.of(
                    model(
                            "JavaScript",
                            SCRIPT_TASK.formatted("javascript", "java.lang.System.setProperty('enlist.canary', 'x')")),
                    model("Groovy", SCRIPT_TASK.formatted("groovy", "System.setProperty('enlist.canary', 'x')")),
                    model("JUEL as a script", SCRIPT_TASK.formatted("juel", "${" + newCanary + "}")),
                    model(
                            "a class",
                            "<serviceTask id=\"t\" camunda:class=\"dev.enlist.process.EngineClosedIT$Canary\"/>"),
                    model(
                            "an expression that makes one",
                            "<serviceTask id=\"t\" camunda:expression=\"${" + newCanary + "}\"/>"),
                    model(
                            "a delegate expression that makes one",
                            "<serviceTask id=\"t\" camunda:delegateExpression=\"${" + newCanary + "}\"/>"),
                    model(
                            "a method of a delegate",
                            "<serviceTask id=\"t\" camunda:expression=\"${recordVerdict.getClass()}\"/>"),
                    model(
                            "a property of a delegate",
                            "<serviceTask id=\"t\" camunda:expression=\"${recordVerdict.class.name}\"/>"),
                    model("the execution", "<serviceTask id=\"t\" camunda:expression=\"${execution.getClass()}\"/>"),
                    model(
                            "the engine behind the execution",
                            "<serviceTask id=\"t\" camunda:expression=\"${execution.processEngineServices.repositoryService}\"/>"),
                    model(
                            "the application context",
                            "<serviceTask id=\"t\" camunda:expression=\"${applicationContext.getBean('dataSource')}\"/>"),
                    model(
                            "another bean",
                            "<serviceTask id=\"t\" camunda:expression=\"${tenancyService.toString()}\"/>"),
                    model("a listener that is a class", """
                            <task id="t"><extensionElements>
                              <camunda:executionListener event="start" class="dev.enlist.process.EngineClosedIT$Canary"/>
                            </extensionElements></task>"""),
                    model("a listener that is a script", """
                            <task id="t"><extensionElements><camunda:executionListener event="start">
                              <camunda:script scriptFormat="javascript">java.lang.System.setProperty('enlist.canary', 'x')</camunda:script>
                            </camunda:executionListener></extensionElements></task>"""),
                    model("a task listener that is a class", """
                            <userTask id="t"><extensionElements>
                              <camunda:taskListener event="create" class="dev.enlist.process.EngineClosedIT$Canary"/>
                            </extensionElements></userTask>"""),
                    model(
                            "an assignee that makes one",
                            "<userTask id=\"t\" camunda:assignee=\"${" + newCanary + "}\"/>"),
                    model("an input that makes one", """
                            <task id="t"><extensionElements><camunda:inputOutput>
                              <camunda:inputParameter name="a">${%s}</camunda:inputParameter>
                            </camunda:inputOutput></extensionElements></task>""".formatted(newCanary)),
                    model("a connector", """
                            <serviceTask id="t"><extensionElements><camunda:connector>
                              <camunda:connectorId>http-connector</camunda:connectorId>
                            </camunda:connector></extensionElements></serviceTask>"""));
        }

        private static Arguments model(String name, String element) {
            return Arguments.of(name, element);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("hostile")
        void whatAModelNamesDoesNotRun(String name, String element) {
            String id = "hostile-" + Cuid.next();
            assertThatThrownBy(() -> deployAndStart(id, """
                            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
                            %s
                            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>
                            """.formatted(element)))
                    .isInstanceOf(ProcessEngineException.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "${applicationContext.getBean('dataSource') != null}",
                    "${execution.getClass() != null}",
                    "${recordVerdict.getClass() != null}",
                    "${recordVerdict.class != null}",
                    "${execution.processEngineServices != null}",
                    "${tenancyService != null}",
                    "${''.getClass().forName('dev.enlist.process.EngineClosedIT$Canary').newInstance() != null}"
                })
        void conditionsReachNothing(String condition) {
            String id = "hostile-" + Cuid.next();
            assertThatThrownBy(() -> deployAndStart(id, """
                            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
                            <exclusiveGateway id="g" default="f3"/>
                            <sequenceFlow id="f2" sourceRef="g" targetRef="e">
                              <conditionExpression xsi:type="tFormalExpression"><![CDATA[%s]]></conditionExpression>
                            </sequenceFlow>
                            <sequenceFlow id="f3" sourceRef="g" targetRef="o"/>
                            <endEvent id="e"/><endEvent id="o"/>
                            """.formatted(condition)))
                    .isInstanceOf(ProcessEngineException.class);
        }

        @Test
        void anHonestModelRuns() {
            deployAndStart("honest-" + Cuid.next(), """
                    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
                    <exclusiveGateway id="g" default="f3"/>
                    <sequenceFlow id="f2" sourceRef="g" targetRef="e">
                      <conditionExpression xsi:type="tFormalExpression">${1 &lt; 2}</conditionExpression>
                    </sequenceFlow>
                    <sequenceFlow id="f3" sourceRef="g" targetRef="o"/>
                    <endEvent id="e"/><endEvent id="o"/>
                    """);
        }

        private void deployAndStart(String id, String elements) {
            Deployment deployment = engine.getRepositoryService()
                    .createDeployment()
                    .addString(id + ".bpmn", """
                            <?xml version="1.0" encoding="UTF-8"?>
                            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
                              <process id="%s" isExecutable="true" camunda:historyTimeToLive="P1D">%s</process>
                            </definitions>
                            """.formatted(id, elements))
                    .deploy();
            deployments.add(deployment.getId());
            world.in(() -> engine.getRuntimeService().startProcessInstanceByKey(id));
        }

        static Stream<Arguments> hostileTables() {
            return Stream.of(
                    Arguments.of(
                            "JUEL",
                            "expressionLanguage=\"juel\"",
                            "${''.getClass().forName('dev.enlist.process.EngineClosedIT$Canary').newInstance()}"),
                    Arguments.of(
                            "JavaScript",
                            "expressionLanguage=\"javascript\"",
                            "java.lang.System.setProperty('enlist.canary', 'x')"),
                    Arguments.of(
                            "Groovy", "expressionLanguage=\"groovy\"", "System.setProperty('enlist.canary', 'x')"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("hostileTables")
        void tablesSpeakFeelOnly(String name, String language, String text) {
            assertThatThrownBy(() -> evaluate(language, text)).isInstanceOf(RuntimeException.class);
            // nor are they accepted as rules of a workspace
            String slug = Rules.of(world).slug();
            String draft = Rules.table("FIRST", "X", "null", "-")
                    .replace("<outputEntry id=\"s1\">", "<outputEntry id=\"s1\" " + language + ">")
                    .replace("<text>X</text>", "<text><![CDATA[" + text + "]]></text>");
            Reply refused = world.api().putXml("/ruleSets/" + slug + "/draft", draft);
            assertThat(refused.status()).isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "(function() external { java: { class: \"dev.enlist.process.EngineClosedIT$Canary\","
                            + " method signature: \"sing()\" } })()",
                    "{f: function(a, b) external { java: { class: \"java.lang.System\", method signature:"
                            + " \"setProperty(java.lang.String, java.lang.String)\" } },"
                            + " r: f(\"enlist.canary\", \"x\")}.r"
                })
        void feelCallsNoJava(String expression) {
            try {
                evaluate("", expression);
            } catch (RuntimeException refused) {
                assertThat(refused).isNotNull();
            }
            assertThat(ran).isFalse();
        }

        private void evaluate(String language, String text) {
            String id = "table-" + Cuid.next();
            Deployment deployment = engine.getRepositoryService()
                    .createDeployment()
                    .addString(id + ".dmn", """
                            <?xml version="1.0" encoding="UTF-8"?>
                            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL"
                                xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" namespace="test">
                              <decision id="%s" name="d" camunda:historyTimeToLive="1"><decisionTable id="dt" hitPolicy="FIRST">
                                <output id="o" name="status"/>
                                <rule id="r"><outputEntry id="oe" %s><text><![CDATA[%s]]></text></outputEntry></rule>
                              </decisionTable></decision>
                            </definitions>
                            """.formatted(id, language, text))
                    .deploy();
            deployments.add(deployment.getId());
            world.in(() -> engine.getDecisionService().evaluateDecisionTableByKey(id, Map.of()));
        }

        @Test
        void documentsReachNoFiles() {
            String entity = """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]>
                    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="test">
                      <process id="xxe" name="&file;" isExecutable="true"/></definitions>
                    """;
            assertThatThrownBy(() -> engine.getRepositoryService()
                            .createDeployment()
                            .addString("xxe.bpmn", entity)
                            .deploy())
                    .isInstanceOf(ProcessEngineException.class);
        }
    }

    @Nested
    class Workspaces {

        private World elsewhere;
        private String foreign;
        private Task foreignTask;

        @BeforeEach
        void enrollmentUnderReviewInAnotherWorkspace() {
            elsewhere = worlds.other();
            foreign = elsewhere.submittedEnrollment(elsewhere.instance());
            foreignTask = new Processes(engine, elsewhere).task(foreign, EnrollmentProcess.REVIEW);
        }

        @Test
        void aReviewerSeesTheTasksOfTheirWorkspaceOnly() {
            begin(worlds.organization());
            String own = world.submittedEnrollment(world.instance());
            Browser reviewer = reviewer();

            JsonNode tasks =
                    reviewer.get(Browser.ENGINE + "/task" + MANY).expect(200).json();

            assertThat(tasks.findValuesAsText("id"))
                    .containsExactly(
                            processes.task(own, EnrollmentProcess.REVIEW).getId());
            assertThat(reviewer.get(Browser.ENGINE + "/task/count")
                            .expect(200)
                            .json()
                            .path("count")
                            .asInt())
                    .isEqualTo(1);
            String foreignWorkspace = elsewhere.workspace().workspaceId();
            assertThat(reviewer.get(Browser.ENGINE + "/task" + MANY + "&tenantIdIn=" + foreignWorkspace)
                            .expect(200)
                            .json())
                    .isEmpty();
            assertThat(reviewer.get(Browser.ENGINE + "/task" + MANY + "&processInstanceBusinessKey=" + foreign)
                            .expect(200)
                            .json())
                    .isEmpty();
        }

        @Test
        void aForeignTaskCannotBeTouchedEvenByItsId() {
            Browser reviewer = reviewer();
            String task = Browser.ENGINE + "/task/" + foreignTask.getId();
            String answer = "{\"variables\": {\"reviewDecision\": {\"value\": \"approve\"}}}";

            assertThat(reviewer.get(task).status()).isBetween(400, 499);
            assertThat(reviewer.get(task + "/form").status()).isBetween(400, 599);
            Reply form = reviewer.get(task + "/form-variables");
            assertThat(form.status()).isNotEqualTo(200);
            assertThat(form.text()).doesNotContain("Homeowner");
            assertThat(reviewer.post(task + "/claim", "{\"userId\": \"me\"}").status())
                    .isBetween(400, 599);
            assertThat(reviewer.post(task + "/submit-form", answer).status()).isBetween(400, 599);
            assertThat(reviewer.post(task + "/complete", answer).status()).isBetween(400, 599);
            assertThat(reviewer.post(task + "/bpmnError", "{\"errorCode\": \"x\"}")
                            .status())
                    .isBetween(400, 599);
            assertThat(reviewer.send("PUT", task, "{\"priority\": 1}").status()).isBetween(400, 599);

            new Processes(engine, elsewhere).waits(foreign, "submitted", "user_review_enrollment");
            assertThat(new Processes(engine, elsewhere)
                            .task(foreign, EnrollmentProcess.REVIEW)
                            .getAssignee())
                    .isNull();
        }

        @Test
        void aReviewerWorksThroughTheFormAndOtherwiseChangesNothing() {
            begin(worlds.organization());
            String own = world.submittedEnrollment(world.instance());
            String task = Browser.ENGINE + "/task/"
                    + processes.task(own, EnrollmentProcess.REVIEW).getId();
            String process =
                    Browser.ENGINE + "/process-instance/" + processes.of(own).getId();
            Browser reviewer = reviewer();
            String variable = "{\"value\": \"x\", \"type\": \"String\"}";

            for (Reply refused : List.of(
                    reviewer.post(task + "/bpmnError", "{\"errorCode\": \"java.lang.RuntimeException\"}"),
                    reviewer.post(task + "/bpmnEscalation", "{\"escalationCode\": \"x\"}"),
                    reviewer.send("PUT", task + "/variables/smuggled", variable),
                    reviewer.send("PUT", task + "/localVariables/smuggled", variable),
                    reviewer.post(task + "/variables", "{\"modifications\": {\"smuggled\": " + variable + "}}"),
                    reviewer.post(
                            task + "/complete",
                            "{\"variables\": {\"reviewDecision\": {\"value\": \"approve\"}, \"smuggled\": " + variable
                                    + "}}"),
                    reviewer.post(task + "/resolve", "{\"variables\": {\"smuggled\": " + variable + "}}"),
                    reviewer.post(task + "/comment/create", "{\"message\": \"Suzie Homeowner\"}"),
                    reviewer.post(Browser.ENGINE + "/task/create", "{\"name\": \"mine\"}"),
                    reviewer.send("DELETE", task, ""),
                    reviewer.send("DELETE", process, ""),
                    reviewer.send("PUT", process + "/variables/smuggled", variable),
                    reviewer.send("PUT", process + "/suspended", "{\"suspended\": true}"),
                    reviewer.post(
                            process + "/modification",
                            "{\"instructions\": [{\"type\": \"startBeforeActivity\","
                                    + " \"activityId\": \"receive_exit_request\"}]}"),
                    reviewer.post(
                            Browser.ENGINE + "/message",
                            "{\"messageName\": \"enrollment.exit-requested\", \"businessKey\": \"" + own + "\"}"),
                    reviewer.post(Browser.ENGINE + "/process-definition/key/" + EnrollmentProcess.KEY + "/start", "{}"),
                    reviewer.post(
                            Browser.ENGINE + "/process-definition/key/" + EnrollmentProcess.KEY + "/submit-form",
                            "{\"variables\": {}}"),
                    reviewer.post(
                            Browser.ENGINE + "/process-instance/delete",
                            "{\"processInstanceIds\": [\"" + processes.of(own).getId() + "\"]}"),
                    reviewer.post(
                            Browser.ENGINE + "/filter/create", "{\"resourceType\": \"Task\", \"name\": \"mine\"}"),
                    deploy(reviewer))) {
                assertThat(refused.status())
                        .as(refused.response().request().method() + " "
                                + refused.response().uri() + ": " + refused.text())
                        .isIn(400, 401, 403, 404, 405, 500);
            }

            processes.waits(own, "submitted", "user_review_enrollment");
            assertThat(engine.getRuntimeService()
                            .createVariableInstanceQuery()
                            .tenantIdIn(world.workspace().workspaceId())
                            .count())
                    .isZero();

            assertThat(reviewer.get(task + "/form-variables").expect(200).text())
                    .contains("Homeowner");
            Reply unreasoned = reviewer.post(
                    task + "/submit-form", "{\"variables\": {\"reviewDecision\": {\"value\": \"reject\"}}}");
            assertThat(unreasoned.status()).as(unreasoned.text()).isEqualTo(400);
            assertThat(unreasoned.text()).contains("must say why");
            processes.waits(own, "submitted", "user_review_enrollment");
            reviewer.post(
                            task + "/submit-form",
                            "{\"variables\": {\"reviewDecision\": {\"value\": \"approve\"}, \"smuggled\": " + variable
                                    + "}}")
                    .expect(204);
            processes.waits(own, "approved", "receive_exit_request");
        }

        @Test
        void anAdministratorDeploysAndDeletesNothingEither() {
            String own = world.submittedEnrollment(world.instance());
            String process =
                    Browser.ENGINE + "/process-instance/" + processes.of(own).getId();
            Browser administrator =
                    Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);

            assertThat(deploy(administrator).status()).isEqualTo(403);
            assertThat(administrator.send("DELETE", process, "").status()).isEqualTo(403);
            assertThat(administrator
                            .post(
                                    process + "/modification",
                                    "{\"instructions\": [{\"type\": \"startBeforeActivity\","
                                            + " \"activityId\": \"receive_exit_request\"}]}")
                            .status())
                    .isEqualTo(403);
            assertThat(administrator
                            .get(Browser.ENGINE + "/process-instance/"
                                    + new Processes(engine, elsewhere)
                                            .of(foreign)
                                            .getId())
                            .status())
                    .isBetween(400, 499);

            processes.waits(own, "submitted", "user_review_enrollment");
        }

        @Test
        void aRequestThatDoesNotComeFromThePageIsRefused() {
            String own = world.submittedEnrollment(world.instance());
            String task = Browser.ENGINE + "/task/"
                    + processes.task(own, EnrollmentProcess.REVIEW).getId();
            Browser reviewer = reviewer();

            Reply forged = reviewer.send(reviewer.request(task + "/submit-form")
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                            "{\"variables\": {\"reviewDecision\": {\"value\": \"approve\"}}}")));

            assertThat(forged.status()).isEqualTo(403);
            processes.waits(own, "submitted", "user_review_enrollment");
        }

        private Reply deploy(Browser browser) {
            String boundary = "boundary";
            String body =
                    "--" + boundary + "\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nmine\r\n--"
                            + boundary
                            + "\r\nContent-Disposition: form-data; name=\"data\"; filename=\"mine.bpmn\"\r\n"
                            + "Content-Type: application/octet-stream\r\n\r\n"
                            + "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" targetNamespace=\"t\">"
                            + "<process id=\"mine\" isExecutable=\"true\"><startEvent id=\"s\"/></process></definitions>\r\n--"
                            + boundary + "--\r\n";
            return browser.send(browser.request(Browser.ENGINE + "/deployment/create")
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .header("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN").orElse(""))
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
        }
    }
}
