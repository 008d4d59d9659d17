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
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;

/** A newcomer makes a program with the wizard, from the template to the public link of the form. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ProgramWizardIT {

    private static final String PASSWORD = "a coordinator's password";
    private static final String NEXT = ".wizard-step button[type=submit]";

    /** Most clicks of a newcomer who accepts what the template proposes. */
    private static final int MOST_CLICKS = 10;

    @Autowired
    Worlds worlds;

    private World world;
    private String title;
    private int clicks;

    @BeforeEach
    void anOrganization() {
        world = worlds.organization();
        title = "Rebates " + Cuid.next().substring(15);
    }

    private void click(Browser browser, String css) {
        clicks++;
        browser.press(browser.find(css));
    }

    private static void awaitStep(Browser browser, String step) {
        browser.awaitScript("return document.querySelector('.step-title')?.textContent === '" + step
                + "' && !document.querySelector('.wizard-step [aria-busy=true]')");
    }

    private Browser signedIn() {
        Browser browser = Browser.open(world.api().url());
        browser.signIn(worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);
        return browser;
    }

    private JsonNode instance() {
        for (JsonNode instance :
                world.api().get("/programInstances?perPage=100").ok().path("data")) {
            if (instance.path("title").asText().equals(title)) {
                return instance;
            }
        }
        throw new AssertionError("There is no instance " + title);
    }

    @Test
    void leadsFromTheTemplateToThePublicForm() {
        try (Browser browser = signedIn()) {
            Instant begun = Instant.now();
            browser.go("/console/programs?owner=own");
            browser.awaitText("No programs yet");
            click(browser, "a[href='/console/programs/new']");
            awaitStep(browser, "Template");
            browser.screenshot("wizard-template");
            click(browser, NEXT);

            awaitStep(browser, "Facts");
            browser.find("input[name=title]").sendKeys(title);
            browser.screenshot("wizard-facts");
            click(browser, NEXT);

            awaitStep(browser, "Rules");
            assertThat(instance().path("active").asBoolean()).isFalse();
            assertThat(instance().at("/program/active").asBoolean()).isFalse();
            assertThat(instance().path("templateVersion").asText()).isEqualTo("rebate@1");
            browser.screenshot("wizard-rules");
            click(browser, NEXT);

            awaitStep(browser, "Form");
            browser.screenshot("wizard-form");
            click(browser, NEXT);

            awaitStep(browser, "Capacity");
            click(browser, "input[name=kind][value=limit]");
            WebElement places = browser.find("input[name=committedSeats]");
            places.sendKeys(Keys.chord(Keys.CONTROL, "a"), "25");
            browser.screenshot("wizard-capacity");
            click(browser, NEXT);

            awaitStep(browser, "People who review");
            browser.screenshot("wizard-people");
            click(browser, NEXT);

            awaitStep(browser, "Publish");
            browser.awaitText("25 places.");
            browser.screenshot("wizard-publish");
            clicks++;
            browser.clickText("button", "Publish");
            browser.awaitText(title + " is published");
            browser.screenshot("wizard-published");
            long seconds = Duration.between(begun, Instant.now()).toSeconds();

            JsonNode instance = instance();
            assertThat(instance.path("active").asBoolean()).isTrue();
            assertThat(instance.at("/program/active").asBoolean()).isTrue();
            assertThat(instance.at("/application/published").asBoolean()).isTrue();
            assertThat(world.api()
                            .get("/programInstances/" + instance.path("id").asText() + "/capacity")
                            .ok()
                            .path("committedSeats")
                            .asInt())
                    .isEqualTo(25);
            String link = browser.find(".share a").getDomProperty("href");
            assertThat(link)
                    .isEqualTo(world.api().url() + "/apply/"
                            + instance.at("/application/path").asText());
            assertThat(clicks).as("clicks").isLessThanOrEqualTo(MOST_CLICKS);
            assertThat(seconds).as("seconds").isLessThan(120);
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void continuesWhereItWasLeft() {
        try (Browser browser = signedIn()) {
            browser.go("/console/programs/new?step=facts&template=mentorship");
            browser.find("input[name=title]").sendKeys(title);
            click(browser, NEXT);
            awaitStep(browser, "Rules");
            String address = browser.address();
            browser.go("/console");
            browser.find("main");
            browser.go(address.substring(world.api().url().length()));
            awaitStep(browser, "Rules");
            browser.pressText("a", "Facts");
            browser.awaitValue("input[name=title]", title);
        }
    }

    @Test
    void saysWhatIsMissingAndKeepsWhatWasTyped() {
        try (Browser browser = signedIn()) {
            browser.go("/console/programs/new?step=facts");
            awaitStep(browser, "Facts");
            click(browser, NEXT);
            browser.awaitText("Enter a name that people recognize.");
            browser.find("input[name=title]").sendKeys(title);
            click(browser, NEXT);
            // without a template the texts are empty, except the terms
            browser.awaitText("Enter description.");
            browser.find("textarea[name=description]").sendKeys("For tests");
            browser.find("textarea[name=eligibilityCriteria]").sendKeys("Everyone");
            click(browser, NEXT);
            awaitStep(browser, "Rules");
            String id = instance().path("id").asText();

            // another person saves while this one writes
            browser.pressText("a", "Facts");
            browser.awaitValue("input[name=title]", title);
            world.api()
                    .patch("/programInstances/" + id, Json.object("{\"programTerms\": \"Changed meanwhile\"}"))
                    .ok();
            browser.find("textarea[name=description]").sendKeys(" and more");
            click(browser, NEXT);
            browser.awaitText("Another person changed this meanwhile: program terms");
            browser.awaitValue("textarea[name=description]", "For tests and more");
            click(browser, NEXT);
            awaitStep(browser, "Rules");
            assertThat(instance().path("description").asText()).isEqualTo("For tests and more");

            browser.go("/console/programs/new?step=publish&instance=" + id);
            browser.awaitText("The form has no question yet.");
            browser.clickText("button", "Publish");
            browser.awaitText("Something is missing");
            browser.screenshot("wizard-missing");
            assertThat(instance().path("active").asBoolean()).isFalse();
        }
    }
}
