package dev.enlist.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Verify the account; ask the applicant where it is not found; two reviews; approve. The worker is killed twice, and a late
 * answer of it is refused.
 */
@EnlistIT
class WorkflowStoryIT {

    private static final String TOPIC = "verify-account";
    private static final int LOCK = 1_000;

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    World world;
    Api api;
    Workflows workflows;

    @BeforeEach
    void anOrganizationThatVerifiesAccounts() {
        world = worlds.organization();
        api = world.api();
        workflows = new Workflows(world, engine)
                .publish(
                        "account-review",
                        new WorkflowXml()
                                .start()
                                .service(
                                        "verify",
                                        "request:" + TOPIC,
                                        Map.of(
                                                "variables", "applicationNumber, metadata.account",
                                                "results", "found: boolean",
                                                "result", "account"))
                                .gateway("gw_found", "flow_missing")
                                .service(
                                        "ask",
                                        "requestInformation",
                                        Map.of(
                                                "message", "Which account do you have?",
                                                "fields", "/metadata/account",
                                                "result", "asked"))
                                .gateway("gw_merge", "m1")
                                .decision("user_first", Map.of("result", "first"))
                                .decision("user_second", Map.of("result", "second", "differentFrom", "user_first"))
                                .service("decide", "decide", Map.of("outcome", "reviewer"))
                                .end("end")
                                .flow("f1", "start", "verify")
                                .flow("f2", "verify", "gw_found")
                                .flow("flow_found", "gw_found", "gw_merge", "account.found = true")
                                .flow("flow_missing", "gw_found", "ask")
                                .flow("f3", "ask", "gw_merge")
                                .flow("m1", "gw_merge", "user_first")
                                .flow("f4", "user_first", "user_second")
                                .flow("f5", "user_second", "decide")
                                .flow("f6", "decide", "end")
                                .xml());
    }

    /** The steps of the workflow at which applications wait, with how many. */
    private List<String> heat() {
        return api.get("/reports/process").ok().path("workflowSteps").findValuesAsText("elementId");
    }

    /** Fetches the task as a worker that is killed with it: its lock ends, and the task is due again. */
    private JsonNode killed(String worker) {
        JsonNode task = workflows.fetch(TOPIC, worker, LOCK);
        assertThat(task.path("workerId").asText()).isEqualTo(worker);
        return task;
    }

    private JsonNode afterTheLock(String worker) {
        JsonNode[] task = {null};
        Patience.until("the lock to end", () -> {
            task[0] = workflows.fetch(TOPIC, worker, LOCK * 60);
            return task[0].has("id");
        });
        return task[0];
    }

    @Test
    void fromTheRequestToTheApproval() {
        String id = world.submittedEnrollment(workflows.instanceWith("account-review"));
        assertThat(heat()).containsExactly("verify");

        JsonNode first = killed("worker-1");
        JsonNode[] second = {null};
        Patience.until("the first lock to end", () -> {
            second[0] = workflows.fetch(TOPIC, "worker-2", LOCK);
            return second[0].has("id");
        });
        JsonNode third = afterTheLock("worker-3");
        assertThat(third.path("attempts").asInt()).isEqualTo(3);
        for (String dead : List.of("worker-1", "worker-2")) {
            workflows.completeTask(first, dead, "{\"found\": true}").problem(409, "lock-lost");
        }
        assertThat(workflows.steps(id)).containsExactly("verify open");
        workflows.completeTask(third, "worker-3", "{\"found\": false}").ok();

        workflows.untilStepsEndWith(id, "verify completed", "ask open");
        assertThat(heat()).containsExactly("ask");
        assertThat(api.get("/reviews?tab=waiting").ok().path("data").findValuesAsText("enrollmentId"))
                .containsExactly(id);
        workflows.answer(id, "{\"/metadata/account\": \"4711\"}").ok();

        workflows.untilStepsEndWith(id, "ask answered", "user_first open");
        assertThat(heat()).containsExactly("user_first");
        approve(api, id);
        assertThat(heat()).containsExactly("user_second");
        api.post("/enrollments/" + id + "/approve", Json.object("{}")).problem(409, "second-person-needed");
        approve(api.with(worlds.key(world, "A colleague")), id);

        assertThat(world.statusOf(id)).isEqualTo("approved");
        assertThat(heat()).isEmpty();
        List<String> steps = List.of(
                "verify completed", "ask answered", "user_first approve", "user_second approve", "decide approve");
        assertThat(workflows.steps(id)).containsExactlyElementsOf(steps);
        assertThat(api.get("/enrollments/" + id + "/history").ok().path("data").findValuesAsText("to"))
                .containsExactly("candidate", "eligible", "submitted", "approved");
        JsonNode timeline = api.get("/enrollments/" + id + "/timeline?kind=workflow-step&perPage=50")
                .ok()
                .path("data");
        assertThat(timeline).hasSize(steps.size());
        JsonNode graph = new Graph(api).data("""
                        query($id: ID!) {
                          enrollment(id: $id) { workflowSteps { elementId outcome workflow version open result by { type } } }
                          workflow(slug: "account-review") { kind latestVersion versions { number note } }
                          workflows(kind: "review", first: 50) { nodes { slug shipped } }
                        }
                        """, Map.of("id", id));
        assertThat(graph.at("/enrollment/workflowSteps").findValuesAsText("elementId"))
                .containsExactly("verify", "ask", "user_first", "user_second", "decide");
        assertThat(graph.at("/enrollment/workflowSteps/0/result/found").asBoolean(true))
                .isFalse();
        assertThat(graph.at("/enrollment/workflowSteps/2/by/type").asText()).isEqualTo("key");
        assertThat(graph.at("/workflow/versions/0/number").asInt()).isEqualTo(1);
        assertThat(graph.at("/workflows/nodes").findValuesAsText("slug"))
                .contains("account-review", "review-single")
                .doesNotContain("exit-default");
        assertThat(world.isConsistent()).isTrue();
    }

    private static void approve(Api by, String id) {
        by.post("/enrollments/" + id + "/approve", Json.object("{\"reason\": \"Seen\"}"))
                .ok();
    }
}
