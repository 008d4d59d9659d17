package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Browser;
import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.support.Reply;
import dev.enlist.tenancy.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Operations of the engine's REST resources that are refused for every role, and those that only some roles may use.
 */
final class RoleAttacks {

    private static final String GROUP = "operations of the engine, by role";

    private static final String VARIABLE = "{\"value\": \"x\", \"type\": \"String\"}";
    private static final String VARIABLES = "{\"variables\": {\"smuggled\": " + VARIABLE + "}}";

    /** A method, a path with placeholders for ids, and a body. */
    private record Operation(String method, String path, String body) {}

    private static final List<Operation> NO_ROLE = List.of(
            new Operation("POST", "/filter/create", "{\"resourceType\": \"Task\", \"name\": \"mine\", \"query\": {}}"),
            new Operation("PUT", "/filter/{filter}", "{\"resourceType\": \"Task\", \"name\": \"mine\", \"query\": {}}"),
            new Operation("DELETE", "/filter/{filter}", ""),
            new Operation("POST", "/process-definition/key/enrollment-lifecycle/start", "{}"),
            new Operation("POST", "/process-definition/{definition}/start", "{}"),
            new Operation("POST", "/process-definition/{definition}/submit-form", VARIABLES),
            new Operation(
                    "POST", "/process-definition/{definition}/restart", "{\"processInstanceIds\": [\"{process}\"]}"),
            new Operation(
                    "POST",
                    "/process-definition/{definition}/restart-async",
                    "{\"processInstanceIds\": [\"{process}\"]}"),
            new Operation("PUT", "/process-definition/{definition}/suspended", "{\"suspended\": true}"),
            new Operation("PUT", "/process-definition/{definition}/history-time-to-live", "{\"historyTimeToLive\": 0}"),
            new Operation("DELETE", "/process-definition/{definition}?cascade=true", ""),
            new Operation(
                    "POST",
                    "/process-instance/{process}/modification",
                    "{\"instructions\": [{\"type\": \"startBeforeActivity\", \"activityId\": \"receive_exit_request\"}]}"),
            new Operation("POST", "/process-instance/{process}/modification-async", "{\"instructions\": []}"),
            new Operation(
                    "POST",
                    "/modification/execute",
                    "{\"processDefinitionId\": \"{definition}\", \"processInstanceIds\": [\"{process}\"],"
                            + " \"instructions\": [{\"type\": \"cancel\", \"activityId\": \"user_review_enrollment\"}]}"),
            new Operation(
                    "POST",
                    "/modification/executeAsync",
                    "{\"processDefinitionId\": \"{definition}\", \"processInstanceIds\": [\"{process}\"]}"),
            new Operation(
                    "POST",
                    "/migration/generate",
                    "{\"sourceProcessDefinitionId\": \"{definition}\", \"targetProcessDefinitionId\": \"{definition}\"}"),
            new Operation(
                    "POST", "/migration/execute", "{\"migrationPlan\": {}, \"processInstanceIds\": [\"{process}\"]}"),
            new Operation(
                    "POST",
                    "/migration/executeAsync",
                    "{\"migrationPlan\": {}, \"processInstanceIds\": [\"{process}\"]}"),
            new Operation("DELETE", "/process-instance/{process}", ""),
            new Operation("POST", "/process-instance/delete", "{\"processInstanceIds\": [\"{process}\"]}"),
            new Operation("PUT", "/process-instance/{process}/suspended", "{\"suspended\": true}"),
            new Operation("PUT", "/process-instance/{process}/variables/smuggled", VARIABLE),
            new Operation(
                    "POST",
                    "/process-instance/{process}/variables",
                    "{\"modifications\": {\"smuggled\": " + VARIABLE + "}}"),
            new Operation(
                    "POST",
                    "/process-instance/variables-async",
                    "{\"processInstanceIds\": [\"{process}\"], \"variables\": {}}"),
            new Operation(
                    "POST", "/process-instance/message-async", "{\"messageName\": \"enrollment.exit-requested\"}"),
            new Operation(
                    "POST", "/process-instance/job-retries", "{\"processInstances\": [\"{process}\"], \"retries\": 3}"),
            new Operation("PUT", "/execution/{process}/localVariables/smuggled", VARIABLE),
            new Operation("POST", "/execution/{process}/signal", "{}"),
            new Operation("POST", "/execution/{process}/messageSubscriptions/enrollment.exit-requested/trigger", "{}"),
            new Operation("POST", "/message", "{\"messageName\": \"enrollment.submitted\"}"),
            new Operation("POST", "/signal", "{\"name\": \"x\"}"),
            new Operation("POST", "/condition", "{\"variables\": {}}"),
            new Operation(
                    "POST", "/external-task/fetchAndLock", "{\"workerId\": \"w\", \"maxTasks\": 1, \"topics\": []}"),
            new Operation("POST", "/external-task/x/complete", "{\"workerId\": \"w\"}"),
            new Operation("PUT", "/external-task/retries", "{\"retries\": 1, \"externalTaskIds\": [\"x\"]}"),
            new Operation("POST", "/decision-definition/key/eligibility-default/evaluate", "{\"variables\": {}}"),
            new Operation("POST", "/case-definition/key/x/create", "{}"),
            new Operation("PUT", "/batch/x/suspended", "{\"suspended\": true}"),
            new Operation("DELETE", "/batch/x", ""),
            new Operation("POST", "/job/{job}/execute", ""),
            new Operation("PUT", "/job/{job}/duedate", "{\"duedate\": null}"),
            new Operation("POST", "/job/{job}/duedate/recalculate", ""),
            new Operation("PUT", "/job/{job}/suspended", "{\"suspended\": true}"),
            new Operation("DELETE", "/job/{job}", ""),
            new Operation("POST", "/job/retries", "{\"retries\": 3, \"jobIds\": [\"{job}\"]}"),
            new Operation(
                    "PUT",
                    "/job-definition/suspended",
                    "{\"suspended\": true, \"processDefinitionKey\": \"enrollment-lifecycle\"}"),
            new Operation("PUT", "/job-definition/x/retries", "{\"retries\": 1}"),
            new Operation("DELETE", "/deployment/{deployment}?cascade=true", ""),
            new Operation("POST", "/deployment/{deployment}/redeploy", "{}"),
            new Operation("POST", "/task/create", "{\"name\": \"mine\"}"),
            new Operation("DELETE", "/task/{task}", ""),
            new Operation("POST", "/task/{task}/complete", VARIABLES),
            new Operation("POST", "/task/{task}/resolve", VARIABLES),
            new Operation("POST", "/task/{task}/bpmnError", "{\"errorCode\": \"java.lang.RuntimeException\"}"),
            new Operation("POST", "/task/{task}/bpmnEscalation", "{\"escalationCode\": \"x\"}"),
            new Operation("PUT", "/task/{task}/variables/smuggled", VARIABLE),
            new Operation("POST", "/task/{task}/variables", "{\"modifications\": {\"smuggled\": " + VARIABLE + "}}"),
            new Operation("PUT", "/task/{task}/localVariables/smuggled", VARIABLE),
            new Operation("POST", "/task/{task}/comment/create", "{\"message\": \"x\"}"),
            new Operation(
                    "POST",
                    "/authorization/create",
                    "{\"type\": 1, \"permissions\": [\"ALL\"], \"groupId\": \"viewer\","
                            + " \"resourceType\": 6, \"resourceId\": \"*\"}"),
            new Operation(
                    "POST", "/user/create", "{\"profile\": {\"id\": \"x\"}, \"credentials\": {\"password\": \"x\"}}"),
            new Operation("PUT", "/user/{viewer}/credentials", "{\"password\": \"x\"}"),
            new Operation("PUT", "/group/administrator/members/{viewer}", ""),
            new Operation("POST", "/tenant/create", "{\"id\": \"x\", \"name\": \"x\"}"),
            new Operation("POST", "/history/cleanup", ""),
            new Operation(
                    "POST", "/history/process-instance/delete", "{\"historicProcessInstanceIds\": [\"{process}\"]}"),
            new Operation("POST", "/telemetry/configuration", "{\"enableTelemetry\": true}"),
            new Operation("DELETE", "/metrics/task-worker", ""),
            new Operation("PATCH", "/task/{task}", "{}"),
            new Operation("POST", "/task/{task}/identity-links", "{\"userId\": \"x\", \"type\": \"candidate\"}"),
            new Operation("POST", "/task/{task}/identity-links/delete", "{\"groupId\": \"reviewer\"}"),
            new Operation("PUT", "/task/{task}", "{\"priority\": 1}"),
            new Operation("PUT", "/task/{task}", "{\"parentTaskId\": \"{task}\"}"));

