package dev.enlist.overview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The overview of the home page: figures, what needs attention, programs and dates by scope, in a fixed number of statements. */
@EnlistIT
class OverviewIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    StatementCounter statements;

    World world;

    @BeforeEach
    void anOrganization() {
        world = worlds.organization();
    }

    private JsonNode overview() {
        return world.api().get("/overview").ok();
    }

    private static JsonNode line(JsonNode lines, String member, String value) {
        for (JsonNode line : lines) {
            if (line.path(member).asText().equals(value)) {
                return line;
            }
        }
        return Json.object("{}");
    }

    private JsonNode figure(String name) {
        return line(overview().path("figures"), "name", name);
    }

    private JsonNode attention(String kind) {
        return line(overview().path("attention"), "kind", kind);
    }

    @Test
    void anEmptyWorkspaceSaysSo() {
        JsonNode overview = overview();
        assertThat(overview.path("empty").asBoolean()).isTrue();
        assertThat(overview.path("attention")).isEmpty();
        assertThat(overview.path("programs")).isEmpty();
        assertThat(line(overview.path("figures"), "name", "waiting")
                        .path("value")
                        .asInt())
                .isZero();
    }

    @Test
    void figuresAndProgramsCountWhatHappened() {
        String instance = world.instance();
        world.submittedEnrollment(instance);
        world.approvedEnrollment(instance);
        world.ineligibleEnrollment(instance);
        Await.until(
                "the reports are up to date",
                () -> figure("applications").path("value").asInt() == 3
                        && figure("decisions").path("value").asInt() == 1
                        && !figure("decisionTime").path("value").isMissingNode());
        assertThat(figure("applications").path("before").asInt()).isZero();
        assertThat(figure("waiting").path("value").asInt()).isEqualTo(1);
        JsonNode program = overview().at("/programs/0");
        assertThat(program.path("programInstanceId").asText()).isEqualTo(instance);
        assertThat(program.path("counts"))
                .isEqualTo(Json.object("{\"approved\": 1, \"ineligible\": 1, \"submitted\": 1}"));
        assertThat(program.path("recent").asInt()).isEqualTo(3);
        assertThat(program.path("capacity").isMissingNode()).isTrue();
    }

    @Test
    void whatWaitsNeedsAttention() {
        String instance = world.instance(
                world.program(),
                body -> body.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 2}")));
        String overdue = world.submittedEnrollment(instance);
        String asked = world.submittedEnrollment(instance);
        world.api()
                .post("/enrollments/" + asked + "/informationRequests", "{\"message\": \"Which model is it?\"}")
                .created();
        owner.sql("update review set due_at = now() - interval '1 day' where enrollment_id = ?")
                .param(overdue)
                .update();
        owner.sql("update information_request set due_at = now() - interval '1 hour' where enrollment_id = ?")
                .param(asked)
                .update();
        owner.sql("""
                        insert into notification (id, workspace_id, program_instance_id, enrollment_id, event_id, audience,
                                                  about, about_at, status, problem, attempts, created_at, finished_at)
                        values (?, ?, ?, ?, ?, 'applicant', 'submitted', now(), 'failed', 'address-refused-550', 3, now(),
                                now())
                        """)
                .params(Cuid.next(), world.workspace().workspaceId(), instance, overdue, Cuid.next())
                .update();

        assertThat(attention("overdueReviews").path("count").asInt()).isEqualTo(1);
        assertThat(attention("overdueQuestions").path("count").asInt()).isEqualTo(1);
        assertThat(attention("failedMails").path("count").asInt()).isEqualTo(1);
        assertThat(attention("capacity").path("id").asText()).isEqualTo(instance);
        assertThat(attention("capacity").path("share").decimalValue()).isEqualByComparingTo("1");
        assertThat(attention("incidents").path("count").isMissingNode()).isTrue();
        JsonNode capacity = overview().at("/programs/0/capacity");
        assertThat(capacity.path("used").asInt()).isEqualTo(2);
        assertThat(capacity.path("limit").asInt()).isEqualTo(2);
    }

    @Test
    void datesOfTheNextDaysAreDue() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String ends = world.instance(
                world.program(), body -> body.put("endDate", today.plusDays(5).toString()));
        world.instance(
                world.program(), body -> body.put("endDate", today.plusDays(90).toString()));
        JsonNode due = overview().path("due");
        assertThat(due).hasSize(1);
        assertThat(due.at("/0/kind").asText()).isEqualTo("instanceEnds");
        assertThat(due.at("/0/id").asText()).isEqualTo(ends);
    }

    @Test
    void eachPartNeedsItsScope() {
        world.submittedEnrollment(world.instance());
        owner.sql("update review set due_at = now() - interval '1 day' where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .update();
        String key = world.api()
                .post("/apiKeys", Json.object("{\"name\": \"Catalogue\", \"scopes\": [\"programs:read\"]}"))
                .created()
                .path("key")
                .asText();
        JsonNode catalogue = world.api().with(key).get("/overview").ok();
        assertThat(catalogue.path("figures")).isEmpty();
        assertThat(catalogue.path("attention")).isEmpty();
        assertThat(catalogue.at("/programs/0/counts")).isEmpty();
    }

    @Test
    void aLimitedMemberSeesTheirInstances() {
        String own = world.instance();
        String foreign = world.instance();
        world.submittedEnrollment(own);
        world.submittedEnrollment(foreign);
        world.submittedEnrollment(foreign);
        owner.sql("update review set due_at = now() - interval '1 day' where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .update();
        Browser member = limitedTo(own);
        JsonNode overview = member.get("/overview").ok();
        assertThat(line(overview.path("figures"), "name", "waiting")
                        .path("value")
                        .asInt())
                .isEqualTo(1);
        assertThat(line(overview.path("attention"), "kind", "overdueReviews")
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(overview.path("programs").findValuesAsText("programInstanceId"))
                .containsExactly(own);
    }

    private Browser limitedTo(String programInstanceId) {
        String email = worlds.person(world, PASSWORD, Role.COORDINATOR);
        for (JsonNode user : world.api().get("/users?perPage=500").ok().path("data")) {
            if (user.path("email").asText().equals(email)) {
                ObjectNode limit = Json.object("{}");
                limit.putArray("programInstanceIds").add(programInstanceId);
                world.api().patch("/users/" + user.path("id").asText(), limit).ok();
            }
        }
        return Browser.signedIn(world.api().url(), email, PASSWORD);
    }

    @Test
    void theNumberOfStatementsDoesNotDependOnTheRows() {
        world.submittedEnrollment(world.instance());
        int few = statements.during("http-nio", this::overview).size();
        List<String> instances = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            instances.add(world.instance());
        }
        instances.forEach(world::submittedEnrollment);
        instances.forEach(world::approvedEnrollment);
        assertThat(statements.during("http-nio", this::overview)).hasSize(few);
        assertThat(few).isLessThanOrEqualTo(25);
    }
}
