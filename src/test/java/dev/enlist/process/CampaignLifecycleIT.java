package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Drives;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The process of a campaign: its timers. Every caller is bound by one transition matrix. */
@EnlistIT
class CampaignLifecycleIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    OwnerJdbc jdbc;

    World world;
    Drives drives;
    Processes processes;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
        drives = new Drives(world);
        processes = new Processes(engine, world);
    }

    @Test
    void waitsForWhatMovesItOn() {
        String id = drives.draft();
        assertThat(process(id)).isNull();
        step(id, "plan");
        waits(id, "timer_start_reached", "2031-01-01T00:00:00Z");
        step(id, "redraft");
        assertThat(process(id)).isNull();
        step(id, "plan");
        step(id, "recruit");
        waits(id, "timer_start_reached", "2031-01-01T00:00:00Z");
        step(id, "start");
        waits(id, "timer_end_reached", "2031-06-01T00:00:00Z");
        step(id, "pause");
        waits(id, "timer_end_reached", "2031-06-01T00:00:00Z");
        step(id, "resume");
        step(id, "complete");
        assertThat(jobs(id)).isEmpty();
        BpmnAwareTests.assertThat(process(id)).isWaitingAtExactly("catch_moved_by_person");
        step(id, "close");
        assertThat(process(id)).isNull();
    }

    @Test
    void aPauseBeforeTheStartKeepsItFromStartingByItself() {
        String id = drives.moved("plan", "recruit", "pause");

        waits(id, "timer_end_reached", "2031-06-01T00:00:00Z");
    }

    @Test
    void theStartDateStartsItWithItsCohort() {
        String id = drives.in("planned");

        processes.run(timer(id));

        assertThat(drives.status(id)).isEqualTo("active");
        assertThat(drives.cohorts(id)).hasSize(1);
        waits(id, "timer_end_reached", "2031-06-01T00:00:00Z");
        JsonNode last = world.api().get("/campaigns/" + id + "/history").ok().at("/data/2");
        assertThat(last.path("to").asText()).isEqualTo("active");
        assertThat(last.at("/by/type").asText()).isEqualTo("process");
        assertThat(last.at("/by/id").asText()).isEqualTo(CampaignProcess.KEY);
    }

    @Test
    void theEndDateCompletesItAndItsPeopleLeave() {
        String id = drives.in("active");
        String cohort = drives.cohorts(id).get(0);
        String approved = world.approvedEnrollment(cohort);
        String submitted = world.submittedEnrollment(cohort);
        String elsewhere = world.approvedEnrollment(world.instance());

        processes.run(timer(id));

        assertThat(drives.status(id)).isEqualTo("completed");
        Await.until(
                "every enrollment has exited", () -> world.statusOf(approved).equals("unenrolled"));
        assertThat(world.api()
                        .get("/enrollments/" + approved)
                        .ok()
                        .at("/meta/exit/kind")
                        .asText())
                .isEqualTo("program-ended");
        assertThat(world.statusOf(submitted)).isEqualTo("submitted");
        assertThat(world.statusOf(elsewhere)).isEqualTo("approved");
        world.api()
                .post("/programInstances/" + cohort + "/enrollments", World.applicant())
                .problem(409, "program-not-accepting");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aPausedOneThatIsClosedLetsItsPeopleGoToo() {
        String id = drives.in("active");
        String approved = world.approvedEnrollment(drives.cohorts(id).get(0));
        step(id, "pause");

        step(id, "close");

        Await.until(
                "every enrollment has exited", () -> world.statusOf(approved).equals("unenrolled"));
    }

    @Test
    void aPausedOneIsCompletedByItsEndDate() {
        String id = drives.in("paused");

        processes.run(timer(id));

        assertThat(drives.status(id)).isEqualTo("completed");
    }

    @Test
    void movedDatesMoveTheTimers() {
        String id = drives.in("planned");
        String timer = timer(id).getId();

        patch(id, "{\"startDate\": \"2031-02-01T00:00:00Z\"}");
        waits(id, "timer_start_reached", "2031-02-01T00:00:00Z");
        assertThat(timer(id).getId()).isNotEqualTo(timer);

        String unmoved = timer(id).getId();
        patch(id, "{\"name\": \"Mentors of summer\", \"endDate\": \"2031-07-01T00:00:00Z\"}");
        assertThat(timer(id).getId()).isEqualTo(unmoved);

        step(id, "start");
        waits(id, "timer_end_reached", "2031-07-01T00:00:00Z");
        patch(id, "{\"endDate\": \"2031-08-01T00:00:00Z\"}");
        waits(id, "timer_end_reached", "2031-08-01T00:00:00Z");
    }

    @Test
    void aStartDateMovedIntoThePastHasCome() {
        String id = drives.in("planned");

        patch(id, "{\"startDate\": \"2020-01-01T00:00:00Z\"}");

        Await.until("its start", () -> drives.status(id).equals("active"));
        assertThat(drives.cohorts(id)).hasSize(1);
    }

    /** A failure at the timer changes nothing and is an incident; after the correction the job succeeds. */
    @Test
    void aStartThatFailsIsTriedAgain() {
        String id = drives.in("planned");
        String group = drives.read(id).path("participantGroupId").asText();
        world.api()
                .patch("/participantGroups/" + group, Json.object("{\"status\": \"inactive\"}"))
                .ok();
        Job timer = timer(id);

        assertThatThrownBy(() -> processes.run(timer)).hasMessageContaining("not active");

        assertThat(drives.status(id)).isEqualTo("planned");
        assertThat(drives.cohorts(id)).isEmpty();
        world.api()
                .patch("/participantGroups/" + group, Json.object("{\"status\": \"active\"}"))
                .ok();
        processes.run(timer(id));
        assertThat(drives.status(id)).isEqualTo("active");
        assertThat(drives.cohorts(id)).hasSize(1);
    }

    /** The transaction fails after the cohort was created: neither the cohort nor the transition is stored. */
    @Test
    void aStartThatBreaksInTheMiddleLeavesNothing() {
        String id = drives.in("planned");
        jdbc.template().execute("""
                create function refuse_%1$s() returns trigger language plpgsql as $$
                begin
                    if new.campaign_id = '%1$s' then raise exception 'broken'; end if;
                    return new;
                end $$""".formatted(id));
        jdbc.template()
                .execute(
                        "create trigger refuse_%1$s after insert on program_instance for each row execute function refuse_%1$s()"
                                .formatted(id));
        try {
            assertThatThrownBy(() -> processes.run(timer(id))).isNotNull();
            assertThat(drives.status(id)).isEqualTo("planned");
            assertThat(drives.cohorts(id)).isEmpty();
            assertThat(timer(id).getRetries()).isPositive();
        } finally {
            jdbc.template().execute("drop trigger refuse_%1$s on program_instance".formatted(id));
            jdbc.template().execute("drop function refuse_%1$s()".formatted(id));
        }
        step(id, "start");
        assertThat(drives.cohorts(id)).hasSize(1);
    }

    @Test
    void timerAndApiAtOnceStartItOnce() {
        for (int round = 0; round < 10; round++) {
            String id = drives.in("planned");
            Job timer = timer(id);

            List<Boolean> won = Together.at(2, caller -> {
                if (caller == 0) {
                    return drives.step(id, "start").status() == 200;
                }
                try {
                    processes.run(timer);
                    return true;
                } catch (RuntimeException e) {
                    return false;
                }
            });

            assertThat(drives.status(id)).isEqualTo("active");
            assertThat(drives.cohorts(id)).hasSize(1);
            assertThat(drives.read(id).path("cohortCount").asInt()).isEqualTo(1);
            assertThat(world.api().get("/campaigns/" + id + "/history").ok().path("data"))
                    .as("won by " + won)
                    .hasSize(3);
            waits(id, "timer_end_reached", "2031-06-01T00:00:00Z");
        }
    }

    @Test
    void twoCallersAtOnceMoveItOnce() {
        String id = drives.in("planned");

        List<Integer> answers =
                Together.at(4, caller -> drives.step(id, "start").status());

        assertThat(answers).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(drives.cohorts(id)).hasSize(1);
    }

    /** An administrator cannot move a token, fire a timer, or end or start a process in the engine's pages. */
    @Test
    void operatorsCannotMoveItPastTheMatrix() {
        String id = drives.in("planned");
        String process = process(id).getId();
        String definition = process(id).getProcessDefinitionId();
        String job = timer(id).getId();
        String administrator = worlds.person(world, PASSWORD, Role.ADMINISTRATOR);
        Browser browser = Browser.signedIn(world.api().url(), administrator, PASSWORD);
        String modification = """
                {"instructions": [{"type": "startBeforeActivity", "activityId": "service_start_campaign"}]}
                """;
        String move = """
                {"processDefinitionId": "%s", "processInstanceIds": ["%s"], "instructions":
                 [{"type": "startBeforeActivity", "activityId": "service_complete_campaign"}]}
                """.formatted(definition, process);
        JsonNode before = drives.read(id);

        assertThat(List.of(
                        browser.post(Browser.ENGINE + "/process-instance/" + process + "/modification", modification),
                        browser.post(Browser.ENGINE + "/modification/execute", move),
                        browser.post(
                                Browser.ENGINE + "/process-instance/delete",
                                "{\"processInstanceIds\": [\"" + process + "\"]}"),
                        browser.send("DELETE", Browser.ENGINE + "/process-instance/" + process, ""),
                        browser.post(Browser.ENGINE + "/job/" + job + "/execute", "{}"),
                        browser.send("PUT", Browser.ENGINE + "/job/" + job + "/duedate", "{\"duedate\": null}"),
                        browser.post(
                                Browser.ENGINE + "/message", "{\"messageName\": \"campaign.moved\", \"all\": true}"),
                        browser.post(
                                Browser.ENGINE + "/process-definition/key/campaign-lifecycle/start",
                                "{\"businessKey\": \"" + id + "\"}")))
                .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(403));

        assertThat(drives.read(id)).isEqualTo(before);
        waits(id, "timer_start_reached", "2031-01-01T00:00:00Z");
    }

    /** A direct change in the engine, which no page allows: the campaign still refuses the transition. */
    @Test
    void aTokenMovedInTheEngineDoesNotChangeTheCampaign() {
        String id = drives.in("planned");
        String process = process(id).getId();

        world.in(() -> {
            engine.getRuntimeService()
                    .createProcessInstanceModification(process)
                    .cancelAllForActivity("gw_await_start")
                    .startBeforeActivity("service_complete_campaign")
                    .execute();
            return process;
        });

        assertThat(drives.status(id)).isEqualTo("planned");
        assertThat(drives.cohorts(id)).isEmpty();
        waits(id, "timer_start_reached", "2031-01-01T00:00:00Z");
    }

    private void step(String id, String action) {
        drives.step(id, action).ok();
    }

    private void patch(String id, String patch) {
        world.api().patch("/campaigns/" + id, Json.object(patch)).ok();
    }

    private @Nullable ProcessInstance process(String id) {
        return processes.find(CampaignProcess.KEY, id);
    }

    private List<Job> jobs(String id) {
        return engine.getManagementService()
                .createJobQuery()
                .processInstanceId(process(id).getId())
                .list();
    }

    private Job timer(String id) {
        List<Job> jobs = jobs(id);
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    private void waits(String id, String timer, String due) {
        ProcessInstance process = process(id);
        assertThat(process.getTenantId()).isEqualTo(world.workspace().workspaceId());
        Job job = timer(id);
        assertThat(job.getDuedate().toInstant()).isEqualTo(Instant.parse(due));
        assertThat(engine.getManagementService()
                        .createJobQuery()
                        .processInstanceId(process.getId())
                        .activityId(timer)
                        .count())
                .isEqualTo(1);
    }
}
