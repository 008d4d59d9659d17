package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Verdicts are updated when facts change, and a closed program refuses every step. */
@EnlistIT
class VerdictFollowsFactsIT {

    private static final String CALIFORNIA =
            "{\"address\": {\"city\": \"Los Angeles\", \"state\": \"CA\", \"postalCode\": \"90012\"}}";
    private static final String NEW_YORK =
            "{\"address\": {\"city\": \"New York\", \"state\": \"NY\", \"postalCode\": \"10001\"}}";

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    @AfterEach
    void statusesAndProcessesAgree() {
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void anEligiblePersonWhoMovesAwayBecomesIneligible() {
        String id = world.eligibleEnrollment(instance);
        assertThat(patch(id, CALIFORNIA).at("/eligibility/status").asText()).isEqualTo("ineligible");
        assertThat(statuses(id)).containsExactly("candidate", "eligible", "candidate", "ineligible");
        JsonNode back = history(id).get(2);
        assertThat(back.path("reason").asText()).isEqualTo("facts changed");
        assertThat(back.at("/by/type").asText()).isEqualTo("key");
        assertThat(world.api()
                        .get("/enrollments/" + id + "/decision")
                        .ok()
                        .at("/inputs/state")
                        .asText())
                .isEqualTo("CA");
        step(id, "submit", "{}").problem(409, "illegal-transition");
    }

    @Test
    void anIneligiblePersonWithACorrectedAddressBecomesEligible() {
        String id = world.ineligibleEnrollment(instance);
        assertThat(patch(id, NEW_YORK).at("/eligibility/status").asText()).isEqualTo("eligible");
        assertThat(statuses(id)).containsExactly("candidate", "ineligible", "candidate", "eligible");
        step(id, "submit", "{}").ok();
        step(id, "approve", "{}").ok();
    }

    @Test
    void changesThatTheRulesDoNotReadKeepTheStatus() {
        String id = world.eligibleEnrollment(instance);
        patch(id, "{\"phone\": \"+12125550111\"}");
        patch(id, "{\"tags\": [\"tag1\", \"tag2\"]}");
        assertThat(statuses(id)).containsExactly("candidate", "eligible");
        // the decision contains the latest inputs
        assertThat(world.api().get("/enrollments/" + id + "/decision").ok().at("/inputs/tags"))
                .hasSize(2);
    }

    @Test
    void aCandidateWithoutEvaluationStaysACandidate() {
        String id = world.candidateEnrollment(instance);
        patch(id, CALIFORNIA);
        assertThat(statuses(id)).containsExactly("candidate");
        assertThat(step(id, "evaluate", "{}").ok().at("/eligibility/status").asText())
                .isEqualTo("ineligible");
    }

    @Test
    void theEligibleAndIneligibleMayBeEvaluatedAgain() {
        String eligible = world.eligibleEnrollment(instance);
        String ineligible = world.ineligibleEnrollment(instance);
        step(eligible, "evaluate", "{}").ok();
        step(ineligible, "evaluate", "{}").ok();
        assertThat(statuses(eligible)).containsExactly("candidate", "eligible");
        assertThat(statuses(ineligible)).containsExactly("candidate", "ineligible");
    }

    @Test
    void doesNotReopenWhileAnotherEnrollmentIsOpen() {
        ObjectNode person = World.applicant();
        person.withObject("/address").put("state", "CA").put("postalCode", "90012");
        String first = world.enroll(instance, person).path("id").asText();
        person.withObject("/address").put("state", "NY").put("postalCode", "10001");
        world.enroll(instance, person);
        assertThat(patch(first, NEW_YORK).at("/eligibility/status").asText()).isEqualTo("ineligible");
    }

    @Test
    void aSubmittedEnrollmentShowsThatItsVerdictChangedAndIsApprovedOnlyByAnOverride() {
        String id = world.submittedEnrollment(instance);
        JsonNode moved = patch(id, CALIFORNIA);
        assertThat(moved.at("/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(moved.at("/verdictChanged/status").asText()).isEqualTo("ineligible");
        assertThat(moved.at("/verdictChanged/code").asText()).isNotEmpty();
        assertThat(moved.at("/verdictChanged/at").asText()).isNotEmpty();
        assertThat(new Graph(world.api())
                        .data(
                                "query($id: ID!) { enrollment(id: $id) { verdictChanged { status code } } }",
                                Map.of("id", id))
                        .at("/enrollment/verdictChanged/status")
                        .asText())
                .isEqualTo("ineligible");

        step(id, "approve", "{}").problem(409, "verdict-changed");
        step(id, "approve", "{\"reason\": \"Known to us\"}").problem(409, "verdict-changed");
        assertThat(step(id, "approve", "{\"override\": true}").faults()).containsExactly("/reason");
        JsonNode approved = step(id, "approve", "{\"override\": true, \"reason\": \"Moves back in May\"}")
                .ok();
        assertThat(approved.at("/eligibility/status").asText()).isEqualTo("approved");
        assertThat(approved.at("/eligibility/code").asText()).isEqualTo("verdict-overridden");
        assertThat(approved.has("verdictChanged")).isFalse();
    }

    @Test
    void approvesWithoutOverrideAfterTheVerdictIsEligibleAgain() {
        String id = world.submittedEnrollment(instance);
        patch(id, CALIFORNIA);
        assertThat(patch(id, NEW_YORK).has("verdictChanged")).isFalse();
        step(id, "approve", "{}").ok();
    }

    @Test
    void metadataSentWithAStepIsAFactToo() {
        String strict = world.instance(
                world.program(), i -> i.withObject("/config/eligibility").put("minMonthlyKwh", 500));
        ObjectNode frugal = World.applicant();
        frugal.withObject("/metadata").put("monthlyKwh", 640);
        String id = world.enroll(strict, frugal).path("id").asText();
        step(id, "submit", "{\"metadata\": {\"monthlyKwh\": 10}}").problem(409, "verdict-changed");
        assertThat(statuses(id)).containsExactly("candidate", "eligible");
        step(id, "submit", "{}").ok();
        step(id, "approve", "{\"metadata\": {\"monthlyKwh\": 10}}").problem(409, "verdict-changed");
        step(id, "reject", "{\"reason\": \"Uses too little\"}").ok();
    }

    @Test
    void everyApiThatChangesFactsUpdatesTheVerdict() {
        String byGraph = world.eligibleEnrollment(instance);
        new Graph(world.api())
                .data(
                        "mutation($id: ID!) { updateEnrollment(id: $id, input: {address: {city: \"Reno\", state: \"NV\","
                                + " postalCode: \"89501\"}}) { eligibilityStatus } }",
                        Map.of("id", byGraph));
        assertThat(world.statusOf(byGraph)).isEqualTo("ineligible");

        ObjectNode person = World.applicant();
        String byImport = world.enroll(instance, person).path("id").asText();
        person.withObject("/address").put("state", "CA").put("postalCode", "90012");
        Reply accepted = world.api()
                .send(
                        "/programInstances/" + instance + "/imports?onDuplicate=update",
                        request -> request.header("Content-Type", "application/x-ndjson")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(person + "\n")));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        Await.until("the import to be followed", () -> world.statusOf(byImport).equals("ineligible"));
    }

    @Nested
    class WhereTheInstanceFollowsItsCriteria {

        @Test
        void removingAStateMakesEligibleIneligibleAndFlagsSubmitted() {
            String program = world.program();
            String following = world.instance(
                    program,
                    i -> i.withObject("/ruleSet")
                            .put("slug", "eligibility-default")
                            .put("version", "latest")
                            .put("inFlight", "reevaluate"));
            String eligible = world.eligibleEnrollment(following);
            String submitted = world.submittedEnrollment(following);
            String stranger = world.ineligibleEnrollment(following);
            world.api()
                    .patch("/programs/" + program, Json.object("{\"states\": [\"CA\"]}"))
                    .ok();
            Await.until(
                    "the verdicts to follow",
                    () -> world.statusOf(eligible).equals("ineligible")
                            && world.statusOf(stranger).equals("eligible"));
            Await.until(
                    "the reviewers to be warned",
                    () -> world.api().get("/enrollments/" + submitted).ok().has("verdictChanged"));
            assertThat(statuses(eligible)).containsExactly("candidate", "eligible", "candidate", "ineligible");
        }
    }

    @Nested
    class WhatClosesAProgram {

        @Test
        void refusesSubmissionsAndAllowsDecisions() {
            String program = world.program();
            String closing = world.instance(program, i -> {});
            String eligible = world.eligibleEnrollment(closing);
            String submitted = world.submittedEnrollment(closing);
            assertThat(allowed(eligible)).containsExactly("candidate", "submitted");
            world.api()
                    .patch("/programs/" + program, Json.object("{\"active\": false}"))
                    .ok();

            JsonNode problem = step(eligible, "submit", "{}").problem(409, "program-not-accepting");
            assertThat(problem.path("failed").toString()).isEqualTo("[\"program-inactive\"]");
            assertThat(new Graph(world.api())
                            .code("mutation($id: ID!) { submitEnrollment(id: $id) { id } }", Map.of("id", eligible)))
                    .isEqualTo("program-not-accepting");
            JsonNode bulk = world.api()
                    .post("/enrollments/bulk", Json.object("{\"action\": \"submit\", \"ids\": [\"" + eligible + "\"]}"))
                    .json();
            assertThat(bulk).isNotNull();
            Await.until(
                    "nothing to be submitted", () -> world.statusOf(eligible).equals("eligible"));
            assertThat(allowed(eligible)).containsExactly("candidate");
            world.api()
                    .patch("/programInstances/" + closing, Json.object("{\"active\": false}"))
                    .ok();
            assertThat(step(eligible, "submit", "{}")
                            .problem(409, "program-not-accepting")
                            .path("failed")
                            .toString())
                    .isEqualTo("[\"program-inactive\",\"instance-inactive\"]");
            step(submitted, "approve", "{}").ok();
        }
    }

    @Nested
    class MutualExclusion {

        private String one;
        private String other;

        @BeforeEach
        void twoProgramsThatExcludeEachOther() {
            String first = world.program();
            String second = world.program();
            one = world.instance(
                    first,
                    i -> i.withObject("/config/eligibility")
                            .putArray("exclusiveWith")
                            .add(second));
            other = world.instance(
                    second,
                    i -> i.withObject("/config/eligibility")
                            .putArray("exclusiveWith")
                            .add(first));
        }

        @Test
        void isCheckedAgainAtSubmissionAndApproval() {
            ObjectNode person = World.applicant();
            String here = world.enroll(one, person).path("id").asText();
            String there = world.enroll(other, person).path("id").asText();
            step(here, "submit", "{}").ok();
            step(there, "submit", "{}").ok();
            step(here, "approve", "{}").ok();
            step(there, "approve", "{}").problem(409, "already-enrolled-elsewhere");
            step(here, "unenroll", "{\"reason\": \"Moved\"}").ok();
            step(there, "approve", "{}").ok();
        }

        @Test
        void approvesOnePerPersonUnderConcurrentApprovals() {
            int people = 8;
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                ObjectNode person = World.applicant();
                for (String where : List.of(one, other)) {
                    String id = world.enroll(where, person).path("id").asText();
                    step(id, "submit", "{}").ok();
                    ids.add(id);
                }
            }
            List<Integer> answers = Together.at(
                    ids.size(), n -> step(ids.get(n), "approve", "{}").status());
            assertThat(answers.stream().filter(status -> status == 200)).hasSize(people);
            assertThat(answers).allMatch(status -> status == 200 || status == 409);
            for (int i = 0; i < ids.size(); i += 2) {
                assertThat(List.of(world.statusOf(ids.get(i)), world.statusOf(ids.get(i + 1))))
                        .containsExactlyInAnyOrder("approved", "submitted");
            }
        }
    }

    @Nested
    class Exits {

        @Test
        void areAFieldThatRequestsCannotWrite() {
            String id = world.unenrolledEnrollment(instance);
            JsonNode left = world.api().get("/enrollments/" + id).ok();
            assertThat(left.at("/exit/reason").asText()).isEqualTo("Moved away");
            assertThat(left.at("/exit/kind").asText()).isEqualTo("voluntary");
            assertThat(left.at("/meta/exit")).isEqualTo(left.path("exit"));

            String forged = "{\"metadata\": {\"exit\": {\"reason\": \"none\"}}}";
            assertThat(world.api()
                            .patch("/enrollments/" + id, Json.object(forged))
                            .faults())
                    .containsExactly("/metadata");
            String submitted = world.submittedEnrollment(instance);
            assertThat(step(submitted, "approve", forged).faults()).containsExactly("/metadata");
            assertThat(world.api()
                            .post(
                                    "/programInstances/" + instance + "/enrollments",
                                    World.applicant().setAll((ObjectNode) Json.read(forged)))
                            .faults())
                    .containsExactly("/metadata");
        }
    }

    @Nested
    class EndsOfInstances {

        @Test
        void handlesConcurrentMovesBetweenStates() {
            moveBetweenStates(4);
        }

        @Tag("resilience")
        @Test
        void handlesManyConcurrentMovesBetweenStates() {
            moveBetweenStates(50);
        }

        private void moveBetweenStates(int rounds) {
            for (int round = 0; round < rounds; round++) {
                String moving = world.instance();
                world.approvedEnrollment(moving);
                world.api()
                        .patch(
                                "/programInstances/" + moving,
                                Json.object("{\"endDate\": \"2020-01-01T00:00:00Z\", \"startDate\": null}"))
                        .ok();
                Reply back = world.api().patch("/programInstances/" + moving, Json.object("{\"endDate\": null}"));
                assertThat(back.status()).as(back.text()).isLessThan(500);
            }
        }
    }

    private JsonNode patch(String id, String change) {
        return world.api().patch("/enrollments/" + id, Json.object(change)).ok();
    }

    private Reply step(String id, String step, String body) {
        return world.api().post("/enrollments/" + id + "/" + step, body);
    }

    private JsonNode history(String id) {
        return world.api().get("/enrollments/" + id + "/history").ok().path("data");
    }

    private List<String> statuses(String id) {
        return history(id).findValuesAsText("to");
    }

    private List<String> allowed(String id) {
        List<String> allowed = new ArrayList<>();
        world.api()
                .get("/enrollments/" + id)
                .ok()
                .path("allowedTransitions")
                .forEach(next -> allowed.add(next.asText()));
        return allowed;
    }
}
