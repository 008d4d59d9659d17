package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;

/** The frame of the console and the components of the design system, as a person uses them. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ConsoleFrameIT {

    private static final String PASSWORD = "a long enough password";
    private static final String GUIDE = "/console/styleguide";

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void anOrganization() {
        world = worlds.organization();
    }

    private Browser signedIn(String page, Role... roles) {
        Browser browser = Browser.open(world.api().url());
        browser.signIn(worlds.person(world, PASSWORD, roles), PASSWORD);
        browser.view(1280, 900, false);
        browser.go(page);
        return browser;
    }

    @Test
    void theNavigationHasWhatTheRoleMayUse() {
        try (Browser browser = signedIn("/console", Role.ANALYST)) {
            assertThat(links(browser)).contains("Home", "Rules", "API").doesNotContain("Tasklist", "Cockpit");
            // the page of the API is that of strangers, and its document takes seconds to make; see DocsIT
            for (Object path : (List<?>) browser.script("""
                    return [...document.querySelectorAll('.navigation-link[href]')].map(link => link.pathname)
                      .filter(path => path !== '/docs')""")) {
                browser.go(String.valueOf(path));
                assertThat(browser.text()).doesNotContain("You may not open this page", "Page not found");
            }
        }
        try (Browser browser = signedIn("/console", Role.ADMINISTRATOR)) {
            assertThat(links(browser)).contains("Home", "Tasklist", "Rules", "Cockpit", "API");
        }
    }

    private static List<String> links(Browser browser) {
        browser.find(".navigation-link");
        return browser.shownTexts(".navigation-link .label");
    }

    @Test
    void theThemeIsStoredAndThereIsNoFlash() {
        try (Browser browser = signedIn("/console", Role.ANALYST)) {
            assertThat(theme(browser)).isEqualTo("light");
            browser.click(".person");
            browser.click("#account-menu [data-theme-choice=dark]");
            assertThat(theme(browser)).isEqualTo("dark");
            browser.go("/console/rules");
            // set by a script of the head, before the body exists
            assertThat(theme(browser)).isEqualTo("dark");
            assertThat(browser.script("return document.head.querySelector('script').src"))
                    .asString()
                    .endsWith("/system/preferences.js");
            browser.go("/console/account");
            browser.click("main [data-theme-choice=system]");
            assertThat(theme(browser)).isEqualTo("light");
            browser.view(1280, 900, true);
            browser.await("html[data-bs-theme=dark]", 1);
        }
    }

    @Test
    void aSecondPageLoadsNoStyleScriptOrIconAgain() {
        try (Browser browser = signedIn("/console/enrollments", Role.ANALYST)) {
            browser.awaitText("Enrollments");
            browser.awaitScript("return document.readyState === 'complete'");
            browser.go("/console/enrollments");
            browser.awaitScript("return document.readyState === 'complete'"
                    + " && document.querySelectorAll('[aria-busy=true]').length === 0");
            assertThat(browser.script("""
                            return performance.getEntriesByType('resource')
                              .filter(entry => /[.](css|js|svg)$/.test(entry.name) && entry.transferSize > 0)
                              .map(entry => entry.name).join(' ')""")).isEqualTo("");
            assertThat(
                            browser.script(
                                    "return performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('.svg')).length"))
                    .isEqualTo(0L);
        }
    }

    private static Object theme(Browser browser) {
        return browser.script("return document.documentElement.dataset.bsTheme");
    }

    @Test
    void theNavigationCollapsesToIconsAndIsADrawerOnAPhone() {
        try (Browser browser = signedIn("/console", Role.ANALYST)) {
            browser.click(".collapse-navigation");
            assertThat(browser.countShown(".navigation-link .label")).isZero();
            browser.go("/console/rules");
            assertThat(browser.countShown(".navigation-link .label")).isZero();
            browser.view(390, 844, false);
            assertThat(browser.countShown(".navigation")).isZero();
            browser.click(".drawer");
            browser.find(".navigation");
            assertThat(browser.shownTexts(".navigation-link .label")).contains("Home", "Rules");
            browser.screenshot("console-drawer");
            browser.type(Keys.ESCAPE);
            assertThat(browser.countShown(".navigation")).isZero();
        }
    }

    @Test
    void aToastCoversNoButtonAndOffersUndo() {
        for (int[] size : new int[][] {{1280, 700}, {390, 700}}) {
            try (Browser browser = signedIn(GUIDE, Role.ANALYST)) {
                browser.view(size[0], size[1], false);
                browser.press(browser.find("[data-show-toast=undo]"));
                browser.find(".toast");
                for (WebElement button : browser.all("main button:enabled")) {
                    if (button.isDisplayed()) {
                        browser.scrollTo(button);
                        assertThat(browser.isUncovered(button)).isTrue();
                    }
                }
                browser.clickText("button", "Undo");
                browser.awaitText("Not approved.");
            }
        }
    }

    @Test
    void aDialogKeepsTheFocusAndEscapeClosesIt() {
        try (Browser browser = signedIn(GUIDE, Role.ANALYST)) {
            WebElement opener = browser.find("[data-show-confirm]");
            browser.scrollTo(opener);
            opener.click();
            browser.find("dialog[open]");
            // what cannot be undone is not what Enter does
            assertThat(browser.script("return document.activeElement.textContent"))
                    .isEqualTo("Cancel");
            for (int n = 0; n < 5; n++) {
                browser.type(Keys.TAB);
                assertThat(
                                browser.script(
                                        "return document.activeElement === document.body || !!document.activeElement.closest('dialog')"))
                        .isEqualTo(true);
            }
            browser.type(Keys.ESCAPE);
            browser.await("dialog", 0);
            assertThat(browser.script("return document.activeElement === arguments[0]", opener))
                    .isEqualTo(true);
            assertThat(browser.count(".toast")).isZero();
        }
    }

    @Test
    void keysWorkUnlessAPersonTypes() {
        try (Browser browser = signedIn(GUIDE, Role.ANALYST)) {
            browser.find("#g-search");
            browser.type("?");
            browser.awaitText("Show the keys of this page");
            browser.screenshot("console-keys");
            browser.type(Keys.ESCAPE);
            browser.await("dialog", 0);
            browser.type("/");
            assertThat(browser.script("return document.activeElement.id")).isEqualTo("g-search");
            browser.type("a?");
            assertThat(browser.count("dialog, .toast")).isZero();
            browser.script("document.activeElement.blur()");
            browser.type("gu");
            browser.awaitAddress("/console/rules");
        }
    }

    @Test
    void errorsOfAFormStandAtTheirFieldsAndTheSummaryTakesTheFocus() {
        try (Browser browser = signedIn(GUIDE, Role.ANALYST)) {
            WebElement submit = browser.find("#guide-form [type=submit]");
            browser.scrollTo(submit);
            submit.click();
            browser.awaitText("There is a problem");
            assertThat(browser.script("return document.activeElement.className"))
                    .isEqualTo("error-summary");
            assertThat(browser.script("return document.getElementById('g-name').getAttribute('aria-errormessage')"))
                    .isEqualTo("error-g-name");
            browser.pressText("a", "Enter the name of the program.");
            browser.type("taken");
            browser.press(submit);
            browser.awaitText("Name is used by another program.");
            assertThat(browser.find("#error-g-name").getText()).contains("Name is used by another program.");
        }
    }
}
