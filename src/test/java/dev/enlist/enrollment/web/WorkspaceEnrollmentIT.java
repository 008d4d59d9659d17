package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The list of all enrollments of a workspace: order, filters, pages, totals. */
@EnlistIT
class WorkspaceEnrollmentIT {

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter statements;

    World world;
    String one;
    String other;

    @BeforeEach
    void twoInstances() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        one = where.instance();
        other = where.instance();
    }

    private JsonNode page(String query) {
        return world.api().get("/enrollments?" + query).ok();
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        page(query).path("data").forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    private String enrolled(String instance, String firstName, String lastName) {
        ObjectNode person = World.applicant().put("firstName", firstName).put("lastName", lastName);
        return world.enroll(instance, person).path("id").asText();
    }

    @Test
    void theNewestOfAllInstancesComeFirst() {
        begin(worlds.organization());
        String first = world.eligibleEnrollment(one);
        String second = world.submittedEnrollment(other);
        String third = world.ineligibleEnrollment(one);

        JsonNode page = page("");
        assertThat(ids("")).containsExactly(third, second, first);
        assertThat(page.path("totalItems").asInt()).isEqualTo(3);
        assertThat(page.path("next").isNull()).isTrue();
        assertThat(page.at("/data/1/allowedTransitions").toString()).contains("approved", "rejected");
    }

    @Test
    void filtersNarrowTheList() {
        begin(worlds.organization());
        String eligible = world.eligibleEnrollment(one);
        String submitted = world.submittedEnrollment(other);
        String ineligible = world.ineligibleEnrollment(other);
        String slug = world.api()
                .get("/programInstances/" + other)
                .ok()
                .at("/program/slug")
                .asText();

        assertThat(ids("programInstanceId=" + one)).containsExactly(eligible);
        assertThat(ids("program=" + slug)).containsExactly(ineligible, submitted);
        assertThat(ids("status=submitted,eligible")).containsExactly(submitted, eligible);
        assertThat(ids("state=CA")).containsExactly(ineligible);
        assertThat(ids("tag=tag1&manufacturer=tesla&status=eligible")).containsExactly(eligible);
        assertThat(ids("createdFrom=2099-01-01")).isEmpty();
        assertThat(ids("createdTo=2099-01-01")).hasSize(3);
        assertThat(page("status=submitted").path("totalItems").asInt()).isEqualTo(1);
        assertThat(page("state=CA").path("totalItems").asInt()).isEqualTo(1);
        assertThat(page("programInstanceId=" + one).path("totalItems").asInt()).isEqualTo(1);
    }

    @Test
    void flagsNarrowTheList() {
        begin(worlds.organization());
        String plain = world.submittedEnrollment(one);
        String moved = world.submittedEnrollment(one);
        String asked = world.submittedEnrollment(other);
        world.api()
                .patch(
                        "/enrollments/" + moved,
                        Json.object("{\"address\": {\"state\": \"CA\", \"postalCode\": \"90012\"}}"))
                .ok();
        world.api()
                .post("/enrollments/" + asked + "/informationRequests", "{\"message\": \"Which model is it?\"}")
                .created();

        assertThat(ids("flag=verdictChanged")).containsExactly(moved);
        assertThat(ids("flag=waitingForApplicant")).containsExactly(asked);
        assertThat(ids("flag=verdictChanged,waitingForApplicant")).isEmpty();
        assertThat(ids("flag=renewal")).isEmpty();
        assertThat(ids("")).contains(plain);
    }

    @Test
    void thePeopleAreFoundInAllInstances() {
        begin(worlds.organization());
        String priya = enrolled(one, "Priya", "Raman");
        String tomasz = enrolled(other, "Tomasz", "Nowak");
        JsonNode read = world.api().get("/enrollments/" + tomasz).ok();

        assertThat(ids("q=ram")).containsExactly(priya);
        assertThat(ids("q=nowak%20tom")).containsExactly(tomasz);
        assertThat(ids("q=" + read.path("applicationNumber").asText())).containsExactly(tomasz);
        assertThat(ids("customerId=" + read.path("customerId").asText())).containsExactly(tomasz);
        assertThat(page("q=ram").path("totalItems").asInt()).isEqualTo(1);
    }

    @Test
    void aWalkMeetsEachEnrollmentOnceInBothOrders() {
        begin(worlds.organization());
        List<String> names = List.of("Adams", "Brown", "brown", "Éclair", "Zhou");
        for (int n = 0; n < names.size(); n++) {
            enrolled(n % 2 == 0 ? one : other, "Robin", names.get(n));
        }
        for (String sort : List.of("createdAt", "updatedAt", "lastName", "email")) {
            List<String> ascending = walk("sort=" + sort);
            List<String> descending = walk("sort=-" + sort);
            Collections.reverse(descending);

            assertThat(ascending).as(sort).hasSize(5).doesNotHaveDuplicates().isEqualTo(descending);
        }
    }

    private List<String> walk(String query) {
        List<String> met = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = page(query + "&perPage=2&after=" + after);
            page.path("data").forEach(each -> met.add(each.path("id").asText()));
            after = page.path("next").asText("null").replace("null", "");
        } while (!after.isEmpty());
        return met;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=name",
                "status=open",
                "flag=late",
                "perPage=0",
                "after=zzz",
                "programInstanceId=1",
                "customerId=x",
                "createdFrom=yesterday",
                "flagged=maybe",
                "page=1",
            })
    void aWrongParameterIsNamed(String query) {
        JsonNode problem = world.api().get("/enrollments?" + query).expect(400).json();
        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .containsExactly("/" + query.substring(0, query.indexOf('=')));
    }

    @Test
    void aPositionOfAnotherOrderIsRefused() {
        begin(worlds.organization());
        enrolled(one, "Robin", "Adams");
        enrolled(one, "Robin", "Brown");
        String next = page("sort=lastName&perPage=1").path("next").asText();
        world.api().get("/enrollments?sort=createdAt&after=" + next).expect(400);
    }

    @Test
    void theNumberOfStatementsDoesNotDependOnTheRows() {
        begin(worlds.organization());
        world.submittedEnrollment(one);
        int few = read().size();
        for (int n = 0; n < 6; n++) {
            world.submittedEnrollment(n % 2 == 0 ? other : world.instance());
        }
        assertThat(read()).hasSize(few);
    }

    private List<String> read() {
        return statements.during("http-nio", () -> page("status=submitted"));
    }

    @Test
    void theExportHasWhatTheFilterFinds() {
        begin(worlds.organization());
        String submitted = world.submittedEnrollment(one);
        String eligible = world.eligibleEnrollment(other);
        String csv = world.api()
                .send(
                        "/enrollments?status=submitted",
                        request -> request.header("Accept", "text/csv").GET())
                .expect(200)
                .text();
        assertThat(csv)
                .startsWith("id,programInstanceId,applicationNumber")
                .contains(submitted)
                .doesNotContain(eligible);
    }
}
