package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;

/** Home, search, enrollments and people in a real browser: the main job of each page. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class EnrollmentPagesIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    World world;
    String instance;
    Browser browser;

    @BeforeEach
    void anInstance() {
        world = worlds.organization();
        instance = world.instance(world.program(), body -> body.put("title", "NYC Battery 2026"));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private String applied(String firstName, String lastName) {
        ObjectNode person = World.applicant().put("firstName", firstName).put("lastName", lastName);
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        return id;
    }

    private void open(Role role, String address) {
        browser = Browser.open(world.api().url());
        browser.view(1440, 900, false);
        browser.signIn(worlds.person(world, PASSWORD, role), PASSWORD);
        browser.go(address);
    }

    private JsonNode read(String id) {
        return world.api().get("/enrollments/" + id).ok();
    }

    private void hasStatus(String enrollment, String status) {
        Await.until("the status is " + status, () -> world.statusOf(enrollment).equals(status));
    }

    @Test
    void theSearchFindsAPersonByKeyboard() {
        String priya = applied("Priya", "Raman");
        applied("Tomasz", "Nowak");
        open(Role.COORDINATOR, "/console");
        browser.awaitText("Needs attention");
        browser.find("body").sendKeys("/");
        browser.type("ram");
        browser.awaitFirst("#search-results [role=option]", "Priya Raman");
        assertThat(browser.find("#search-everywhere").getDomAttribute("aria-activedescendant"))
                .isNotEmpty();
        browser.screenshot("search-1440");
        browser.type(Keys.ENTER);
        browser.awaitAddress("/console/people/" + read(priya).path("customerId").asText());
        browser.awaitText("NYC Battery 2026");

        browser.find("body").sendKeys("/");
        String number = read(priya).path("applicationNumber").asText();
        browser.type(number.substring(0, 5));
        // before it, the list has what was opened last
        browser.awaitFirst("#search-results [role=option]", number);
        browser.type(Keys.ARROW_DOWN);
        browser.type(Keys.ARROW_UP);
        browser.type(Keys.ENTER);
        browser.awaitAddress("/console/enrollments/" + priya);

        browser.find("#search-everywhere").click();
        browser.awaitText("Opened last");
        browser.type("zzzz");
        browser.awaitText("Nothing matches");
        browser.type(Keys.ESCAPE);
        browser.type(Keys.ESCAPE);
        assertThat(browser.countShown("#search-results")).isZero();
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theHomePageLeadsToWhatIsOverdue() {
        String priya = applied("Priya", "Raman");
        owner.sql("update review set due_at = now() - interval '1 day' where enrollment_id = ?")
                .param(priya)
                .update();
        open(Role.COORDINATOR, "/console");
        browser.awaitText("1 review is overdue");
        browser.awaitText("NYC Battery 2026");
        browser.clickText("a", "Review");
        browser.awaitAddress("flag=overdue");
        browser.awaitText("Priya Raman");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theListIsFilteredSavedAndDecidedInBulk() {
        String priya = applied("Priya", "Raman");
        String tomasz = applied("Tomasz", "Nowak");
        String lena = world.eligibleEnrollment(instance);
        open(Role.COORDINATOR, "/console/enrollments");
        browser.await("tbody tr[data-id]", 3);
        browser.awaitText("3 enrollments");

        browser.click("[data-filter=status]");
        browser.clickText("span", "Waiting for review");
        browser.await("tbody tr[data-id]", 2);
        browser.awaitAddress("status=submitted");
        browser.type(Keys.ESCAPE);

        browser.click("#saved-views");
        browser.clickText("button", "Save this view");
        browser.find("#view-name").sendKeys("To decide");
        browser.clickText("button", "Save");
        browser.awaitText("Saved the view");
        browser.go("/console/enrollments");
        browser.await("tbody tr[data-id]", 3);
        browser.click("#saved-views");
        browser.clickText("a", "To decide");
        browser.await("tbody tr[data-id]", 2);

        browser.click("#columns");
        browser.clickText("span", "City");
        browser.awaitText("New York");
        browser.type(Keys.ESCAPE);
        browser.awaitScript("return performance.getEntriesByType('resource')"
                + ".some(entry => entry.name.includes('/listColumns/') && entry.responseEnd > 0)");
        // the choice is kept at the server, not in this browser
        browser.script("localStorage.clear(); sessionStorage.clear()");
        browser.go("/console/enrollments?status=submitted");
        browser.awaitText("New York");

        browser.press(browser.find("thead input"));
        browser.awaitText("2 selected");
        browser.holdTimeForUndo();
        browser.click("[data-step=approve]");
        browser.awaitText("2 of 2 would be approved.");
        browser.clickText("button", "Approve");
        hasStatus(priya, "approved");
        hasStatus(tomasz, "approved");
        browser.awaitText("Nothing matches");
        assertThat(world.statusOf(lena)).isEqualTo("eligible");

        browser.go("/console/enrollments?sort=lastName");
        browser.awaitFirst("tbody tr[data-id]", "Homeowner");
        browser.find("#enrollment-search").sendKeys("now");
        browser.await("tbody tr[data-id]", 1);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void cancellingADecisionAboutEligibilityDecidesNothing() {
        String undecided = world.instance(
                world.program(),
                body -> body.set("config", Json.object("{\"eligibility\": {\"requiresSerialNumber\": true}}")));
        String id = world.enroll(undecided, World.applicant()).path("id").asText();
        open(Role.COORDINATOR, "/console/enrollments/" + id);
        browser.click("[data-action=decideEligibility]");
        browser.clickText("button", "Cancel");
        browser.awaitScript("return !document.querySelector('dialog')");
        assertThat(world.statusOf(id)).isEqualTo("candidate");

        browser.click("[data-action=decideEligibility]");
        browser.clickText("button", "Not eligible");
        browser.awaitText("not eligible?");
        browser.clickText("button", "Cancel");
        browser.awaitScript("return !document.querySelector('dialog')");
        assertThat(world.statusOf(id)).isEqualTo("candidate");

        browser.click("[data-action=decideEligibility]");
        browser.clickText("button", "Eligible");
        browser.awaitText("Found eligible.");
        assertThat(world.statusOf(id)).isEqualTo("eligible");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void oneEnrollmentIsReadEditedAndDecided() {
        String id = applied("Priya", "Raman");
        open(Role.COORDINATOR, "/console/enrollments/" + id);
        browser.awaitText("8 of 8 conditions met");
        assertThat(browser.find("h1").getText()).isEqualTo("Priya Raman");
        browser.screenshot("enrollment-1440");

        browser.clickText("button", "More");
        browser.clickText("span", "Edit facts");
        browser.find("dialog input").clear();
        browser.find("dialog input").sendKeys("Priyanka");
        browser.clickText("button", "Save");
        browser.awaitText("Saved.");
        Await.until(
                "the name is stored", () -> read(id).path("firstName").asText().equals("Priyanka"));

        browser.click("#detail-process");
        browser.awaitText("Waits at Review enrollment");
        browser.await(".enrollment-diagram .enrollment-here", 1);
        // the place where it waits is in view
        browser.awaitScript("""
                const here = document.querySelector('.enrollment-here').getBoundingClientRect();
                const frame = document.querySelector('.enrollment-diagram').getBoundingClientRect();
                return here.left > frame.left && here.right < frame.right && here.top > frame.top && here.bottom < frame.bottom;
                """);
        browser.screenshot("enrollment-process-1440");
        browser.click("#detail-timeline");
        browser.awaitText("Submitted for review");
        browser.awaitText("Found eligible");

        browser.click("[data-action=approve]");
        hasStatus(id, "approved");
        browser.awaitText("Approved");
        browser.clickText("button", "More");
        browser.awaitText("Unenroll");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aReviewerSeesWhyAnActionIsNotPossible() {
        String id = applied("Priya", "Raman");
        String colleague = worlds.person(world, PASSWORD, Role.REVIEWER);
        dev.enlist.process.Browser.signedIn(world.api().url(), colleague, PASSWORD)
                .api("POST", "/enrollments/" + id + "/claim", "application/json", "")
                .expect(200);
        open(Role.REVIEWER, "/console/enrollments/" + id);
        browser.awaitText("Claimed by Person");
        assertThat(browser.find("[data-action=approve]").getDomAttribute("aria-disabled"))
                .isEqualTo("true");
        browser.click("[data-action=approve]");
        browser.awaitText("has claimed it.");
        assertThat(world.statusOf(id)).isEqualTo("submitted");
        assertThat(browser.count("[data-action=unenroll]")).isZero();
    }

    @Test
    void aPersonIsFoundEditedExportedAndErased() {
        String id = applied("Priya", "Raman");
        String email = read(id).path("email").asText();
        open(Role.ADMINISTRATOR, "/console/people");
        browser.find("#people-search").sendKeys("raman");
        browser.await("tbody tr[data-id]", 1);
        browser.clickText("a", "Priya Raman");
        browser.awaitText("NYC Battery 2026");
        browser.screenshot("person-1440");

        browser.click("[data-action=edit]");
        browser.find("#person-3").sendKeys("+12125550123");
        browser.clickText("button", "Save");
        browser.awaitText("Saved.");
        browser.click("[data-action=export]");
        browser.awaitText("was exported.");

        browser.click("[data-action=erase]");
        browser.find("#erase-email").sendKeys("wrong@example.com");
        browser.clickText("button", "Erase for good");
        browser.awaitText("Type the e-mail exactly as it is shown.");
        browser.find("#erase-email").clear();
        browser.find("#erase-email").sendKeys(email);
        browser.clickText("button", "Erase for good");
        browser.awaitText("No customers yet");
        world.api().get("/enrollments/" + id).expect(404);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void pagesAreAccessibleAndFitEachWidth() {
        String longName = "Wolfeschlegelsteinhausenbergerdorff";
        String id = applied("Maximiliane " + longName, "von und zu " + longName);
        for (int n = 0; n < 3; n++) {
            applied("Priya", "Raman" + n);
        }
        world.ineligibleEnrollment(instance);
        String customer = read(id).path("customerId").asText();
        open(Role.ADMINISTRATOR, "/console");
        browser.awaitText("Needs attention");
        List<String> faults = new ArrayList<>();
        for (String[] page : new String[][] {
            {"/console", "Needs attention"},
            {"/console/enrollments", "5 enrollments"},
            {"/console/enrollments/" + id, "conditions met"},
            {"/console/enrollments/" + id + "#process", "Waits at"},
            {"/console/enrollments/" + id + "#timeline", "Found eligible"},
            {"/console/people", "5 people"},
            {"/console/people/" + customer, "NYC Battery 2026"},
        }) {
            faults.addAll(browser.faults(
                    "e" + page[0].replaceAll("c[a-z0-9]{24}", "id").replaceAll("[^a-z]+", "-"),
                    () -> {
                        browser.go(page[0]);
                        // an address that differs only behind the # opens no page
                        browser.script("location.reload()");
                        browser.awaitText(page[1]);
                    },
                    ".enrollment-diagram"));
            browser.focusFaults().forEach(fault -> faults.add(page[0] + ": " + fault));
        }
        assertThat(faults).isEmpty();
    }
}
