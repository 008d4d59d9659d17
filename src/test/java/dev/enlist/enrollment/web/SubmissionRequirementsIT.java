package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Requirements of a template are checked when an application is submitted. */
@EnlistIT
class SubmissionRequirementsIT {

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void rebate() {
        world = worlds.shared(this);
        instance = world.instance(world.program(), i -> i.put("templateVersion", "rebate@1"));
    }

    @Test
    void reportsAllMissingAnswersAtOnce() {
        ObjectNode person = World.applicant();
        person.withObject("/address").remove("streetOne");
        String id = world.enroll(instance, person).path("id").asText();
        Reply refused = world.api().post("/enrollments/" + id + "/submit", "{}");
        assertThat(refused.problem(409, "application-incomplete").path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/address/streetOne", "/metadata/purchaseDate");
        assertThat(world.statusOf(id)).isEqualTo("eligible");

        String bulk = world.api()
                .post("/enrollments/bulk", "{\"action\": \"submit\", \"ids\": [\"" + id + "\"]}")
                .json()
                .path("id")
                .asText();
        assertThat(bulk).isNotEmpty();

        world.api()
                .patch("/enrollments/" + id, Json.object("{\"address\": {\"streetOne\": \"123 Main St\"}}"))
                .ok();
        world.api()
                .post("/enrollments/" + id + "/submit", "{\"metadata\": {\"purchaseDate\": \"" + daysAgo(3) + "\"}}")
                .ok();
        assertThat(world.statusOf(id)).isEqualTo("submitted");
    }

    @Test
    void limitsTheDaysAfterThePurchase() {
        submit(daysAgo(180)).ok();
        assertThat(submit(daysAgo(181))
                        .problem(409, "application-incomplete")
                        .at("/errors/0/message")
                        .asText())
                .contains("181 days")
                .contains("up to 180 days");
        submit(daysAgo(-1)).problem(409, "application-incomplete");
        submit("last week").problem(409, "application-incomplete");
        submit("2026-02-30").problem(409, "application-incomplete");
    }

    @Test
    void anInstanceMayRemoveTheDeadline() {
        world.api()
                .patch(
                        "/programInstances/" + instance,
                        Json.object("{\"config\": {\"application\": {\"daysAfterPurchase\": null}}}"))
                .ok();
        submit(daysAgo(1000)).ok();
    }

    private Reply submit(String purchased) {
        ObjectNode person = World.applicant();
        person.putObject("metadata").put("purchaseDate", purchased);
        String id = world.enroll(instance, person).path("id").asText();
        return world.api().post("/enrollments/" + id + "/submit", "{}");
    }

    private static String daysAgo(int days) {
        return LocalDate.now(ZoneOffset.UTC).minusDays(days).toString();
    }
}
