package dev.enlist.applicant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Links;
import dev.enlist.support.Patience;
import dev.enlist.support.Postbox;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The status page of an application by its link, without a browser: each action, its refusals and its races. */
@EnlistIT
class ApplicationPageIT {

    private static final JsonNode NOTHING = Json.object("{}");
    private static final Pattern REQUEST = Pattern.compile("name=\"request\" value=\"([a-z0-9]{25})\"");

    @Autowired
    Worlds worlds;

    @Autowired
    ApplicantLinkService links;

    @Autowired
    Postbox postbox;

    World world;
    String instance;

    @BeforeEach
    void aProgramWithAForm() {
        world = worlds.shared(this);
        instance = instance("status-form");
    }

    private String instance(String title) {
        return world.instance(world.program(), i -> {
            i.put("title", title);
            i.set("formConfig", Json.object("""
                    {"pages": [{"title": {"en": "Your home", "es": "Su casa"}, "fields": [
                      {"name": "firstName", "type": "text", "label": {"en": "First name", "es": "Nombre"}},
                      {"name": "email", "type": "email", "label": {"en": "E-mail", "es": "Correo"}},
                      {"name": "metadata.monthlyKwh", "type": "number", "label": {"en": "Monthly use", "es": "Consumo mensual"}},
                      {"name": "address.postalCode", "type": "text", "label": {"en": "ZIP", "es": "Código postal"}},
                      {"name": "documents.bill", "type": "file", "label": {"en": "A bill", "es": "Una factura"}}]}]}
                    """));
        });
    }

    private String submitted() {
        return world.submittedEnrollment(instance);
    }

    private String link(String enrollmentId) {
        return world.in(() -> links.pathTo(enrollmentId));
    }

    private Reply get(String path) {
        return page(path, "en");
    }

    private Reply page(String path, String language) {
        return world.api()
                .with("")
                .send(
                        path,
                        request -> request.header("Accept", "text/html")
                                .header("Accept-Language", language)
                                .GET());
    }

