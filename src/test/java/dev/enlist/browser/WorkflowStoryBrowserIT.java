package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import dev.enlist.workflow.Workflows;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * An analyst draws <i>verify account, if not found ask the applicant, two reviews, approve</i> and publishes it. An application
 * goes through: the worker loses its lock, answers late, gives up and is tried again; the applicant answers; two people approve.
 */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class WorkflowStoryBrowserIT {

    private static final String PASSWORD = "a long enough password";
    private static final String TOPIC = "verify-account";

    /** Milliseconds. */
    private static final int SHORT_LOCK = 1_000;

    private static final int LONG_LOCK = 60_000;

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    private World world;
    private Workflows workflows;

    private static WebElement control(Browser browser, String label) {
        WebElement shown = browser.find("#tab-step")
                .findElement(By.xpath(".//label[starts-with(normalize-space(), '" + label + "')]"));
        return browser.find("#" + shown.getDomAttribute("for"));
    }

    private static void value(Browser browser, String label, String value) {
        control(browser, label).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, value, Keys.TAB);
    }

    private static void select(Browser browser, String label, String option) {
        new Select(control(browser, label)).selectByVisibleText(option);
    }

    private static void choose(Browser browser, String step) {
        browser.press(browser.find("#show-step"));
        if (browser.count("#tab-step [data-all-steps]") > 0) {
            browser.press(browser.find("#tab-step [data-all-steps]"));
        }
        browser.press(
                browser.find("#tab-step .step-list").findElement(By.xpath(".//button[contains(., '" + step + "')]")));
    }

    private static void add(Browser browser, String kind) {
        browser.press(browser.find("[data-add='" + kind + "']"));
    }

    /** In both themes, when their colours have changed. */
    private static void look(Browser browser, String name) {
        for (String theme : List.of("dark", "light")) {
            browser.view(1440, 900, theme.equals("dark"));
            browser.awaitScript("return document.getAnimations().every(each => each.playState !== 'running'"
                    + " || each.effect.getTiming().iterations === Infinity)");
            browser.screenshot("story-" + name + "-" + theme);
        }
    }

    @Test
    void fromTheDrawingToTheApproval() {
        world = worlds.organization();
        workflows = new Workflows(world, engine);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.view(1440, 900, false);
            browser.signIn(worlds.person(world, PASSWORD, Role.ANALYST, Role.COORDINATOR), PASSWORD);
            draw(browser);
            String id = world.submittedEnrollment(workflows.instanceWith("account-review", instance -> {
                instance.withObject("/config/incentive").put("amount", 100);
                instance.withObject("/config/outcomes")
                        .putArray("metrics")
                        .addObject()
                        .put("name", "kWhSaved")
                        .put("unit", "kWh")
                        .put("method", "measured");
            }));
            worker(browser, id);
            people(browser, id);
            results(id);
            everyStepIsInTheTimeline(browser, id);
            assertThat(browser.errors()).isEmpty();
        }
        assertThat(world.isConsistent()).isTrue();
    }

    private static void draw(Browser browser) {
        browser.go("/console/workflows");
        browser.click("[data-new-workflow]");
        browser.find("dialog #workflow-name").sendKeys("Account review");
        browser.clickText("button", "Create");
        browser.awaitAddress("/console/workflows/account-review");
        browser.find("[data-workflow][data-ready='true']");

        choose(browser, "submitted");
        add(browser, "request");
        value(browser, "Name", "Verify account");
        value(browser, "Variables", "applicationNumber, metadata.account");
        value(browser, "What it may answer", "found: boolean");
        value(browser, "Name of the result", "account");
        add(browser, "exclusiveGateway");
        value(browser, "Question", "Account found?");
        add(browser, "requestInformation");
        value(browser, "Name", "Ask for the account");
        value(browser, "Question", "Which account do you have?");
        value(browser, "Answers that may change", "/metadata/account");
        select(browser, "Arrow to", "Review application");
        browser.pressText("button", "Connect");

        choose(browser, "Account found?");
        select(browser, "If no condition is true", "Arrow to Ask for the account");
        choose(browser, "Account found?");
        browser.press(browser.find("#tab-step .step-ways")
                .findElement(By.xpath(".//li[contains(., 'Review application')]/button[1]")));
        value(browser, "Name", "yes");
        value(browser, "Condition", "account.found = true");

        choose(browser, "Review application");
        value(browser, "Name", "First review");
        add(browser, "user");
        value(browser, "Name", "Second review");
        select(browser, "What the person does", "Approves, rejects or asks the applicant");
        select(browser, "Another person than in", "First review");
        browser.press(browser.find("[data-save]"));
        browser.awaitText("Draft saved");
        browser.press(browser.find("#show-check"));
        browser.awaitText("The draft can be published.");
        browser.press(browser.find("[data-fit]"));
        look(browser, "drawn");

        browser.press(browser.find("#show-publish"));
        browser.find("#publish-note").sendKeys("Asks the utility first");
        browser.press(browser.find("#tab-publish button[type='submit']"));
        browser.awaitText("is published.");
    }

    /** A worker is killed and answers late, the next one gives up, and the step is tried again in the console. */
    private void worker(Browser browser, String id) {
        JsonNode lost = workflows.fetch(TOPIC, "killed", SHORT_LOCK);
        assertThat(lost.at("/variables/applicationNumber").asText()).isNotEmpty();
        JsonNode[] next = {null};
        Patience.until("the lock to end", () -> {
            next[0] = workflows.fetch(TOPIC, "next", LONG_LOCK);
            return next[0].has("id");
        });
        workflows.completeTask(lost, "killed", "{\"found\": true}").problem(409, "lock-lost");
        world.api()
                .post(
                        "/workflowTasks/" + next[0].path("id").asText() + "/fail",
                        Json.object(
                                "{\"workerId\": \"next\", \"errorMessage\": \"The utility is closed\", \"retries\": 0}"))
                .ok();

        browser.go("/console/process");
        browser.find("[data-incident='" + id + "']");
        assertThat(browser.count("[data-workflow-step]")).as("in the heat map").isEqualTo(1);
        assertThat(browser.find("[data-workflow-step]").getText()).contains("Verify account");
        look(browser, "incident");
        browser.press(browser.find("[data-incident] button"));
        browser.awaitText("requested again");
        Patience.until("the incident to go", () -> browser.count("[data-incident='" + id + "']") == 0);
        workflows.work(TOPIC, "{\"found\": false}");
    }

    private void people(Browser browser, String id) {
        Patience.until("the question", () -> workflows.steps(id).stream().anyMatch(step -> step.endsWith(" open")));
        workflows.answer(id, "{\"/metadata/account\": \"4711\"}").ok();
        Patience.until(
                "the first review",
                () -> workflows.openStep(id).path("name").asText().equals("First review"));
        browser.go("/console/process");
        browser.awaitFirst("[data-workflow-step] strong", "First review");
        look(browser, "heat");
        world.api().post("/enrollments/" + id + "/approve", Json.object("{}")).ok();
        assertThat(workflows.openStep(id).path("name").asText()).isEqualTo("Second review");
        world.api()
                .with(worlds.key(world, "A colleague"))
                .post("/enrollments/" + id + "/approve", Json.object("{}"))
                .ok();
        assertThat(world.statusOf(id)).isEqualTo("approved");
        assertThat(world.api()
                        .get("/enrollments/" + id + "/history")
                        .ok()
                        .path("data")
                        .findValuesAsText("to"))
                .containsExactly("candidate", "eligible", "submitted", "approved");
    }

    /** The amount is corrected, and a saving is measured. */
    private void results(String id) {
        world.api()
                .post(
                        "/enrollments/" + id + "/incentive",
                        Json.object("{\"amount\": 250, \"reason\": \"The receipt says so\"}"))
                .ok();
        world.api().post("/enrollments/" + id + "/outcomes", Json.object("""
                        {"metric": "kWhSaved", "value": 412.5, "source": "meter data",
                         "period": {"from": "2026-07-01", "to": "2026-07-31"}}""")).created();
    }

    private static void everyStepIsInTheTimeline(Browser browser, String id) {
        browser.go("/console/enrollments/" + id);
        browser.click("#detail-timeline");
        browser.awaitText("Submitted for review");
        assertThat(browser.text())
                .contains(List.of("Verify account", "Ask for the account", "First review", "Second review"))
                .contains(
                        "Payment due: $100.00",
                        "Incentive set to $250.00",
                        "Payment cancelled: $100.00",
                        "Payment due: $250.00",
                        "Outcome recorded: 412.5 kWh");
        look(browser, "timeline");
    }
}
