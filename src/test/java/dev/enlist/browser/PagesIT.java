package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
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
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every page of our own, on a phone and on a desk, in the light and the dark theme: accessible by WCAG 2.2 AA, without an
 * error in the console or a request to another host, no wider than the window from 360 to 1920 px, and with a visible
 * focus on everything that the tab key reaches.
 */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class PagesIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void anOrganization() {
        world = worlds.organization();
    }

    @Test
    void pagesBeforeTheSignIn() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("/login", "Sign in to Enlist");
        pages.put("/login?error", "The e-mail or the password is wrong.");
        pages.put("/login?logout", "You are signed out.");
        pages.put("/login?continue=/console/rules", "Your session has ended.");
        pages.put("/logout", "Sign out?");
        pages.put(invitation(), "Set password and join");
        pages.put(passwordLink(), "Set a new password");
        pages.put("/invitations/unknown", "This link does not work any more");
        pages.put("/passwords/unknown", "This link does not work any more");
        pages.put("/unsubscribe/unknown", "This link is not valid");
        pages.put("/password/forgotten", "Send the link");
        pages.put("/console?nothing", "Sign in to Enlist");
        try (Browser browser = Browser.open(world.api().url())) {
            assertThat(faults(browser, pages)).isEmpty();
        }
    }

    @Test
    void pagesOfTheConsoleAndErrors() {
        String slug = "rules-" + Cuid.next();
        world.api()
                .post(
                        "/ruleSets",
                        Json.object("{\"name\": \"Batteries for the whole of Westchester County and the Bronx, 2027\"}")
                                .put("slug", slug))
                .created();
        String workflow = world.api()
                .post(
                        "/workflows",
                        Json.object("{\"name\": \"Batteries for the whole of Westchester County and the Bronx\"}")
                                .put("slug", "workflow-" + Cuid.next())
                                .put("copyOf", "review-two-person"))
                .created()
                .path("slug")
                .asText();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("/console", "Set up a program");
        pages.put("/console/enrollments", "No enrollments yet");
        pages.put("/console/people", "No customers yet");
        pages.put("/console/styleguide", "Keyboard help");
        pages.put("/console/rules", "New rule set");
        pages.put("/console/rules/" + slug, "The draft can be published.");
        pages.put("/console/workflows", "review-verify-then-single");
        pages.put("/console/workflows/review-verify-then-single", "Part of the product");
        pages.put("/console/workflows/" + workflow, "Saved");
        pages.put("/console/account", "Change password");
        pages.put("/console/reports", "How far do people get?");
        pages.put("/console/reports/trend", "How many apply, and how many are decided?");
        pages.put("/console/reports/capacity", "When is each program full?");
        // with the figures, which are links in the diagram
        pages.put("/console/process", "Completing the application");
        pages.put("/console/nothing-here", "There is no page at this address.");
        pages.put("/console/rules/no-such-rule-set", "Page not found");
        pages.put("/nothing-here", "Page not found");
        pages.put("/camunda/app/admin/default/", "You may not open this page");
        pages.put("/session/password", "This address is not a page");
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.ADMINISTRATOR, Role.ANALYST), PASSWORD);
            assertThat(faults(browser, pages)).isEmpty();
        }
    }

    @Test
    void pagesOfSettingsImportsAndBulkDecisions() {
        String instance = world.instance();
        Imports imports = new Imports(world.api());
        String trial = imports.completed(imports.csv(
                        instance,
                        "?dryRun=true",
                        "email,firstName,lastName\nno mail,Donaudampfschifffahrtsgesellschaft,Field\n"))
                .path("id")
                .asText();
        world.api()
                .post("/webhooks", "{\"url\": \"http://127.0.0.1:9/unreachable\"}")
                .created();
        String decision = world.api()
                .post(
                        "/enrollments/bulk",
                        Json.object("{\"action\": \"submit\"}")
                                .set("ids", Json.read("[\"" + world.candidateEnrollment(instance) + "\"]")))
                .ok()
                .path("id")
                .asText();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("/console/settings", "Your account");
        pages.put("/console/settings/people", "What the roles may do");
        pages.put("/console/settings/keys", "Valid");
        pages.put("/console/settings/webhooks", "unreachable");
        pages.put("/console/settings/notifications", "No mails yet");
        pages.put("/console/settings/audit", "Verify the trail");
        pages.put("/console/settings/privacy", "Data handed out");
        pages.put("/console/settings/workspaces", "You are here");
        pages.put("/console/settings/services", "Content is kept in");
        pages.put("/console/imports", "Trial run");
        pages.put("/console/imports/new", "Program and file");
        pages.put("/console/imports/" + trial, "Refused");
        pages.put("/console/bulk", "Submit 1");
        pages.put("/console/bulk/new", "Preview");
        pages.put("/console/bulk/" + decision, "The status does not allow this step.");
        String paid = world.approvedEnrollment(world.instance(
                world.program(), i -> i.withObject("/config/incentive").put("amount", 250)));
        String batch = world.api()
                .post("/payoutBatches", "{\"note\": \"Donaudampfschifffahrtsgesellschaft, March\"}")
                .created()
                .path("id")
                .asText();
        pages.put("/console/payouts", "Donaudampfschifffahrtsgesellschaft, March");
        pages.put("/console/payouts/batches/" + batch, "Check the sum and the payouts");
        pages.put("/console/enrollments/" + paid, "base 250.00");
        world.api()
                .post("/personalData/export", "{\"email\": \"nora.field@example.com\"}")
                .expect(200);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.ADMINISTRATOR, Role.ANALYST), PASSWORD);
            assertThat(faults(browser, pages)).isEmpty();
        }
    }

    private String invitation() {
        return path(invited().path("link").asText());
    }

    private String passwordLink() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        for (JsonNode user : world.api().get("/users?perPage=100").ok().path("data")) {
            if (user.path("email").asText().equals(email)) {
                return path(world.api()
                        .post("/users/" + user.path("id").asText() + "/resetPassword", "")
                        .ok()
                        .path("link")
                        .asText());
            }
        }
        throw new IllegalStateException(email + " is not among the users.");
    }

    private JsonNode invited() {
        return world.api()
                .post(
                        "/users",
                        Json.object("{\"displayName\": \"Robin\", \"roles\": [\"reviewer\"]}")
                                .put("email", Cuid.next() + "@example.com"))
                .created();
    }

    private static String path(String link) {
        int path = link.startsWith("http") ? link.indexOf('/', "https://".length()) : 0;
        return link.substring(path);
    }

    private static List<String> faults(Browser browser, Map<String, String> pages) {
        List<String> faults = new ArrayList<>();
        pages.forEach((page, words) -> {
            // the editor is dmn-js, which has its own tables
            faults.addAll(browser.faults(
                    "page" + page.replaceAll("[^a-z]+", "-"),
                    () -> {
                        browser.go(page);
                        browser.awaitText(words);
                    },
                    "#editor"));
            if (!page.startsWith("/console/rules/")) {
                // the tab key is one of dmn-js's own keys
                browser.focusFaults().forEach(fault -> faults.add(page + ": " + fault));
            }
        });
        return faults;
    }
}
