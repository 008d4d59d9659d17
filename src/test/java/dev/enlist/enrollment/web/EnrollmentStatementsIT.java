package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Number of SQL statements per call; a JDBC batch counts once. */
@EnlistIT
class EnrollmentStatementsIT {

    private static final String REQUESTS = "http-nio";

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter statements;

    World world;
    String instance;

    @BeforeEach
    void warmUp() {
        world = worlds.shared(this);
        instance = world.instance();
        world.unenrolledEnrollment(instance);
        world.ineligibleEnrollment(instance);
        world.candidateEnrollment(instance);
    }

    @Test
    void limitsTheStatementsOfASingleEnrollment() {
        ObjectNode person = World.applicant();
        costsAtMost(15, "create, new customer", () -> world.enroll(instance, person));
        String next = world.instance();
        costsAtMost(14, "create, known customer", () -> world.enroll(next, person));
        costsAtMost(
                13,
                "create without evaluation",
                () -> world.enroll(instance, World.applicant().put("evaluate", false)));
        String id = world.eligibleEnrollment(instance);
        // one of them writes the inbox of reviewers
        costsAtMost(18, "submit", () -> step(id, "submit"));
        costsAtMost(24, "approve", () -> step(id, "approve"));
        costsAtMost(15, "unenroll", () -> step(id, "unenroll"));
        costsAtMost(2, "read", () -> world.api().get("/enrollments/" + id).ok());
        costsAtMost(
                3,
                "history",
                () -> world.api().get("/enrollments/" + id + "/history").ok());
        // the decision is read with its rule set version
        costsAtMost(
                4,
                "decision",
                () -> world.api().get("/enrollments/" + id + "/decision").ok());
    }

    /** What a review in a called workflow costs more: docs/decisions/0110-the-review-in-the-lifecycle.md. */
    @Test
    void limitsTheStatementsOfAReviewInAWorkflow() {
        String called = world.instance(
                world.program(),
                body -> body.withObject("/config/review/workflow").put("slug", "review-single"));
        world.approvedEnrollment(called);
        String id = world.eligibleEnrollment(called);
        costsAtMost(23, "submit into a workflow", () -> step(id, "submit"));
        costsAtMost(40, "approve in a workflow", () -> step(id, "approve"));
    }

    @Test
    void aLongListCostsNoMoreThanAShortOne() {
        for (int i = 0; i < 60; i++) {
            world.eligibleEnrollment(instance);
        }
        listsCostTheSame("/programInstances/" + instance + "/enrollments", 4);
        listsCostTheSame("/customers", 3);
    }

    @Test
    void aLongListOfInstancesCostsNoMoreThanAShortOne() {
        for (int i = 0; i < 55; i++) {
            world.instance();
        }
        listsCostTheSame("/programInstances", 4);
        listsCostTheSame("/programs", 3);
    }

    private void listsCostTheSame(String list, int most) {
        int few = cost(list + "?perPage=5", () -> hits(5, list + "?perPage=5"));
        int many = cost(list + "?perPage=50", () -> hits(50, list + "?perPage=50"));
        int byKey = cost(list + "?perPage=50&after=", () -> hits(50, list + "?perPage=50&after="));
        assertThat(many).isEqualTo(few).isLessThanOrEqualTo(most);
        assertThat(byKey).isLessThan(many);
    }

    private void hits(int size, String list) {
        assertThat(world.api().get(list).ok().path("data")).hasSize(size);
    }

    private void step(String id, String step) {
        world.api()
                .post("/enrollments/" + id + "/" + step, "{\"reason\": \"r\"}")
                .ok();
    }

    private void costsAtMost(int most, String what, Runnable call) {
        assertThat(cost(what, call)).as("statements of " + what).isLessThanOrEqualTo(most);
    }

    private int cost(String what, Runnable call) {
        List<String> sent = statements.during(REQUESTS, call);
        assertThat(sent).as(what).isNotEmpty();
        return sent.size();
    }
}
