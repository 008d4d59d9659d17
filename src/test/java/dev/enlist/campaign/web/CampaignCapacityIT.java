package dev.enlist.campaign.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Await;
import dev.enlist.support.Drives;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Capacity of cohorts: their own pools and the shared pool of the campaign. */
@EnlistIT
class CampaignCapacityIT {

    @Autowired
    Worlds worlds;

    World world;
    Drives drives;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
        drives = new Drives(world);
    }

    private String started(int seats, String cohorts) {
        String id = drives.draft(c -> {
            c.withObject("/pricing").put("committedSeats", seats);
            c.set("cohorts", Json.object(cohorts));
        });
        drives.step(id, "plan").ok();
        drives.step(id, "start").ok();
        return id;
    }

    private String open(String id) {
        return world.api()
                .post("/campaigns/" + id + "/programInstances", "{}")
                .created()
                .path("id")
                .asText();
    }

    private JsonNode capacity(String id) {
        return world.api().get("/campaigns/" + id + "/pricingInsight").ok().at("/upsell/parts/0/figures");
    }

    @Test
    void cohortsShareThePoolOfTheCampaign() {
        String id = started(2, "{}");
        String first = drives.cohorts(id).get(0);
        String second = open(id);
        world.approvedEnrollment(first);
        world.submittedEnrollment(second);

        String third = world.eligibleEnrollment(first);
        world.api().post("/enrollments/" + third + "/submit", "{}").problem(409, "capacity-exhausted");

        assertThat(capacity(id).path("committed").asInt()).isEqualTo(1);
        assertThat(capacity(id).path("reserved").asInt()).isEqualTo(1);
        assertThat(drives.cohorts(id)).hasSize(2);
    }

    @Test
    void aPriceChangedAfterTheStartChangesThePool() {
        String id = started(2, "{}");
        world.approvedEnrollment(drives.cohorts(id).get(0));
        world.approvedEnrollment(drives.cohorts(id).get(0));

        world.api()
                .patch("/campaigns/" + id, Json.object("{\"pricing\": {\"committedSeats\": 1}}"))
                .problem(409, "capacity-in-use");
        world.api()
                .patch("/campaigns/" + id, Json.object("{\"pricing\": {\"committedSeats\": 3}}"))
                .ok();

        world.submittedEnrollment(drives.cohorts(id).get(0));
        assertThat(capacity(id).path("limit").asInt()).isEqualTo(3);
        assertThat(drives.read(id).at("/pricing/committedSeats").asInt()).isEqualTo(3);
    }

    @Test
    void theNextCohortOpensWhenOneIsFullUpToTheMost() {
        String id = started(
                100,
                "{\"max\": 2, \"openNextWhenFull\": true, \"capacity\": {\"pricingModel\": \"seats\", \"committedSeats\": 2}}");
        String first = drives.cohorts(id).get(0);
        world.submittedEnrollment(first);
        assertThat(drives.cohorts(id)).hasSize(1);

        world.submittedEnrollment(first);

        Await.until("the second cohort", () -> drives.cohorts(id).size() == 2);
        String second = drives.cohorts(id).get(1);
        JsonNode opened = world.api().get("/programInstances/" + second).ok();
        assertThat(opened.path("title").asText()).isEqualTo("Mentors of spring - Cohort 2");
        world.submittedEnrollment(second);
        world.submittedEnrollment(second);
        String late = world.eligibleEnrollment(second);
        world.api().post("/enrollments/" + late + "/submit", "{}").problem(409, "capacity-exhausted");
        assertThat(capacity(id).path("reserved").asInt()).isEqualTo(4);
        assertThat(drives.cohorts(id)).containsExactly(first, second);
    }

    @Test
    void withoutTheWordNoneOpens() {
        String id = started(100, "{\"capacity\": {\"pricingModel\": \"seats\", \"committedSeats\": 1}}");
        world.submittedEnrollment(drives.cohorts(id).get(0));
        String other = started(
                100,
                "{\"openNextWhenFull\": true, \"capacity\": {\"pricingModel\": \"seats\", \"committedSeats\": 1}}");
        world.submittedEnrollment(drives.cohorts(other).get(0));

        Await.until("the other's second cohort", () -> drives.cohorts(other).size() == 2);

        assertThat(drives.cohorts(id)).hasSize(1);
    }

    @Test
    void whatFillsDuringAPauseOpensTheNextAfterwards() {
        String id = started(
                100,
                "{\"openNextWhenFull\": true, \"capacity\": {\"pricingModel\": \"seats\", \"committedSeats\": 1}}");
        String eligible = world.eligibleEnrollment(drives.cohorts(id).get(0));
        drives.step(id, "pause").ok();
        world.api().post("/enrollments/" + eligible + "/submit", "{}").ok();
        assertThat(drives.cohorts(id)).hasSize(1);

        drives.step(id, "resume").ok();

        Await.until("the second cohort", () -> drives.cohorts(id).size() == 2);
    }

    /**
     * One thread takes the last unit while another opens a cohort by hand: no deadlock, and exactly one cohort is
     * added.
     */
    @Test
    void aFullCohortAndAPersonAtOnceOpenEachCohortOnce() {
        String id = started(
                100,
                "{\"openNextWhenFull\": true, \"capacity\": {\"pricingModel\": \"seats\", \"committedSeats\": 3}}");
        String first = drives.cohorts(id).get(0);
        List<String> eligible = new ArrayList<>();
        for (int person = 0; person < 3; person++) {
            eligible.add(world.eligibleEnrollment(first));
        }

        List<Integer> answers = Together.at(
                4,
                caller -> caller < 3
                        ? world.api()
                                .post("/enrollments/" + eligible.get(caller) + "/submit", "{}")
                                .status()
                        : world.api()
                                .post("/campaigns/" + id + "/programInstances", "{}")
                                .status());

        assertThat(answers).containsExactly(200, 200, 200, 201);
        assertThat(drives.cohorts(id).size()).isBetween(2, 3);
        assertThat(drives.read(id).path("cohortCount").asInt())
                .isEqualTo(drives.cohorts(id).size());
    }
}
