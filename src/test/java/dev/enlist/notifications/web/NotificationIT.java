package dev.enlist.notifications.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.Postbox;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.Walk;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Messages with a real mail server that sometimes fails. */
@EnlistIT
class NotificationIT {

    private static final JsonNode NOTHING = Json.object("{}");
    private static final String EVERYTHING =
            "[\"candidate\", \"eligible\", \"ineligible\", \"submitted\", \"approved\", \"rejected\", \"unenrolled\"]";

    @Autowired
    Worlds worlds;

    @Autowired
    Postbox postbox;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    StatementCounter statements;

    World world;
    String email;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
        email = Cuid.next() + "@example.com";
    }

    @AfterEach
    void acceptAllMessages() {
        postbox.answer(to -> Postbox.TAKE);
    }

    @Test
    void applicantsAreNotifiedOfEachEnabledStatus() {
        world = worlds.organization();
        String instance = instance("{\"applicant\": [\"submitted\", \"approved\"]}");

        String id = approved(instance);

        until("two messages", () -> postbox.to(email).size() == 2);
        Postbox.Mail first = postbox.to(email).get(0);
        Postbox.Mail second = postbox.to(email).get(1);
        assertThat(first.subject()).isEqualTo("We have your application to Battery program");
        assertThat(second.subject()).isEqualTo("Welcome to Battery program");
        assertThat(second.text())
                .contains("Dear Suzie,", "Battery program of the city", "Reason: Documents verified")
                .doesNotContain("{{");
        assertThat(second.html()).contains("<p", "Dear Suzie,", "https://example.com/logo.png");
        assertThat(second.header("From")).isEqualTo("Battery program <enlist@enlist.example>");
        assertThat(second.header("Reply-To")).isEmpty();
        assertThat(second.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(second.header("List-Unsubscribe"))
                .as("an answer, and no invitation")
                .isEmpty();
        JsonNode log = log("?enrollmentId=" + id);
        assertThat(log.findValuesAsText("type")).containsExactly("applicant-submitted", "applicant-approved");
        assertThat(log.findValuesAsText("status")).containsOnly("sent");
        assertThat(second.header("Message-ID")).isEqualTo("<" + log.at("/1/id").asText() + "@enlist.example>");
        assertThat(world.api().get("/notifications/state").ok().path("status").asText())
                .isEqualTo("ready");
    }

    @Test
    void thePersonOfAMessageIsNamedInOneStatementAndUnnamedOnceErased() {
        world = worlds.organization();
        String instance = instance("{\"applicant\": [\"submitted\"], \"administrators\": [\"approved\"]}");
        String first = approved(instance);
        until("mails about one", () -> log("").size() == 2);
        int few = statements
                .during("http-nio", () -> world.api().get("/notifications").ok())
                .size();
        String second = approved(instance, Cuid.next() + "@example.com");
        until("mails about two", () -> log("").size() == 4);

        assertThat(statements.during(
                        "http-nio", () -> world.api().get("/notifications").ok()))
                .as("no statement for each message")
                .hasSize(few);
        JsonNode enrollment = world.api().get("/enrollments/" + first).ok();
        JsonNode message = log("?enrollmentId=" + first).get(0);
        assertThat(message.at("/person/name").asText()).isEqualTo("Suzie Homeowner");
        assertThat(message.at("/person/id").asText())
                .isEqualTo(enrollment.path("customerId").asText())
                .isNotEmpty();
        assertThat(message.at("/person/applicationNumber").asText())
                .isEqualTo(enrollment.path("applicationNumber").asText());
        assertThat(world.api()
                        .get("/notifications/" + message.path("id").asText())
                        .ok()
                        .path("person"))
                .isEqualTo(message.path("person"));

        world.api()
                .post(
                        "/personalData/erase",
                        Json.object("{\"reason\": \"requested\", \"force\": true}")
                                .put("email", email))
                .ok();
        assertThat(log("").findValuesAsText("enrollmentId")).containsOnly(second);
    }

    @Test
    void administratorsAreTheNamedAddressesOrTheCoordinators() {
        String named = Cuid.next() + "@example.com";
        String coordinator = worlds.person(world, "a long enough password", Role.COORDINATOR);
        worlds.person(world, "a long enough password", Role.VIEWER);
        String withNames = instance("{\"administrators\": [\"submitted\"], \"administratorEmails\": [\"" + named
                + "\"], \"replyTo\": \"desk@example.com\"}");
        String without = instance("{\"administrators\": [\"submitted\"]}");

        world.submittedEnrollment(withNames);
        world.submittedEnrollment(without);

        until(
                "both",
                // the coordinator has the invitation to the workspace as well
                () -> postbox.to(named).size() == 1 && postbox.to(coordinator).size() == 2);
        assertThat(postbox.to(named).get(0).subject())
                .isEqualTo("Battery program of the city: an enrollment is submitted");
        assertThat(postbox.to(named).get(0).header("Reply-To")).isEqualTo("desk@example.com");
        assertThat(postbox.to(coordinator).get(1).header("To")).isEqualTo(coordinator);
    }

    /** Also where the instance names no notifications: without the mail the applicant would not know of the question. */
    @Test
    void theApplicantIsAskedAndRemindedAndTheAskerHearsOfTheAnswer() {
        String asker = worlds.person(world, "a long enough password", Role.REVIEWER);
        Browser browser = Browser.signedIn(world.api().url(), asker, "a long enough password", false);
        String instance = world.instance(world.program(), i -> i.set("formConfig", Json.object("""
                        {"fields": [{"name": "address.postalCode", "label": "ZIP of the home", "type": "text"}]}
                        """)));
        String id = enroll(instance, email).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", NOTHING).ok();
        String request = browser.api("POST", "/enrollments/" + id + "/informationRequests", "application/json", """
                        {"message": "Which ZIP has the home?", "fields": ["/address/postalCode"],
                         "documents": ["proof-of-purchase"]}
                        """)
                .created()
                .path("id")
                .asText();

        until("the question", () -> postbox.to(email).size() == 1);
        Postbox.Mail question = postbox.to(email).get(0);
        assertThat(question.subject()).isEqualTo("A question about your application to Battery program");
        assertThat(question.text())
                .contains("Which ZIP has the home?", "ZIP of the home", "Proof of purchase")
                .doesNotContain("{{");

        world.api()
                .post(
                        "/informationRequests/" + request + "/answer",
                        "{\"fields\": {\"/address/postalCode\": \"10011\"}}")
                .ok();
        until(
                "the answer",
                () -> postbox.to(asker).stream().anyMatch(mail -> mail.subject().contains("answered")));
        Postbox.Mail answer = postbox.to(asker).get(postbox.to(asker).size() - 1);
        assertThat(answer.text()).contains("Which ZIP has the home?").doesNotContain("10011", email);
        assertThat(log("?enrollmentId=" + id).findValuesAsText("type"))
                .containsExactly("applicant-information-requested", "reviewer-information-provided");
    }

    @Test
    void textsOfInformationRequestsAreCustomizedAndPreviewed() {
        String path = "/programInstances/" + world.instance() + "/notificationTemplates/";
        put(path + "applicant-information-requested", "About {{applicationNumber}}", "{{question}} by {{dueDate}}")
                .ok();
        put(path + "reviewer-information-provided", "Answer of {{applicationNumber}}", "{{question}}")
                .ok();
        JsonNode preview = world.api()
                .post(path + "applicant-information-requested/preview", NOTHING)
                .ok();
        assertThat(preview.path("subject").asText()).isEqualTo("About B7K3-9QXM");
        assertThat(preview.path("text").asText()).contains("Which postal code").doesNotContain("{{");
    }

    @Test
    void earlierEventsAndOtherStatusesSendNothing() {
        String instance = world.instance();
        enroll(instance, email);
        world.api()
                .patch(
                        "/programInstances/" + instance,
                        Json.object("{\"notifications\": {\"applicant\": [\"submitted\"]}}"))
                .ok();
        String later = Cuid.next() + "@example.com";
        String id = enroll(instance, later).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", NOTHING).ok();

        until("the one message", () -> postbox.to(later).size() == 1);
        assertThat(postbox.to(email)).isEmpty();
        assertThat(log("?programInstanceId=" + instance).size()).isEqualTo(1);
    }

    /** Values cannot add a header or markup. */
    @Test
    void enteredValuesStayText() {
        String instance = instance("{\"applicant\": [\"approved\"], \"texts\": {\"approved\": {\"subject\":"
                + " \"For {{firstName}}\", \"body\": \"{{{firstName}}} <b>{{reason}}</b>\\n\\nEnd\"}}}");
        ObjectNode person = World.applicant().put("email", email);
        person.put("firstName", "<script>alert(1)</script>");
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", NOTHING).ok();
        world.api()
                .post(
                        "/enrollments/" + id + "/approve",
                        Json.object("{}").put("reason", "{{organizationName}}\r\nBcc: other@example.com"))
                .ok();

        until("the message", () -> postbox.to(email).size() == 1);
        Postbox.Mail mail = postbox.to(email).get(0);
        assertThat(mail.subject()).isEqualTo("For <script>alert(1)</script>");
        assertThat(mail.header("Bcc")).isEmpty();
        assertThat(mail.header("To")).isEqualTo(email);
        assertThat(mail.html())
                .doesNotContain("<script>", "<b>")
                .contains("&lt;script&gt;alert(1)&lt;", "&lt;b&gt;{{organizationName}}");
        assertThat(mail.text()).contains("<b>{{organizationName}}\nBcc: other@example.com</b>");
    }

    @Test
    void textsAreStoredPreviewedAndReset() {
        String instance = instance("{\"applicant\": [\"approved\"]}");
        String path = "/programInstances/" + instance + "/notificationTemplates";
        assertThat(world.api().get(path).ok().path("data").findValuesAsText("type"))
                .hasSize(26)
                .contains("applicant-approved", "administrators-submitted");
        Reply before = world.api().get(path + "/applicant-approved");
        assertThat(before.ok().path("custom").asBoolean()).isFalse();
        assertThat(before.ok().path("enabled").asBoolean()).isTrue();

        JsonNode written = put(path + "/applicant-approved", "Hi {{firstName}}", "You are in.")
                .ok();

        assertThat(written.path("custom").asBoolean()).isTrue();
        assertThat(world.api()
                        .get("/programInstances/" + instance)
                        .ok()
                        .at("/notifications/texts/approved/subject")
                        .asText())
                .isEqualTo("Hi {{firstName}}");
        assertThat(world.api()
                        .send(
                                path + "/applicant-approved",
                                r -> r.header("Content-Type", "application/json")
                                        .header(
                                                "If-Match",
                                                before.header("ETag").orElseThrow())
                                        .PUT(BodyPublishers.ofString("{\"subject\": \"s\", \"body\": \"b\"}")))
                        .status())
                .isEqualTo(412);
        for (String wrong :
                List.of("{{missing}}", "{{#reason}}", "{{>other}}", "{{firstName.class}}", "{{#this}}x{{/this}}")) {
            assertThat(put(path + "/applicant-approved", wrong, wrong).faults())
                    .as(wrong)
                    .containsExactly("/body", "/subject");
            ObjectNode patch = Json.object("{}");
            patch.withObject("/notifications/texts/approved")
                    .put("subject", "s")
                    .put("body", wrong);
            assertThat(world.api().patch("/programInstances/" + instance, patch).faults())
                    .containsExactly("/notifications/texts/approved/body");
        }
        put(path + "/applicant-approval", "s", "b").problem(404, "not-found");

        JsonNode preview = world.api()
                .post(path + "/applicant-approved/preview", Json.object("{\"body\": \"<i>{{lastName}}</i>\"}"))
                .ok();
        assertThat(preview.path("subject").asText()).isEqualTo("Hi Nora");
        assertThat(preview.path("text").asText()).startsWith("<i>Field</i>");
        assertThat(preview.path("html").asText()).contains("&lt;i&gt;Field&lt;").contains("Battery program");

        assertThat(world.api()
                        .delete(path + "/applicant-approved")
                        .ok()
                        .path("custom")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void aTestMessageGoesOnlyToAMemberOfTheWorkspace() {
        String instance = world.instance();
        String member = worlds.person(world, "a long enough password", Role.VIEWER);
        String path = "/programInstances/" + instance + "/notificationTemplates/applicant-eligible/test";

        assertThat(world.api().post(path, Json.object("{}").put("to", email)).faults())
                .containsExactly("/to");
        String message = world.api()
                .post(path, Json.object("{}").put("to", member))
                .expect(202)
                .header("Location")
                .orElseThrow();

        // the invitation to the workspace is mailed as well
        until(
                "the test",
                () -> postbox.to(member).stream().anyMatch(mail -> mail.text().contains("Dear Nora,")));
        until("it is noted", () -> status(message).equals("sent"));
        assertThat(world.api().get(message).ok().path("test").asBoolean()).isTrue();
    }

    /** Failures of a mail server: temporary refusal, cut connection, permanent refusal. */
    @Test
    void aFailingMailServerDelaysMessagesAndLosesNone() {
        world = worlds.organization();
        String instance = instance("{\"applicant\": [\"approved\"]}");
        String wrong = Cuid.next() + "@example.com";
        String cut = Cuid.next() + "@example.com";
        postbox.answer(to -> to.equals(wrong) ? 550 : to.equals(cut) ? Postbox.CUT : 451);
        String id = approved(instance);
        approved(instance, wrong);
        approved(instance, cut);

        until("several attempts", () -> postbox.tried(email) > 2 && postbox.tried(cut) > 2);
        until("what is refused for good is shown", () -> log("?status=failed").size() > 0);
        assertThat(log("?status=failed").at("/0/problem").asText()).isEqualTo("address-refused-550");
        assertThat(postbox.tried(wrong)).isEqualTo(1);
        assertThat(world.statusOf(id)).isEqualTo("approved");
        assertThat(world.api().get("/notifications/state").ok().path("status").asText())
                .isEqualTo("delayed");
        assertThat(postbox.to(email)).isEmpty();

        postbox.answer(to -> Postbox.TAKE);

        until("both", () -> postbox.to(email).size() == 1 && postbox.to(cut).size() == 1);
        String failed = log("?status=failed").at("/0/id").asText();
        String again = world.api()
                .post("/notifications/" + failed + "/resend", NOTHING)
                .expect(202)
                .header("Location")
                .orElseThrow();
        until("the one that is sent again", () -> postbox.to(wrong).size() == 1);
        until("it is noted", () -> status(again).equals("sent"));
        assertThat(world.api().get(again).ok().path("resendOf").asText()).isEqualTo(failed);
    }

    /** The connection stands and the server stays silent: each attempt ends by its timeout. */
    @Test
    void aMailServerThatNeverAnswersDelaysMessagesAndLosesNone() {
        world = worlds.organization();
        CountDownLatch released = new CountDownLatch(1);
        postbox.answerWithin(Duration.ofMillis(300));
        try {
            String instance = instance("{\"applicant\": [\"approved\"]}");
            postbox.answer(to -> {
                if (to.equals(email)) {
                    await(released);
                }
                return Postbox.TAKE;
            });
            String id = approved(instance);

            until("several attempts", () -> postbox.tried(email) > 2);
            assertThat(log("").at("/0/status").asText()).isEqualTo("pending");
            assertThat(world.statusOf(id)).isEqualTo("approved");
            assertThat(world.api()
                            .get("/notifications/state")
                            .ok()
                            .path("status")
                            .asText())
                    .isEqualTo("delayed");
            assertThat(postbox.to(email)).isEmpty();
        } finally {
            released.countDown();
            postbox.answerWithin(Duration.ofSeconds(2));
        }
        until("the message is sent", () -> log("?status=sent").size() == 1);
        assertThat(postbox.to(email)).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aMessageThatIsDeferredTooLongFails() {
        String instance = instance("{\"applicant\": [\"approved\"]}");
        postbox.answer(to -> to.equals(email) ? 450 : Postbox.TAKE);

        String about = "?enrollmentId=" + approved(instance);

        until("several attempts", () -> postbox.tried(email) > 2);
        assertThat(log(about).at("/0/status").asText()).isEqualTo("pending");
        owner.sql("update notification set created_at = now() - interval '73 hours' where id = ?")
                .param(log(about).at("/0/id").asText())
                .update();
        until("it is given up", () -> log(about + "&status=failed").size() == 1);
        assertThat(log(about).at("/0/problem").asText()).isEqualTo("address-deferred-450");
        assertThat(log(about).at("/0/attemptCount").asInt()).isGreaterThan(2);
    }

    @Test
    void afterUnsubscribingOnlyInvitationsStop() {
        world = worlds.organization();
        String instance = instance("{\"applicant\": " + EVERYTHING + "}");
        String id = enroll(instance, email).path("id").asText();
        until("two invitations", () -> postbox.to(email).size() == 2);
        Postbox.Mail invitation = postbox.to(email).get(1);
        assertThat(invitation.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        String link = invitation.header("List-Unsubscribe").replaceAll("[<>\\s]", "");
        assertThat(link).startsWith("http://enlist.example/unsubscribe/");
        assertThat(invitation.text()).contains(link);
        assertThat(invitation.html()).contains(link);
        String path = URI.create(link).getPath();
        var anonymous = world.api().with("");

        // GET changes nothing, and a link without a valid signature is refused
        assertThat(anonymous.get(path).expect(200).text())
                .contains("<form method=\"post\"", "Stop invitations by e-mail?", "lang=\"en\"");
        world.api()
                .patch(
                        "/organizations/" + world.workspace().organizationId() + "/branding",
                        Json.object("{\"name\": \"City Power\", \"color\": \"#0b6e4f\"}"))
                .ok();
        assertThat(anonymous.get(path + "?lang=es").expect(200).text())
                .contains("City Power no le enviará más invitaciones", "lang=\"es\"", "/brand");
        assertThat(anonymous
                        .send(path.substring(0, path.length() - 4) + "AAAA", r -> r.POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(404);
        String second = Cuid.next() + "@example.com";
        assertThat(anonymous
                        .send(
                                path,
                                r -> r.header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")))
                        .status())
                .isEqualTo(200);

        world.api().post("/enrollments/" + id + "/submit", NOTHING).ok();
        enroll(instance(String.format("{\"applicant\": %s}", EVERYTHING)), email);
        enroll(instance, second);

        until("others go on", () -> postbox.to(second).size() == 2);
        until("the answer", () -> postbox.to(email).size() == 3);
        assertThat(postbox.to(email).get(2).subject()).startsWith("We have your application");
        until("both are left out", () -> log("?status=skipped").size() == 2);
        assertThat(log("?status=skipped").findValuesAsText("problem")).containsOnly("unsubscribed");
        assertThat(world.api()
                        .post("/personalData/export", Json.object("{}").put("email", email))
                        .ok()
                        .path("notifications")
                        .findValuesAsText("kind"))
                .contains("message", "noInvitations");
    }

    @Test
    void aMessageOfAnotherWorkspaceIsNotFound() {
        world = worlds.organization();
        String instance = instance("{\"applicant\": [\"approved\"]}");
        String id = approved(instance);
        until("the message", () -> log("?status=sent").size() == 1);
        String message = log("").at("/0/id").asText();
        World stranger = worlds.stranger();

        stranger.api().get("/notifications/" + message).problem(404, "not-found");
        stranger.api().post("/notifications/" + message + "/resend", NOTHING).problem(404, "not-found");
        assertThat(stranger.api().get("/notifications?enrollmentId=" + id).ok().path("data"))
                .isEmpty();
        Walk.reachesExactly(world.api(), "/notifications", List.of(message));
        Walk.refusesWrongNumbers(world.api(), "/notifications");
        assertThat(world.api()
                        .get("/notifications?status=x&programInstanceId=y&enrollmentId=z")
                        .faults())
                .containsExactly("/status", "/programInstanceId", "/enrollmentId");

        world.api().delete("/enrollments/" + id).expect(204);
        world.api().get("/notifications/" + message).problem(404, "not-found");
    }

    /** Another node sends the messages that a dead node had claimed after the lease, under the same Message-ID. */
    @Test
    void claimedMessagesOfADeadNodeAreSentAfterTheLease() {
        String instance = instance("{\"applicant\": [\"approved\"]}");
        postbox.answer(to -> 451);
        String enrollment = approved(instance);
        until("a first attempt", () -> postbox.tried(email) > 0);
        String id = log("?enrollmentId=" + enrollment).at("/0/id").asText();
        owner.sql("update notification set claim = 'c00000000000000000000dead', due_at = now() + interval '1 hour'"
                        + " where id = ?")
                .param(id)
                .update();
        postbox.answer(to -> Postbox.TAKE);
        long tried = postbox.tried(email);
        String other = Cuid.next() + "@example.com";
        approved(instance, other);
        until("others", () -> postbox.to(other).size() == 1);
        assertThat(postbox.tried(email)).isEqualTo(tried);

        owner.sql("update notification set due_at = now() where id = ?")
                .param(id)
                .update();

        until("the message", () -> postbox.to(email).size() == 1);
        assertThat(postbox.to(email).get(0).header("Message-ID")).contains(id);
    }

    @Test
    void messagesContainTheContactAndOptionallyTheAnswers() {
        world = worlds.organization();
        String contact = "https://example.org/ask";
        world.api()
                .patch(
                        "/workspaces/" + world.workspace().workspaceId(),
                        Json.object("{\"timeZone\": \"Pacific/Kiritimati\"}").put("contact", contact))
                .ok();
        String instance = world.instance(
                world.program(),
                i -> i.<ObjectNode>set("formConfig", Json.object("""
                        {"title": "Apply", "fields": [
                          {"name": "metadata.owner", "label": "Do you own <it>?", "type": "boolean"},
                          {"name": "metadata.kwh", "label": "Usage", "type": "number"},
                          {"name": "metadata.since", "label": "Since", "type": "date"},
                          {"name": "metadata.note", "label": "Note", "type": "text"},
                          {"name": "metadata.kind", "label": "Kind", "type": "select",
                           "options": [{"value": "home", "label": "At home"}]}]}""")).set("notifications", Json.object("""
                        {"applicant": ["candidate"], "texts": {"candidate": {"subject": "Hello {{name}}",
                         "body": "{{date}}\\n{{answers}}"}}}""")));
        ObjectNode person = World.applicant().put("email", email);
        person.remove("lastName");
        person.put("firstName", "Nora").put("lastName", "Field");
        person.set("metadata", Json.object("""
                {"owner": true, "kwh": 1234.5, "since": "2026-01-31", "note": "<b>x</b>\\nUsage: 9", "kind": "home"}"""));
        world.enroll(instance, person);

        until("the message", () -> postbox.to(email).size() == 1);
        Postbox.Mail mail = postbox.to(email).get(0);
        assertThat(mail.subject()).isEqualTo("Hello Nora Field");
        assertThat(mail.text())
                .contains("Do you own <it>?: Yes", "Usage: 1,234.5", "Since: 31 January 2026", "Kind: At home")
                .contains("Note: <b>x</b> Usage: 9")
                .contains("Questions: " + contact)
                .contains(java.time.format.DateTimeFormatter.ofPattern("d MMMM uuuu", java.util.Locale.ENGLISH)
                        .format(java.time.LocalDate.now(java.time.ZoneId.of("Pacific/Kiritimati"))));
        assertThat(mail.html())
                .contains("<a href=\"" + contact + "\">")
                .contains("&lt;b&gt;x&lt;/b&gt;")
                .doesNotContain("<b>x</b>");
    }

    @Test
    void thePreviewRefusesTheSameTextsAsStoring() {
        String instance = world.instance();
        String path = "/programInstances/" + instance + "/notificationTemplates/applicant-approved";
        for (String unfinished : List.of("{{#reason}}", "{{}}", "{{missing}} {{nothing}}", " ", "{{> page}}")) {
            ObjectNode words = Json.object("{}").put("subject", unfinished).put("body", unfinished);
            assertThat(world.api().post(path + "/preview", words).faults())
                    .as(unfinished)
                    .containsExactlyInAnyOrder("/subject", "/body");
            assertThat(put(path, unfinished, unfinished).faults())
                    .as(unfinished)
                    .containsExactlyInAnyOrder("/subject", "/body");
        }
        assertThat(world.api()
                        .post(path + "/preview", Json.object("{\"body\": \"{{missing}} {{nothing}}\"}"))
                        .text())
                .contains("names missing, nothing, which are none of");
    }

    private String instance(String notifications) {
        return world.instance(
                world.program(),
                i -> i.put("logoUrl", "https://example.com/logo.png").set("notifications", Json.object(notifications)));
    }

    private JsonNode enroll(String instance, String address) {
        return world.enroll(instance, World.applicant().put("email", address));
    }

    private String approved(String instance) {
        return approved(instance, email);
    }

    private String approved(String instance, String address) {
        String id = enroll(instance, address).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", NOTHING).ok();
        world.api()
                .post("/enrollments/" + id + "/approve", Json.object("{\"reason\": \"Documents verified\"}"))
                .ok();
        return id;
    }

    private Reply put(String path, String subject, String body) {
        ObjectNode words = Json.object("{}").put("subject", subject).put("body", body);
        return world.api()
                .send(
                        path,
                        r -> r.header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(words.toString())));
    }

    private JsonNode log(String query) {
        return world.api().get("/notifications" + query).ok().path("data");
    }

    private String status(String path) {
        return world.api().get(path).ok().path("status").asText();
    }

    private static void until(String what, java.util.function.BooleanSupplier condition) {
        Patience.until(what, condition);
    }
}
