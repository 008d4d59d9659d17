package dev.enlist.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.support.Drives;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A mentoring campaign, from the template to its end. */
@EnlistIT
class CampaignStoryIT {

    @Autowired
    Worlds worlds;

    @Test
    void mentorsOfSpring() {
        World world = worlds.organization();
        Drives drives = new Drives(world);

        // a template and a matching participant group
        world.api()
                .post("/templates", "{\"slug\": \"mentors\", \"name\": \"Mentors for newcomers\"}")
                .created();
        world.api().post("/templates/mentors/versions", """
                        {"programType": "mentorship", "suitableForGroups": ["newcomers"],
                         "defaults": {"months": 6, "meetings": 12},
                         "schema": {"type": "object", "properties": {
                             "months": {"type": "integer"}, "meetings": {"type": "integer"}}},
                         "lockedFields": ["/meetings"]}
                        """).created();
        world.api().post("/templates/mentors/versions/1/activate", "").ok();
        String id = drives.draft(campaign -> {
            campaign.put("templateVersion", "mentors@1");
            campaign.set("config", Json.object("{\"months\": 4}"));
            campaign.set("pricing", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 100}"));
            campaign.set(
                    "cohorts",
                    Json.object(
                            "{\"capacity\": {\"pricingModel\": \"seats\", \"committedSeats\": 2}, \"waitlist\": true}"));
        });
        assertThat(world.api()
                        .get("/campaigns/" + id + "/compatibility")
                        .ok()
                        .path("compatible")
                        .asBoolean())
                .isTrue();

        // planned, announced, started with its first cohort
        drives.step(id, "plan").ok();
        drives.step(id, "recruit").ok();
        drives.step(id, "start").ok();
        String cohort = drives.cohorts(id).get(0);
        JsonNode instance = world.api().get("/programInstances/" + cohort).ok();
        assertThat(instance.path("title").asText()).isEqualTo("Mentors of spring - Cohort 1");
        assertThat(instance.at("/config/months").asInt()).isEqualTo(4);
        assertThat(instance.at("/config/meetings").asInt()).isEqualTo(12);

        // two enrollments are admitted, a third is on the waitlist
        String anna = world.approvedEnrollment(cohort);
        String ben = world.approvedEnrollment(cohort);
        String cleo = world.eligibleEnrollment(cohort);
        JsonNode waiting =
                world.api().post("/enrollments/" + cleo + "/submit", "{}").ok();
        assertThat(waiting.at("/eligibility/status").asText()).isEqualTo("eligible");
        assertThat(waiting.path("waitlistPosition").asInt()).isEqualTo(1);
        JsonNode capacity =
                world.api().get("/programInstances/" + cohort + "/capacity").ok();
        assertThat(capacity.path("available").asInt()).isZero();

        // a pause rejects new enrollments and does not affect existing ones
        drives.step(id, "pause").ok();
        world.api()
                .post("/programInstances/" + cohort + "/enrollments", World.applicant())
                .problem(409, "program-not-accepting");
        drives.step(id, "resume").ok();
        world.eligibleEnrollment(cohort);

        // one enrollment ends, and the next of the waitlist is promoted
        ObjectNode why = Json.object("{\"reason\": \"Moved away\"}");
        world.api().post("/enrollments/" + anna + "/unenroll", why).ok();
        Await.until("the next moves up", () -> world.statusOf(cleo).equals("submitted"));
        world.api().post("/enrollments/" + cleo + "/approve", "{}").ok();
        JsonNode insight =
                world.api().get("/campaigns/" + id + "/pricingInsight").ok();
        assertThat(insight.at("/upsell/parts/0/figures/committed").asInt()).isEqualTo(2);
        assertThat(insight.at("/upsell/parts/0/figures/limit").asInt()).isEqualTo(100);

        // the end of the campaign ends all enrollments
        drives.step(id, "complete").ok();
        Await.until(
                "all exits",
                () -> world.statusOf(ben).equals("unenrolled")
                        && world.statusOf(cleo).equals("unenrolled"));
        drives.step(id, "close").ok();
        assertThat(world.api().get("/campaigns/" + id + "/history").ok().path("data"))
                .extracting(move -> move.path("to").asText())
                .containsExactly("draft", "planned", "recruiting", "active", "paused", "active", "completed", "closed");
        assertThat(world.isConsistent()).isTrue();
    }
}
