package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import dev.enlist.workflow.WorkflowXml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** The inbox of reviewers in a real browser: a day of a reviewer. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ReviewsIT {

    private static final String PASSWORD = "a long enough password";
    private static final String INBOX = "/console/reviews";

    @Autowired
    Worlds worlds;

    World world;
    String instance;
    Browser browser;

    @BeforeEach
    void aReviewerWithAnInbox() {
        world = worlds.organization();
        instance = world.instance(world.program(), body -> {
            body.set("formConfig", Json.object("""
                    {"fields": [{"name": "metadata.monthlyKwh", "label": "Monthly use in kWh", "type": "number"},
                                {"name": "serialNumber", "label": "Serial number of the battery", "type": "text"}]}
                    """));
            body.set("config", Json.object("""
                    {"review": {"rejectionReasons": [
                      {"code": "incomplete", "text": "The documents are incomplete."},
                      {"code": "device", "text": "The device is not supported."}]}}
                    """));
        });
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private String applied(String firstName, String lastName) {
        ObjectNode person = World.applicant().put("firstName", firstName).put("lastName", lastName);
        person.set("metadata", Json.object("{\"monthlyKwh\": 1610.5}"));
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        return id;
    }

    private void open(Role role, String address) {
        browser = Browser.open(world.api().url());
        browser.signIn(worlds.person(world, PASSWORD, role), PASSWORD);
        browser.go(address);
    }

    private void press(String key) {
        browser.find("body").sendKeys(key);
    }

    private void hasStatus(String enrollment, String status) {
        Await.until("the status is " + status, () -> world.statusOf(enrollment).equals(status));
    }

    private void isOpen(String name) {
        browser.awaitFirst(".review-title h2", name);
    }

    @Test
    void applicationsAreDecidedByKeysAndCanBeUndone() {
        String priya = applied("Priya", "Raman");
        String tomasz = applied("Tomasz", "Nowak");
        String lena = applied("Lena", "Fischer");
        open(Role.REVIEWER, INBOX);
        isOpen("Priya Raman");
        assertThat(browser.text())
                .contains("8 of 8 conditions met", "Monthly use in kWh", "1,610.5", "Battery program of the city");

        press("c");
        browser.awaitText("Claimed by you");
        press("a");
        browser.awaitText("Approved Priya Raman");
        assertThat(world.statusOf(priya)).isEqualTo("submitted");
        press("u");
        isOpen("Priya Raman");
        browser.await(".review-row", 3);

        press("a");
        browser.clickText("button", "Next");
        isOpen("Tomasz Nowak");
        hasStatus(priya, "approved");

        press("r");
        browser.clickText("span", "The device is not supported.");
        browser.find("#rejection-words").sendKeys("It is from 2009.");
        browser.clickText("button", "Reject");
        browser.awaitText("Rejected Tomasz Nowak");
        assertThat(world.statusOf(tomasz)).isEqualTo("submitted");

        press("j");
        isOpen("Lena Fischer");
        press("a");
        browser.awaitText("Approved Lena Fischer");
        hasStatus(tomasz, "rejected");
        assertThat(world.api()
                        .get("/enrollments/" + tomasz)
                        .ok()
                        .at("/eligibility/reason")
                        .asText())
                .isEqualTo("The device is not supported. It is from 2009.");

        browser.go("/console");
        hasStatus(lena, "approved");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aDecisionThatTheServerRefusesReturnsWithTheReason() {
        String priya = applied("Priya", "Raman");
        String colleague = worlds.person(world, PASSWORD, Role.REVIEWER);
        open(Role.REVIEWER, INBOX);
        isOpen("Priya Raman");
        press("a");
        browser.awaitText("Approved Priya Raman");
        dev.enlist.process.Browser.signedIn(world.api().url(), colleague, PASSWORD)
                .api("POST", "/enrollments/" + priya + "/claim", "application/json", "")
                .expect(200);

        browser.clickText("button", "Next");

        browser.awaitText("Another person has claimed");
        browser.await(".review-error", 1);
        browser.click(".review-row a");
        browser.awaitText("has claimed it.");
        assertThat(browser.find("[data-action=approve]").getDomAttribute("aria-disabled"))
                .isEqualTo("true");
        press("a");
        assertThat(browser.count(".toast-success")).isZero();
        assertThat(world.statusOf(priya)).isEqualTo("submitted");
    }

    @Test
    void manyAreRejectedAtOnceAfterAPreview() {
        String priya = applied("Priya", "Raman");
        String tomasz = applied("Tomasz", "Nowak");
        String lena = applied("Lena", "Fischer");
        open(Role.COORDINATOR, INBOX);
        browser.await(".review-row", 3);
        browser.press(browser.find(".review-row[data-id='" + priya + "'] input"));
        browser.press(browser.find(".review-row[data-id='" + lena + "'] input"));
        browser.awaitText("2 selected");
        browser.holdTimeForUndo();
        browser.click("[data-bulk=reject]");
        browser.find("#rejection-words").sendKeys("The program is closed.");
        browser.clickText("button", "Reject");
        browser.awaitText("2 of 2 would be rejected.");
        browser.clickText("button", "Reject");
        browser.awaitText("Rejected 2 applications.");
        hasStatus(priya, "rejected");
        hasStatus(lena, "rejected");
        assertThat(world.statusOf(tomasz)).isEqualTo("submitted");
        browser.await(".review-row", 1);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theBulkPreviewNamesWhoWouldBeRefusedAndWhy() {
        String priya = applied("Priya", "Raman");
        String tomasz = applied("Tomasz", "Nowak");
        String colleague = worlds.person(world, PASSWORD, Role.REVIEWER);
        dev.enlist.process.Browser.signedIn(world.api().url(), colleague, PASSWORD)
                .api("POST", "/enrollments/" + tomasz + "/claim", "application/json", "")
                .expect(200);
        open(Role.COORDINATOR, INBOX + "?tab=all");
        browser.await(".review-row", 2);
        browser.press(browser.find(".review-row[data-id='" + priya + "'] input"));
        browser.press(browser.find(".review-row[data-id='" + tomasz + "'] input"));
        browser.awaitText("2 selected");

        browser.holdTimeForUndo();
        browser.click("[data-bulk=approve]");

        browser.awaitText("1 of 2 would be approved.");
        assertThat(browser.find("dialog").getText()).contains("Tomasz Nowak: ", "has claimed");
        browser.screenshot("reviews-bulk-preview");
        browser.click("dialog .btn-primary");
        browser.awaitText("1 of 2 approved.");
        hasStatus(priya, "approved");
        assertThat(world.statusOf(tomasz)).isEqualTo("submitted");
    }

    @Test
    void aMissingFactIsEnteredAndTheRulesRunAgain() {
        instance = world.instance(
                world.program(),
                body -> body.set("config", Json.object("{\"eligibility\": {\"requiresSerialNumber\": true}}")));
        String id = world.enroll(instance, World.applicant()).path("id").asText();
        open(Role.REVIEWER, INBOX);
        browser.awaitText("The rules need a person");
        assertThat(browser.text()).contains("7 of 8 conditions met");
        press("i");
        browser.find("dialog input").sendKeys("1118431-00-L");
        browser.clickText("button", "Save and evaluate again");
        browser.awaitText("The rules now find Suzie Homeowner eligible.");
        hasStatus(id, "eligible");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void searchFiltersAndViewsAreInTheAddress() {
        applied("Priya", "Raman");
        applied("Tomasz", "Nowak");
        open(Role.REVIEWER, INBOX);
        browser.await(".review-row", 2);
        press("/");
        browser.find("#review-search").sendKeys("now");
        browser.await(".review-row", 1);
        browser.awaitAddress("q=now");
        browser.click("#saved-views");
        browser.clickText("button", "Save this view");
        browser.find("#view-name").sendKeys("Nowak alone");
        browser.clickText("button", "Save");
        browser.awaitText("Saved the view");
        browser.click("#tab-mine");
        browser.awaitText("No application matches");
        browser.go(INBOX);
        browser.await(".review-row", 2);
        browser.click("#saved-views");
        browser.clickText("span", "Nowak alone");
        browser.await(".review-row", 1);
        isOpen("Tomasz Nowak");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void notesAndTheTimelineShowWhatHappened() {
        String priya = applied("Priya", "Raman");
        open(Role.REVIEWER, INBOX);
        isOpen("Priya Raman");
        press("n");
        browser.find("#note-text").sendKeys("Called on Monday.");
        browser.clickText("button", "Add the note");
        browser.awaitFirst(".application-notes", "Called on Monday.");
        browser.click("#detail-timeline");
        browser.awaitText("Submitted for review");
        assertThat(world.api().get("/enrollments/" + priya + "/notes").ok().path("data"))
                .hasSize(1);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theAnswerOfAnApplicantIsMarked() {
        String priya = applied("Priya", "Raman");
        open(Role.REVIEWER, INBOX);
        isOpen("Priya Raman");
        press("i");
        browser.find("#question").sendKeys("How many kilowatt-hours does the bill show?");
        browser.clickText("span", "Monthly use in kWh");
        browser.clickText("button", "Send the question");
        browser.awaitText("Waiting for the applicant");
        browser.awaitText("Wait for the answer of the applicant");
        browser.click("#tab-waiting");
        browser.await(".review-row", 1);

        String request = world.api()
                .get("/enrollments/" + priya + "/informationRequests")
                .ok()
                .at("/data/0/id")
                .asText();
        world.api()
                .post(
                        "/informationRequests/" + request + "/answer",
                        Json.object(
                                "{\"fields\": {\"/metadata/monthlyKwh\": 1720}, \"message\": \"See the bill of May.\"}"))
                .ok();

        browser.go(INBOX + "?tab=mine&flag=answerArrived");
        browser.awaitText("The applicant answered");
        assertThat(browser.text()).contains("See the bill of May.", "1,720", "before: 1,610.5");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aDuplicateIsMerged() {
        String priya = applied("Priya", "Raman");
        ObjectNode other = World.applicant().put("firstName", "Priya").put("lastName", "Raman");
        String elsewhere = world.enroll(world.instance(), other).path("id").asText();
        Await.until(
                "the pair is found",
                () -> !world.api()
                        .get("/customers/duplicates?enrollmentId=" + priya)
                        .ok()
                        .path("data")
                        .isEmpty());
        open(Role.COORDINATOR, INBOX);
        isOpen("Priya Raman");
        browser.awaitFirst(".review-flags", "Possible duplicate");
        browser.click("#detail-other");
        browser.clickText("button", "Merge…");
        browser.awaitText("A merge cannot be undone.");
        browser.clickText("button", "Merge");
        browser.awaitText("Merged Priya Raman into Priya Raman.");
        browser.awaitText("Other enrollments");
        assertThat(world.api().get("/enrollments/" + elsewhere).ok().path("customerId"))
                .isEqualTo(world.api().get("/enrollments/" + priya).ok().path("customerId"));
        assertThat(browser.errors()).isEmpty();
    }

    /** Each state of the page in both themes and at four widths. */
    @Test
    void everyStateIsAccessibleAndFits() {
        applied("Priya", "Raman");
        applied("Maximiliana-Konstantina", "Schneider-Papadopoulou von Hohenberg und Umgebung");
        open(Role.COORDINATOR, INBOX);
        isOpen("Priya Raman");
        List<String> wrong = new ArrayList<>();
        for (String address : List.of(INBOX, INBOX + "?tab=mine", INBOX + "?open=" + number())) {
            wrong.addAll(browser.faults("reviews" + address.replaceAll("[^a-z]+", "-"), () -> {
                browser.go(address);
                browser.find("#main");
                Await.until("the list is there", () -> browser.count("[aria-busy=true]") == 0);
            }));
        }
        assertThat(wrong).isEmpty();
    }

    private String number() {
        return world.api()
                .get("/reviews?q=Maximiliana")
                .ok()
                .at("/data/0/applicationNumber")
                .asText();
    }

    @Test
    void aStepOfAWorkflowIsCompletedWithItsForm() {
        String form = """
                [{"name": "visited", "label": "Site visited", "type": "boolean", "required": true},
                 {"name": "panels", "label": "Panels on the roof", "type": "integer", "required": true}]""";
        String workflow = new WorkflowXml()
                .start()
                .user("user_visit", Map.of("form", form, "title", "Visit the site", "result", "visit"))
                .decision("user_decide", Map.of("result", "verdict"))
                .service("decide", "decide", Map.of("outcome", "reviewer"))
                .end("end")
                .flow("f1", "start", "user_visit")
                .flow("f2", "user_visit", "user_decide")
                .flow("f3", "user_decide", "decide")
                .flow("f4", "decide", "end")
                .xml();
        world.api()
                .post("/workflows", Json.object("{\"slug\": \"visit-first\", \"name\": \"Visit first\"}"))
                .created();
        world.api().putXml("/workflows/visit-first/draft", workflow).ok();
        world.api()
                .post("/workflows/visit-first/draft/publish", Json.object("{\"note\": \"First\"}"))
                .created();
        instance = world.instance(
                world.program(),
                body -> body.withObject("/config/review/workflow").put("slug", "visit-first"));
        String priya = applied("Priya", "Raman");
        open(Role.REVIEWER, INBOX);
        isOpen("Priya Raman");
        browser.awaitText("Complete the step");
        browser.holdTimeForUndo();
        browser.click("[data-action=approve]");
        browser.awaitText("Visit the site");
        browser.find("[name='fields.panels']").sendKeys("twelve");
        new Select(browser.find("[name='fields.visited']")).selectByValue("true");
        browser.click("dialog[open] .dialog-actions .btn-primary");
        browser.find("dialog[open] .form-error");
        browser.screenshot("reviews-step");
        assertThat(browser.accessibilityViolations()).isEmpty();

        browser.find("[name='fields.panels']").clear();
        browser.find("[name='fields.panels']").sendKeys("12");
        browser.click("dialog[open] .dialog-actions .btn-primary");
        browser.awaitText("Completed “Visit the site” for Priya Raman");
        browser.awaitScript(
                "return document.querySelector('[data-action=approve]')?.textContent.startsWith('Approve')");
        browser.click("[data-action=approve]");
        browser.awaitText("Approved Priya Raman");
        assertThat(world.statusOf(priya)).isEqualTo("submitted");
        browser.endTimeForUndo();
        hasStatus(priya, "approved");
    }
}
