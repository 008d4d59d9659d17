package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;

/** An administrator brands the organization, a coordinator a program instance; an unreadable colour is refused. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class BrandingPagesIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @TempDir
    Path directory;

    World world;
    String organization;

    @BeforeEach
    void anOrganization() {
        world = worlds.organization();
        organization = "/organizations/" + world.workspace().organizationId() + "/branding";
    }

    @Test
    void anUnreadableColourIsRefusedAndTheNearestReadableOneTaken() throws IOException {
        try (Browser browser = signedIn(Role.ADMINISTRATOR)) {
            browser.view(1280, 1000, false);
            browser.go("/console/settings/branding");
            browser.awaitText("Mail");
            write(browser, "#brand-name", "City Power Rebates");
            write(browser, "#brand-color", "#ffd400");
            browser.awaitText("Hard to read, contrast 1.4 : 1");
            browser.screenshot("branding-unreadable");
            browser.click(".form-actions .btn-primary");
            browser.awaitText("at least 4.5:1 is needed");
            assertThat(world.api().get(organization).ok().has("color")).isFalse();

            browser.press(browser.findBeginning("button", "Nearest readable colour"));
            browser.awaitText("Readable, contrast 4.5 : 1");
            write(browser, "#brand-email", "rebates@citypower.example");
            Path logo = Files.writeString(
                    directory.resolve("logo.svg"),
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 64\">"
                            + "<circle cx=\"32\" cy=\"32\" r=\"30\" fill=\"#0b6e4f\"/></svg>");
            browser.upload("#brand-logo", logo);
            browser.awaitScript("return document.querySelectorAll('.sample-head img').length === 2");
            browser.press(browser.find("[data-add-link]"));
            write(browser, "[data-label]", "Accessibility");
            write(browser, "[data-url]", "https://citypower.example/a");
            browser.screenshot("branding-1280");
            browser.press(browser.find(".form-actions .btn-primary"));
            browser.awaitText("Saved. Applicants see it at once");

            JsonNode stored = world.api().get(organization).ok();
            assertThat(stored.path("name").asText()).isEqualTo("City Power Rebates");
            assertThat(stored.path("color").asText()).matches("#[0-9a-f]{6}");
            assertThat(stored.at("/logo/mediaType").asText()).isEqualTo("image/svg+xml");
            assertThat(stored.at("/footerLinks/0/label").asText()).isEqualTo("Accessibility");
            browser.go("/console/settings/branding");
            browser.awaitText("City Power Rebates");
            assertThat(String.valueOf(browser.script(
                            "return getComputedStyle(document.documentElement).getPropertyValue('--brand')")))
                    .contains(stored.path("color").asText());
        }
    }

    @Test
    void whatAnotherPersonSavedIsNotLostAndNeitherIsWhatWasTyped() {
        try (Browser browser = signedIn(Role.ADMINISTRATOR)) {
            browser.go("/console/settings/branding");
            browser.awaitText("Mail");
            world.api()
                    .patch(organization, Json.object("{\"name\": \"Name of another person\"}"))
                    .ok();
            write(browser, "#brand-email", "mine@citypower.example");
            browser.press(browser.find(".form-actions .btn-primary"));
            browser.awaitText("Another person saved this meanwhile and changed the name.");
            assertThat(browser.find("#brand-email").getDomProperty("value")).isEqualTo("mine@citypower.example");
            browser.press(browser.find(".form-actions .btn-primary"));
            browser.awaitText("Saved.");

            JsonNode stored = world.api().get(organization).ok();
            assertThat(stored.path("email").asText()).isEqualTo("mine@citypower.example");
        }
    }

    @Test
    void anUnsafeLogoIsRefusedAtItsField() throws IOException {
        try (Browser browser = signedIn(Role.ADMINISTRATOR)) {
            browser.go("/console/settings/branding");
            browser.awaitText("Mail");
            Path logo = Files.writeString(
                    directory.resolve("logo.svg"),
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 64\"><script>x</script></svg>");
            browser.upload("#brand-logo", logo);
            browser.press(browser.find(".form-actions .btn-primary"));
            browser.awaitText("The picture contains the element <script>");
            assertThat(browser.find("#brand-logo").getDomAttribute("aria-invalid"))
                    .isEqualTo("true");
        }
    }

    @Test
    void pagesAreAccessibleInBothThemesAndFitEachWidth() {
        String instance = world.instance();
        world.api().patch(organization, Json.object("""
                {"name": "City Power and Light of the Greater New York Area Rebates", "color": "#0b6e4f",
                 "privacyText": "We keep your answers for seven years.\\n\\nThen we delete them.",
                 "footerLinks": [{"label": "Accessibility", "url": "https://citypower.example/a"}]}
                """)).ok();
        List<String> faults = new ArrayList<>();
        try (Browser browser = signedIn(Role.ADMINISTRATOR)) {
            for (String page : List.of(
                    "/console/settings/branding",
                    "/console/instances/" + instance + "/branding",
                    "/privacy/" + world.workspace().workspaceId())) {
                faults.addAll(browser.faults("branding" + page.replaceAll("[^a-z]+", "-"), () -> {
                    browser.go(page);
                    browser.awaitText(page.startsWith("/console") ? "Dear Nora" : "seven years");
                }));
                browser.focusFaults().forEach(fault -> faults.add(page + ": " + fault));
            }
        }
        assertThat(faults).isEmpty();
    }

    private Browser signedIn(Role... roles) {
        Browser browser = Browser.open(world.api().url());
        browser.signIn(worlds.person(world, PASSWORD, roles), PASSWORD);
        return browser;
    }

    private static void write(Browser browser, String css, String text) {
        WebElement field = browser.find(css);
        browser.scrollTo(field);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"));
        field.sendKeys(text);
    }
}