    /** Refused for roles without the permission; the filter admits the others. */
    private static final List<Operation> REVIEWERS = List.of(
            new Operation("POST", "/task/{task}/claim", "{\"userId\": \"x@example.com\"}"),
            new Operation("POST", "/task/{task}/assignee", "{\"userId\": \"x@example.com\"}"),
            new Operation(
                    "POST",
                    "/task/{task}/submit-form",
                    "{\"variables\": {\"reviewDecision\": {\"value\": \"approve\"}}}"),
            new Operation("POST", "/filter/{filter}/list", "{}"));

    private RoleAttacks() {}

    static Stream<Attack> all() {
        Stream<Attack> everyRole = NO_ROLE.stream()
                .flatMap(operation -> Arrays.stream(Role.values()).map(role -> atTheEdge(operation, role)));
        Stream<Attack> reviewers = REVIEWERS.stream()
                .flatMap(operation -> Stream.of(Role.ANALYST, Role.VIEWER).map(role -> attack(operation, role)));
        Stream<Attack> retries = Arrays.stream(Role.values())
                .filter(role -> role != Role.ADMINISTRATOR)
                .map(role -> attack(new Operation("PUT", "/job/{job}/retries", "{\"retries\": 3}"), role));
        Stream<Attack> cockpit = Arrays.stream(Role.values())
                .filter(role -> role != Role.ADMINISTRATOR)
                .map(
                        role -> new Attack(
                                GROUP,
                                "Cockpit by " + role.wire(),
                                ground -> Ground.refused(
                                        ground.as(role)
                                                .get(
                                                        "/camunda/api/cockpit/plugin/base/default/process-definition/statistics?maxResults=5"))));
        Stream<Attack> deploying = Arrays.stream(Role.values())
                .map(role -> new Attack(GROUP, "POST /deployment/create by " + role.wire(), g -> deploy(g, role)));
        Stream<Attack> overriding = Stream.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
                .map(header -> new Attack(GROUP, header + ": DELETE", ground -> overridden(ground, header)));
        Stream<Attack> strangers = NO_ROLE.stream()
                .filter(operation -> operation.method().equals("POST"))
                .map(operation -> new Attack(
                        GROUP,
                        operation.path() + " by a stranger",
                        g -> Ground.refused(send(g, g.stranger(), operation))));
        Stream<Attack> allowed = Stream.of(new Attack(GROUP, "what they are for works", RoleAttacks::allowances));
        return Stream.of(
                        everyRole,
                        reviewers,
                        retries,
                        cockpit,
                        deploying,
                        overriding,
                        strangers,
                        allowed,
                        EngineRights.all())
                .flatMap(attacks -> attacks);
    }

