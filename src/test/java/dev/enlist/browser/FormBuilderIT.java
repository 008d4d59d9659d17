package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;

/** A coordinator builds the form of a program instance from a shipped template, and publishes it. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class FormBuilderIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    World world;
    String instance;
    int clicks;

    @BeforeEach
    void anInstanceOfATemplate() {
        world = worlds.organization();
        instance = world.instance(world.program(), i -> i.put("templateVersion", "rebate@1"));
        clicks = 0;
    }

    @Test
    void aFormIsBuiltFromATemplateAndPublished() {
        String path = "battery-" + Cuid.next().substring(15);
        try (Browser browser = builder()) {
            int before = fields().size();
            click(browser, "[data-place=\"pages\"] .btn");
            write(browser, "#page-title-en", "About your battery");
            click(browser, "[data-add]");
            click(browser, "[data-type=\"choice\"]");
            write(browser, "[data-panel] [name=\"label-en\"]", "Who installed the battery?");
            write(browser, "[data-panel] [name=\"option-0-en\"]", "A company");
            write(browser, "[data-panel] [name=\"option-1-en\"]", "I did it myself");
            click(browser, "[data-add]");
            click(browser, "[data-type=\"text\"]");
            write(browser, "[data-panel] [name=\"label-en\"]", "Name of the company");
            choose(browser, "[data-panel] [name=\"conditionMode\"]", "simple");
            choose(browser, "[data-panel] [name=\"conditionField\"]", "metadata.whoInstalledBattery");
            browser.awaitText("All changes saved");

            JsonNode page = form().path("pages").get(1);
            assertThat(fields()).hasSize(before + 2);
            assertThat(page.at("/fields/0/name").asText()).isEqualTo("metadata.whoInstalledBattery");
            assertThat(page.at("/fields/0/options/0/value").asText()).isEqualTo("a-company");
            assertThat(page.at("/fields/1/visibleWhen").asText())
                    .isEqualTo("metadata.whoInstalledBattery = \"a-company\"");

            addSpanish(browser);
            click(browser, "#tab-texts");
            browser.awaitText("texts lack a language");
            translateAll(browser);
            browser.awaitText("Every text is there in each language");
            browser.awaitText("All changes saved");

            click(browser, "#tab-questions");
            click(browser, "[data-place=\"publish\"]");
            write(browser, "dialog [name=\"path\"]", path);
            write(browser, "dialog [name=\"note\"]", "Asks who installed the battery");
            click(browser, "dialog .btn-primary");
            browser.awaitText("Version 1 is published.");

            JsonNode stored = world.api().get("/programInstances/" + instance).ok();
            assertThat(stored.at("/application/published").asBoolean()).isTrue();
            assertThat(stored.at("/application/path").asText()).isEqualTo(path);
            JsonNode versions = world.api()
                    .get("/programInstances/" + instance + "/formVersions")
                    .ok();
            assertThat(versions.at("/data/0/note").asText()).isEqualTo("Asks who installed the battery");
            assertThat(versions.path("unpublishedChanges").asBoolean()).isFalse();
            assertThat(clicks).as("clicks, without typing").isLessThanOrEqualTo(16);
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void aTextThatIsBeingReplacedIsSavedWhenItIsThere() {
        try (Browser browser = builder()) {
            click(browser, "[data-add]");
            click(browser, "[data-type=\"text\"]");
            browser.awaitText("All changes saved");
            WebElement question = browser.find("[data-panel] [name=\"label-en\"]");
            question.clear();
            browser.script("arguments[0].focus()", question);
            question.sendKeys("W", Keys.BACK_SPACE);
            browser.awaitText("Not saved yet: a text is still empty");
            assertThat(browser.text()).doesNotContain("to correct before it is saved");
            question.sendKeys("Who sold it?");
            browser.awaitText("All changes saved");
            assertThat(lastField().path("label").asText()).isEqualTo("Who sold it?");
            assertThat(browser.errors()).isEmpty();

            question.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
            browser.awaitText("Not saved yet: a text is still empty");
            question.sendKeys(Keys.TAB);
            browser.awaitText("One thing to correct before it is saved");
            assertThat(lastField().path("label").asText()).isEqualTo("Who sold it?");
        }
    }

    @Test
    void aPageThatIsBegunIsSavedWithItsFirstQuestion() {
        try (Browser browser = builder()) {
            int before = form().path("pages").size();
            click(browser, "[data-place=\"pages\"] .btn");
            write(browser, "#page-title-en", "About your battery");
            browser.awaitText("Not saved yet: this page has no question yet");
            click(browser, "[data-add]");
            click(browser, "[data-type=\"text\"]");
            browser.awaitText("All changes saved");
            assertThat(form().path("pages")).hasSize(before + 1);
            assertThat(browser.errors()).isEmpty();

            click(browser, "[data-place=\"pages\"] .btn");
            browser.awaitText("Not saved yet: this page has no question yet");
            click(browser, ".page-item:first-child .page-choice");
            browser.awaitText("One thing to correct before it is saved");
            assertThat(form().path("pages")).hasSize(before + 1);
        }
    }

    @Test
    void theFormIsSeenAsApplicantsSeeIt() {
        try (Browser browser = builder()) {
            click(browser, "[data-add]");
            // at its button, not in a corner of the window
            browser.awaitScript("""
                    const menu = document.getElementById('add-menu').getBoundingClientRect();
                    const button = document.querySelector('[data-add]').getBoundingClientRect();
                    return Math.abs(menu.left - button.left) < 2
                      && (Math.abs(menu.bottom - button.top) < 6 || Math.abs(menu.top - button.bottom) < 6);
                    """);
            browser.type(Keys.ESCAPE);
            browser.pressText("button", "Preview");
            browser.awaitScript("""
                    const shown = document.querySelector('.preview-frame')?.contentDocument?.querySelector('form.questions');
                    return shown?.querySelectorAll('.field').length > 0;
                    """);
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void questionsAreSortedByKeyboardAndByDraggingAndUndone() {
        try (Browser browser = builder()) {
            List<String> names = fields();
            WebElement down = browser.all(".field-item .field-moves button").get(1);
            browser.scrollTo(down);
            down.sendKeys(Keys.ENTER);
            browser.awaitScript("return document.querySelector('[data-place=\"announce\"]').textContent"
                    + ".includes('is now question 2')");
            assertThat(String.valueOf(browser.script("return document.activeElement.getAttribute('aria-label')")))
                    .startsWith("Move down");
            Object focused = browser.script("return document.activeElement");
            browser.awaitText("All changes saved");
            assertThat(fields().subList(0, 2)).containsExactly(names.get(1), names.get(0));
            // what was saved is not drawn anew: a person goes on with the same button
            assertThat(browser.script("return document.activeElement === arguments[0]", focused))
                    .isEqualTo(true);

            WebElement grip = browser.all(".field-item .grip").get(2);
            browser.script("window.scrollTo(0, 0)");
            browser.drag(grip, browser.all(".field-item").get(0));
            browser.awaitText("All changes saved");
            assertThat(fields().get(0)).isEqualTo(names.get(2));

            click(browser, "[data-place=\"undo\"]");
            click(browser, "[data-place=\"undo\"]");
            browser.awaitText("All changes saved");
            assertThat(fields()).isEqualTo(names);
            click(browser, "[data-place=\"redo\"]");
            browser.awaitText("All changes saved");
            assertThat(fields().get(1)).isEqualTo(names.get(0));
        }
    }

    @Test
    void anInputOfTheRulesGetsAQuestionWithItsType() {
        world.api()
                .patch(
                        "/programInstances/" + instance,
                        Json.object("{\"config\": {\"eligibility\": {\"minMonthlyKwh\": 300}}}"))
                .ok();
        JsonNode without = form();
        without.path("pages")
                .forEach(page -> ((com.fasterxml.jackson.databind.node.ArrayNode) page.path("fields"))
                        .removeIf(field -> field.path("name").asText().equals("metadata.monthlyKwh")));
        world.api()
                .patch(
                        "/programInstances/" + instance,
                        Json.object("{}").set("formConfig", Json.object("{}").set("pages", without.path("pages"))))
                .ok();
        try (Browser browser = builder()) {
            browser.awaitText("that no question feeds");
            int open = browser.count(".input-list li");
            WebElement add = browser.find("[aria-label=\"Add a question for Monthly kwh\"]");
            browser.press(add);
            browser.awaitScript("return document.querySelectorAll('.input-list li').length === " + (open - 1));
            browser.awaitText("Read by the rules: Monthly kwh.");
            JsonNode added = lastField();
            assertThat(added.path("name").asText()).isEqualTo("metadata.monthlyKwh");
            assertThat(added.path("type").asText()).isEqualTo("number");
        }
    }

    @Test
    void faultsOfTheServerAreShownAtTheirFieldAndChangesOfAnotherPersonAreKept() {
        try (Browser browser = builder()) {
            browser.press(browser.all(".field-choice").get(0));
            choose(browser, "[data-panel] [name=\"conditionMode\"]", "feel");
            write(browser, "[data-panel] [name=\"feel\"]", "metadata.nothing = 1");
            browser.awaitText("Not saved: 1 thing to correct");
            browser.awaitText("The condition reads 'metadata.nothing', which is no field of the form.");
            assertThat(browser.find("[data-panel] [data-member=\"visibleWhen\"] .form-error")
                            .getText())
                    .contains("which is no field of the form");
            browser.screenshot("form-builder-fault");
            choose(browser, "[data-panel] [name=\"conditionMode\"]", "always");
            browser.awaitText("All changes saved");

            JsonNode theirs = form();
            ((com.fasterxml.jackson.databind.node.ObjectNode) theirs.at("/pages/0/fields/1"))
                    .put("required", false)
                    .put("label", "Family name");
            world.api()
                    .patch(
                            "/programInstances/" + instance,
                            Json.object("{}")
                                    .set("formConfig", Json.object("{}").set("pages", theirs.path("pages"))))
                    .ok();
            write(browser, "[data-panel] [name=\"label-en\"]", "Given name");
            browser.awaitText("Their changes and yours are both kept.");
            browser.awaitText("All changes saved");
            assertThat(form().at("/pages/0/fields/0/label").toString()).contains("Given name");
            assertThat(form().at("/pages/0/fields/1/label").toString()).contains("Family name");
        }
    }

    @Test
    void thePageIsAccessibleInBothThemesAndFitsEachWidth() {
        List<String> faults = new ArrayList<>();
        try (Browser browser = builder()) {
            for (String tab : List.of("questions", "texts", "settings", "versions")) {
                browser.script("document.getElementById(arguments[0]).click()", "tab-" + tab);
                if (tab.equals("questions")) {
                    browser.press(browser.all(".field-choice").get(3));
                }
                faults.addAll(browser.faults("form-builder-" + tab, () -> {}));
            }
            browser.script("document.getElementById('tab-questions').click()");
            browser.focusFaults().forEach(fault -> faults.add("focus: " + fault));
            faults.addAll(browser.errors());
        }
        assertThat(faults).isEmpty();
    }

    private Browser builder() {
        Browser browser = Browser.open(world.api().url());
        browser.view(1280, 1100, false);
        browser.signIn(worlds.person(world, PASSWORD, Role.COORDINATOR), PASSWORD);
        browser.go("/console/instances/" + instance + "/form");
        browser.awaitText("Add a question");
        browser.awaitText("All changes saved");
        // what the rules read comes last, and the questions are drawn again with it
        browser.find("[data-place=coverage] h2");
        return browser;
    }

    private void addSpanish(Browser browser) {
        if (world.api()
                .get("/programInstances/" + instance)
                .ok()
                .at("/application/languages")
                .toString()
                .contains("es")) {
            return;
        }
        click(browser, "#tab-settings");
        choose(browser, "#add-language", "es");
        WebElement save = browser.find(".settings-form [type=\"submit\"]");
        browser.press(save);
        clicks++;
        browser.awaitText("The settings are saved.");
    }

    /** Types into each field that lacks a text. */
    private static void translateAll(Browser browser) {
        browser.script("""
                for (const area of document.querySelectorAll('.lacks textarea')) {
                  area.value = 'Texto';
                  area.dispatchEvent(new Event('input', {bubbles: true}));
                }
                """);
    }

    private void click(Browser browser, String css) {
        WebElement found = browser.find(css);
        browser.scrollTo(found);
        found.click();
        clicks++;
    }

    private static void write(Browser browser, String css, String text) {
        WebElement field = browser.find(css);
        browser.scrollTo(field);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"));
        field.sendKeys(text);
    }

    private static void choose(Browser browser, String css, String value) {
        WebElement field = browser.find(css);
        browser.scrollTo(field);
        new org.openqa.selenium.support.ui.Select(field).selectByValue(value);
    }

    private JsonNode form() {
        return world.api().get("/programInstances/" + instance).ok().path("formConfig");
    }

    private List<String> fields() {
        List<String> names = new ArrayList<>();
        JsonNode form = form();
        form.path("fields").forEach(field -> names.add(field.path("name").asText()));
        form.path("pages")
                .forEach(page -> page.path("fields")
                        .forEach(field -> names.add(field.path("name").asText())));
        return names;
    }

    private JsonNode lastField() {
        JsonNode page = form().path("pages").get(0).path("fields");
        return page.get(page.size() - 1);
    }
}
