package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.application.FormBrowser.Page;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.Postbox;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What strangers, programs and unlucky people send to a public form: each refusal in words, with what was typed. */
@EnlistIT
class ApplicationAbuseIT {

    @Autowired
    Worlds worlds;

    @Autowired
    Postbox postbox;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    ProofOfWorkService proofs;

    World world;
    PublicForm form;
    FormBrowser browser;

    @BeforeEach
    void aPublishedForm() {
        world = worlds.shared(this);
        form = PublicForm.of(world);
        browser = form.browser();
    }

    private static String email() {
        return Cuid.next() + "@example.com";
    }

    @Test
    void forgedExpiredAndForeignTokensAreRefusedWithWhatWasTyped() {
        Page about = form.begin(browser);
        FormBrowser other = form.browser();
        String foreign = form.begin(other).value("token");
        for (String token : List.of("", "forged", foreign, about.value("token") + "A")) {
            Map<String, String> typed = new LinkedHashMap<>(PublicForm.person(email()));
            typed.put("token", token);

            Page again = browser.post(about, form.root() + "/pages/1", typed);

            assertThat(again.status()).as(token).isEqualTo(403);
            assertThat(again.text()).contains("This page was open for too long");
            assertThat(again.value("firstName")).isEqualTo("Suzie");
        }
        assertThat(browser.get(form.root() + "/pages/1").value("firstName")).isEmpty();
        Page crossSite = form.browser().with("Sec-Fetch-Site", "cross-site").get(form.root());
        assertThat(crossSite.status()).isEqualTo(200);
        browser.with("Sec-Fetch-Site", "cross-site");
        assertThat(browser.post(about, form.root() + "/pages/1", PublicForm.person(email()))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aStartTokenBeginsOneDraft() {
        Page start = browser.get(form.root());
        browser.post(start, form.root() + "/start", Map.of());
        browser.post(browser.get(form.root() + "/pages/1"), form.root() + "/pages/1", PublicForm.person(email()));

        FormBrowser thief = form.browser();
        Page replayed = thief.post(start, form.root() + "/start", Map.of());

        assertThat(replayed.status()).isEqualTo(409);
        assertThat(thief.cookie("enlist-application")).isEmpty();
    }

    @Test
    void theFieldThatPeopleDoNotSeeStopsPrograms() {
        Page about = form.begin(browser);
        Map<String, String> typed = PublicForm.person(email());
        typed.put("website", "https://spam.example");

        Page again = browser.post(about, form.root() + "/pages/1", typed);

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.text()).contains("Leave the field");
        assertThat(again.value("firstName")).isEqualTo("Suzie");
    }

    @Test
    void aSubmissionTooSoonAfterTheStartIsAskedForAgain() {
        Page check = form.answer(browser, email(), "NY", "10001");
        owner.sql("update application_draft set created_at = now() + interval '1 hour' where program_instance_id = ?")
                .param(form.instanceId())
                .update();

        Page again = browser.post(check, form.root() + "/check", Map.of());

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.text()).contains("You pressed the button very fast");
        assertThat(form.enrollments()).isEmpty();
    }

