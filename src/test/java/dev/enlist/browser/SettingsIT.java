package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** An administrator looks after people, keys, webhooks, the audit trail, privacy requests and workspaces, only clicking. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class SettingsIT {

    private static final String PASSWORD = "an administrator's password";
    private static final String PRIMARY = "dialog[open] .dialog-actions .btn-primary";
    private static final String CANCEL = "dialog[open] .dialog-actions .btn:last-child";

    @Autowired
    Worlds worlds;

    private World world;
    private Api api;
    private String administrator;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
        api = world.api();
        administrator = worlds.person(world, PASSWORD, Role.ADMINISTRATOR);
    }

    private Browser open(String page) {
        Browser browser = Browser.open(api.url());
        browser.signIn(administrator, PASSWORD);
        browser.go(page);
        return browser;
    }

    /** The secret that the dialog shows; closes the dialog. */
    private static String secret(Browser browser) {
        String secret = String.valueOf(browser.find("[data-secret]").getDomProperty("value"));
        browser.press(browser.find(CANCEL));
        browser.await("dialog", 0);
        return secret;
    }

    @Test
    void invitesAPersonWhoAcceptsAndSignsIn() {
        String email = Cuid.next() + "@example.com";
        String instance = world.instance();
        try (Browser browser = open("/console/settings")) {
            browser.clickText("strong", "People");
            browser.press(browser.find("[data-invite]"));
            // without a role the form says so at the field
            browser.find("#invite-name").sendKeys("Robin Reviewer");
            browser.find("#invite-email").sendKeys(email);
            browser.press(browser.find(PRIMARY));
            browser.awaitText("Choose at least one role.");
            browser.screenshot("settings-people-fault");
            browser.press(browser.find("#roles-reviewer"));
            browser.press(browser.find("dialog .choices summary"));
            browser.press(browser.find("#programInstanceIds-" + instance));
            browser.press(browser.find(PRIMARY));
            String link = secret(browser);
            browser.awaitText("Invited");
            browser.screenshot("settings-people");
            assertThat(browser.errors()).isEmpty();

            try (Browser robin = Browser.open(api.url())) {
                robin.go(link.substring(link.indexOf("/invitations/")));
                robin.find("#password").sendKeys("the password of Robin");
                robin.find("#repeated").sendKeys("the password of Robin");
                robin.find("button[type=submit]").click();
                robin.awaitText("You have joined");
                robin.go("/login");
                robin.signInHere(email, "the password of Robin");
                robin.awaitAddress("/console");
                robin.go("/console/settings");
                robin.awaitText("Your account");
                // a reviewer may not see people and keys
                assertThat(robin.count("a[href$='/settings/people']")).isZero();
                robin.go("/console/settings/keys");
                robin.awaitText("You may not open this page");
            }
            browser.go("/console/settings/people");
            browser.awaitText(email);
            WebElement row = browser.findText("strong", "Robin Reviewer").findElement(By.xpath("ancestor::tr"));
            assertThat(row.getText()).contains("Active");

            browser.press(row.findElement(By.cssSelector("button[aria-label^='Change']")));
            browser.press(browser.find("#roles-analyst"));
            browser.press(browser.find(PRIMARY));
            browser.awaitText("Robin Reviewer changed");
            browser.press(browser.findText("strong", "Robin Reviewer")
                    .findElement(By.xpath("ancestor::tr"))
                    .findElement(By.cssSelector("button[aria-label^='Reset password']")));
            browser.press(browser.find("dialog .btn-danger"));
            assertThat(secret(browser)).contains("/passwords/");
            browser.press(browser.findText("strong", "Robin Reviewer")
                    .findElement(By.xpath("ancestor::tr"))
                    .findElement(By.cssSelector("button[aria-label^='Remove']")));
            browser.press(browser.find("dialog .btn-danger"));
            browser.awaitText("Robin Reviewer removed");
            assertThat(browser.errors()).isEmpty();
        }
        assertThat(api.get("/users?perPage=100").ok().path("data").findValuesAsText("email"))
                .doesNotContain(email);
    }

    @Test
    void issuesAKeyThatIsShownOnceAndUsed() {
        try (Browser browser = open("/console/settings/keys")) {
            browser.press(browser.find("[data-issue]"));
            browser.find("#key-name").sendKeys("Web site");
            browser.press(browser.find(PRIMARY));
            browser.awaitText("Choose at least one scope");
            browser.press(browser.find("#scope-programs-read"));
            browser.screenshot("settings-keys-new");
            browser.press(browser.find(PRIMARY));
            String key = secret(browser);
            assertThat(key).startsWith("enl_");
            api.with(key).get("/programs").expect(200);
            api.with(key).get("/customers").problem(403, "insufficient-scope");
            browser.go("/console/settings/keys");
            browser.awaitText("Web site");
            assertThat(browser.text()).doesNotContain(key);

            browser.press(browser.find("button[aria-label='Rotate: Web site']"));
            new Select(browser.find("#overlap")).selectByValue("0");
            browser.press(browser.find(PRIMARY));
            String fresh = secret(browser);
            api.with(key).get("/programs").expect(401);
            api.with(fresh).get("/programs").expect(200);

            browser.press(browser.find("button[aria-label='Revoke: Web site']"));
            browser.press(browser.find("dialog .btn-danger"));
            browser.awaitText("Web site revoked");
            api.with(fresh).get("/programs").expect(401);
            browser.press(browser.find("[data-shown=revoked]"));
            browser.awaitText("Revoked");
            browser.screenshot("settings-keys-revoked");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void testsAWebhookAndSendsADeliveryAgain() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = "thanks".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        receiver.start();
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        try (Browser browser = open("/console/settings/webhooks")) {
            browser.awaitText("No webhooks yet");
            browser.press(browser.find("[data-subscribe]"));
            browser.find("#webhook-url").sendKeys(url);
            browser.find("#webhook-description").sendKeys("Billing");
            browser.press(browser.find(PRIMARY));
            assertThat(secret(browser)).startsWith("whsec_");
            browser.press(browser.find("button[aria-label='Send a test: Billing']"));
            browser.awaitText("The test was delivered: the target answered 200.");
            browser.await("[data-deliveries] tbody tr[data-delivery]", 1);
            browser.press(browser.find("[data-deliveries] tbody a"));
            browser.awaitText("Request headers");
            browser.awaitText("thanks");
            browser.screenshot("settings-webhooks-delivery");
            browser.press(browser.find("dialog[open] .dialog-actions .btn"));
            browser.pressText("button", "Send again");
            browser.awaitText("Delivered: the target answered 200.");
            browser.await("[data-deliveries] tbody tr[data-delivery]", 2);
            browser.awaitText("Sent again");
            browser.screenshot("settings-webhooks");
            assertThat(received).hasSize(2).allSatisfy(body -> assertThat(body).contains("webhook.test"));
            assertThat(browser.errors()).isEmpty();
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void verifiesTheAuditTrailAndFiltersIt() {
        String instance = world.instance();
        world.submittedEnrollment(instance);
        try (Browser browser = open("/console/settings/audit")) {
            browser.awaitText("Sign-in succeeded");
            browser.press(browser.find("[data-verify]"));
            browser.press(browser.find(PRIMARY));
            browser.awaitText("The trail is intact");
            String head = browser.find("[data-head]").getText();
            browser.screenshot("settings-audit");
            // the head of this verification is offered at the next one
            browser.press(browser.find("[data-verify]"));
            browser.awaitValue("#head", head);
            browser.press(browser.find(PRIMARY));
            browser.await("dialog", 0);
            browser.awaitText("The trail is intact");

            new Select(browser.find("#filter-subject-type")).selectByValue("programInstance");
            browser.awaitText("Program instance created");
            browser.awaitAddress("subjectType=programInstance");
            assertThat(browser.text()).doesNotContain("Sign-in succeeded");
            browser.go("/console/settings/audit?action=signIn.failed");
            browser.awaitText("Nothing matches");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void handsOutAndErasesThePersonalDataOfAPerson() {
        String instance = world.instance();
        JsonNode enrollment =
                api.get("/enrollments/" + world.approvedEnrollment(instance)).ok();
        String email = enrollment.path("email").asText();
        try (Browser browser = open("/console/settings/privacy")) {
            browser.find("#email").sendKeys(email);
            browser.press(browser.find("[data-person] button[type=submit]"));
            browser.press(browser.find("[data-hand-out]"));
            browser.awaitText("Saved as a file");
            browser.awaitText("Data handed out");
            browser.press(browser.find("[data-erase]"));
            browser.find("#erase-confirm").sendKeys("another@example.com");
            browser.press(browser.find("dialog[open] .btn-danger"));
            browser.awaitText("Type " + email + ".");
            browser.script("document.querySelector('#erase-confirm').value = arguments[0]", email);
            browser.press(browser.find("dialog[open] .btn-danger"));
            // the person takes part: a second question
            browser.awaitText("The person takes part at present");
            browser.pressText("button", "Erase all the same");
            browser.awaitText("Erased:");
            browser.screenshot("settings-privacy");
            browser.press(browser.find("[data-person] button[type=submit]"));
            browser.awaitText("Erased on");
        }
        api.get("/enrollments/" + enrollment.path("id").asText()).expect(404);
    }

    @Test
    void renamesAWorkspaceAndCreatesOne() {
        try (Browser browser = open("/console/settings/workspaces")) {
            browser.press(browser.find("tr[data-workspace='" + world.workspace().workspaceId() + "'] button"));
            WebElement name = browser.find("#workspace-name");
            name.clear();
            name.sendKeys("Live");
            browser.find("#time-zone").sendKeys("Mars/Olympus");
            browser.press(browser.find(PRIMARY));
            browser.awaitText("Time zone must be a time zone of the IANA database");
            // the refusal of the API is in the console of the browser
            browser.errors();
            browser.script("document.querySelector('#time-zone').value = 'America/New_York'");
            browser.press(browser.find(PRIMARY));
            browser.awaitText("Live changed");
            browser.awaitText("America/New_York");
            browser.press(browser.find("[data-create]"));
            browser.find("#new-name").sendKeys("Staging");
            browser.press(browser.find(PRIMARY));
            assertThat(secret(browser)).startsWith("enl_");
            browser.press(browser.find("button[aria-label='Switch to Staging']"));
            browser.awaitAddress("/console");
            browser.awaitText("Home");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void tellsWhatIsSetUpForMailAndDocuments() {
        try (Browser browser = open("/console/settings/services")) {
            browser.awaitText("ENLIST_MAIL_FROM");
            browser.awaitText("Content is kept in");
            browser.screenshot("settings-services");
            browser.go("/console/settings/notifications");
            browser.awaitText("No mails yet");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void theLogOfMailsLinksThePerson() {
        String instance = world.instance(
                world.program(), i -> i.set("notifications", Json.object("{\"applicant\": [\"submitted\"]}")));
        String id = world.submittedEnrollment(instance);
        String customer = api.get("/enrollments/" + id).ok().path("customerId").asText();
        try (Browser browser = open("/console/settings")) {
            Patience.until(
                    "a mail", () -> !api.get("/notifications").ok().path("data").isEmpty());
            browser.go("/console/settings/notifications");
            browser.size(1280, 800);
            browser.press(browser.find("[data-notification] a[href='/console/people/" + customer + "']"));
            browser.awaitAddress("/console/people/" + customer);
            browser.awaitText("Suzie Homeowner");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void keepsLanguageAndTimeZoneAndEndsOtherSessions() {
        try (Browser browser = open("/console/account");
                Browser elsewhere = open("/console/settings")) {
            elsewhere.awaitText("Your account");
            new Select(browser.find("#language")).selectByValue("de");
            browser.find("#time-zone").sendKeys("America/New_York");
            browser.press(browser.find("[data-preferences] button[type=submit]"));
            browser.awaitScript(
                    "return document.querySelector('meta[name=time-zone]')?.content === 'America/New_York'");
            browser.screenshot("account");
            browser.go("/console/settings/people");
            browser.awaitText("Active");
            browser.go("/console/account");
            browser.await("[data-session]", 2);
            browser.awaitText("This browser");
            browser.awaitText("Chrome on Linux");
            browser.screenshot("account-sessions");
            browser.press(browser.find("[data-sign-out-others]"));
            browser.press(browser.find(PRIMARY));
            browser.awaitText("Your other sessions have ended.");
            browser.await("[data-session]", 1);
            elsewhere.go("/console/settings");
            elsewhere.awaitText("Sign in");
            browser.go("/console/settings");
            browser.awaitText("Your account");
            assertThat(browser.errors()).isEmpty();
        }
    }
}
