package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** States and postal codes are those of the United States: in rules, lists and pools. */
@EnlistIT
class CountryIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    @ParameterizedTest
    @CsvSource({
        "WA, , eligible, 1",
        "WA, US, eligible, 1",
        "WA, USA, eligible, 1",
        "WA, AU, ineligible, 0",
        "WA, AUS, ineligible, 0",
        ", DE, ineligible, 0",
    })
    void anotherCountryIsOutsideTheTerritory(String state, String country, String status, int listed) {
        String instance = world.instance(world.program(p -> p.putArray("states").add("WA")), i -> {});
        JsonNode enrollment = world.enroll(instance, livingIn(state, country));
        assertThat(enrollment.at("/eligibility/status").asText()).isEqualTo(status);
        if (status.equals("ineligible")) {
            assertThat(enrollment.at("/eligibility/reason").asText()).contains("not " + country.substring(0, 2));
        }
        assertThat(inState(instance, "WA")).isEqualTo(listed);
        assertThat(world.isConsistent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"PR, US", "PR, ", ", PR", "San Juan, PRI"})
    void territoriesAreStatesOrCountries(String state, String country) {
        String instance = world.instance(world.program(p -> p.putArray("states").add("PR")), i -> {});
        JsonNode enrollment = world.enroll(instance, livingIn(state, country));
        assertThat(enrollment.at("/eligibility/status").asText()).isEqualTo("eligible");
        assertThat(inState(instance, "PR")).isEqualTo(1);
    }

    @Test
    void acceptsMilitaryStates() {
        String instance = world.instance(world.program(p -> p.putArray("states").add("AE")), i -> {});
        assertThat(world.enroll(instance, livingIn("AE", null))
                        .at("/eligibility/status")
                        .asText())
                .isEqualTo("eligible");
    }

    @Test
    void berlinIsNotInThePostalCodesOfNewYork() {
        String instance = world.instance(
                world.program(p -> p.putArray("states")),
                i -> i.set("config", Json.object("{\"eligibility\": {\"postalCodePrefixes\": [\"101\"]}}")));
        ObjectNode berlin = livingIn(null, "DE");
        berlin.withObject("/address").put("postalCode", "10115");
        JsonNode refused = world.enroll(instance, berlin);
        assertThat(refused.at("/eligibility/status").asText()).isEqualTo("ineligible");
        assertThat(refused.at("/eligibility/reason").asText()).contains("DE");
    }

    @Test
    void aMoveAbroadRemovesThePersonFromTheListOfTheState() {
        String instance = world.instance(world.program(p -> p.putArray("states")), i -> {});
        String id = world.enroll(instance, livingIn("WA", "US")).path("id").asText();
        assertThat(inState(instance, "WA")).isEqualTo(1);
        world.api()
                .patch(
                        "/enrollments/" + id,
                        Json.object("{\"address\": {\"country\": \"AU\", \"postalCode\": \"6000\"}}"))
                .ok();
        assertThat(inState(instance, "WA")).isZero();
        world.api()
                .patch("/enrollments/" + id, Json.object("{\"address\": null}"))
                .ok();
        assertThat(inState(instance, "WA")).isZero();
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void poolsOfAStateAreNotForAnotherCountry() {
        world = worlds.organization();
        String instance = world.instance(
                world.program(p -> p.putArray("states")),
                i -> i.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 10}")));
        world.api()
                .post("/programInstances/" + instance + "/capacity/segments", Json.object("""
                                {"segment": {"by": "state", "value": "WA"},
                                 "capacity": {"pricingModel": "seats", "committedSeats": 1}}
                                """))
                .created();
        for (String country : new String[] {"AU", "US"}) {
            String id =
                    world.enroll(instance, livingIn("WA", country)).path("id").asText();
            world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        }
        assertThat(owner.template()
                        .queryForList(
                                "select reserved::int from capacity_pool where workspace_id = ? order by 1",
                                Integer.class,
                                world.workspace().workspaceId()))
                .containsExactly(1, 2);
    }

    private int inState(String instance, String state) {
        JsonNode list = world.api()
                .get("/programInstances/" + instance + "/enrollments?state=" + state)
                .ok();
        assertThat(list.path("data")).hasSize(list.path("totalItems").asInt());
        return list.path("totalItems").asInt();
    }

    private static ObjectNode livingIn(String state, String country) {
        ObjectNode person = World.applicant();
        ObjectNode address = person.putObject("address");
        if (state != null) {
            address.put("state", state);
        }
        if (country != null) {
            address.put("country", country);
        }
        return person;
    }
}
