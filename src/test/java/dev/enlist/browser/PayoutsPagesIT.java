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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;

/** Two coordinators pay what is due: one builds a batch, the other releases it and imports the answer of the bank. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class PayoutsPagesIT {

    private static final String PASSWORD = "a coordinator's password";
    private static final String PAGE = "/console/payouts";

    @Autowired
    Worlds worlds;

    @TempDir
    Path folder;

    private World world;
    private String instance;

    @BeforeEach
    void aProgramThatPays() {
        world = worlds.organization();
        instance = world.instance(
                world.program(),
                i -> i.withObject("/config/incentive").put("amount", 250).put("currency", "USD"));
    }

    private Browser signedIn() {
        Browser browser = Browser.open(world.api().url());
        browser.signIn(worlds.person(world, PASSWORD, Role.COORDINATOR), PASSWORD);
        return browser;
    }

    private JsonNode payoutOf(String enrollment) {
        return world.api().get("/payouts?enrollmentId=" + enrollment).ok().at("/data/0");
    }

    @Test
    void oneBuildsABatchAndAnotherReleasesItAndImportsTheAnswer() throws IOException {
        String paid = world.approvedEnrollment(instance);
        String failed = world.approvedEnrollment(instance);
        String batch;
        try (Browser browser = signedIn()) {
            browser.go(PAGE);
            browser.await("[data-payouts] tbody tr[data-payout]", 2);
            browser.awaitText("$500.00");
            browser.press(browser.find("[data-build]"));
            browser.awaitText("in 2 payouts");
            browser.find("#batch-note").sendKeys("First week");
            browser.screenshot("payouts-build");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitAddress("/console/payouts/batches/");
            browser.awaitText("You built this batch");
            assertThat(browser.count("[data-do=release]")).isZero();
            assertThat(browser.errors()).isEmpty();
            batch = browser.address().replaceFirst(".*/", "");
        }
        String a = payoutOf(paid).path("id").asText();
        String b = payoutOf(failed).path("id").asText();
        try (Browser browser = signedIn()) {
            browser.go(PAGE + "/batches/" + batch);
            browser.awaitText("First week");
            browser.press(browser.find("[data-do=release]"));
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Send the file to the bank");
            browser.press(browser.find("[data-do=answer]"));
            browser.upload(
                    "#answer-file",
                    Files.writeString(folder.resolve("wrong.csv"), "reference,status\n" + a + ",paid\nunknown,paid\n"));
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("names no payment of this batch");
            assertThat(payoutOf(paid).path("status").asText()).isEqualTo("sent");
            browser.upload(
                    "#answer-file",
                    Files.writeString(
                            folder.resolve("answer.csv"),
                            "reference,status,reason\n" + a + ",paid,\n" + b + ",failed,Account closed\n"));
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("The answer was taken.");
            browser.awaitText("Account closed");
            browser.screenshot("payout-batch");
            browser.errors();
        }
        assertThat(payoutOf(paid).path("status").asText()).isEqualTo("paid");
        assertThat(payoutOf(failed).path("status").asText()).isEqualTo("failed");
    }

    @Test
    void aPayoutIsHeldAndReleasedByKeyboard() {
        String id = world.approvedEnrollment(instance);
        try (Browser browser = signedIn()) {
            browser.go(PAGE);
            browser.await("[data-payouts] tbody tr[data-payout]", 1);
            browser.find("[data-payout] button[popovertarget]").sendKeys(Keys.ENTER);
            browser.find("[data-action=hold]").sendKeys(Keys.ENTER);
            browser.find("#payout-reason").sendKeys("The address differs");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Held");
            browser.awaitText("The address differs");
            assertThat(payoutOf(id).at("/hold/reason").asText()).isEqualTo("The address differs");
            browser.find("[data-payout] button[popovertarget]").sendKeys(Keys.ENTER);
            browser.find("[data-action=release]").sendKeys(Keys.ENTER);
            browser.find("#payout-reason").sendKeys("Checked");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Released.");
            assertThat(payoutOf(id).path("hold").isMissingNode()).isTrue();
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void theEnrollmentShowsItsIncentiveAndACoordinatorSetsIt() {
        String id = world.approvedEnrollment(instance);
        try (Browser browser = signedIn()) {
            browser.go("/console/enrollments/" + id);
            browser.awaitText("base 250.00");
            browser.press(browser.find("[data-incentive]"));
            browser.find("#incentive-amount").clear();
            browser.find("#incentive-amount").sendKeys("300.50");
            browser.find("#incentive-reason").sendKeys("The receipt shows a higher price");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("The receipt shows a higher price");
            browser.await(".enrollment-payouts > li", 2);
            assertThat(browser.find(".enrollment-payouts").findElements(By.tagName("li")))
                    .hasSize(2);
            browser.screenshot("enrollment-incentive");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void aBankHasAFormat() {
        try (Browser browser = signedIn()) {
            browser.go(PAGE);
            browser.awaitText("No payouts yet");
            browser.press(browser.find("[data-formats]"));
            browser.awaitText("Only the standard format so far.");
            browser.clickText("button", "New format");
            browser.find("#format-name").sendKeys("First Bank");
            browser.screenshot("payout-format");
            browser.clickText("button", "Save");
            browser.awaitText("Format saved.");
            assertThat(world.api().get("/payoutFormats").ok().at("/data/0/columns"))
                    .hasSize(5);
            assertThat(browser.errors()).isEmpty();
        }
    }
}
