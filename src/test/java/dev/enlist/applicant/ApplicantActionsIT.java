package dev.enlist.applicant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Withdrawal of applications and answers to offers of the waitlist, by the operations that the pages use too. */
@EnlistIT
class ApplicantActionsIT {

    private static final JsonNode NOTHING = Json.object("{}");

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    @Test
    void aSubmittedApplicationIsWithdrawnAndStaysSo() {
        String instance = world.instance();
        String id = world.submittedEnrollment(instance);

        JsonNode withdrawn = world.api()
                .post("/enrollments/" + id + "/withdrawApplication", Json.object("{\"reason\": \"We moved.\"}"))
                .ok();

        assertThat(withdrawn.at("/eligibility/status").asText()).isEqualTo("rejected");
        assertThat(withdrawn.at("/eligibility/code").asText()).isEqualTo("withdrawn");
        assertThat(withdrawn.at("/exit/kind").asText()).isEqualTo("voluntary");
        assertThat(withdrawn.path("allowedTransitions")).isEmpty();
        world.api().post("/enrollments/" + id + "/withdrawApplication", NOTHING).problem(409, "illegal-transition");
        world.api().post("/enrollments/" + id + "/approve", NOTHING).problem(409, "illegal-transition");
        world.api().post("/enrollments/" + id + "/evaluate", NOTHING).problem(409, "illegal-transition");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void candidatesAndWaitingApplicationsAreWithdrawnAndNotEvaluatedAgain() {
        String waiting = waiting(full());
        String candidate = world.candidateEnrollment(world.instance());
        for (String id : List.of(waiting, candidate)) {
            JsonNode withdrawn = world.api()
                    .post("/enrollments/" + id + "/withdrawApplication", NOTHING)
                    .ok();
            assertThat(withdrawn.at("/eligibility/status").asText()).isEqualTo("ineligible");
            assertThat(withdrawn.has("waitlistPosition")).isFalse();
            world.api()
                    .patch("/enrollments/" + id, Json.object("{\"address\": {\"postalCode\": \"10002\"}}"))
                    .ok();
            assertThat(world.statusOf(id)).isEqualTo("ineligible");
        }
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void anOpenQuestionEndsWithTheWithdrawal() {
        String id = world.submittedEnrollment(world.instance());
        String question = world.api()
                .post("/enrollments/" + id + "/informationRequests", Json.object("{\"message\": \"Which?\"}"))
                .created()
                .path("id")
                .asText();

        world.api().post("/enrollments/" + id + "/withdrawApplication", NOTHING).ok();

        assertThat(world.api()
                        .get("/informationRequests/" + question)
                        .ok()
                        .path("status")
                        .asText())
                .isEqualTo("closed");
    }

    @Test
    void ofAWithdrawalAndAnApprovalAtOnceOneTakesEffect() {
        for (int round = 0; round < 3; round++) {
            String id = world.submittedEnrollment(world.instance());
            List<Reply> replies = Together.at(
                    2,
                    n -> world.api()
                            .post("/enrollments/" + id + (n == 0 ? "/withdrawApplication" : "/approve"), NOTHING));
            assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 409);
            assertThat(world.statusOf(id)).isEqualTo(replies.get(0).status() == 200 ? "rejected" : "approved");
        }
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void anOfferIsAcceptedOnce() {
        String id = offered();
        assertThat(world.api().get("/enrollments/" + id + "/waitlistOffer").ok().has("answer"))
                .isFalse();

        List<Reply> replies =
                Together.at(2, n -> world.api().post("/enrollments/" + id + "/waitlistOffer/accept", NOTHING));

        assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 409);
        world.api()
                .post("/enrollments/" + id + "/waitlistOffer/decline", NOTHING)
                .problem(409, "waitlist-offer-answered");
        assertThat(world.statusOf(id)).isEqualTo("submitted");
    }

    @Test
    void aDeclinedPlaceGoesToTheNextOne() {
        String instance = full();
        String first = waiting(instance);
        String second = waiting(instance);
        world.api()
                .patch("/programInstances/" + instance + "/capacity", Json.object("{\"committedSeats\": 1}"))
                .ok();
        Patience.until(
                "the first is offered the place", () -> world.statusOf(first).equals("submitted"));

        world.api()
                .post("/enrollments/" + first + "/waitlistOffer/decline", NOTHING)
                .ok();

        assertThat(world.statusOf(first)).isEqualTo("rejected");
        Patience.until(
                "the second is offered the place", () -> world.statusOf(second).equals("submitted"));
        world.api()
                .post("/enrollments/" + first + "/waitlistOffer/accept", NOTHING)
                .problem(409, "waitlist-offer-answered");
        world.api()
                .post("/enrollments/" + world.submittedEnrollment(world.instance()) + "/waitlistOffer/accept", NOTHING)
                .problem(409, "no-waitlist-offer");
    }

    private String full() {
        return world.instance(world.program(), i -> {
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 0);
            i.put("waitlist", true);
        });
    }

    private String waiting(String instance) {
        return world.submittedEnrollment(instance);
    }

    private String offered() {
        String instance = full();
        String id = waiting(instance);
        world.api()
                .patch("/programInstances/" + instance + "/capacity", Json.object("{\"committedSeats\": 1}"))
                .ok();
        Patience.until("the place is offered", () -> world.statusOf(id).equals("submitted"));
        return id;
    }
}
