package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;

/** A reviewer's day in Tasklist. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class TasklistIT {

    private static final String PASSWORD = "a reviewer's password";
    private static final String TASKS = ".tasks-list li.task";
    private static final String TITLE = "Battery program of the city";

    @Autowired
    Worlds worlds;

    private World world;
    private String instance;

    @BeforeEach
    void aWorkspaceWithAProgram() {
        world = worlds.organization();
        instance = world.instance();
    }

    @Test
    void reviewerReadsWhoAppliesForWhatAndApproves() {
        ObjectNode person = World.somebody().put("firstName", "Amara").put("lastName", "Okafor");
        String email = person.path("email").asText();
        // the same person, earlier, in another program of the workspace
        String earlier = world.enroll(world.instance(), person).path("id").asText();
        world.api().post("/enrollments/" + earlier + "/submit", "{}").ok();
        world.api()
                .post("/enrollments/" + earlier + "/reject", Json.object("{\"reason\": \"Battery not installed yet\"}"))
                .ok();
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();

        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Amara Okafor");
            browser.screenshot("tasklist-review");
            assertThat(browser.text())
                    .contains(email)
                    .contains("123 Main St, New York, NY 10001, USA")
                    .contains("tesla, enphase")
                    .contains(TITLE)
                    .contains("eligible (meets-all-criteria)")
                    .contains("eligibility-default version 1")
                    .contains("What the rules saw")
                    .contains("Battery not installed yet")
                    .contains("Take part in peak events");
            claim(browser);
            choose(browser, "Approve");
            browser.screenshot("tasklist-review-filled");
            browser.press(browser.findText("button", "Complete"));
            browser.await(TASKS, 0);
            browser.screenshot("tasklist-review-completed");
        }

        assertThat(world.statusOf(id)).isEqualTo("approved");
        JsonNode last = world.api().get("/enrollments/" + id + "/history").ok().at("/data/3");
        assertThat(last.at("/to").asText()).isEqualTo("approved");
        assertThat(last.at("/by/type").asText()).isEqualTo("user");
    }

    @Test
    void rejectionNeedsAReasonAndIsNotHalfDone() {
        String id = world.submittedEnrollment(instance);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Suzie Homeowner");
            claim(browser);
            choose(browser, "Reject");
            browser.press(browser.findText("button", "Complete"));
            browser.awaitText("must say why");
            browser.screenshot("tasklist-reject-without-reason");
            assertThat(world.statusOf(id)).isEqualTo("submitted");

            WebElement reason = browser.find(".fjs-form textarea");
            browser.scrollTo(reason);
            // leaving the field tells the form at once what was typed
            reason.sendKeys("Failed verification", Keys.TAB);
            browser.press(browser.findText("button", "Complete"));
            browser.await(TASKS, 0);
        }
        JsonNode rejected = world.api().get("/enrollments/" + id).ok();
        assertThat(rejected.at("/eligibility/status").asText()).isEqualTo("rejected");
        assertThat(rejected.at("/eligibility/reason").asText()).isEqualTo("Failed verification");
    }

    @Test
    void personDecidesWhereTheRulesWillNot() {
        String demanding = world.instance(
                world.program(), i -> i.set("config", Json.read("{\"eligibility\": {\"minMonthlyKwh\": 300}}")));
        String id = world.eligibleEnrollment(demanding);
        assertThat(world.statusOf(id)).isEqualTo("candidate");
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.press(browser.findBeginning("a", "Manual evaluations"));
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Why the rules ask you");
            browser.awaitText("usage-unknown");
            claim(browser);
            choose(browser, "Eligible");
            browser.screenshot("tasklist-evaluate-manually");
            browser.press(browser.findText("button", "Complete"));
            browser.await(TASKS, 0);
        }
        assertThat(world.statusOf(id)).isEqualTo("eligible");
    }

    @Test
    void reviewersSeeTheirOwnWorkspaceOnly() {
        world.submittedEnrollment(instance);
        World other = worlds.organization();
        String theirs = other.instance(other.program(), i -> i.put("title", "Somebody else's program"));
        other.submittedEnrollment(theirs);
        other.submittedEnrollment(theirs);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1);
            assertThat(browser.text()).contains(TITLE).doesNotContain("Somebody else");
        }
        try (Browser browser = Browser.open(other.api().url())) {
            browser.signIn(worlds.person(other, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 2);
            browser.screenshot("tasklist-other-workspace");
            assertThat(browser.text()).contains("Somebody else's program").doesNotContain(TITLE);
        }
    }

    @Test
    void administratorWatchesTheProcessInCockpit() {
        world.submittedEnrollment(instance);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);
            browser.await(TASKS, 1);
            browser.go("/camunda/app/cockpit/default/#/processes");
            browser.clickText("a", "Enrollment lifecycle");
            browser.find(".djs-container svg");
            browser.awaitText("Review enrollment");
            browser.screenshot("cockpit-lifecycle");
        }
    }

    private static void claim(Browser browser) {
        browser.clickText("*[self::a or self::button or self::span]", "Claim");
        browser.find(".fjs-form input[type=radio]:enabled");
    }

    private static void choose(Browser browser, String label) {
        browser.press(browser.findText("label", label));
    }
}
