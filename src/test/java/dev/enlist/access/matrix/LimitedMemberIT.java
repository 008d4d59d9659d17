package dev.enlist.access.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Browser;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.access.Requires;
import dev.enlist.support.DelayedJobs;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * A member who works with one program instance, against every operation that the running application has, the graph and
 * the pages of the engine: no answer contains data of another instance, with any role of the member. The tests share
 * one workspace: those that decide come after those that only read.
 */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LimitedMemberIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Autowired
    ProcessEngine engine;

    @Autowired
    DelayedJobs jobs;

    World world;
    Subjects others;
    String mine;
    String own;
    String foreign;
    Browser member;

    @BeforeAll
    void aMemberOfOneInstance() {
        world = worlds.organization();
        others = new Subjects(world, worlds.person(world, PASSWORD, Role.REVIEWER), jobs);
        mine = world.instance();
        own = world.submittedEnrollment(mine);
        foreign = world.submittedEnrollment(others.instanceId);
        String email = worlds.person(world, PASSWORD, Role.values());
        String id = "";
        for (JsonNode user : world.api().get("/users?perPage=500").ok().path("data")) {
            if (user.path("email").asText().equals(email)) {
                id = user.path("id").asText();
            }
        }
        ObjectNode limit = Json.object("{}");
        limit.putArray("programInstanceIds").add(mine);
        world.api().patch("/users/" + id, limit).ok();
        member = Browser.signedIn(world.api().url(), email, PASSWORD);
    }

    @Test
    @Order(5)
    void everyOperationHoldsTheMemberToTheirInstances() {
        List<Operation> operations = Operation.all(mapping).stream()
                .filter(operation -> operation.requires() != null)
                .toList();
        // everything is there before anything is asked
        operations.forEach(others::path);
        TestCaller.Caller caller = TestCaller.inSession(member);
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations) {
            String path = others.path(operation);
            Reply reply = caller.call(operation, path);
            boolean tells = reply.status() < 300
                    && others.ofTheInstance().stream()
                            .anyMatch(id -> reply.text().contains(id));
            if (tells || reply.status() >= 500 || isRefused(operation) != isOtherInstance(reply)) {
                wrong.add("%s: %d %s".formatted(operation, reply.status(), reply.text()));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Whether the operation on a thing of another instance, or on the workspace, is refused before it runs. */
    private static boolean isRefused(Operation operation) {
        Requires requires = operation.requires();
        return switch (requires.limited()) {
            // a workflow belongs to the workspace; the enrollment of a simulation is named in its body
            case FILTERED -> operation.namesSomething() && !operation.template().equals("/workflows/{slug}/simulate");
            case BY_SUBJECT ->
                requires.of() != Requires.Subject.WORKSPACE
                        || !InstanceLimit.to(Set.of("x")).opens(requires.value());
            case PROGRAM_INSTANCE, PERSON, CLOSED -> true;
        };
    }

    private static boolean isOtherInstance(Reply reply) {
        return reply.status() == 403 && reply.json().path("code").asText().equals("other-program-instance");
    }

    @Test
    @Order(1)
    void listsShowWhatIsTheirs() {
        String customer = customerOf(own);
        world.api().post("/leads", "{\"email\": \"nobody@example.com\"}").created();
        assertThat(ids("/customers")).containsExactly(customer);
        assertThat(member.get("/customers").ok().path("totalItems").asInt()).isEqualTo(1);
        assertThat(ids("/leads")).isEmpty();
        assertThat(ids("/programInstances")).containsExactly(mine);
        member.get("/customers/" + customer).ok();
        assertThat(member.get("/customers/" + customerOf(foreign)).status()).isEqualTo(403);
        worlds.awaitFeeds();
        assertThat(member.get("/events?perPage=500").ok().path("data").findValuesAsText("subject"))
                .contains(own)
                .doesNotContain(foreign, others.instanceId);
        assertThat(member.get("/events?programInstanceId=" + others.instanceId).status())
                .isEqualTo(403);
        String csv = member.send(member.request("/customers")
                        .header("Accept", "text/csv")
                        .GET())
                .expect(200)
                .text();
        assertThat(csv).contains(customer).doesNotContain(customerOf(foreign));
        assertThat(member.get("/reports/funnel?programInstanceId=" + others.instanceId)
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Order(4)
    void bulkDecisionsAreAboutTheirsAlone() {
        assertThat(bulk(own).status()).isEqualTo(200);
        assertThat(bulk(foreign).json().path("code").asText()).isEqualTo("other-program-instance");
        ObjectNode order = Json.object("{\"action\": \"approve\"}");
        order.putArray("ids").add(own).add(foreign);
        String id = world.api().post("/enrollments/bulk", order).ok().path("id").asText();
        assertThat(member.get("/bulkDecisions/" + id).status()).isEqualTo(403);
        assertThat(ids("/bulkDecisions")).doesNotContain(id);
    }

    private Reply bulk(String enrollment) {
        ObjectNode order = Json.object("{\"action\": \"approve\", \"dryRun\": true}");
        order.putArray("ids").add(enrollment);
        return member.api("POST", "/enrollments/bulk", "application/json", order.toString());
    }

    @Test
    @Order(2)
    void theGraphTellsTheSame() {
        assertThat(graph("{ customers { nodes { id } } programInstances { nodes { id } } }"))
                .contains(customerOf(own), mine)
                .doesNotContain(customerOf(foreign), others.instanceId);
        assertThat(graph("{ enrollment(id: \"" + own + "\") { id customer { id } lead { id } } }"))
                .contains(customerOf(own));
        for (String query : List.of(
                "{ enrollment(id: \"%s\") { id applicationNumber } }".formatted(foreign),
                "{ customer(id: \"%s\") { id email } }".formatted(customerOf(foreign)),
                "{ enrollments(programInstanceId: \"%s\") { nodes { id } } }".formatted(others.instanceId))) {
            assertThat(graph(query)).as(query).contains("other-program-instance");
        }
        assertThat(graph("{ _entities(representations: [{__typename: \"Enrollment\", id: \"%s\"},".formatted(foreign)
                        + " {__typename: \"Customer\", id: \"%s\"}]) { __typename } }".formatted(customerOf(foreign))))
                .contains("[null,null]");
    }

    private String graph(String query) {
        return member.api(
                        "POST",
                        "/graphql",
                        "application/json",
                        Json.object("{}").put("query", query).toString())
                .text()
                .replace(" ", "");
    }

    @Test
    @Order(3)
    void tasklistShowsTheirTasks() {
        String task = task(own);
        String other = task(foreign);
        for (String list : List.of("/task?maxResults=50", "/task?sortBy=created&sortOrder=asc&maxResults=50")) {
            assertThat(member.get(Browser.ENGINE + list).expect(200).text())
                    .as(list)
                    .contains(task)
                    .doesNotContain(other);
        }
        assertThat(member.get(Browser.ENGINE + "/task/count").ok().path("count").asInt())
                .isEqualTo(1);
        member.get(Browser.ENGINE + "/task/" + task).expect(200);
        for (String path : List.of("", "/form-variables", "/variables", "/deployed-form")) {
            Reply reply = member.get(Browser.ENGINE + "/task/" + other + path);
            assertThat(reply.status()).as(path + reply.text()).isEqualTo(403);
        }
        assertThat(member.post(Browser.ENGINE + "/task/" + other + "/unclaim", "")
                        .status())
                .isEqualTo(403);
        assertThat(member.get(Browser.ENGINE + "/process-instance").status()).isEqualTo(403);
    }

    private String task(String enrollment) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(enrollment)
                .singleResult()
                .getId();
    }

    private String customerOf(String enrollment) {
        return world.api()
                .get("/enrollments/" + enrollment)
                .ok()
                .path("customerId")
                .asText();
    }

    private List<String> ids(String list) {
        List<String> ids = new ArrayList<>();
        member.get(list)
                .ok()
                .path("data")
                .forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }
}
