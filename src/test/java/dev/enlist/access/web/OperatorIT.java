package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.TenancyService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** What the organization that runs the installation does for others, and what others cannot do. */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorIT {

    @Autowired
    Worlds worlds;

    @Autowired
    TenancyService tenancy;

    World operator;
    World other;
    String otherId;

    @BeforeAll
    void theOperator() {
        operator = worlds.workspace(tenancy.firstOrganization("Operator"), "operator-" + Cuid.next());
    }

    @BeforeEach
    void anotherOrganization() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        other = where;
        otherId = where.workspace().organizationId();
    }

    private static ObjectNode program() {
        return Json.object("{\"name\": \"Utility XYZ Battery Peak Shaving Program\", \"description\": \"Custom\","
                        + " \"states\": [\"CA\"], \"active\": true, \"visibility\": \"private\", \"year\": 2025}")
                .put("slug", "program-" + Cuid.next());
    }

    @Test
    void listsAllOrganizations() {
        assertThat(names(operator.api())).contains(otherId).hasSizeGreaterThan(1);
        assertThat(names(other.api())).containsExactly(otherId);
    }

    /** Ids of all organizations that the key sees, page by page: other tests leave more of them than one page holds. */
    private static List<String> names(Api api) {
        List<String> ids = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = api.get("/organizations?perPage=500&after=" + after).ok().path("data");
            page.forEach(organization -> ids.add(organization.path("id").asText()));
            after = ids.isEmpty() ? "" : ids.get(ids.size() - 1);
        } while (page.size() == 500);
        return ids;
    }

    @Test
    void anOrganizationNamesItself() {
        JsonNode created = other.api()
                .post("/programs", program().put("organizationId", otherId))
                .created();
        assertThat(created.path("organizationId").asText()).isEqualTo(otherId);
    }

    @Test
    void makesAPrivateProgramForAnotherOrganization() {
        begin(worlds.organization());
        ObjectNode wanted = program().put("organizationId", otherId);
        Reply reply = operator.api().post("/programs", wanted, "Idempotency-Key", Cuid.next());
        String slug = reply.created().path("slug").asText();
        assertThat(reply.json().path("organizationId").asText()).isEqualTo(otherId);

        assertThat(other.api()
                        .get("/programs/" + slug)
                        .ok()
                        .path("organizationId")
                        .asText())
                .isEqualTo(otherId);
        other.api().patch("/programs/" + slug, Json.object("{\"year\": 2031}")).ok();
        operator.api().get("/programs/" + slug).problem(404, "not-found");
        assertThat(actions(operator.api(), otherId)).containsExactly("program.createForOrganization");
        assertThat(actions(operator.api(), reply.json().path("id").asText())).containsExactly("program.create");
        operator.api().post("/programs", wanted).problem(409, "already-exists");
    }

    @Test
    void makesOneInTheGraph() {
        JsonNode created = new Graph(operator.api())
                .data(
                        "mutation($input: ProgramInput!) { createProgram(input: $input) { organizationId } }",
                        Map.of(
                                "input",
                                Map.of("name", "P " + Cuid.next(), "description", "D", "organizationId", otherId)));
        assertThat(created.at("/createProgram/organizationId").asText()).isEqualTo(otherId);
    }

    @Test
    void refusesWhatCannotBe() {
        ObjectNode foreign =
                program().put("organizationId", operator.workspace().organizationId());
        other.api().post("/programs", foreign).problem(403, "not-the-operator");
        other.api()
                .post("/programs", program().put("organizationId", "org_123456"))
                .problem(403, "not-the-operator");
        ObjectNode unknown = program().put("organizationId", "org_123456");
        assertThat(operator.api().post("/programs", unknown).faults()).containsExactly("/organizationId");
        ObjectNode open = program().put("organizationId", otherId).put("visibility", "public");
        assertThat(operator.api().post("/programs", open).faults()).containsExactly("/visibility");
        String slug = other.program();
        assertThat(other.api()
                        .patch("/programs/" + slug, Json.object("{}").put("organizationId", otherId))
                        .faults())
                .containsExactly("/organizationId");
    }

    @Test
    void issuesANewFirstKeyOnce() {
        begin(worlds.organization());
        String workspace = worlds.workspace(otherId, "sandbox").workspace().workspaceId();
        String idempotency = Cuid.next();
        ObjectNode wanted = Json.object("{\"workspaceSlug\": \"sandbox\"}");
        String path = "/organizations/" + otherId + "/firstKey";
        JsonNode issued = operator.api()
                .post(path, wanted, "Idempotency-Key", idempotency)
                .created();
        assertThat(issued.path("id").asText()).isEqualTo(workspace);
        Api holder = other.api().with(issued.path("key").asText());
        assertThat(holder.get("/session").ok().path("workspaceId").asText()).isEqualTo(workspace);
        assertThat(actions(holder, workspace)).contains("workspace.issueFirstKey");
        assertThat(actions(operator.api(), workspace)).containsExactly("workspace.issueFirstKey");

        Reply replayed = operator.api().post(path, wanted, "Idempotency-Key", idempotency);
        assertThat(replayed.created().has("key")).isFalse();
        assertThat(replayed.header("Idempotency-Replayed")).contains("true");
        assertThat(operator.api()
                        .post(path, "{}")
                        .created()
                        .path("organizationId")
                        .asText())
                .isEqualTo(otherId);
        assertThat(operator.api()
                        .post(path, Json.object("{\"workspaceSlug\": \"nowhere\"}"))
                        .faults())
                .containsExactly("/workspaceSlug");
        other.api().post(path, "{}").problem(403, "not-the-operator");
        worlds.stranger().api().post(path, "{}").problem(404, "not-found");
    }

    private static List<String> actions(Api api, String subject) {
        JsonNode entries = api.get("/audit?subjectId=" + subject).ok().path("data");
        return StreamSupport.stream(entries.spliterator(), false)
                .map(entry -> entry.path("action").asText())
                .toList();
    }
}
