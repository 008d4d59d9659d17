package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Postbox;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;

/** The public form in a browser on a phone of 360 px, by keyboard: refused, corrected, accepted; and without JavaScript. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ApplicationBrowserIT {

    /** CSS pixels. */
    private static final int PHONE = 360;

    private static final int DESK = 1440;

    @Autowired
    Worlds worlds;

    @Autowired
    Postbox postbox;

    PublicForm form;
    final List<String> faults = new ArrayList<>();

    @BeforeEach
    void aPublishedForm() {
        form = PublicForm.of(worlds.organization());
    }

    @Test
    void aPersonAppliesByKeyboardIsRefusedCorrectsAndIsAccepted() {
        String email = Cuid.next() + "@example.com";
        try (Browser browser = Browser.open(form.world().api().url())) {
            browser.view(PHONE, 800, false);
            browser.go(form.root());
            check(browser, "start");
            press(browser, "form .btn-primary");
            browser.awaitText("About you");
            check(browser, "about");
            press(browser, ".form-actions .btn-primary");
            browser.awaitText("There are problems");
            assertThat(browser.script("return document.activeElement.className"))
                    .isEqualTo("error-summary");
            // the status of the page itself is left out
            assertThat(browser.errors()).isEmpty();
            check(browser, "about-errors");

            type(browser, "#firstName", "Suzie");
            type(browser, "#lastName", "Homeowner");
            type(browser, "#email", email);
            browser.type(Keys.ENTER);
            browser.awaitText("Where is the battery?");
            check(browser, "home");
            type(browser, "#address-streetOne", "123 Main St");
            type(browser, "#address-city", "New York");
            type(browser, "#address-state", "CA");
            type(browser, "#address-postalCode", "90012");
            assertThat(browser.find("#metadata-hasBattery").isDisplayed()).isTrue();
            focus(browser, "#metadata-hasBattery");
            browser.type(Keys.SPACE);
            browser.find("#metadata-monthlyKwh");
            type(browser, "#metadata-monthlyKwh", "640");
            browser.type(Keys.ENTER);
            browser.awaitText("Check your answers");
            check(browser, "check");
            press(browser, ".form-actions .btn-primary");
            browser.awaitText("You are not eligible for this program");
            check(browser, "refused");

            press(browser, "main .btn-primary");
            browser.awaitText("Check your answers");
            press(browser, "a[href*='pages/2'][href$='address-streetOne']");
            browser.awaitText("Where is the battery?");
            type(browser, "#address-state", "NY");
            type(browser, "#address-postalCode", "10001");
            browser.type(Keys.ENTER);
            browser.awaitText("Accept and send");
            press(browser, ".form-actions .btn-primary");
            browser.awaitText("Application received");
            check(browser, "accepted");
            assertThat(browser.errors()).isEmpty();
        }
        assertThat(faults).isEmpty();
        assertThat(form.enrollments()).hasSize(1);
        assertThat(form.enrollments().get(0).at("/eligibility/status").asText()).isEqualTo("submitted");
    }

    @Test
    void withoutJavaScriptNothingIsMissing() {
        String email = Cuid.next() + "@example.com";
        try (Browser browser = Browser.open(form.world().api().url())) {
            browser.withoutScripts();
            browser.go(form.root());
            browser.click("form .btn-primary");
            browser.awaitText("About you");
            browser.find("#firstName").sendKeys("Suzie");
            browser.find("#lastName").sendKeys("Homeowner");
            browser.find("#email").sendKeys(email);
            browser.click(".form-actions .btn-primary");
            browser.awaitText("Where is the battery?");
            browser.find("#address-streetOne").sendKeys("123 Main St");
            browser.find("#address-city").sendKeys("New York");
            browser.find("#address-state").sendKeys("New York");
            browser.find("#address-postalCode").sendKeys("10001");
            browser.click("label[for='metadata-hasBattery']");
            assertThat(browser.countShown("#metadata-monthlyKwh")).isZero();
            browser.click(".form-actions .btn-primary");
            browser.awaitText("Your answer adds questions to this page.");
            browser.find("#metadata-monthlyKwh").sendKeys("640");
            browser.click(".form-actions .btn-primary");
            browser.awaitText("Check your answers");
            browser.click(".form-actions .btn-primary");
            browser.awaitText("Application received");
        }
        assertThat(form.enrollments().get(0).at("/eligibility/status").asText()).isEqualTo("submitted");
    }

    /** Accessible in both themes, no wider than the window; a screenshot of each. */
    private void check(Browser browser, String name) {
        for (int width : new int[] {PHONE, DESK}) {
            for (boolean dark : new boolean[] {false, true}) {
                browser.view(width, 900, dark);
                browser.accessibilityViolations()
                        .forEach(violation -> faults.add(name + (dark ? " dark: " : ": ") + violation));
                if (browser.overflow() > 0) {
                    faults.add(name + " at " + width + " is too wide");
                }
                browser.screenshot("apply-" + name + "-" + width + (dark ? "-dark" : ""));
            }
        }
        browser.view(PHONE, 800, false);
    }

    private static void focus(Browser browser, String css) {
        browser.script("arguments[0].focus()", browser.find(css));
    }

    private static void press(Browser browser, String css) {
        focus(browser, css);
        browser.type(Keys.ENTER);
    }

    private static void type(Browser browser, String css, String text) {
        WebElement field = browser.find(css);
        browser.script("arguments[0].focus(); arguments[0].select()", field);
        browser.type(text);
    }
}
