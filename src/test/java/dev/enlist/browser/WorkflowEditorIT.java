package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** An analyst draws a workflow, corrects what the check finds, tries it, publishes it and compares versions. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class WorkflowEditorIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    private World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
    }

    private Browser analyst() {
        Browser browser = Browser.open(world.api().url());
        browser.view(1280, 900, false);
        browser.signIn(worlds.person(world, PASSWORD, Role.ANALYST, Role.REVIEWER), PASSWORD);
        return browser;
    }

    private static void ready(Browser browser) {
        browser.find("[data-workflow][data-ready='true']");
    }

    private static void value(Browser browser, String label, String value) {
        WebElement control = control(browser, label);
        control.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, value, Keys.TAB);
    }

    private static WebElement control(Browser browser, String label) {
        WebElement shown = browser.find("#tab-step")
                .findElement(By.xpath(".//label[starts-with(normalize-space(), '" + label + "')]"));
        return browser.find("#" + shown.getDomAttribute("for"));
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

    @Test
    void anAnalystDrawsPublishesAndCompares() {
        try (Browser browser = analyst()) {
            browser.go("/console/workflows");
            browser.awaitText("review-single");
            browser.click("[data-new-workflow]");
            browser.find("dialog #workflow-name").sendKeys("Battery review");
            browser.clickText("button", "Create");
            browser.awaitAddress("/console/workflows/battery-review");
            ready(browser);
            browser.find("#show-check").click();
            browser.awaitText("The draft can be published.");

            choose(browser, "submitted");
            add(browser, "request");
            value(browser, "Name", "Verify account");
            value(browser, "Variables", "applicationNumber, metadata.account");
            value(browser, "What it may answer", "found: boolean");
            value(browser, "Name of the result", "account");
            add(browser, "exclusiveGateway");
            value(browser, "Question", "Account found?");
            add(browser, "end");
            value(browser, "Name", "Not found");
            browser.press(browser.find("[data-save]"));
            browser.awaitText("Draft saved");
            browser.press(browser.find("#show-check"));
            browser.awaitText("the publication.");
            assertThat(browser.count(".flow-error")).as("elements with a mark").isPositive();
            browser.press(browser.find("#tab-check .flow-findings button"));
            assertThat(browser.find("#show-step").getDomAttribute("aria-selected"))
                    .isEqualTo("true");

            choose(browser, "Not found");
            browser.pressText("button", "Remove this step");
            choose(browser, "Account found?");
            browser.pressText("button", "Remove this step");
            choose(browser, "Verify account");
            new Select(control(browser, "Arrow to")).selectByVisibleText("Decide as reviewed");
            browser.pressText("button", "Connect");
            browser.pressText("button", "Remove this arrow");
            browser.press(browser.find("[data-save]"));
            browser.press(browser.find("#show-check"));
            browser.awaitText("The draft can be published.");

            publish(browser, "Asks the utility first");
            choose(browser, "Verify account");
            value(browser, "Name", "Verify the account");
            add(browser, "notify");
            value(browser, "Subject", "We are on it");
            value(browser, "Message", "Your application is being checked.");
            browser.press(browser.find("#tab-step input[value='applicant']"));
            publish(browser, "Tells the applicant");
            browser.press(browser.find("#show-versions"));
            browser.press(browser.find("[aria-label='What changed in version 2']"));
            browser.awaitText("From version 1 to version 2");
            assertThat(browser.text()).contains("Added", "Send mail", "Changed", "Verify the account");
            assertThat(browser.count(".flow-compare .flow-added")).isPositive();
            assertThat(browser.count(".flow-compare .flow-changed")).isPositive();
            browser.pressText("button", "Back to the draft");
            assertThat(browser.errors()).isEmpty();
            List<String> notes = world.api()
                    .get("/workflows/battery-review/versions")
                    .ok()
                    .path("data")
                    .findValuesAsText("note");
            assertThat(notes).containsExactly("Asks the utility first", "Tells the applicant");
        }
    }

    private static void publish(Browser browser, String note) {
        browser.press(browser.find("#show-publish"));
        browser.find("#publish-note").sendKeys(note);
        browser.press(browser.find("#tab-publish button[type='submit']"));
        browser.awaitText("is published.");
    }

    @Test
    void aTokenShowsTheWayOfAnApplication() {
        try (Browser browser = analyst()) {
            browser.go("/console/workflows/review-verify-then-single");
            ready(browser);
            browser.press(browser.find("#show-simulate"));
            browser.press(browser.find("[data-try]"));
            browser.awaitText("Waits at “Verify account”");
            assertThat(browser.count(".flow-here")).isEqualTo(1);
            browser.pressText("button", "2 days pass");
            browser.awaitText("Waits at “Verify device”");
            browser.pressText("button", "Go on");
            browser.awaitText("Waits at “Review application”");
            browser.pressText("button", "Go on");
            browser.awaitText("The workflow is complete.");
            assertThat(browser.text()).contains("Approved");
            assertThat(browser.count(".flow-here")).isZero();
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void aFileOfCamundaModelerIsUploaded(@TempDir Path files) throws IOException {
        world.api()
                .post("/workflows", "{\"slug\": \"uploaded\", \"name\": \"Uploaded\", \"copyOf\": \"review-single\"}")
                .created();
        String drawn = world.api().get("/workflows/uploaded/draft").expect(200).text();
        Path file = Files.writeString(files.resolve("modeler.bpmn"), drawn.replace("Review application", "Look at it"));
        Path hostile = Files.writeString(
                files.resolve("hostile.bpmn"),
                drawn.replaceFirst(
                        "<bpmn:endEvent",
                        "<bpmn:scriptTask id=\"x\" scriptFormat=\"js\"><bpmn:script>1</bpmn:script></bpmn:scriptTask><bpmn:endEvent"));
        try (Browser browser = analyst()) {
            browser.go("/console/workflows/uploaded");
            ready(browser);
            browser.upload("[data-upload]", file);
            browser.awaitText("The draft is now modeler.bpmn.");
            choose(browser, "Look at it");
            JsonNode check =
                    world.api().post("/workflows/uploaded/draft/check", "").ok();
            assertThat(check.path("publishable").asBoolean()).isTrue();
            browser.upload("[data-upload]", hostile);
            browser.find("[data-problem]:not([hidden])");
            assertThat(world.api().get("/workflows/uploaded/draft").expect(200).text())
                    .contains("Look at it")
                    .doesNotContain("scriptTask");
        }
    }
}
