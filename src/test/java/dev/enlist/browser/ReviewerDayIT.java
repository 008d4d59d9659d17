package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.lowagie.text.Document;
import com.lowagie.text.Paragraph;
import com.lowagie.text.pdf.PdfWriter;
import dev.enlist.process.Await;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;

/** A day of a reviewer over 200 applications, in one session of one browser. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ReviewerDayIT {

    private static final String PASSWORD = "a long enough password";
    private static final String INBOX = "/console/reviews";
    private static final int APPLICATIONS = 200;
    private static final int APPROVED_BY_KEY = 5;
    private static final List<String> FIRST = List.of("Priya", "Tomasz", "Lena", "Amara", "Mateo", "Ngozi", "Yuki");
    private static final List<String> LAST = List.of("Raman", "Nowak", "Fischer", "Okafor", "Silva");

    @Autowired
    Worlds worlds;

    World world;
    String instance;
    List<JsonNode> reviews;
    Browser browser;
    final List<String> faults = new ArrayList<>();

    @Test
    void aReviewerClaimsAsksApprovesUndoesRejectsAndMerges() {
        twoHundredApplications();
        browser = Browser.open(world.api().url());
        try {
            browser.view(1440, 900, false);
            browser.go(INBOX);
            browser.signInHere(worlds.person(world, PASSWORD, Role.COORDINATOR), PASSWORD);
            isOpen(0);
            browser.awaitFirst("#tab-all", String.valueOf(APPLICATIONS));
            look("inbox");

            claimAndAsk();
            theAnswerArrivesWithItsChangesMarked();
            approveUndoAndApprove();
            approveByKeys();
            rejectSeveral();
            mergeADuplicate();
            aColleaguesClaimIsRefused();

            assertThat(world.api().get("/reviews/counts").ok().at("/all/items").asInt())
                    .isEqualTo(APPLICATIONS - 1 - APPROVED_BY_KEY - 3);
            assertThat(faults).isEmpty();
        } finally {
            browser.close();
        }
    }

    private void twoHundredApplications() {
        world = worlds.organization();
        instance = world.instance(world.program(), body -> {
            body.set("formConfig", Json.object("""
                    {"fields": [{"name": "metadata.monthlyKwh", "label": "Monthly use in kWh", "type": "number"},
                                {"name": "serialNumber", "label": "Serial number of the battery", "type": "text"},
                                {"name": "documents.bill", "label": "Utility bill", "type": "file"}]}
                    """));
        });
        StringBuilder rows = new StringBuilder("email,firstName,lastName,address.streetOne,address.city,address.state,"
                + "address.postalCode,manufacturerSlugs,metadata.monthlyKwh\n");
        for (int n = 0; n < APPLICATIONS; n++) {
            rows.append("applicant%d@example.com,%s,%s,%d Street %d,New York,NY,100%02d,tesla,%d\n"
                    .formatted(n, FIRST.get(n % 7), LAST.get(n % 5), n + 1, n, n % 90 + 10, 500 + n));
        }
        Imports imports = new Imports(world.api());
        assertThat(imports.completed(imports.csv(instance, "", rows.toString()))
                        .path("created")
                        .asInt())
                .isEqualTo(APPLICATIONS);
        ObjectNode order = Json.object("{\"action\": \"submit\"}");
        order.withObject("/filter")
                .put("programInstanceId", instance)
                .putArray("status")
                .add("eligible");
        world.api().post("/enrollments/bulk", order);
        Await.until(
                "all are submitted",
                () -> world.api().get("/reviews/counts").ok().at("/all/items").asInt() == APPLICATIONS);
        reviews = new ArrayList<>();
        world.api().get("/reviews?perPage=" + APPLICATIONS).ok().path("data").forEach(reviews::add);
    }

    private String id(int n) {
        return reviews.get(n).path("enrollmentId").asText();
    }

    private String name(int n) {
        return reviews.get(n).path("personName").asText();
    }

    private void isOpen(int n) {
        browser.awaitFirst(".review-title h2", name(n));
        browser.awaitFirst(
                ".review-title .code", reviews.get(n).path("applicationNumber").asText());
    }

    private void press(String key) {
        browser.find("body").sendKeys(key);
    }

    private void hasStatus(int n, String status) {
        Await.until("the status is " + status, () -> world.statusOf(id(n)).equals(status));
    }

    /** What axe, the console and the addresses of the page say, in both themes and on a phone; and how it looks. */
    private void look(String state) {
        for (boolean dark : new boolean[] {true, false}) {
            browser.view(1440, 900, dark);
            List<String> violations = dark ? browser.accessibilityViolations() : browser.contrastViolations();
            violations.forEach(fault -> faults.add(state + (dark ? " dark: " : ": ") + fault));
            browser.screenshot("day-" + state + (dark ? "-dark" : ""));
        }
        browser.view(390, 844, false);
        if (browser.overflow() > 0) {
            faults.add(state + " is wider than a phone by " + browser.overflow());
        }
        browser.screenshot("day-" + state + "-390");
        browser.view(1440, 900, false);
        browser.errors().forEach(error -> faults.add(state + ": " + error));
        assertThat(browser.hosts()).containsOnly(world.api().url());
    }

    private void claimAndAsk() {
        press("c");
        browser.awaitText("Claimed by you");
        press("i");
        browser.find("#question").sendKeys("How many kilowatt-hours does the bill show?");
        browser.clickText("span", "Monthly use in kWh");
        look("question");
        browser.clickText("button", "Send the question");
        browser.awaitText("Waiting for the applicant");
        press("a");
        browser.awaitText("Wait for the answer of the applicant");
        assertThat(world.statusOf(id(0))).isEqualTo("submitted");
    }

    private void theAnswerArrivesWithItsChangesMarked() {
        String request = world.api()
                .get("/enrollments/" + id(0) + "/informationRequests")
                .ok()
                .at("/data/0/id")
                .asText();
        new Uploads(world.api())
                .send(
                        id(0),
                        Uploads.Part.field("type", "bill"),
                        Uploads.Part.file("bill.pdf", "application/pdf", bill()))
                .created();
        world.api()
                .post("/informationRequests/" + request + "/answer", Json.object("""
                        {"fields": {"/metadata/monthlyKwh": 1720}, "message": "See the bill of May."}
                        """))
                .ok();
        browser.go(INBOX + "?tab=mine&flag=answerArrived");
        isOpen(0);
        browser.awaitText("The applicant answered");
        assertThat(browser.text()).contains("See the bill of May.", "1,720", "before: ");
        look("answer");
        browser.click("#detail-documents");
        browser.find(".application-preview iframe");
        // a blocked frame has the address of an error page
        assertThat(browser.script(
                        "return document.querySelector('.application-preview iframe').getBoundingClientRect().height"))
                .asString()
                .isNotEqualTo("0");
        look("document");
    }

    private static byte[] bill() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Document document = new Document();
        PdfWriter.getInstance(document, out);
        document.open();
        document.add(new Paragraph("City Power & Light: bill of May 2026"));
        document.add(new Paragraph("Used: 1,720 kWh"));
        document.close();
        return out.toByteArray();
    }

    private void approveUndoAndApprove() {
        press("a");
        browser.awaitText("Approved " + name(0));
        assertThat(world.statusOf(id(0))).isEqualTo("submitted");
        look("approved");
        press("u");
        isOpen(0);
        press("a");
        browser.awaitText("Approved " + name(0));
        browser.clickText("button", "Next");
        hasStatus(0, "approved");
    }

    private void approveByKeys() {
        browser.go(INBOX);
        for (int n = 1; n <= APPROVED_BY_KEY; n++) {
            isOpen(n);
            press("a");
            browser.awaitText("Approved " + name(n));
            press("j");
        }
        isOpen(APPROVED_BY_KEY + 1);
        browser.go(INBOX + "?tab=all");
        for (int n = 1; n <= APPROVED_BY_KEY; n++) {
            hasStatus(n, "approved");
        }
    }

    private void rejectSeveral() {
        List<Integer> chosen = List.of(10, 11, 12);
        for (int n : chosen) {
            browser.press(browser.find(".review-row[data-id='" + id(n) + "'] input"));
        }
        browser.awaitText("3 selected");
        browser.holdTimeForUndo();
        browser.click("[data-bulk=reject]");
        browser.find("#rejection-words").sendKeys("The documents are incomplete.");
        browser.clickText("button", "Reject");
        browser.awaitText("3 of 3 would be rejected.");
        look("bulk");
        browser.clickText("button", "Reject");
        browser.awaitText("Rejected 3 applications.");
        chosen.forEach(n -> hasStatus(n, "rejected"));
    }

    private void mergeADuplicate() {
        JsonNode one = world.api().get("/enrollments/" + id(20)).ok();
        ObjectNode again = World.applicant();
        for (String fact : List.of("firstName", "lastName", "address")) {
            again.set(fact, one.path(fact));
        }
        String elsewhere = world.enroll(world.instance(), again).path("id").asText();
        Await.until(
                "the pair is found",
                () -> !world.api()
                        .get("/customers/duplicates?enrollmentId=" + id(20))
                        .ok()
                        .path("data")
                        .isEmpty());
        browser.go(INBOX + "?tab=all&open="
                + reviews.get(20).path("applicationNumber").asText());
        isOpen(20);
        browser.click("#detail-other");
        browser.findText("button", "Merge…");
        look("duplicate");
        browser.clickText("button", "Merge…");
        browser.awaitText("A merge cannot be undone.");
        browser.clickText("button", "Merge");
        browser.awaitText("Merged " + name(20) + " into " + name(20) + ".");
        assertThat(world.api().get("/enrollments/" + elsewhere).ok().path("customerId"))
                .isEqualTo(one.path("customerId"));
    }

    private void aColleaguesClaimIsRefused() {
        browser.go(INBOX + "?tab=all&open="
                + reviews.get(30).path("applicationNumber").asText());
        isOpen(30);
        dev.enlist.process.Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD)
                .api("POST", "/enrollments/" + id(30) + "/claim", "application/json", "")
                .expect(200);
        // the page does not know yet
        press("c");
        browser.awaitText("claimed");
        browser.awaitText("has claimed it.");
        assertThat(browser.find("[data-action=approve]").getDomAttribute("aria-disabled"))
                .isEqualTo("true");
        press("a");
        assertThat(world.statusOf(id(30))).isEqualTo("submitted");
        // the browser reports the refusal itself
        assertThat(browser.errors()).allSatisfy(error -> assertThat(error).contains("/claim", "409"));
        look("refused");
    }
}