    private static Attack attack(Operation operation, Role role) {
        return new Attack(
                GROUP,
                operation.method() + " " + operation.path() + " by " + role.wire(),
                ground -> Ground.refused(send(ground, ground.as(role), operation)));
    }

    /** Refused by the request filter or the chain before it, not only by the engine's permission checks. */
    private static Attack atTheEdge(Operation operation, Role role) {
        return new Attack(GROUP, operation.method() + " " + operation.path() + " by " + role.wire(), ground -> {
            Wall wall = Ground.refused(send(ground, ground.as(role), operation));
            assertThat(wall).isIn(Wall.EDGE, Wall.CHAIN);
            return wall;
        });
    }

    private static Reply send(Ground ground, Browser browser, Operation operation) {
        return browser.send(
                operation.method(),
                Browser.ENGINE + withIds(ground, operation.path()),
                withIds(ground, operation.body()));
    }

    private static String withIds(Ground ground, String text) {
        String filled = text.replace("{viewer}", ground.email(Role.VIEWER));
        if (filled.contains("{task}")) {
            filled = filled.replace("{task}", ground.task());
        }
        if (filled.contains("{process}")) {
            filled = filled.replace("{process}", ground.process());
        }
        if (filled.contains("{job}")) {
            filled = filled.replace("{job}", ground.job());
        }
        if (filled.contains("{definition}")) {
            filled = filled.replace("{definition}", ground.definition());
        }
        if (filled.contains("{deployment}")) {
            filled = filled.replace("{deployment}", ground.deployment());
        }
        return filled.contains("{filter}") ? filled.replace("{filter}", ground.filter()) : filled;
    }

    private static Wall deploy(Ground ground, Role role) {
        Browser browser = ground.as(role);
        String body = "--b\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nmine\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"data\"; filename=\"mine.bpmn\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n"
                + "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" targetNamespace=\"t\">"
                + "<process id=\"mine\" isExecutable=\"true\"><startEvent id=\"s\"/></process></definitions>\r\n--b--\r\n";
        return Ground.refused(browser.send(browser.request(Browser.ENGINE + "/deployment/create")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN").orElse(""))
                .POST(BodyPublishers.ofString(body))));
    }

    private static Wall overridden(Ground ground, String header) {
        Browser administrator = ground.as(Role.ADMINISTRATOR);
        Reply reply = administrator.send(administrator
                .request(Browser.ENGINE + "/process-instance/" + ground.process())
                .header(header, "DELETE")
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", administrator.cookie("XSRF-TOKEN").orElse(""))
                .POST(BodyPublishers.ofString("{}")));
        return Ground.refused(reply);
    }

    /** The filter admits the operations that a role needs. */
    private static Wall allowances(Ground ground) {
        for (Role role : Set.of(Role.ADMINISTRATOR, Role.COORDINATOR, Role.REVIEWER)) {
            Browser browser = ground.as(role);
            assertThat(browser.post(
                                    Browser.ENGINE + "/task?maxResults=5",
                                    "{\"orQueries\": [{\"candidateGroup\": \"reviewer\"}]}")
                            .expect(200)
                            .json())
                    .hasSize(1);
            browser.post(Browser.ENGINE + "/task/count", "{}").expect(200);
            browser.post(Browser.ENGINE + "/filter/" + ground.filter() + "/list?maxResults=5", "{}")
                    .expect(200);
            String email = ground.email(role);
            browser.post(Browser.ENGINE + "/task/" + ground.task() + "/claim", "{\"userId\": \"" + email + "\"}")
                    .expect(204);
            browser.post(Browser.ENGINE + "/task/" + ground.task() + "/unclaim", "")
                    .expect(204);
        }
        ground.as(Role.ADMINISTRATOR)
                .send("PUT", Browser.ENGINE + "/job/" + ground.job() + "/retries", "{\"retries\": 3}")
                .expect(204);
        return Wall.HARMLESS;
    }
}
