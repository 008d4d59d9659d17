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
import java.nio.file.Files;
import java.nio.file.Path;
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
            browser.go("/console");
            browser.clickText("a", "Rules");
            browser.clickText("a", "Battery rebate");
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
            browser.pressText("button", "Changes since 1");
            browser.awaitText("\"ineligible\" → \"eligible\"");
            browser.screenshot("console-versions");
        }
        Await.until("the verdict changes", () -> world.statusOf(turnedAway).equals("eligible"));
    }

    private Browser workbench(Role role) {
        Browser browser = Browser.open(world.api().url());
        browser.signIn(worlds.person(world, PASSWORD, role), PASSWORD);
        browser.go("/console/rules/" + slug);
        return browser;
    }

    private String draft() {
        return world.api().get("/ruleSets/" + slug + "/draft").text();
    }

    /** The editor takes what was typed only after a while; the click may come before that, over a slow network. */
    @Test
    void whatWasTypedIsSavedHoweverFastTheClick() {
        try (Browser browser = workbench(Role.ANALYST)) {
            browser.awaitText("The draft can be published.");
            browser.slowNetwork();
            for (String status : new String[] {"\"elligible\"", "\"nobody\"", "\"somebody\""}) {
                type(browser, status);
                browser.press(browser.find("#save"));
                browser.awaitText("All changes saved");
                assertThat(draft()).contains(status);
            }
        }
    }

    @Test
    void publishingPublishesWhatIsOnTheScreen() {
        try (Browser browser = workbench(Role.ANALYST)) {
            browser.awaitText("The draft can be published.");
            browser.press(browser.find("#show-publish"));
            browser.find("#tab-publish textarea").sendKeys("As seen");
            String before = draft();
            type(browser, "\"manual\"");
            browser.press(browser.find("#tab-publish button[type=submit]"));
            browser.awaitText("Version 2 is published.");
            assertThat(world.api()
                            .send(
                                    "/ruleSets/" + slug + "/versions/2",
                                    r -> r.header("Accept", "application/xml").GET())
                            .text())
                    .isEqualTo(draft())
                    .isNotEqualTo(before);

            // the tag of the draft is followed: the next edit is no conflict
            type(browser, "\"ineligible\"");
            browser.press(browser.find("#save"));
            browser.awaitText("All changes saved");
        }
    }

    @Test
    void findingsDoNotOutliveTheTableTheyWereFoundIn() {
        try (Browser browser = workbench(Role.ANALYST)) {
            browser.awaitText("The draft can be published.");
            type(browser, "\"elligible\"");
            browser.awaitText("The table has changed since. Save and check it again.");
            assertThat(browser.text()).doesNotContain("The draft can be published.");
            browser.screenshot("console-stale");
        }
    }

    @Test
    void twoAnalystsDoNotOverwriteEachOther() {
        try (Browser browser = workbench(Role.ANALYST)) {
            browser.awaitText("The draft can be published.");
            String theirs = draft().replaceFirst("name=\"[^\"]*\"", "name=\"Theirs\"");
            world.api().putXml("/ruleSets/" + slug + "/draft", theirs).ok();
            type(browser, "\"nobody\"");
            browser.press(browser.find("#save"));
            browser.awaitText("Test key changed this draft, too");
            browser.screenshot("console-conflict");
            assertThat(browser.find("dialog").getText()).contains("Row 3", "\"nobody\"");
            assertThat(draft()).isEqualTo(theirs);

            browser.clickText("button", "Keep mine");
            browser.awaitText("Your table is saved.");
            assertThat(draft()).contains("\"nobody\"");

            browser.pressText("button", "Undo");
            browser.awaitText("The draft can be published.");
            assertThat(draft()).doesNotContain("\"nobody\"").contains("Theirs");
        }
    }

    @Test
    void replacingWorkAsksAndCanBeUndone() throws Exception {
        Path literal = Files.createTempFile("literal", ".dmn");
        Files.writeString(literal, """
                <definitions xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/" id="d" name="d" namespace="n">
                  <decision id="x" name="X"><literalExpression id="l"><text>1</text></literalExpression></decision>
                </definitions>""");
        try (Browser browser = workbench(Role.ANALYST)) {
            browser.awaitText("The draft can be published.");
            type(browser, "\"manual\"");
            browser.press(browser.find("#save"));
            browser.awaitText("All changes saved");
            String work = draft();

            browser.press(browser.find("#show-versions"));
            browser.pressText("button", "Put into the draft");
            browser.awaitText("Replace the draft?");
            browser.clickText("button", "Keep the draft");
            assertThat(draft()).isEqualTo(work);

            browser.pressText("button", "Put into the draft");
            browser.clickText("button", "Replace");
            browser.awaitText("The draft was replaced by version 1.");
            assertThat(draft()).isNotEqualTo(work);
            browser.pressText("button", "Undo");
            browser.awaitText("The draft can be published.");
            assertThat(draft()).isEqualTo(work);

            browser.upload("#upload", literal);
            browser.clickText("button", "Replace");
            browser.awaitText("was not taken: The decision must be a decision table.");
            assertThat(draft()).isEqualTo(work);
        } finally {
            Files.deleteIfExists(literal);
        }
    }

    @Test
    void whoMayNotWriteIsShownATableThatCannotBeTypedInto() {
        try (Browser browser = workbench(Role.VIEWER)) {
            browser.awaitText("Read only");
            browser.awaitText("Version 1");
            browser.find(".tjs-table tbody tr:nth-child(3) td.output-cell").click();
            browser.await(".tjs-table [contenteditable]", 0);
            browser.await("#show-findings, #show-try, #show-cases, #show-replay, #show-publish, #save", 0);
            assertThat(browser.text()).doesNotContain("All changes saved");
            browser.screenshot("console-viewer");
        }
    }

    @Test
    void aReplayOfNobodySaysSo() {
        String empty = "rules-" + Cuid.next();
        world.api()
                .post("/ruleSets", Json.object("{\"name\": \"Empty\"}").put("slug", empty))
                .created();
        world.api()
                .post("/ruleSets/" + empty + "/draft/publish", "{\"note\": \"n\"}")
                .created();
        world.instance(
                world.program(),
                body -> body.set(
                        "ruleSet", Json.object("{\"version\": \"latest\"}").put("slug", empty)));
        try (Browser browser = workbench(Role.ANALYST)) {
            browser.go("/console/rules/" + empty);
            browser.awaitText("The draft can be published.");
            browser.press(browser.find("#show-replay"));
            browser.press(browser.find("#tab-replay button[type=submit]"));
            browser.awaitText("there is nothing to replay");
            assertThat(browser.find("#tab-replay").getText()).doesNotContain("null");
        }
    }

    /** Writes the answer of the third row and does not wait for anything. */
    private static void type(Browser browser, String text) {
        WebElement cell = browser.find(".tjs-table tbody tr:nth-child(3) td.output-cell");
        browser.scrollTo(cell);
        cell.click();
        browser.find(".tjs-table tbody tr:nth-child(3) td.output-cell [contenteditable]")
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
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
