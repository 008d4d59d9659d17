package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;

/** The main job of an analyst in the workbench, by keyboard and pointer; and a rule set of several tables. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class RulesWorkbenchIT {

    private static final String PASSWORD = "a long enough password";
    private static final String STATUS_OF_ROW_3 = ".tjs-table tbody tr:nth-child(3) td.output-cell";

    @Autowired
    Worlds worlds;

    World world;
    String slug;

    @BeforeEach
    void publishedRules() {
        world = worlds.organization();
        slug = "rules-" + Cuid.next();
        world.api()
                .post("/ruleSets", Json.object("{\"name\": \"Battery rebate\"}").put("slug", slug))
                .created();
        world.api()
                .post("/ruleSets/" + slug + "/draft/publish", "{\"note\": \"As it began\"}")
                .created();
        ObjectNode rules = Json.object("{\"version\": \"latest\"}").put("slug", slug);
        String instance = world.instance(world.program(), body -> body.set("ruleSet", rules));
        world.ineligibleEnrollment(instance);
    }

    private Browser workbench(String says) {
        Browser browser = Browser.open(world.api().url());
        browser.signIn(worlds.person(world, PASSWORD, Role.ANALYST), PASSWORD);
        browser.go("/console/rules/" + slug);
        browser.awaitText(says);
        browser.errors();
        return browser;
    }

    private String draft() {
        return world.api().get("/ruleSets/" + slug + "/draft").text();
    }

    private static WebElement edit(Browser browser) {
        WebElement cell = browser.find(STATUS_OF_ROW_3);
        browser.scrollTo(cell);
        cell.click();
        return browser.find(STATUS_OF_ROW_3 + " [contenteditable]");
    }

    @Test
    void fromACompletedCellToThePublishedVersion() {
        try (Browser browser = workbench("The draft can be published.")) {
            browser.awaitText("Decides for 1 person in 1 program instance");

            // completion takes a value of the column; undo takes the whole cell back, redo writes it again
            edit(browser).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, "man");
            browser.awaitFirst("#completion li", "\"manual\"");
            browser.type(Keys.TAB);
            browser.awaitText("Unsaved changes");
            assertThat(browser.find(STATUS_OF_ROW_3).getText()).isEqualTo("\"manual\"");
            browser.press(browser.find("#undo"));
            browser.awaitScript("return document.querySelector('%s').innerText.trim() === '\"ineligible\"'"
                    .formatted(STATUS_OF_ROW_3));
            browser.press(browser.find("#redo"));
            browser.awaitScript(
                    "return document.querySelector('%s').innerText.trim() === '\"manual\"'".formatted(STATUS_OF_ROW_3));
            browser.screenshot("rules-workbench");

            browser.find("body").sendKeys(Keys.chord(Keys.CONTROL, "s"));
            browser.awaitText("All changes saved");
            assertThat(draft()).contains("<text>\"manual\"</text>");

            // a real application becomes a test case
            browser.press(browser.find("#show-try"));
            browser.pressText("button", "Fill from a real enrollment");
            browser.press(browser.find("dialog .choices button"));
            browser.awaitText("Decided by row 3.");
            browser.awaitText("Step by step");
            browser.await(".trace-row.decides[open]", 1);
            browser.screenshot("rules-trace");
            browser.pressText("button", "Keep as test case");
            browser.find("#case-name").sendKeys("Outside the territory");
            browser.clickText("button", "Keep");
            browser.awaitText("The test case is kept.");
            browser.pressText("button", "Run all");
            browser.awaitText("1 passed, 0 failed.");

            // a change that the case does not expect is shown with the difference, before and at publishing
            edit(browser).sendKeys(Keys.chord(Keys.CONTROL, "a"), "\"eligible\"", Keys.ESCAPE);
            browser.awaitText("Unsaved changes");
            browser.press(browser.find("#show-publish"));
            browser.awaitText("One test case fails.");
            browser.press(browser.find("#show-cases"));
            browser.awaitText("0 passed, 1 failed.");
            assertThat(browser.find(".difference").getText()).contains("manual", "eligible", "by row 3");
            browser.screenshot("rules-cases");
            browser.pressText("button", "Expect this");
            browser.awaitText("1 passed, 0 failed.");

            browser.press(browser.find("#show-findings"));
            browser.awaitText("The draft can be published.");
            browser.press(browser.find("#show-replay"));
            browser.press(browser.find("#tab-replay button[type=submit]"));
            browser.awaitText("1 would become eligible");
            browser.press(browser.find("#show-publish"));
            browser.awaitText("The test case passes.");
            browser.find("#tab-publish textarea").sendKeys("Serve everyone");
            browser.press(browser.find("#tab-publish button[type=submit]"));
            browser.awaitText("Version 2 is published.");
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.accessibilityViolations("#editor")).isEmpty();
        }
    }

    @Test
    void outputsStayInSightRowsAreFilteredAndCopied() {
        try (Browser browser = workbench("The draft can be published.")) {
            browser.script("document.querySelector('.tjs-table-container').scrollLeft = 200");
            browser.awaitScript("""
                    const area = document.querySelector('#editor').getBoundingClientRect();
                    const code = [...document.querySelectorAll('.tjs-table tbody tr:first-child td.output-cell')].at(-1).getBoundingClientRect();
                    const number = document.querySelector('.tjs-table td.rule-index').getBoundingClientRect();
                    return code.right <= area.right && code.width > 60 && number.left >= area.left && number.right < code.left""");
            browser.find("#filter").sendKeys("territory-unknown");
            browser.awaitText("1 of 13 rows");
            assertThat(browser.countShown(".tjs-table tbody td.rule-index")).isEqualTo(1);
            browser.find("#filter").clear();
            browser.find("#filter").sendKeys("x", Keys.BACK_SPACE);
            browser.awaitText("13 rows");

            browser.press(browser.find(".tjs-table tbody tr:nth-child(2) td.rule-index"));
            browser.awaitText("Row 2");
            browser.press(browser.find("#copy-rows"));
            browser.awaitText("One row copied.");
            browser.press(browser.find("#paste-rows"));
            browser.awaitText("14 rows");
            browser.press(browser.find("#undo"));
            browser.awaitText("13 rows");

            // rows of one rule set go into another, by their columns
            String other = "rules-" + Cuid.next();
            world.api()
                    .post("/ruleSets", Json.object("{\"name\": \"Other\"}").put("slug", other))
                    .created();
            browser.press(browser.find("#save"));
            browser.awaitText("All changes saved");
            browser.go("/console/rules/" + other);
            browser.awaitText("The draft can be published.");
            browser.press(browser.find("#paste-rows"));
            browser.awaitText("14 rows");
            browser.press(browser.find("#save"));
            browser.awaitText("asks the same as row 2");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void severalTablesAreEditedCheckedAndTracedAsOne() throws IOException {
        Path file = Files.createTempFile("tables", ".dmn");
        Files.writeString(file, Files.readString(Path.of("src/test/resources/rules/income-and-home.dmn")));
        try (Browser browser = workbench("The draft can be published.")) {
            browser.upload("#upload", file);
            browser.clickText("button", "Replace");
            browser.awaitText("The draft was replaced by");
            browser.await("#tables button", 3);
            browser.awaitText("The draft can be published.");

            browser.pressText("button", "Income band");
            browser.awaitText("3 rows");
            WebElement cell = browser.find(".tjs-table tbody tr:nth-child(1) td.output-cell");
            cell.click();
            browser.find(".tjs-table tbody tr:nth-child(1) td.output-cell [contenteditable]")
                    .sendKeys(Keys.chord(Keys.CONTROL, "a"), "\"lowest\"", Keys.ESCAPE);
            browser.press(browser.find("#save"));
            browser.awaitText("Eligibility, row 2, Income band");
            browser.press(browser.find("#undo"));
            browser.press(browser.find("#save"));
            browser.awaitText("The draft can be published.");

            browser.press(browser.find("#show-try"));
            browser.find("input[name='state']").sendKeys("NY");
            browser.find("input[name='metadata.householdIncome']").sendKeys("90000");
            browser.find("input[name='metadata.heating']").sendKeys("oil");
            browser.press(browser.find("#tab-try button[type=submit]"));
            browser.awaitText("1. Income band");
            browser.awaitText("3. Eligibility");
            browser.screenshot("rules-tables");
            assertThat(browser.find(".trace").getText()).contains("incomeBand is \"middle\"", "homeScore is 3");
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.accessibilityViolations("#editor")).isEmpty();
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
