package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** A coordinator imports a file and decides about many enrollments. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ImportsIT {

    private static final String PASSWORD = "a coordinator's password";
    private static final String PRIMARY = "dialog[open] .dialog-actions .btn-primary";

    @Autowired
    Worlds worlds;

    @TempDir
    Path directory;

    private World world;
    private Api api;
    private String instance;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
        api = world.api();
        instance = world.instance();
    }

    private Browser open(String page) {
        Browser browser = Browser.open(api.url());
        browser.signIn(worlds.person(world, PASSWORD, Role.COORDINATOR), PASSWORD);
        browser.go(page);
        return browser;
    }

    private static void correct(Browser browser, int row, String column, String text) {
        WebElement cell = browser.find("tr[data-row='" + row + "'] input[data-cell='" + column + "']");
        browser.scrollTo(cell);
        // like a person: clear() would be a change of its own
        cell.sendKeys(Keys.chord(Keys.CONTROL, "a"), text, Keys.TAB);
    }

    @Test
    void importsAFileWhoseRowsAreCorrectedInPlace() throws IOException {
        Path file = directory.resolve("rebates of the utility.csv");
        Files.writeString(
                file,
                "First Name,Last Name,Mailbox,State,Zip,Make,EV Type\n"
                        + "Nora,Field," + Cuid.next() + "@example.com,NY,10001,tesla,BEV\n"
                        + "Otto,Meyer,no mail,NY,10001,tesla,BEV\n"
                        + "Pia,Roth," + Cuid.next() + "@example.com,XX,10001,tesla,PHEV\n");
        try (Browser browser = open("/console/imports")) {
            browser.awaitText("No imports yet");
            browser.press(browser.find("#import-actions a"));
            browser.awaitScript("return document.querySelector('#instance').options.length > 1");
            new Select(browser.find("#instance")).selectByValue(instance);
            browser.upload("#file", file);
            browser.awaitText("7 columns, separated by commas");
            assertThat(browser.find("select[data-column='Zip']").getDomProperty("value"))
                    .isEqualTo("address.postalCode");
            // no name of a column tells the e-mail address, but most values of one are addresses
            assertThat(browser.find("select[data-column='Mailbox']").getDomProperty("value"))
                    .isEqualTo("email");
            new Select(browser.find("select[data-column='Mailbox']")).selectByValue("");
            browser.pressText("button", "Trial run");
            browser.awaitText("No column identifies the person.");
            browser.screenshot("import-columns-fault");
            new Select(browser.find("select[data-column='Mailbox']")).selectByValue("email");
            new Select(browser.find("select[data-column='EV Type']")).selectByValue("metadata.eVType");
            browser.find("#mapping-name").sendKeys("Rebates");
            browser.screenshot("import-columns");
            browser.pressText("button", "Trial run");

            browser.awaitAddress("/console/imports/c");
            browser.awaitText("nothing is stored yet");
            browser.await("tr[data-row]", 2);
            browser.screenshot("import-trial");
            correct(browser, 2, "Mailbox", "otto@");
            // corrected twice without waiting: the second correction follows the first
            correct(browser, 2, "Mailbox", Cuid.next() + "@example.com");
            browser.awaitText("Enrolled");
            // what was corrected is there after the page is loaded again
            browser.go(browser.address().replace(api.url(), ""));
            browser.await("tr[data-row]", 1);
            browser.press(browser.find("#tab-corrected"));
            browser.await("tr[data-row='2']", 1);
            browser.screenshot("import-corrected");
            browser.pressText("button", "Import now");
            browser.press(browser.find(PRIMARY));

            browser.awaitText("Made of a trial run.");
            browser.awaitText("Finished");
            browser.await("tr[data-row='3']", 1);
            correct(browser, 3, "State", "NY");
            browser.awaitText("Ready to be imported again.");
            browser.screenshot("import-done");
            browser.pressText("button", "Import refused rows again");
            browser.awaitText("Made of the refused rows of an import.");
            browser.awaitText("Finished");
            assertThat(browser.errors()).isEmpty();

            // the kept mapping is offered for the next file of the kind
            browser.go("/console/imports/new?programInstanceId=" + instance);
            browser.awaitScript("return document.querySelector('#instance').value !== ''");
            browser.upload("#file", file);
            browser.awaitText("7 columns, separated by commas");
            assertThat(browser.find("select[data-column='Mailbox']").getDomProperty("value"))
                    .isEqualTo("email");
            browser.go("/console/imports");
            browser.await("[data-imports] tbody tr[data-import]", 3);
            browser.screenshot("imports");
        }
        JsonNode enrollments =
                api.get("/programInstances/" + instance + "/enrollments").ok();
        assertThat(enrollments.path("totalItems").asInt()).isEqualTo(3);
        assertThat(enrollments.at("/data/0/meta/eVType").asText()).isEqualTo("BEV");
    }

    @Test
    void decidesAboutManyAfterAPreview() {
        String asked = world.submittedEnrollment(instance);
        api.post(
                        "/enrollments/" + asked + "/informationRequests",
                        "{\"message\": \"Which?\", \"fields\": [\"/address/postalCode\"]}")
                .created();
        String first = world.submittedEnrollment(instance);
        world.submittedEnrollment(instance);
        try (Browser browser = open("/console/bulk")) {
            browser.awaitText("No bulk decisions yet");
            browser.press(browser.find("#bulk-actions a"));
            browser.awaitScript("return document.querySelector('#instance').options.length > 1");
            new Select(browser.find("#instance")).selectByValue(instance);
            browser.pressText("button", "Preview");
            browser.awaitText("2 of 3 would be approved.");
            browser.find("[data-code='information-requested']");
            browser.screenshot("bulk-preview");
            browser.holdTimeForUndo();
            browser.press(browser.find("[data-decide]"));
            browser.press(browser.find(PRIMARY));
            browser.awaitAddress("/console/bulk/c");
            browser.awaitText("Finished");
            browser.awaitText("Refused, by reason");
            browser.pressText("button", "Show them");
            browser.awaitAddress("code=information-requested");
            browser.await("[data-items] tbody a", 1);
            browser.screenshot("bulk-decision");
            assertThat(browser.errors()).isEmpty();
        }
        assertThat(world.statusOf(first)).isEqualTo("approved");
        assertThat(world.statusOf(asked)).isEqualTo("submitted");
    }

    @Test
    void takesBackADecisionAboutManyBeforeItBegins() {
        String first = world.submittedEnrollment(instance);
        String second = world.submittedEnrollment(instance);
        try (Browser browser = open("/console/bulk/new")) {
            browser.awaitScript("return document.querySelector('#instance').options.length > 1");
            new Select(browser.find("#instance")).selectByValue(instance);
            browser.pressText("button", "Preview");
            browser.awaitText("2 of 2 would be approved.");
            browser.press(browser.find("[data-decide]"));
            browser.press(browser.find(PRIMARY));
            browser.awaitAddress("/console/bulk/c");
            browser.awaitText("Nothing is decided yet.");
            browser.click("[data-undo]");
            browser.awaitText("Undone before it began; nothing was decided.");
            assertThat(browser.count("[data-undo], [data-reverse]")).isZero();
            browser.await("[data-items] tbody a", 2);
            browser.screenshot("bulk-undone");
            assertThat(browser.errors()).isEmpty();
        }
        assertThat(world.statusOf(first)).isEqualTo("submitted");
        assertThat(world.statusOf(second)).isEqualTo("submitted");
    }
}
