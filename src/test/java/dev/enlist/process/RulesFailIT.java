package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A table that cannot be evaluated loses no applicant: the enrollment waits until the table is corrected. */
@EnlistIT
class RulesFailIT {

    private static final JsonNode NOTHING = Json.object("{}");

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    World world;
    Processes processes;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
        processes = new Processes(engine, world);
    }

    /** Tables that pass the check and fail in the evaluation. */
    static Stream<Named<UnaryOperator<Rules>>> brokenTables() {
        return Stream.of(
                Named.of(
                        "a status that no table may answer",
                        rules -> rules.answering("if programActive then lower case(\"PERHAPS\") else \"eligible\"")),
                Named.of("no status", rules -> rules.answering("get value({}, \"status\")")),
                Named.of("a number for a status", rules -> rules.answering("40 + 2")),
                Named.of(
                        "a function that cannot take what it is given",
                        rules -> rules.answering("upper case(manufacturerSlugs)")),
                Named.of("two rows where the policy allows one", Rules::contradicting));
    }

    @ParameterizedTest
    @MethodSource("brokenTables")
    void theApplicantWaitsWithAnIncidentUntilTheApiAsksAgain(UnaryOperator<Rules> breaking) {
        Rules rules = breaking.apply(Rules.of(world));
        JsonNode answer = world.enroll(rules.instance(), World.applicant());
        String id = answer.path("id").asText();
        assertThat(answer.at("/eligibility/status").asText()).isEqualTo("candidate");
        assertThat(answer.at("/allowedTransitions")).hasSize(2);

        awaitIncident(id);
        processes.waits(id, "candidate", "rule_check_once_mended");

        for (int attempt = 0; attempt < 3; attempt++) {
            JsonNode problem = world.api()
                    .post("/enrollments/" + id + "/evaluate", NOTHING)
                    .problem(409, "rules-failed");
            assertThat(problem.path("detail").asText()).isNotBlank();
            processes.waits(id, "candidate", "rule_check_once_mended");
            assertThat(processes.incidents(id)).hasSize(1);
        }

        rules.answering("\"eligible\"");
        assertThat(world.api()
                        .post("/enrollments/" + id + "/evaluate", NOTHING)
                        .ok()
                        .at("/eligibility/status")
                        .asText())
                .isEqualTo("eligible");
        processes.waits(id, "eligible", "receive_application");
        assertThat(processes.incidents(id)).isEmpty();
        JsonNode decision = world.api().get("/enrollments/" + id + "/decision").ok();
        assertThat(decision.toString()).contains("first-row");
    }

    @Test
    void anOperatorRetriesInCockpit() {
        Rules rules = Rules.of(world).answering("if programActive then lower case(\"PERHAPS\") else \"eligible\"");
        String id = world.enroll(rules.instance(), World.applicant()).path("id").asText();
        awaitIncident(id);

        rules.answering("\"eligible\"");
        Job waiting = processes.job(id, EnrollmentProcess.CHECK_ONCE_MENDED);
        engine.getManagementService().setJobRetries(waiting.getId(), 1);

        Await.until("the retry", () -> world.statusOf(id).equals("eligible"));
        processes.waits(id, "eligible", "receive_application");
        assertThat(processes.incidents(id)).isEmpty();
    }

    @Test
    void aRetryWhileTheTableIsStillBrokenLeavesTheIncident() {
        Rules rules = Rules.of(world).answering("if programActive then lower case(\"PERHAPS\") else \"eligible\"");
        String id = world.enroll(rules.instance(), World.applicant()).path("id").asText();
        Incident first = awaitIncident(id);

        Job waiting = processes.job(id, EnrollmentProcess.CHECK_ONCE_MENDED);
        engine.getManagementService().setJobRetries(waiting.getId(), 1);

        Await.until(
                "another incident",
                () -> processes.incidents(id).stream()
                        .anyMatch(incident -> !incident.getId().equals(first.getId())));
        processes.waits(id, "candidate", "rule_check_once_mended");
    }

    @Test
    void whoWasMadeToWaitFirstMeetsTheBrokenTableWhenAskedFor() {
        Rules rules = Rules.of(world).answering("if programActive then lower case(\"PERHAPS\") else \"eligible\"");
        String id = world.candidateEnrollment(rules.instance());

        assertThat(world.api()
                        .post("/enrollments/" + id + "/evaluate", NOTHING)
                        .ok()
                        .at("/eligibility/status")
                        .asText())
                .isEqualTo("candidate");

        awaitIncident(id);
        rules.answering("\"ineligible\"");
        world.api().post("/enrollments/" + id + "/evaluate", NOTHING).ok();
        processes.over(id, "ineligible");
    }

    @Test
    void nobodyElseInTheChunkIsHarmed() {
        Rules rules = Rules.of(world)
                .answering("if serialNumber = \"broken\" then lower case(\"PERHAPS\") else \"eligible\"");
        String instance = rules.instance();
        String broken = world.enroll(instance, World.applicant().put("serialNumber", "broken"))
                .path("id")
                .asText();
        String other = world.eligibleEnrollment(instance);

        awaitIncident(broken);
        processes.waits(other, "eligible", "receive_application");
    }

    @Test
    void theCorrectedTableMayLeaveItToAPerson() {
        Rules rules = Rules.of(world).answering("if programActive then lower case(\"PERHAPS\") else \"eligible\"");
        String id = world.enroll(rules.instance(), World.applicant()).path("id").asText();
        awaitIncident(id);

        rules.answering("\"manual\"");
        world.api().post("/enrollments/" + id + "/evaluate", NOTHING).ok();
        processes.waits(id, "candidate", "user_evaluate_manually");

        rules.answering("\"eligible\"");
        world.api().post("/enrollments/" + id + "/evaluate", NOTHING).ok();
        processes.waits(id, "eligible", "receive_application");
    }

    private Incident awaitIncident(String id) {
        Await.until("an incident", () -> !processes.incidents(id).isEmpty());
        assertThat(processes.incidents(id)).hasSize(1);
        Incident incident = processes.incidents(id).get(0);
        assertThat(incident.getActivityId()).isEqualTo(EnrollmentProcess.CHECK_ONCE_MENDED);
        assertThat(incident.getTenantId()).isEqualTo(world.workspace().workspaceId());
        return incident;
    }
}