    private Reply post(String path, String form) {
        return Links.post(world.api(), path, form);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void theLinkOpensThePageAndNoOtherOneDoes() {
        String path = link(submitted());

        Reply page = get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("Waiting for review", "We received your application", "Monthly use")
                .doesNotContain("??");
        assertThat(page.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(page.header("Referrer-Policy").orElse("")).isEqualTo("no-referrer");
        assertThat(page.header("X-Robots-Tag").orElse("")).contains("noindex");
        assertThat(page(path, "es").text())
                .contains("En espera de revisión", "Su casa", "Consumo mensual", "lang=\"es\"")
                .doesNotContain("??");
        String forged = path.substring(0, path.length() - 1) + (path.endsWith("A") ? "B" : "A");
        for (String wrong : List.of(forged, "/applications/x", "/applications/" + "A".repeat(94))) {
            Reply ended = get(wrong);
            assertThat(ended.status()).as(wrong).isEqualTo(404);
            assertThat(ended.text()).contains("This link does not work any more", "Get a new link");
            assertThat(get(wrong + "/copy.pdf").status()).isEqualTo(404);
            assertThat(post(wrong + "/withdraw", "status=submitted").status()).isEqualTo(404);
        }
    }

    @Test
    void staffRevokeAndSendLinks() {
        String id = submitted();
        String first = link(id);
        world.api()
                .post("/enrollments/" + id + "/applicantLink/revoke", NOTHING)
                .expect(204);

        Reply ended = get(first);

        assertThat(ended.status()).isEqualTo(410);
        assertThat(ended.text()).contains("Send me a new link");
        String email = world.api().get("/enrollments/" + id).ok().path("email").asText();
        assertThat(post(first + "/link", "").text()).contains("Check your e-mail");
        Patience.until("the new link", () -> !postbox.to(email).isEmpty());
        Postbox.Mail mail = postbox.to(email).get(0);
        String link = mail.text()
                .lines()
                .filter(line -> line.contains("/applications/"))
                .findFirst()
                .orElseThrow();
        assertThat(get(link.substring(link.indexOf("/applications/"))).status()).isEqualTo(200);
        world.api().post("/enrollments/" + id + "/applicantLink/send", NOTHING).expect(204);
        Patience.until("the link of staff", () -> postbox.to(email).size() == 2);
        assertThat(get(link.substring(link.indexOf("/applications/"))).status()).isEqualTo(410);
    }

    @Test
    void theAnswerToARequestForALinkTellsNothing() {
        String id = submitted();
        JsonNode known = world.api().get("/enrollments/" + id).ok();
        String email = known.path("email").asText();
        String stranger = "nobody-" + email;

        Reply forKnown = post("/applications", "email=" + encoded(email) + "&number=");
        Reply forUnknown = post("/applications", "email=" + encoded(stranger) + "&number=");
        Reply wrongNumber = post("/applications", "email=" + encoded(email) + "&number=0000-0000");

        assertThat(forKnown.status()).isEqualTo(200);
        assertThat(forUnknown.text()).isEqualTo(forKnown.text());
        assertThat(wrongNumber.text()).isEqualTo(forKnown.text());
        Patience.until("the link", () -> postbox.to(email).size() == 1);
        assertThat(postbox.to(email).get(0).subject())
                .isEqualTo("Link to your application "
                        + known.path("applicationNumber").asText());
        assertThat(postbox.to(stranger)).isEmpty();
        assertThat(post("/applications", "email=&number=").status()).isEqualTo(400);
        assertThat(get("/applications").text()).contains("Get a link to your application");
    }

    @Test
    void aQuestionIsAnsweredWithFieldAndMessage() {
        String id = submitted();
        String path = link(id);
        ask(
                id,
                "{\"message\": \"Which <b>ZIP</b>?\", \"fields\": [\"/address/postalCode\", \"/metadata/monthlyKwh\"]}");
        assertThat(get(path).text()).contains("We have a question", "Which &lt;b&gt;ZIP&lt;/b&gt;?");
        Reply form = get(path + "/answer");
        assertThat(form.text()).contains("ZIP", "Monthly use", "value=\"10001\"");
        String request = request(form);

        Reply wrong = post(
                path + "/answer",
                "request=" + request + "&metadata.monthlyKwh=many&address.postalCode=10011&message=Kept+words");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text())
                .contains("There is a problem", "value=\"many\"", "value=\"10011\"", "Kept words", "<title>Error: ");
        Reply sent = post(
                path + "/answer",
                "request=" + request + "&metadata.monthlyKwh=1%2C250&address.postalCode=10011&message=Sorry");
        assertThat(sent.status()).isEqualTo(302);
        JsonNode answered = world.api().get("/informationRequests/" + request).ok();
        assertThat(answered.path("status").asText()).isEqualTo("answered");
        assertThat(answered.toString()).contains("\"after\":\"10011\"", "1250", "Sorry");
        assertThat(get(path).text()).contains("Waiting for review", "You answered", "Sorry");
        // twice, and after the question was closed: what was typed is still there
        Reply again = post(path + "/answer", "request=" + request + "&address.postalCode=10099&message=Once+more");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("The question is closed", "10099", "Once more");
    }

    @Test
    void ofAnAnswerAndACancellationAtOnceOneTakesEffect() {
        String id = submitted();
        String path = link(id);
        String request = ask(id, "{\"message\": \"Which?\", \"fields\": [\"/address/postalCode\"]}");

        List<Reply> replies = Together.at(
                2,
                n -> n == 0
                        ? post(path + "/answer", "request=" + request + "&address.postalCode=10012&message=")
                        : world.api().post("/informationRequests/" + request + "/cancel", NOTHING));

        boolean answered = replies.get(0).status() == 302;
        assertThat(replies.get(1).status()).isEqualTo(answered ? 409 : 200);
        assertThat(world.api()
                        .get("/enrollments/" + id)
                        .ok()
                        .at("/address/postalCode")
                        .asText())
                .isEqualTo(answered ? "10012" : "10001");
    }

    @Test
    void documentsAreAddedWhileTheApplicationIsOpen() {
        String id = submitted();
        String path = link(id);
        assertThat(upload(path, "bill", "bill.pdf", "%PDF-1.4\n%%EOF\n").status())
                .isEqualTo(302);
        Reply page = get(path);
        assertThat(page.text()).contains("bill.pdf", "A bill");
        Reply refused = upload(path, "bill", "tool.exe", "MZ\u0000\u0001");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(upload(path, "passport", "x.pdf", "%PDF-1.4\n%%EOF\n").status())
                .isEqualTo(400);
        Matcher document = Pattern.compile("/documents/([a-z0-9]{25})").matcher(page.text());
        assertThat(document.find()).isTrue();
        Reply file = get(path.split("\\?")[0] + "/documents/" + document.group(1));
        assertThat(file.header("Content-Disposition").orElse("")).startsWith("attachment");
        world.api().post("/enrollments/" + id + "/approve", NOTHING).ok();
        assertThat(upload(path, "bill", "late.pdf", "%PDF-1.4\n%%EOF\n").status())
                .isEqualTo(400);
    }

    @Test
    void anApplicationIsWithdrawnAfterAConfirmationUnlessItWasDecidedMeanwhile() {
        String id = submitted();
        String path = link(id);
        assertThat(get(path + "/withdraw").text()).contains("Withdraw the application?", "Keep it");
        assertThat(world.statusOf(id)).isEqualTo("submitted");
        String other = submitted();
        String otherPath = link(other);
        world.api().post("/enrollments/" + other + "/approve", NOTHING).ok();

        assertThat(post(path + "/withdraw", "status=submitted&reason=We+moved").status())
                .isEqualTo(302);
        Reply late = post(otherPath + "/withdraw", "status=submitted&reason=Typed");

        assertThat(world.statusOf(id)).isEqualTo("rejected");
        JsonNode history = world.api().get("/enrollments/" + id + "/history").ok();
        assertThat(history.toString()).contains("\"type\":\"applicant\"", "We moved");
        assertThat(get(path).text()).contains("Application withdrawn", "You withdrew the application");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("Your application was decided meanwhile", "Typed", "Leave the program?");
        assertThat(world.statusOf(other)).isEqualTo("approved");
        assertThat(post(otherPath + "/withdraw", "status=approved&reason=").status())
                .isEqualTo(302);
        Patience.until("the exit is through", () -> world.statusOf(other).equals("unenrolled"));
        assertThat(get(otherPath).text()).contains("You have left the program");
    }

    @Test
    void thePlaceOfTheWaitlistIsAcceptedByTheLink() {
        String full = world.instance(world.program(), i -> {
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 0);
            i.put("waitlist", true);
        });
        String id = world.submittedEnrollment(full);
        String path = link(id);
        assertThat(get(path).text()).contains("You are on the waitlist", "You are number 1");
        world.api()
                .patch("/programInstances/" + full + "/capacity", Json.object("{\"committedSeats\": 1}"))
                .ok();
        String email = world.api().get("/enrollments/" + id).ok().path("email").asText();
        Patience.until("the offer is mailed", () -> !postbox.to(email).isEmpty());
        assertThat(postbox.to(email).get(0).subject()).contains("is free for you");
        assertThat(postbox.to(email).get(0).text()).contains("/applications/").doesNotContain("{{");
        assertThat(get(path).text()).contains("A place is free for you", "Accept the place");

        assertThat(post(path + "/offer", "answer=accept").status()).isEqualTo(302);
        assertThat(post(path + "/offer", "answer=accept").status()).isEqualTo(409);
        assertThat(get(path).text()).contains("Waiting for review", "You accepted the place");
    }

