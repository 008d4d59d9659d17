package dev.enlist.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.Postbox;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@EnlistIT
class ReportScheduleIT {

    private static final String PASSWORD = "a long password of tests";
    private static final String JSON = "application/json";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    Postbox postbox;

    private World world;
    private String email;
    private Browser member;

    @BeforeEach
    void aMember() {
        world = worlds.organization();
        email = worlds.person(world, PASSWORD, Role.COORDINATOR);
        member = Browser.signedIn(world.api().url(), email, PASSWORD, false);
    }

    private Reply schedule(Browser by, String report, String interval) {
        return by.api(
                "POST",
                "/reportSchedules",
                JSON,
                Json.object("{}")
                        .put("report", report)
                        .put("interval", interval)
                        .toString());
    }

    /** Makes the schedules of the workspace due, as if their period had ended yesterday. */
    private void due() {
        owner.sql("""
                        update report_schedule set next_at = now() - interval '1 minute', attempt_at = now() - interval '1 minute'
                        where workspace_id = ?
                        """).param(world.workspace().workspaceId()).update();
        owner.sql("insert into job_signal (kind, workspace_id) values ('report-mail', ?)")
                .param(world.workspace().workspaceId())
                .update();
    }

    /** The mails to the member, without the invitation. */
    private List<Postbox.Mail> reports() {
        return postbox.to(email).stream()
                .filter(mail -> !mail.subject().contains("invites you"))
                .toList();
    }

    private JsonNode only() {
        JsonNode schedules = member.get("/reportSchedules").ok().path("data");
        assertThat(schedules).hasSize(1);
        return schedules.get(0);
    }

    @Test
    void aScheduledReportComesByMailWithItsTablesAndTheNextOneIsDueAfterTheNextPeriod() throws Exception {
        world.approvedEnrollment(world.instance());
        JsonNode made = schedule(member, "funnel", "week").expect(201).json();
        Instant next = Instant.parse(made.path("nextAt").asText());
        assertThat(next).isAfter(Instant.now()).isBefore(Instant.now().plusSeconds(8 * 86_400));
        assertThat(next.atZone(ZoneOffset.UTC).getDayOfWeek()).isEqualTo(java.time.DayOfWeek.MONDAY);

        due();
        Patience.until("the mail", () -> reports().size() == 1);

        Postbox.Mail mail = reports().get(0);
        assertThat(mail.subject()).startsWith("Funnel of ");
        List<String> files = new ArrayList<>();
        Multipart parts = (Multipart) mail.message().getContent();
        for (int n = 1; n < parts.getCount(); n++) {
            BodyPart file = parts.getBodyPart(n);
            files.add(file.getFileName());
            assertThat(new String(file.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(",");
        }
        assertThat(files).containsExactly("funnel.csv", "conversion.csv");
        String text = (String)
                ((Multipart) parts.getBodyPart(0).getContent()).getBodyPart(0).getContent();
        assertThat(text).contains("http://enlist.example/console/reports/funnel?from=");

        Patience.until(
                "the next one",
                () -> Instant.parse(only().path("nextAt").asText()).isAfter(Instant.now()));
        assertThat(only().path("lastSentAt").isTextual()).isTrue();
        assertThat(only().path("problem").isNull()).isTrue();
    }

    @Test
    void aMailThatTheServerDoesNotTakeIsTriedAgainAndThenThePeriodIsOver() {
        schedule(member, "reasons", "day").expect(201);
        postbox.answer(address -> address.equals(email) ? 451 : Postbox.TAKE);
        try {
            due();
            Patience.until("the first attempt", () -> only().path("problem").isTextual());
            // still the same period, to be tried in a quarter of an hour
            assertThat(Instant.parse(only().path("nextAt").asText())).isBefore(Instant.now());

            owner.sql("update report_schedule set attempts = 4 where workspace_id = ?")
                    .param(world.workspace().workspaceId())
                    .update();
            due();
            Patience.until(
                    "the next period",
                    () -> Instant.parse(only().path("nextAt").asText()).isAfter(Instant.now()));
            assertThat(only().path("lastSentAt").isNull()).isTrue();
        } finally {
            postbox.answer(address -> Postbox.TAKE);
        }
    }

    @Test
    void schedulesBelongToOnePersonAndEndWithTheMembership() {
        String id = schedule(member, "capacity", "month")
                .expect(201)
                .json()
                .path("id")
                .asText();
        assertThat(schedule(member, "capacity", "month")
                        .expect(409)
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("already-exists");
        Browser other =
                Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.ANALYST), PASSWORD, false);
        assertThat(other.get("/reportSchedules").ok().path("data")).isEmpty();
        assertThat(other.api("DELETE", "/reportSchedules/" + id, JSON, "").status())
                .isEqualTo(404);

        String memberId = "";
        for (JsonNode user : world.api().get("/users").ok().path("data")) {
            memberId =
                    user.path("email").asText().equals(email) ? user.path("id").asText() : memberId;
        }
        world.api().delete("/users/" + memberId).expect(204);
        due();
        Patience.until("the end of the schedule", () -> schedules() == 0);
        assertThat(reports()).isEmpty();
    }

    private long schedules() {
        return owner.sql("select count(*) from report_schedule where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .query(Long.class)
                .single();
    }

    @Test
    void refusalsNameEachFaultAndStoreNothing() {
        Reply reply = schedule(member, "weather", "hour").expect(400);
        assertThat(reply.json().path("errors")).hasSize(2);
        assertThat(member.api(
                                "POST",
                                "/reportSchedules",
                                JSON,
                                "{\"report\": \"funnel\", \"interval\": \"day\", \"programInstanceId\": \"cmwpmgs0p00a32665a3uo48w0\"}")
                        .status())
                .isEqualTo(404);
        world.api()
                .post("/reportSchedules", Json.object("{\"report\": \"funnel\", \"interval\": \"day\"}"))
                .problem(409, "no-mailbox");
        assertThat(schedules()).isZero();
    }
}