    @Test
    void twoClicksAreOneEnrollment() throws Exception {
        Page check = form.answer(browser, email(), "NY", "10001");
        ExecutorService clicks = Executors.newFixedThreadPool(4);
        try {
            Callable<Page> click = () -> browser.post(check, form.root() + "/check", Map.of());
            for (Future<Page> answered : clicks.invokeAll(List.of(click, click, click, click))) {
                assertThat(answered.get().text()).contains("Application received");
            }
        } finally {
            clicks.shutdown();
        }
        assertThat(form.enrollments()).hasSize(1);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aStrangerLearnsNothingAboutAnEmailThatIsEnrolled() {
        String email = email();
        ObjectNode known = World.applicant().put("email", email);
        String id = world.enroll(form.instanceId(), known).path("id").asText();
        String number = world.api()
                .get("/enrollments/" + id)
                .ok()
                .path("applicationNumber")
                .asText();

        Page ofKnown = form.apply(browser, email, "NY", "10001");
        Page ofUnknown = form.apply(form.browser(), email(), "NY", "10001");

        assertThat(ofKnown.status()).isEqualTo(ofUnknown.status());
        assertThat(words(ofKnown)).isEqualTo(words(ofUnknown));
        assertThat(ofKnown.text()).doesNotContain(number);
        assertThat(form.enrollments()).hasSize(2);
        Patience.until(
                "the owner has the link",
                () -> postbox.to(email).stream().anyMatch(mail -> mail.text().contains("/applications/")));
        Page ineligible = form.apply(form.browser(), email, "CA", "90012");
        assertThat(ineligible.text()).contains("You are not eligible");
    }

    /** The page without what differs for each application. */
    private static String words(Page page) {
        return page.text().replaceAll("[0-9A-Z]{4}-[0-9A-Z]{4}", "NUMBER").replaceAll("[a-z0-9]+@example.com", "EMAIL");
    }

    @Test
    void aStrangerLearnsNothingAboutAProgramThatExcludesThisOneAndTheOwnerGetsAMessage() {
        String other = world.program();
        String elsewhere = world.instance(other, instance -> instance.put("title", "Heat pumps"));
        String email = email();
        String id = world.enroll(elsewhere, World.applicant().put("email", email))
                .path("id")
                .asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        PublicForm exclusive = PublicForm.of(
                world,
                instance -> instance.withObject("/config/eligibility")
                        .putArray("exclusiveWith")
                        .add(other),
                application -> {});

        Page ofKnown = exclusive.apply(exclusive.browser(), email, "NY", "10001");
        Page ofUnknown = exclusive.apply(exclusive.browser(), email(), "NY", "10001");

        assertThat(words(ofKnown)).isEqualTo(words(ofUnknown));
        assertThat(ofKnown.text()).contains("Application received").doesNotContain(other);
        assertThat(exclusive.enrollments()).hasSize(1);
        Patience.until(
                "the owner has the message",
                () -> postbox.to(email).stream()
                        .anyMatch(mail -> mail.subject().equals("You take part in Battery program already")
                                && mail.text().contains("Heat pumps")
                                && mail.text().contains("/applications/")));
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aDraftKeepsTheFormThatItBeganWith() {
        Page about = form.begin(browser);
        String changed = PublicForm.FORM.replace(
                "{\"name\": \"phone\"",
                "{\"name\": \"metadata.account\", \"type\": \"text\", \"label\": {\"en\": \"Account\", \"es\": \"Cuenta\"},"
                        + " \"required\": true}, {\"name\": \"phone\"");
        world.api()
                .patch(
                        "/programInstances/" + form.instanceId(),
                        Json.object("{}").set("formConfig", Json.object(changed)))
                .ok();
        world.api()
                .post(
                        "/programInstances/" + form.instanceId() + "/formVersions",
                        Json.object("{\"note\": \"Account\"}"))
                .created();

        Page home = browser.post(about, form.root() + "/pages/1", PublicForm.person(email()));
        Page check = browser.post(home, form.root() + "/pages/2", PublicForm.home("NY", "10001"));
        assertThat(check.text())
                .contains("The form has changed since you started", "You can finish your application as it is")
                .doesNotContain("Account");
        Page result = browser.post(check, form.root() + "/check", Map.of());

        assertThat(result.text()).contains("Application received");
        assertThat(form.enrollments().get(0).at("/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(form.begin(form.browser()).text()).contains("Account");
    }

    @Test
    void aLinkIsMailedToTheOwnerOnlyAndTheAnswerIsTheSame() {
        String email = email();
        Page home = browser.post(form.begin(browser), form.root() + "/pages/1", PublicForm.person(email));
        assertThat(home.text()).contains("Step 2 of 2");
        browser.loseCookies();
        assertThat(browser.get(form.root() + "/pages/2").text()).contains("Your application was not found");

        Page known = browser.post(
                browser.get(form.root() + "/resume"), form.root() + "/resume", Map.of("email", email.toUpperCase()));
        String stranger = email();
        Page unknown =
                browser.post(browser.get(form.root() + "/resume"), form.root() + "/resume", Map.of("email", stranger));

        assertThat(known.text().replace(email.toUpperCase(), "X"))
                .isEqualTo(unknown.text().replace(stranger, "X"));
        Patience.until(
                "the link arrives", () -> !postbox.to(email.toUpperCase()).isEmpty());
        assertThat(postbox.to(stranger)).isEmpty();
        String text = postbox.to(email.toUpperCase()).get(0).text();
        String link = text.substring(text.indexOf("/apply/")).split("\\s")[0];
        Page opened = browser.get(link);
        assertThat(opened.text()).contains("Continue your application");
        Page resumed = browser.post(opened, link.replaceAll("[?].*", ""), Map.of());
        assertThat(resumed.address().getPath()).isEqualTo(form.root() + "/pages/2");
        assertThat(browser.get(form.root() + "/pages/1").value("firstName")).isEqualTo("Suzie");
    }

    @Test
    void mailsToOneEmailAreLimited() {
        String email = email();
        for (int sent = 0; sent < 5; sent++) {
            assertThat(browser.post(
                                    browser.get(form.root() + "/resume"),
                                    form.root() + "/resume",
                                    Map.of("email", email))
                            .status())
                    .isEqualTo(200);
        }

        Page refused =
                browser.post(browser.get(form.root() + "/resume"), form.root() + "/resume", Map.of("email", email));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(refused.value("email")).isEqualTo(email);
    }

    @Test
    void whatIsTypedInTwoWindowsIsNotLost() {
        String email = email();
        Page first = form.begin(browser);
        Page second = browser.get(form.root() + "/pages/1");
        Map<String, String> full = PublicForm.person(email);
        browser.post(first, form.root() + "/pages/1", full);
        Map<String, String> other =
                new LinkedHashMap<>(Map.of("firstName", "Susan", "lastName", "", "email", "", "phone", ""));

        Page merged = browser.post(second, form.root() + "/pages/1", other);

        assertThat(merged.text()).contains("This page was also saved in another window", "Last name");
        assertThat(merged.value("firstName")).isEqualTo("Susan");
        assertThat(merged.value("lastName")).isEqualTo("Homeowner");
        assertThat(merged.value("email")).isEqualTo(email);
    }

    @Test
    void whatAPageStoredWhenItWasLeftIsNoConflictWithItself() {
        String email = email();
        Page about = form.begin(browser);
        Map<String, String> begun =
                new LinkedHashMap<>(Map.of("firstName", "Suz", "lastName", "", "email", "", "phone", ""));
        Page kept = browser.post(about, form.root() + "/pages/1/keep", begun);
        assertThat(kept.status()).isEqualTo(200);
        Map<String, String> full = new LinkedHashMap<>(PublicForm.person(email));
        full.put("shown", kept.html());

        Page home = browser.post(about, form.root() + "/pages/1", full);
        // a click before the answer to the script has come
        Map<String, String> again = new LinkedHashMap<>(PublicForm.person(email));
        Page repeated = browser.post(about, form.root() + "/pages/1", again);

        assertThat(home.text()).contains("Step 2 of 2").doesNotContain("another window");
        assertThat(repeated.text()).contains("Step 2 of 2").doesNotContain("another window");
        assertThat(browser.get(form.root() + "/pages/1").value("firstName")).isEqualTo("Suzie");
    }

    @Test
    void aLostDraftKeepsWhatWasJustTyped() {
        Page about = form.begin(browser);
        browser.loseCookies();

        Page gone = browser.post(about, form.root() + "/pages/1", PublicForm.person("kept@example.com"));

        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.text()).contains("Start again with these answers");
        Map<String, String> kept = new LinkedHashMap<>(PublicForm.person("kept@example.com"));
        Page again = browser.post(gone, form.root() + "/start", kept);
        assertThat(again.value("email")).isEqualTo("kept@example.com");
    }

    @Test
    void aProgramThatClosesKeepsTheDraft() {
        Page about = form.begin(browser);
        world.api()
                .patch("/programInstances/" + form.instanceId(), Json.object("{\"active\": false}"))
                .ok();

        Page closed = browser.post(about, form.root() + "/pages/1", PublicForm.person(email()));

        assertThat(closed.status()).isEqualTo(409);
        assertThat(closed.text()).contains("You cannot apply now", "Your answers are saved until");
        world.api()
                .patch("/programInstances/" + form.instanceId(), Json.object("{\"active\": true}"))
                .ok();
        assertThat(browser.get(form.root() + "/pages/1").value("firstName")).isEqualTo("Suzie");
    }

    @Test
    void aFullProgramSaysSoForEverybody() {
        world.api()
                .patch(
                        "/programInstances/" + form.instanceId() + "/capacity",
                        Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 1}"))
                .ok();
        String first = email();
        form.apply(form.browser(), first, "NY", "10001");

        Page ofStranger = form.apply(browser, email(), "NY", "10001");
        Page ofKnown = form.apply(form.browser(), first, "NY", "10001");

        assertThat(ofStranger.status()).isEqualTo(409);
        assertThat(ofStranger.text()).contains("The program is full");
        assertThat(words(ofKnown)).isEqualTo(words(ofStranger));
        assertThat(form.enrollments()).hasSize(1);
    }

    @Test
    void onlyListedSitesMayFrameTheForm() {
        PublicForm framed = PublicForm.of(
                world, i -> {}, settings -> settings.putArray("frameAncestors").add("https://www.example.org"));

        Page page = framed.browser().with("Sec-Fetch-Dest", "iframe").get(framed.root());

        assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors https://www.example.org");
        assertThat(page.header("X-Frame-Options")).isEmpty();
        assertThat(browser.get(form.root()).header("X-Frame-Options")).isEqualTo("DENY");
    }

    @Test
    void theLanguageIsChosenByLinkCookieAndBrowser() {
        assertThat(browser.with("Accept-Language", "es-MX,es;q=0.9")
                        .get(form.root())
                        .html())
                .contains("<html lang=\"es\" dir=\"ltr\"", "Empezar", "Solicite la ayuda");
        assertThat(browser.get(form.root() + "?lang=en").html()).contains("lang=\"en\"", "Start now");
        assertThat(browser.get(form.root()).html()).contains("lang=\"en\"");
        PublicForm arabic = PublicForm.of(
                world,
                i -> i.set("formConfig", Json.object(PublicForm.FORM.replace("\"es\":", "\"ar\":"))),
                settings -> settings.putArray("languages").add("ar").add("en"));
        assertThat(arabic.browser().get(arabic.root()).html()).contains("lang=\"ar\" dir=\"rtl\"");
    }

    @Test
    void filesAreSentWithThePageOrInPieces() {
        Page home = browser.post(form.begin(browser), form.root() + "/pages/1", PublicForm.person(email()));
        Map<String, String> typed = PublicForm.home("NY", "10001");
        typed.put("upload", "upload");
        byte[] text = "The bill of March".getBytes(StandardCharsets.UTF_8);

        Page uploaded = browser.upload(home, form.root() + "/pages/2", typed, "documents.bill", "bill.txt", text);
        assertThat(uploaded.text()).contains("bill.txt");
        assertThat(uploaded.value("address.city")).isEqualTo("New York");

        Page refused = browser.upload(
                uploaded, form.root() + "/pages/2", typed, "documents.bill", "a.exe", new byte[] {'M', 'Z', 0, 1, 2, 3
                });
        assertThat(refused.text()).contains("a.exe has a format that we cannot open");

        Page large = browser.upload(
                uploaded, form.root() + "/pages/2", typed, "documents.bill", "photo.jpg", new byte[21 * 1024 * 1024]);
        assertThat(large.text()).contains("the file is larger than 20 MB");
        assertThat(large.value("address.streetOne")).isEqualTo("123 Main St");

        typed.remove("upload");
        Page check = browser.post(large, form.root() + "/pages/2", typed);
        assertThat(check.text()).contains("bill.txt");
        Page result = browser.post(check, form.root() + "/check", Map.of());
        assertThat(result.text()).contains("Documents sent: 1");
        String id = form.enrollments().get(0).path("id").asText();
        assertThat(world.api()
                        .get("/enrollments/" + id + "/documents")
                        .ok()
                        .at("/data/0/fileName")
                        .asText())
                .isEqualTo("bill.txt");
        assertThat(owner.sql("select count(*) from draft_file where workspace_id = ?")
                        .param(world.workspace().workspaceId())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aDraftIsExportedAndErasedWithThePerson() {
        String email = email();
        browser.post(form.begin(browser), form.root() + "/pages/1", PublicForm.person(email));

        String exported = world.api()
                .post("/personalData/export", Json.object("{}").put("email", email))
                .ok()
                .path("applicationDrafts")
                .toString();
        assertThat(exported).contains("Homeowner");
        world.api()
                .post(
                        "/personalData/erase",
                        Json.object("{\"reason\": \"requested\"}").put("email", email))
                .ok();

        assertThat(owner.sql("select count(*) from application_draft where program_instance_id = ?")
                        .param(form.instanceId())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aPuzzleIsSolvedOnceForItsDraft() {
        ProofOfWorkService.Challenge challenge = proofs.issue("draft");
        String solution = ProofOfWorkTests.solve(challenge);

        assertThat(proofs.verify(solution, "other")).isFalse();
        assertThat(proofs.verify(solution, "draft")).isTrue();
        assertThat(proofs.verify(solution, "draft")).isFalse();
        assertThat(proofs.verify("forged", "draft")).isFalse();
    }
}
