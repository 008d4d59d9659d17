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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** Programs, the tabs of a program instance, campaigns, templates and groups: the main job of each page, and how they look. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ProgramPagesIT {

    private static final String PASSWORD = "a long enough password";
    private static final String LONG =
            "Batteries and heat pumps for the whole of Westchester County and the Bronx, 2027";

    @Autowired
    Worlds worlds;

    private World world;
    private String program;
    private String instance;

    @BeforeEach
    void anInstanceOfATemplate() {
        world = worlds.organization();
        program = world.program(p -> p.put("name", LONG));
        instance = world.instance(program, i -> {
            i.put("title", LONG).put("templateVersion", "demand-response@1").put("waitlist", true);
            i.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 2}"));
            i.set("formConfig", Json.object("""
                    {"fields": [{"name": "firstName", "type": "text", "label": "First name", "required": true},
                                {"name": "lastName", "type": "text", "label": "Last name", "required": true},
                                {"name": "email", "type": "email", "label": "E-mail", "required": true}]}
                    """));
        });
    }

    /** Types over what a field contains. */
    private static void replace(WebElement field, String text) {
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }

    private Browser signedIn(Role... roles) {
        Browser browser = Browser.open(world.api().url());
        browser.signIn(worlds.person(world, PASSWORD, roles), PASSWORD);
        return browser;
    }

    private Browser administrator() {
        return signedIn(Role.ADMINISTRATOR, Role.ANALYST);
    }

    private String tab(String name) {
        return "/console/instances/" + instance + "/" + name;
    }

    private JsonNode read() {
        return world.api().get("/programInstances/" + instance).ok();
    }

    private String group() {
        return world.api()
                .post("/participantGroups", Json.object("""
                        {"name": "New residents", "tags": ["residents"], "eligibleProgramTypes": ["rebate"]}
                        """))
                .created()
                .path("id")
                .asText();
    }

    private String campaign() {
        return world.api()
                .post("/campaigns", Json.object("{}").put("name", LONG))
                .created()
                .path("id")
                .asText();
    }

    @Test
    void fitsEachWidthAndThemeWithoutFaults() {
        for (int n = 0; n < 2; n++) {
            world.submittedEnrollment(instance);
        }
        String group = group();
        String campaign = campaign();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("/console/programs?owner=own", "1 program");
        pages.put("/console/programs?q=nothing-of-the-kind", "No program matches");
        pages.put("/console/programs/" + program, "People in charge");
        pages.put("/console/programs/new", "No template");
        pages.put(tab("overview"), "Capacity");
        pages.put(tab("rules"), "Decides here");
        pages.put(tab("capacity"), "100% taken");
        pages.put(tab("notifications"), "Always sent");
        pages.put(tab("configuration"), "Reasons for rejections");
        pages.put(tab("history"), "created this program instance");
        pages.put("/console/campaigns", "1 campaign");
        pages.put("/console/campaigns/" + campaign, "A plan still needs:");
        pages.put("/console/templates", "10 templates");
        pages.put("/console/templates/rebate", "Fields, defaults and locks");
        pages.put("/console/groups", "1 group");
        pages.put("/console/groups/" + group, "fit together");
        List<String> faults = new ArrayList<>();
        try (Browser browser = administrator()) {
            pages.forEach((page, words) -> {
                faults.addAll(browser.faults("programs" + page.replaceAll("[^a-z]+", "-"), () -> {
                    browser.go(page);
                    browser.awaitText(words);
                    browser.awaitScript("return document.querySelectorAll('[aria-busy=true]').length === 0");
                }));
                if (!page.endsWith("/rules")) {
                    // a field for date and time takes several tabs, at which the walk of the helper ends
                    browser.focusFaults().forEach(fault -> faults.add(page + ": " + fault));
                }
            });
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void figuresOfTheOverviewAreThoseOfTheApi() {
        world.submittedEnrollment(instance);
        world.approvedEnrollment(instance);
        try (Browser browser = administrator()) {
            browser.go(tab("overview"));
            browser.awaitText("100% taken");
            browser.awaitText("Accepting applications");
            browser.find(".figures .card");
            assertThat(browser.shownTexts(".figures .card"))
                    .anySatisfy(card -> assertThat(card).contains("On the waitlist"));
            browser.go("/console/programs?owner=own");
            browser.awaitText("1 program");
            assertThat(browser.find("[data-list] tbody tr").getText())
                    .contains("2")
                    .contains("1");
        }
    }

    @Test
    void setsTheLimitAndOffersPlacesToPeopleWhoWait() {
        world.submittedEnrollment(instance);
        world.submittedEnrollment(instance);
        String waiting = world.eligibleEnrollment(instance);
        world.api()
                .post("/enrollments/" + waiting + "/submit", Json.object("{}"))
                .ok();
        try (Browser browser = administrator()) {
            browser.go(tab("capacity"));
            browser.awaitText("Suzie Homeowner");
            browser.awaitText("1 person waits");
            browser.pressText("button", "Offer places…");
            browser.find("dialog input[name=places]");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("The limit is 3 now.");
            browser.awaitText("The waitlist is empty");
            assertThat(world.statusOf(waiting)).isEqualTo("submitted");

            browser.pressText("button", "Limit a part of the people");
            new Select(browser.find("dialog select[name='segment.value']")).selectByValue("NY");
            browser.find("dialog input[name=committedSeats]").sendKeys("1");
            browser.press(browser.find("dialog .btn-primary"));
            // three people of New York hold units already
            browser.find("dialog .error-summary");
            WebElement seats = browser.find("dialog input[name=committedSeats]");
            replace(seats, "20");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("People in New York");
            assertThat(browser.errors()).allSatisfy(error -> assertThat(error).contains("Failed to load resource"));
        }
    }

    @Test
    void pinsAVersionOfTheRulesAndComparesOne() {
        world.submittedEnrollment(instance);
        try (Browser browser = administrator()) {
            browser.go(tab("rules"));
            browser.awaitText("Decides here");
            browser.press(browser.find("[data-versions] button[aria-label='Use version 1 only']"));
            browser.awaitText("Version 1 decides from now on.");
            assertThat(read().at("/ruleSet/version").asInt()).isEqualTo(1);
            browser.pressText("button", "Compare");
            browser.awaitText("in the same way");
            browser.pressText("button", "Follow the latest");
            browser.awaitText("The latest version decides from now on.");
            assertThat(read().at("/ruleSet/version").asText()).isEqualTo("latest");
        }
    }

    @Test
    void changesWhoGetsAMessageAndItsText() {
        world.submittedEnrollment(instance);
        try (Browser browser = administrator()) {
            browser.go(tab("notifications"));
            browser.awaitText("Always sent");
            browser.press(browser.find("input[aria-label='Being checked: message to the applicant']"));
            browser.awaitText("Messages are sent from now on.");
            assertThat(read().at("/notifications/applicant").toString()).contains("candidate");

            browser.press(browser.find("button[aria-label='Text of the message Applicant approved']"));
            browser.find("dialog .mail-text");
            new Select(browser.find("dialog select[name=about]")).selectByIndex(1);
            browser.awaitText("Dear Suzie");
            WebElement subject = browser.find("dialog input[name=subject]");
            replace(subject, "Hello {{unknownValue}}");
            browser.awaitText("names unknownValue");
            replace(subject, "Hello {{firstName}}");
            browser.awaitText("Hello Suzie");
            browser.screenshot("programs-message");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Text saved");
            assertThat(read().at("/notifications/texts/approved/subject").asText())
                    .isEqualTo("Hello {{firstName}}");
        }
    }

    @Test
    void changesAFieldOfTheConfigurationAndTakesItBack() {
        JsonNode version =
                world.api().get("/templates/demand-response/versions/1").ok();
        int before = version.at("/defaults/events/maxPerSeason").asInt();
        try (Browser browser = administrator()) {
            browser.go(tab("configuration"));
            browser.awaitText("Locked by the template");
            browser.find("[name='config.exit.process']").sendKeys("exit-unk");
            browser.find("[name='config.review.sample']").sendKeys("0.25");
            browser.press(browser.find("[data-section=review] button[type=submit]"));
            browser.awaitText("Review saved");
            assertThat(read().at("/config/review/sample").asDouble()).isEqualTo(0.25);

            // what was typed in another section is there, a fault stands at its field, and nothing is lost
            browser.awaitValue("[name='config.exit.process']", "exit-unk");
            assertThat(browser.find("[name='config.review.sample']").getDomProperty("value"))
                    .isEqualTo("0.25");
            browser.find("[name='config.exit.process']").sendKeys("nown");
            browser.press(browser.find("[data-section=exit] button[type=submit]"));
            browser.find("[name='config.exit.process'][aria-invalid=true]");
            browser.awaitValue("[name='config.exit.process']", "exit-unknown");

            // another person saves meanwhile
            browser.go(tab("configuration"));
            browser.awaitText("Locked by the template");
            world.api()
                    .patch("/programInstances/" + instance, Json.object("{\"description\": \"Changed meanwhile\"}"))
                    .ok();
            replace(browser.find("[name='config.review.sample']"), "0.5");
            browser.press(browser.find("[data-section=review] button[type=submit]"));
            browser.awaitText("Another person changed this meanwhile: description");
            browser.awaitValue("[name='config.review.sample']", "0.5");
            browser.press(browser.find("[data-section=review] button[type=submit]"));
            browser.awaitText("Review saved");
            assertThat(read().at("/config/review/sample").asDouble()).isEqualTo(0.5);
            assertThat(read().path("description").asText()).isEqualTo("Changed meanwhile");
            assertThat(before).isNotNegative();

            browser.go(tab("history"));
            browser.awaitText("changed the configuration");
            browser.awaitText("changed the description");
        }
    }

    @Test
    void copiesMovesAndArchivesAnInstance() {
        world.api()
                .post(
                        "/templates/demand-response/versions",
                        Json.object("{\"from\": 1, \"note\": \"Two people approve\", \"defaults\": {\"review\":"
                                + " {\"approvals\": 2}}}"))
                .created();
        world.api()
                .post("/templates/demand-response/versions/2/activate", Json.object("{}"))
                .ok();
        try (Browser browser = administrator()) {
            browser.go(tab("overview"));
            browser.press(browser.find("#instance-menu"));
            browser.pressText("button", "Move to another template version…");
            browser.awaitText("Review › Approvals");
            browser.screenshot("programs-move");
            browser.press(browser.find("dialog .btn-primary"));
            browser.await("dialog[open]", 0);
            browser.awaitText("Demand response, version 2");
            assertThat(read().path("templateVersion").asText()).isEqualTo("demand-response@2");

            browser.press(browser.find("#instance-menu"));
            browser.pressText("button", "Copy…");
            WebElement title = browser.find("dialog input[name=title]");
            replace(title, "A copy");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitScript("return document.querySelector('h1').textContent === 'A copy'");
            browser.awaitText("It is not active.");

            browser.press(browser.find("#instance-menu"));
            browser.pressText("button", "Roll over into another instance…");
            browser.pressText("button", "Preview");
            browser.awaitText("No approved person is in this instance.");
            browser.pressText("button", "Close");

            browser.press(browser.find("#instance-menu"));
            browser.pressText("button", "Archive…");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("It is archived.");
        }
    }

    @Test
    void plansAndStartsACampaign() {
        group();
        String campaign = campaign();
        try (Browser browser = administrator()) {
            browser.go("/console/campaigns/" + campaign);
            browser.pressText("button", "Choose a program");
            new Select(browser.find("dialog select[name=programSlug]")).selectByValue(program);
            new Select(browser.find("dialog select[name=templateVersion]")).selectByValue("rebate@1");
            new Select(browser.find("dialog select[name=participantGroupId]")).selectByIndex(1);
            browser.script("document.querySelector('[name=startDate]').value = '2030-01-01';"
                    + "document.querySelector('[name=endDate]').value = '2030-06-30';");
            browser.find("dialog [name='targets.participants']").sendKeys("40");
            browser.find("dialog [name='budget.amount']").sendKeys("2500");
            new Select(browser.find("dialog [name='pricing.pricingModel']")).selectByValue("seats");
            browser.find("dialog [name='pricing.figure']").sendKeys("50");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Campaign saved");
            browser.awaitText("Template, group and program fit together.");
            browser.press(browser.find("[data-actions] .btn-primary"));
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("moved it to planned");
            browser.press(browser.find("[data-actions] .btn-primary"));
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Cohort 1");
            assertThat(world.api()
                            .get("/campaigns/" + campaign)
                            .ok()
                            .path("status")
                            .asText())
                    .isEqualTo("active");
            browser.awaitText("0% taken");
            browser.screenshot("programs-campaign-active");
        }
    }

    @Test
    void editsADraftOfATemplateAndPublishesIt() {
        try (Browser browser = administrator()) {
            browser.go("/console/templates/rebate");
            browser.awaitText("Fields, defaults and locks");
            browser.press(browser.find("[data-actions] button"));
            browser.find("dialog textarea[name=note]").sendKeys("Higher rebates");
            browser.press(browser.find("dialog .btn-primary"));
            WebElement amount = browser.find("[name='defaults.incentive.amount']:enabled");
            browser.find("[name=suitableForGroups]").sendKeys("pilot");
            replace(amount, "900");
            browser.press(browser.find("input[aria-label='Instances cannot change Incentive, Amount']"));
            browser.press(browser.find(".template-form button[type=submit]"));
            browser.awaitText("Draft saved");
            // the other form of the page was not saved
            browser.awaitValue("[name=suitableForGroups]", "pilot");
            browser.awaitText("Incentive › Amount: 500 → 900");
            browser.pressText("button", "Add a field");
            browser.find("dialog input[name=title]").sendKeys("Serial numbers");
            browser.find("dialog input[name=name]").sendKeys("serialNumbers");
            new Select(browser.find("dialog select[name=kind]")).selectByValue("array");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Field added");
            browser.awaitText("Serial numbers");
            browser.press(browser.find("button[aria-label='Publish version 2']"));
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Version 2 is published.");
            JsonNode version = world.api().get("/templates/rebate/versions/2").ok();
            assertThat(version.path("status").asText()).isEqualTo("active");
            assertThat(version.at("/defaults/incentive/amount").asInt()).isEqualTo(900);
            assertThat(version.path("lockedFields").toString()).contains("/incentive/amount");
        }
    }

    @Test
    void viewersSeeEverythingAndChangeNothing() {
        try (Browser browser = signedIn(Role.VIEWER)) {
            browser.go(tab("configuration"));
            browser.awaitText("Only coordinators and administrators change it.");
            assertThat(browser.count("main button[type=submit]")).isZero();
            assertThat(browser.count("#instance-menu")).isZero();
            browser.go(tab("capacity"));
            browser.awaitText("0% taken");
            assertThat(browser.countShown("main .card button")).isZero();
            browser.go("/console/programs?owner=own");
            browser.awaitText("1 program");
            assertThat(browser.all("main a.btn-primary").stream()
                            .filter(link -> link.findElements(By.cssSelector("[hidden]"))
                                    .isEmpty()))
                    .isEmpty();
            browser.go("/console/programs/new");
            browser.awaitText("You may not open this page");
            browser.go("/console/instances/" + Cuid.next() + "/overview");
            browser.awaitText("Page not found");
        }
    }
}