    @Test
    void participantsAreInvitedOnceAndRenewWithTheirAnswers() {
        String program = world.program();
        String thisYear = world.instance(program, i -> i.put("title", "Year 2026"));
        String id = world.approvedEnrollment(thisYear);
        String left = world.unenrolledEnrollment(thisYear);
        String path = "/programInstances/" + thisYear + "/renewalInvitations";
        world.api().post(path, NOTHING).problem(409, "no-renewal-open");
        assertThat(get(link(id)).text()).doesNotContain("Renew your participation");
        String nextYear = world.instance(program, i -> {
            i.put("title", "Year 2027");
            i.set("formConfig", Json.object("""
                    {"fields": [
                      {"name": "firstName", "type": "text", "label": "First name", "required": true},
                      {"name": "lastName", "type": "text", "label": "Last name", "required": true},
                      {"name": "email", "type": "email", "label": "E-mail", "required": true}]}
                    """));
        });
        world.api()
                .patch(
                        "/programInstances/" + nextYear,
                        Json.object("{\"application\": {\"published\": true, \"path\": \"y-" + nextYear + "\"}}"))
                .ok();

        JsonNode preview =
                world.api().post(path, Json.object("{\"dryRun\": true}")).ok();
        assertThat(preview.path("targetProgramInstanceId").asText()).isEqualTo(nextYear);
        assertThat(preview.path("invited").asInt()).isEqualTo(1);
        assertThat(world.api().post(path, NOTHING).ok().path("invited").asInt()).isEqualTo(1);
        JsonNode again = world.api().post(path, NOTHING).ok();
        assertThat(again.path("invited").asInt()).isZero();
        assertThat(again.path("invitedEarlier").asInt()).isEqualTo(1);

        String email = world.api().get("/enrollments/" + id).ok().path("email").asText();
        Patience.until("the invitation", () -> !postbox.to(email).isEmpty());
        Postbox.Mail mail = postbox.to(email).get(0);
        assertThat(mail.subject()).isEqualTo("Renew your participation in Battery program");
        assertThat(mail.header("List-Unsubscribe")).isNotEmpty();
        String link = mail.text()
                .lines()
                .filter(line -> line.contains("/applications/"))
                .findFirst()
                .orElseThrow();
        String status = link.substring(link.indexOf("/applications/"));
        assertThat(get(status).text()).contains("Renew your participation", "Year 2027");
        assertThat(get(status + "/renew").text()).contains("Suzie", "Accept and send");
        assertThat(post(status + "/renew", "instance=" + nextYear).status()).isEqualTo(302);

        JsonNode renewed = world.api()
                .get("/programInstances/" + nextYear + "/enrollments")
                .ok()
                .path("data");
        assertThat(renewed).hasSize(1);
        assertThat(renewed.at("/0/previousEnrollmentId").asText()).isEqualTo(id);
        assertThat(renewed.at("/0/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(renewed.at("/0/address"))
                .isEqualTo(world.api().get("/enrollments/" + id).ok().path("address"));
        Patience.until(
                "number and link of the new application",
                () -> postbox.to(email).size() == 2);
        assertThat(get(status).text()).doesNotContain("Check your answers");
        assertThat(post(status + "/renew", "instance=" + nextYear).status()).isEqualTo(409);
        assertThat(postbox.to(world.api()
                        .get("/enrollments/" + left)
                        .ok()
                        .path("email")
                        .asText()))
                .isEmpty();
    }

    @Test
    void languageMessagesAndPrivacy() {
        String id = submitted();
        String path = link(id);
        assertThat(post(path + "/messages", "language=es").status()).isEqualTo(302);
        assertThat(world.api().get("/enrollments/" + id).ok().path("language").asText())
                .isEqualTo("es");
        assertThat(link(id)).endsWith("?lang=es");
        assertThat(post(path + "/messages", "language=xx").status()).isEqualTo(302);
        assertThat(post(path + "/messages", "invitations=stop").status()).isEqualTo(302);
        assertThat(get(path).text()).contains("You get no invitations to programs.");
        post(path + "/privacy", "ask=copy");
        post(path + "/privacy", "ask=copy");
        JsonNode notes = world.api().get("/enrollments/" + id + "/notes").ok().path("data");
        assertThat(notes).hasSize(1);
        assertThat(notes.toString()).contains("asks for a copy");
        String email = world.api().get("/enrollments/" + id).ok().path("email").asText();
        ask(id, "{\"message\": \"¿Cuál?\", \"fields\": [\"/address/postalCode\"]}");
        Patience.until("the question in Spanish", () -> !postbox.to(email).isEmpty());
        Postbox.Mail mail = postbox.to(email).get(0);
        assertThat(mail.subject()).startsWith("Una pregunta sobre su solicitud");
        assertThat(mail.text()).contains("Hola, Suzie:", "Código postal", "Esperamos su respuesta", "?lang=es");
        assertThat(mail.html()).contains("<html lang=\"es\">");
    }

    @Test
    void theCopyIsPrintedAndHasTheNamesOfTheWorld() {
        ObjectNode person = World.applicant();
        person.put("firstName", "Ἀλέξης Łukasz Ольга").put("lastName", "עברית <script> 王");
        String id = world.enroll(instance, person).path("id").asText();
        String path = link(id);

        Reply print = get(path + "/print");
        byte[] pdf = bytes(path + "/copy.pdf");

        assertThat(print.text())
                .contains("Ἀλέξης Łukasz Ольга", "&lt;script&gt;", "王")
                .doesNotContain("<script>");
        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith("%PDF-").contains("/Lang", "DejaVuSans", "/DisplayDocTitle");
    }

    @Test
    void reviewersAreNotShownAsLinksButTheAnswerIsTheirs() {
        String reviewer = worlds.person(world, "a long enough password", Role.REVIEWER);
        assertThat(reviewer).isNotBlank();
        String id = world.approvedEnrollment(instance);
        assertThat(get(link(id)).text())
                .contains("Approved", "Leave the program")
                .doesNotContain(reviewer);
    }

    private String ask(String id, String question) {
        return world.api()
                .post("/enrollments/" + id + "/informationRequests", Json.object(question))
                .created()
                .path("id")
                .asText();
    }

    private static String request(Reply form) {
        Matcher found = REQUEST.matcher(form.text());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private Reply upload(String path, String type, String name, String content) {
        String body = "--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n" + type
                + "\r\n--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--X--\r\n";
        return world.api()
                .with("")
                .send(
                        path.split("\\?")[0] + "/documents",
                        request -> request.header("Content-Type", "multipart/form-data; boundary=X")
                                .POST(BodyPublishers.ofString(body)));
    }

    private byte[] bytes(String path) {
        return get(path).text().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void applicantsOptOutOfComingActivitiesWithinTheLimit() {
        world.api()
                .patch(
                        "/programInstances/" + instance,
                        Json.object("{\"config\": {\"activities\": {\"maxOptOuts\": 1}}}"))
                .ok();
        String enrollment = world.approvedEnrollment(instance);
        String path = link(enrollment);
        assertThat(get(path).text()).doesNotContain("Coming activities");
        String first = announcedActivity("Peak event");
        String second = announcedActivity("Second event");
        assertThat(get(path).text()).contains("Coming activities", "Peak event", "You take part.", "Opt out");
        assertThat(page(path, "es").text()).contains("Próximas actividades").doesNotContain("??");

        assertThat(post(path + "/activities", "activity=" + first + "&answer=opt-out")
                        .header("Location")
                        .orElse(""))
                .endsWith("?done=opted-out");
        assertThat(get(path).text()).contains("You do not take part.", "Take part after all");
        Reply refused = post(path + "/activities", "activity=" + second + "&answer=opt-out");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("You have used all your opt-outs for now.");
        post(path + "/activities", "activity=" + first + "&answer=take-part");
        assertThat(post(path + "/activities", "activity=" + second + "&answer=opt-out")
                        .status())
                .isEqualTo(302);
        JsonNode participation = world.api()
                .get("/activities/" + second + "/participations")
                .ok()
                .at("/data/0");
        assertThat(participation.path("status").asText()).isEqualTo("opted-out");
        assertThat(participation.at("/by/type").asText()).isEqualTo("applicant");
        assertThat(post(path + "/activities", "activity=none&answer=opt-out").status())
                .isEqualTo(409);
    }

    private String announcedActivity(String title) {
        Instant start = Instant.now().plus(Duration.ofHours(48));
        String id = world.api()
                .post(
                        "/programInstances/" + instance + "/activities",
                        Json.object("{\"kind\": \"event\"}")
                                .put("title", title)
                                .put("startsAt", start.toString())
                                .put("endsAt", start.plus(Duration.ofHours(1)).toString()))
                .created()
                .path("id")
                .asText();
        world.api().post("/activities/" + id + "/invite", "").expect(202);
        Patience.until(
                "the invitation",
                () -> world.api()
                                .get("/activities/" + id)
                                .ok()
                                .at("/participations/invited")
                                .asInt()
                        == 1);
        return id;
    }
}
