package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Postbox;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The whole way of an applicant on a phone of 360 px, with keys alone, with and without JavaScript: apply, be refused with
 * the reason, correct, lose the session, resume by the mailed link, be asked for a document, answer, be approved, leave.
 * Each page is accessible in both themes.
 */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ApplicantJourneyIT {

    /** CSS pixels. */
    private static final int PHONE = 360;

    @Autowired
    Worlds worlds;

    @Autowired
    Postbox postbox;

    @TempDir
    Path files;

    private final List<String> faults = new ArrayList<>();
    private final String email = Cuid.next() + "@example.com";
    private World world;
    private PublicForm form;
    private Browser browser;
    private boolean scripts;

    @BeforeEach
    void aPublishedForm() {
        world = worlds.organization();
        form = PublicForm.of(world);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fromTheFirstPageToTheExit(boolean withScripts) throws IOException {
        scripts = withScripts;
        try (Browser opened = Browser.open(world.api().url())) {
            browser = opened;
            browser.view(PHONE, 800, false);
            if (!scripts) {
                browser.withoutScripts();
            }
            isRefusedWithTheReason();
            correctsAndLosesTheSession();
            resumesByTheMailedLinkAndIsSubmitted();
            String enrollment = form.enrollments().get(0).path("id").asText();
            answersAQuestionWithADocument(enrollment);
            isApprovedAndLeaves(enrollment);
            assertThat(browser.hosts()).allMatch(world.api().url()::equals);
        }
        assertThat(faults).isEmpty();
        assertThat(world.isConsistent()).isTrue();
    }

    private void isRefusedWithTheReason() {
        browser.go(form.root());
        look("01-start");
        press("form .btn-primary");
        browser.awaitText("About you");
        look("02-about");
        type("#firstName", "Suzie");
        type("#lastName", "Homeowner");
        type("#email", email);
        browser.type(Keys.ENTER);
        browser.awaitText("Where is the battery?");
        type("#address-streetOne", "123 Main St");
        type("#address-city", "Los Angeles");
        type("#address-state", "CA");
        type("#address-postalCode", "90012");
        browser.tabTo("#metadata-hasBattery");
        browser.type(Keys.SPACE);
        if (scripts) {
            browser.find("#metadata-monthlyKwh");
        } else {
            press(".form-actions .btn-primary");
            browser.awaitText("Your answer adds questions to this page.");
        }
        look("03-home");
        type("#metadata-monthlyKwh", "640");
        browser.type(Keys.ENTER);
        browser.awaitText("Check your answers");
        look("04-check");
        press("main .form-actions .btn-primary");
        browser.awaitText("You are not eligible for this program");
        assertThat(browser.text()).contains("it serves NY, not CA.");
        look("05-refused");
    }

    private void correctsAndLosesTheSession() {
        press("main .btn-primary");
        browser.awaitText("Check your answers");
        press("a[href*='pages/2'][href$='address-streetOne']");
        browser.awaitText("Where is the battery?");
        type("#address-city", "New York");
        type("#address-state", "NY");
        type("#address-postalCode", "10001");
        browser.type(Keys.ENTER);
        browser.awaitText("Accept and send");
        browser.loseCookies();
        press("main .form-actions .btn-primary");
        browser.awaitText("Your application was not found");
        look("06-lost");
    }

    private void resumesByTheMailedLinkAndIsSubmitted() {
        press("main a[href$='/resume']");
        browser.awaitText("Send the link");
        look("07-link");
        type("#email", email);
        browser.type(Keys.ENTER);
        browser.awaitText("Check your e");
        look("08-link-sent");
        browser.go(mailed(0, form.root() + "/resume/"));
        browser.awaitText("Continue your application");
        look("09-resume");
        press("main .btn-primary");
        browser.awaitText("Accept and send");
        assertThat(browser.text()).contains("New York, NY 10001");
        press("main .form-actions .btn-primary");
        browser.awaitText("Application received");
        look("10-received");
    }

    private void answersAQuestionWithADocument(String enrollment) throws IOException {
        browser.go(mailed(1, "/applications/"));
        browser.awaitText("Waiting for review");
        look("11-status");
        world.api()
                .post("/enrollments/" + enrollment + "/informationRequests", Json.object("""
                        {"message": "Please send the first page of your bill.", "documents": ["bill"]}
                        """))
                .created();
        browser.go(mailed(2, "/applications/"));
        browser.awaitText("We have a question");
        look("12-question");
        press("main .btn-primary");
        browser.awaitText("Please send the first page of your bill.");
        look("13-answer");
        // the dialog of the operating system cannot be driven by keys
        browser.upload("#documents-bill", Files.writeString(files.resolve("bill.pdf"), "%PDF-1.4\n%%EOF\n"));
        type("#message", "Here it is.");
        press("main .form-actions .btn-primary");
        browser.awaitText("Your answer is sent.");
        assertThat(browser.text()).contains("bill.pdf", "You answered", "Here it is.");
        look("14-answered");
    }

    private void isApprovedAndLeaves(String enrollment) {
        world.api()
                .post("/enrollments/" + enrollment + "/approve", Json.object("{\"reason\": \"The bill matches\"}"))
                .ok();
        browser.go(mailed(2, "/applications/"));
        browser.awaitText("The bill matches");
        look("15-approved");
        press("main .leave a");
        browser.awaitText("Leave the program?");
        look("16-leave");
        type("#reason", "We move away");
        press("main .btn-danger");
        browser.awaitText("Your exit from the program has begun.");
        Patience.until("the exit is through", () -> world.statusOf(enrollment).equals("unenrolled"));
        browser.go(mailed(2, "/applications/"));
        browser.awaitText("You have left the program");
        look("17-left");
    }

    /** The path of the link in a message, once it has arrived. */
    private String mailed(int number, String path) {
        Patience.until("message " + (number + 1), () -> postbox.to(email).size() > number);
        String text = postbox.to(email).get(number).text();
        return text.substring(text.indexOf(path)).split("\\s")[0];
    }

    private void look(String name) {
        String page = name + (scripts ? "" : "-no-script");
        browser.errors().forEach(error -> faults.add(page + ": " + error));
        if (browser.overflow() > 0) {
            faults.add(page + " is wider than the window");
        }
        // the pages are the same without scripts; one theme shows that they are complete
        for (boolean dark : scripts ? new boolean[] {true, false} : new boolean[] {false}) {
            browser.view(PHONE, 800, dark);
            // axe is a script; the page was made without one
            browser.withScripts();
            List<String> violations =
                    scripts && !dark ? browser.contrastViolations() : browser.accessibilityViolations();
            violations.forEach(violation -> faults.add(page + (dark ? " dark: " : ": ") + violation));
            if (!scripts) {
                browser.withoutScripts();
            }
            browser.screenshot("journey-" + page + (dark ? "-dark" : ""));
        }
    }

    private void press(String css) {
        browser.tabTo(css);
        browser.type(Keys.ENTER);
    }

    /** The tab key selects what a field contains, so that it is replaced. */
    private void type(String css, String text) {
        browser.tabTo(css);
        browser.type(text);
    }
}
