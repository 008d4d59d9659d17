package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
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

/** The analyst's page in a real browser: from one changed cell to the changed verdict. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ConsoleIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    World world;
    String slug;
    String turnedAway;

    @BeforeEach
    void somebodyOutsideTheTerritory() {
        world = worlds.organization();
        slug = "rules-" + Cuid.next();
        ObjectNode ruleSet = Json.object("{\"name\": \"Battery rebate\"}").put("slug", slug);
        world.api().post("/ruleSets", ruleSet).created();
        world.api()
                .post("/ruleSets/" + slug + "/draft/publish", "{\"note\": \"As it began\"}")
                .created();
        ObjectNode rules = Json.object("{\"version\": \"latest\", \"inFlight\": \"reevaluate\"}")
                .put("slug", slug);
        String instance = world.instance(world.program(), body -> body.set("ruleSet", rules));
        turnedAway = world.ineligibleEnrollment(instance);
    }

    @Test
    void fromOneCellToTheChangedVerdict() {
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.ANALYST), PASSWORD);
            browser.awaitText("Battery rebate");
            browser.findText("a", "Battery rebate").click();
            browser.awaitText("The draft can be published.");

            write(browser, "\"elligible\"");
            browser.press(browser.find("#save"));
            browser.awaitText("The draft cannot be published yet.");
            assertThat(browser.find(".findings .error").getText()).contains("Row 3");
            browser.screenshot("console-findings");

            write(browser, "\"eligible\"");
            browser.press(browser.find("#save"));
            browser.awaitText("The draft can be published.");

            browser.press(browser.find("#show-try"));
            browser.find("input[name=state]").sendKeys("CA");
            browser.find("input[name=programStates]").sendKeys("NY");
            browser.press(browser.find("#tab-try button[type=submit]"));
            browser.awaitText("Decided by row 3.");
            browser.screenshot("console-try");

            browser.press(browser.find("#show-replay"));
            browser.press(browser.find("#tab-replay button[type=submit]"));
            browser.awaitText("1 would become eligible");
            browser.screenshot("console-replay");

            browser.press(browser.find("#show-publish"));
            browser.find("#tab-publish textarea").sendKeys("California too");
            browser.press(browser.find("#tab-publish button[type=submit]"));
            browser.awaitText("Version 2 is published.");

            browser.press(browser.find("#show-versions"));
            browser.awaitText("California too");
            browser.press(browser.findText("button", "Changes since 1"));
            browser.awaitText("\"ineligible\" → \"eligible\"");
            browser.screenshot("console-versions");
        }
        Await.until("the verdict changes", () -> world.statusOf(turnedAway).equals("eligible"));
    }

    /** Writes the answer of the third row. */
    private static void write(Browser browser, String text) {
        WebElement cell = browser.find(".tjs-table tbody tr:nth-child(3) td.output-cell");
        browser.scrollTo(cell);
        cell.click();
        WebElement field = browser.find(".tjs-table tbody tr:nth-child(3) td.output-cell [contenteditable]");
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
        browser.awaitText("Unsaved changes");
    }
}
