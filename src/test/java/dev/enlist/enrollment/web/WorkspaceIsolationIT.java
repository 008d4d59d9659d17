package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The same person in two workspaces is two customers. Admission uses plain SQL, without the tenant filter of Hibernate, so
 * these tests check each of its queries.
 */
@EnlistIT
class WorkspaceIsolationIT {

    @Autowired
    Worlds worlds;

    @Test
    void theSameEMailElsewhereIsAnotherCustomer() {
        ObjectNode person = World.applicant();
        World here = worlds.shared(this);
        World there = worlds.other();
        String customerHere =
                here.enroll(here.instance(), person).path("customerId").asText();

        JsonNode enrolledThere = there.enroll(there.instance(), person);

        String customerThere = enrolledThere.path("customerId").asText();
        assertThat(customerThere).isNotEqualTo(customerHere);
        there.api().get("/customers/" + customerThere).ok();
        there.api().get("/customers/" + customerHere).problem(404, "not-found");
        here.api().get("/customers/" + customerThere).problem(404, "not-found");
    }

    @Test
    void theRulesSeeNoProgramsOfAnotherWorkspace() {
        ObjectNode person = World.applicant();
        World here = worlds.shared(this);
        World there = worlds.other();
        String slug = here.program();
        String id = here.enroll(here.instance(slug, i -> {}), person).path("id").asText();
        here.api().post("/enrollments/" + id + "/submit", "{}").ok();
        here.api().post("/enrollments/" + id + "/approve", "{}").ok();

        assertThat(activePrograms(here, person)).hasSize(1);
        assertThat(activePrograms(here, person).get(0).asText()).isEqualTo(slug);
        assertThat(activePrograms(there, person)).isEmpty();
    }

    private static JsonNode activePrograms(World world, ObjectNode person) {
        String id = world.enroll(world.instance(), person).path("id").asText();
        return world.api().get("/enrollments/" + id + "/decision").ok().at("/inputs/activeProgramSlugs");
    }
}
