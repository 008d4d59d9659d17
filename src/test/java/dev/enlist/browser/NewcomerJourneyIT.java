package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The way of a newcomer in an empty workspace, by clicking alone: a program by the wizard, its form, applications by the
 * public form, review and approval, a changed rule with a replay, an import, and the report.
 */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class NewcomerJourneyIT {

    private static final String PASSWORD = "a newcomer's password";
    private static final String NEXT = ".wizard-step button[type=submit]";
    private static final String PRIMARY = "dialog[open] .dialog-actions .btn-primary";
    private static final String THIRD_STATUS = ".tjs-table tbody tr:nth-child(3) td.output-cell";

    /**
     * Path of the public data set of clean car rebates, which is not part of the project; without it, made-up rows of the
     * same columns are imported. The set names no people, so each row gets the name and e-mail of a made-up one.
     */
    private static final String REBATES = System.getProperty("enlist.journey.rows");

    /** Rows of the imported file where {@link #REBATES} names none. */
    private static final int MADE_UP_ROWS = 300;

    private static final String PEOPLE_COLUMNS = "First Name,Last Name,Email,State,";

    /** Longest time of an import of the public data set on a small machine. */
    private static final Duration IMPORT = Duration.ofMinutes(8);

    /** Most clicks of the whole way, with those of the two applicants; typing and choosing dates is not counted. */
    private static final int MOST_CLICKS = 60;

    /** Of these, up to the first application to the published form. */
    private static final int MOST_CLICKS_TO_THE_FIRST_APPLICATION = 20;

    private static final List<String> MAKES = List.of("Ford", "Tesla", "Chevrolet", "Nissan", "Hyundai");
    private static final List<String> ZIPS = List.of("10598", "13601", "11776", "11756", "13039");

    @Autowired
    Worlds worlds;

    @Autowired
    Clock clock;

    @TempDir
    Path files;

    private World world;
    private Browser browser;
    private int clicks;
    private int rows;
    private final StringBuilder steps = new StringBuilder();

    @BeforeEach
    void anEmptyWorkspace() {
        world = worlds.organization();
    }

    @Test
    void fromNothingToTheReport() throws IOException {
        Instant began = clock.instant();
        try (Browser opened = Browser.open(world.api().url())) {
            browser = opened;
            browser.go("/");
            browser.signInHere(worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);
            browser.awaitText("Set up a program");
            browser.screenshot("newcomer-home");
            String link = makesAProgram();
            JsonNode instance =
                    world.api().get("/programInstances").ok().path("data").get(0);
            String id = instance.path("id").asText();
            looksAtTheForm(id);
            done("Program with form", began);
            apply(link, "Nora", "NY", "10001", "Application received");
            assertThat(clicks).as("clicks").isLessThanOrEqualTo(MOST_CLICKS_TO_THE_FIRST_APPLICATION);
            apply(link, "Cara", "CA", "90012", "You are not eligible for this program");
            done("Two applications", began);
            approves(id);
            done("Approval", began);
            changesARule(instance.at("/ruleSet/slug").asText());
            done("Changed rule", began);
            imports(id);
            done("Import", began);
            readsTheReport();
            done("Report", began);
            assertThat(browser.errors()).isEmpty();
        }
        if (REBATES != null) {
            Files.writeString(
                    Path.of("target", "newcomer-journey.txt"),
                    rows + " rows, " + clicks + " clicks, "
                            + Duration.between(began, clock.instant()).toSeconds() + " s\n" + steps);
        }
        assertThat(clicks).as("clicks").isLessThanOrEqualTo(MOST_CLICKS);
        assertThat(world.isConsistent()).isTrue();
    }

    private void done(String step, Instant began) {
        steps.append(String.format(
                Locale.ROOT,
                "%-20s after %4d s, %2d clicks%n",
                step,
                Duration.between(began, clock.instant()).toSeconds(),
                clicks));
    }

    /** Returns the link of the public form. */
    private String makesAProgram() {
        menu("programs");
        click("a[href='/console/programs/new']");
        step("Template");
        click(NEXT);
        step("Facts");
        browser.find("input[name=title]").sendKeys("Clean cars of the state");
        click("details.states summary");
        click("input[name=states][value=NY]");
        click(NEXT);
        step("Rules");
        click(NEXT);
        step("Form");
        click(NEXT);
        step("Capacity");
        click(NEXT);
        step("People who review");
        click(NEXT);
        step("Publish");
        clickText("button", "Publish");
        browser.awaitText("Clean cars of the state is published");
        browser.screenshot("newcomer-published");
        return String.valueOf(browser.find(".share a").getDomProperty("href"))
                .substring(world.api().url().length());
    }

    private void step(String name) {
        browser.awaitScript("return document.querySelector('.step-title')?.textContent === '" + name
                + "' && !document.querySelector('.wizard-step [aria-busy=true]')");
    }

    private void looksAtTheForm(String instance) {
        browser.go("/console/instances/" + instance + "/form");
        clicks++;
        browser.awaitText("Your purchase");
        browser.screenshot("newcomer-form");
    }

    private void apply(String link, String name, String state, String postalCode, String result) {
        String yesterday =
                LocalDate.now(clock.withZone(ZoneOffset.UTC)).minusDays(1).toString();
        browser.go(link);
        click("form .btn-primary");
        browser.awaitText("About you");
        type("firstName", name);
        type("lastName", "Newcomer");
        type("email", Cuid.next() + "@example.com");
        click(".form-actions .btn-primary");
        browser.awaitText("Your address");
        type("address.streetOne", "1 Main St");
        type("address.city", "Springfield");
        type("address.state", state);
        type("address.postalCode", postalCode);
        click(".form-actions .btn-primary");
        browser.awaitText("Your purchase");
        type("metadata.purchaseDate.day", yesterday.substring(8));
        type("metadata.purchaseDate.month", yesterday.substring(5, 7));
        type("metadata.purchaseDate.year", yesterday.substring(0, 4));
        click(".form-actions .btn-primary");
        browser.awaitText("Agreement");
        click("[name=terms]");
        click(".form-actions .btn-primary");
        browser.awaitText("Check your answers");
        click(".form-actions .btn-primary");
        browser.awaitText(result);
        browser.screenshot("newcomer-result-" + state);
    }

    private void type(String name, String text) {
        WebElement field = browser.find("[name='" + name + "']");
        field.clear();
        field.sendKeys(text);
    }

    private void approves(String instance) {
        browser.go("/console");
        menu("reviews");
        browser.awaitFirst(".review-title h2", "Nora Newcomer");
        browser.screenshot("newcomer-review");
        click("[data-action=approve]");
        browser.awaitText("Approved Nora Newcomer");
        menu("enrollments");
        browser.awaitText("Nora Newcomer");
        Await.until(
                "approved",
                () -> world.api()
                                .get("/programInstances/" + instance + "/enrollments?status=approved")
                                .ok()
                                .path("totalItems")
                                .asInt()
                        == 1);
    }

    private void changesARule(String ruleSet) {
        menu("rules");
        click("a[href='/console/rules/" + ruleSet + "']");
        browser.awaitText("The draft can be published.");
        clicks++;
        browser.scrollTo(browser.find(THIRD_STATUS));
        browser.click(THIRD_STATUS);
        browser.find(THIRD_STATUS + " [contenteditable]").sendKeys(Keys.chord(Keys.CONTROL, "a"), "\"eligible\"");
        browser.awaitText("Unsaved changes");
        click("#save");
        browser.awaitText("The draft can be published.");
        click("#show-replay");
        click("#tab-replay button[type=submit]");
        browser.awaitText("1 would become eligible");
        browser.screenshot("newcomer-replay");
        click("#show-publish");
        browser.find("#tab-publish textarea").sendKeys("Neighbours may take part");
        click("#tab-publish button[type=submit]");
        browser.awaitText("Version 2 is published.");
    }

    private void imports(String instance) throws IOException {
        menu("imports");
        browser.awaitText("No imports yet");
        click("#import-actions a");
        browser.awaitScript("return document.querySelector('#instance').options.length > 1");
        clicks++;
        new Select(browser.find("#instance")).selectByValue(instance);
        clicks++;
        browser.upload("#file", rebates());
        browser.awaitText("columns, separated by commas");
        browser.screenshot("newcomer-columns");
        clickText("button", "Trial run");
        browser.awaitAddress("/console/imports/c");
        browser.screenshot("newcomer-trial-running");
        browser.awaitText("nothing is stored yet", IMPORT);
        browser.findText("button", "Import now");
        browser.screenshot("newcomer-trial");
        clickText("button", "Import now");
        click(PRIMARY);
        browser.awaitText("Made of a trial run.");
        browser.screenshot("newcomer-importing");
        browser.awaitText("Finished", IMPORT);
        browser.screenshot("newcomer-imported");
        assertThat(world.api()
                        .get("/programInstances/" + instance + "/enrollments")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(rows + 2);
    }

    /** The public data set, or a file with its columns, whose rows are about made-up people. */
    private Path rebates() throws IOException {
        List<String> lines = REBATES == null ? madeUpRebates() : Files.readAllLines(Path.of(REBATES));
        StringBuilder file =
                new StringBuilder(PEOPLE_COLUMNS).append(lines.get(0)).append('\n');
        for (String line : lines.subList(1, lines.size())) {
            file.append("Person,Number")
                    .append(rows++)
                    .append(',')
                    .append(Cuid.next())
                    .append("@example.com,NY,")
                    .append(line)
                    .append('\n');
        }
        return Files.writeString(files.resolve("clean-car-rebates.csv"), file);
    }

    private static List<String> madeUpRebates() {
        List<String> lines = new ArrayList<>(
                List.of("Data through Date,Submitted Date,Make,Model,County,ZIP,EV Type,Transaction Type,"
                        + "Annual GHG Emissions Reductions (MT CO2e),Rebate Amount (USD)"));
        for (int row = 0; row < MADE_UP_ROWS; row++) {
            lines.add("03/31/2020,01/13/2018," + MAKES.get(row % MAKES.size()) + ",Model,Westchester,"
                    + ZIPS.get(row % ZIPS.size()) + (row % 2 == 0 ? ",BEV,Lease" : ",PHEV,Purchase") + ",2.76,1700");
        }
        return lines;
    }

    private void readsTheReport() {
        Await.until("everything is counted", () -> {
            JsonNode report = world.api().get("/reports/funnel").ok();
            return report.at("/stages/0/reached").asInt() == rows + 2;
        });
        menu("reports");
        browser.find("[data-sections][aria-busy='false'], [data-sections]:not([aria-busy])");
        browser.awaitText(String.format(Locale.ROOT, "%,d", rows + 2));
        browser.screenshot("newcomer-report");
    }

    /** A page by the navigation. */
    private void menu(String page) {
        click("nav a[href='/console/" + page + "']");
    }

    private void click(String css) {
        clicks++;
        browser.press(browser.find(css));
    }

    private void clickText(String tag, String words) {
        clicks++;
        browser.press(browser.findText(tag, words));
    }
}
