package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.enlist.shared.Cuid;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Postbox;
import dev.enlist.support.Uploads;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** What begins at the edge where a line of text begins; their width does not depend on the language. */
    private static final String MIRRORED =
            "main h1, main .field, main .form-control, main .form-select, main .choice, main .choice input,"
                    + " main .form-actions .btn:first-child, .back-link, .applicant-brand";

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

    @Test
    void filesGoOnAfterALostConnection() throws IOException {
        Path directory = Files.createTempDirectory("uploads");
        Path bill = Files.write(directory.resolve("bill.pdf"), Arrays.copyOf(Uploads.aPdf("Bill"), 3_000_000));
        Path more = Files.write(directory.resolve("more.pdf"), Uploads.aPdf("Another bill"));
        try (Browser browser = Browser.open(form.world().api().url())) {
            browser.go(form.root());
            browser.click("form .btn-primary");
            browser.awaitText("About you");
            browser.find("#firstName").sendKeys("Suzie");
            browser.find("#lastName").sendKeys("Homeowner");
            browser.find("#email").sendKeys(Cuid.next() + "@example.com");
            browser.click(".form-actions .btn-primary");
            browser.awaitText("Where is the battery?");

            browser.offline(true);
            browser.upload("input[type=file]", bill);
            browser.upload("input[type=file]", more);
            browser.await(".file progress", 2);
            browser.screenshot("upload-offline");
            browser.offline(false);

            browser.await(".file[data-file]", 2);
            browser.screenshot("upload-done");
            browser.find("#address-streetOne").sendKeys("123 Main St");
            browser.find("#address-city").sendKeys("New York");
            browser.find("#address-state").sendKeys("New York");
            browser.find("#address-postalCode").sendKeys("10001");
            browser.click("label[for='metadata-hasBattery']");
            browser.find("#metadata-monthlyKwh").sendKeys("640");
            browser.click(".form-actions .btn-primary");
            browser.awaitText("Check your answers");
            assertThat(browser.text()).contains("bill.pdf", "more.pdf", "123 Main St");
        } finally {
            Files.delete(bill);
            Files.delete(more);
            Files.delete(directory);
        }
    }

    @Test
    void aFormWithAPuzzleIsSentByABrowserThatSolvesItAndOtherwiseByTheMailedLink() {
        form = PublicForm.of(form.world(), i -> {}, settings -> settings.put("proofOfWork", true));
        FormBrowser program = form.browser();
        FormBrowser.Page refused = form.apply(program, Cuid.next() + "@example.com", "NY", "10001");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("We could not check that a person sent this page");
        assertThat(form.enrollments()).isEmpty();

        String email = Cuid.next() + "@example.com";
        form.answer(program, email, "NY", "10001");
        try (Browser browser = Browser.open(form.world().api().url())) {
            FormBrowser other = form.browser();
            form.answer(other, email, "NY", "10001");
            browser.go(form.root());
            browser.setCookie(
                    "enlist-application",
                    other.cookie("enlist-application").orElseThrow().getValue());
            browser.go(form.root() + "/check");
            browser.press(browser.find(".form-actions .btn-primary"));
            browser.awaitText("Application received");
            assertThat(browser.errors()).isEmpty();
        }
        assertThat(form.enrollments()).hasSize(1);

        // the owner of the e-mail has proven to be a person
        FormBrowser.Page save = program.get(form.root() + "/save");
        String reader = Cuid.next() + "@example.com";
        program.post(save, form.root() + "/save", Map.of("email", reader));
        Patience.until("the link arrives", () -> !postbox.to(reader).isEmpty());
        String text = postbox.to(reader).get(0).text();
        String link = text.substring(text.indexOf("/apply/")).split("[?\\s]")[0];
        program.post(program.get(link), link, Map.of());
        FormBrowser.Page home = program.get(form.root() + "/pages/1");
        program.post(home, form.root() + "/pages/1", PublicForm.person(reader));
        FormBrowser.Page result = program.post(program.get(form.root() + "/check"), form.root() + "/check", Map.of());
        assertThat(result.text()).contains("Application received");
        assertThat(form.enrollments()).hasSize(2);
    }

    /** The same form in Arabic and in English: what begins at the left in one begins at the right in the other. */
    @Test
    void fromRightToLeftThePageIsTheMirrorImage() {
        form = PublicForm.of(
                form.world(),
                i -> i.set("formConfig", Json.object(PublicForm.FORM.replace("\"es\":", "\"ar\":"))),
                settings -> settings.putArray("languages").add("en").add("ar"));
        try (Browser browser = Browser.open(form.world().api().url())) {
            browser.view(PHONE, 800, false);
            browser.go(form.root() + "?lang=ar");
            check(browser, "start-rtl");
            press(browser, "form .btn-primary");
            mirrored(browser, "/pages/1");
            // the errors as well
            press(browser, ".form-actions .btn-primary");
            browser.find(".error-summary");
            assertThat(browser.script(
                            "return getComputedStyle(document.querySelector('.field-invalid')).borderRightWidth"))
                    .isEqualTo("4px");
            assertThat(browser.script(
                            "return getComputedStyle(document.querySelector('.field-invalid')).borderLeftWidth"))
                    .isEqualTo("0px");
            check(browser, "about-errors-rtl");
            type(browser, "#firstName", "سوزي");
            type(browser, "#lastName", "صاحبة المنزل");
            type(browser, "#email", Cuid.next() + "@example.com");
            press(browser, ".form-actions .btn-primary");
            browser.find("#address-streetOne");
            mirrored(browser, "/pages/2");
            check(browser, "home-rtl");
        }
        assertThat(faults).isEmpty();
    }

    /** Compares where each field, label and button begins with the page in English. */
    private void mirrored(Browser browser, String page) {
        for (int width : new int[] {PHONE, 1440}) {
            browser.view(width, 800, false);
            browser.go(form.root() + page + "?lang=ar");
            assertThat(browser.script("return getComputedStyle(document.querySelector('main')).direction"))
                    .isEqualTo("rtl");
            assertThat(browser.overflow()).isLessThanOrEqualTo(0);
            List<Long> fromTheRight = edges(browser, MIRRORED);
            browser.go(form.root() + page + "?lang=en");
            List<Long> fromTheLeft = edges(browser, MIRRORED);
            assertThat(fromTheRight).hasSameSizeAs(fromTheLeft);
            for (int n = 0; n < fromTheLeft.size(); n++) {
                assertThat(fromTheRight.get(n))
                        .as("edge " + n + " at " + width)
                        .isCloseTo(fromTheLeft.get(n), within(2L));
            }
        }
        browser.go(form.root() + page + "?lang=ar");
    }

    /** Pixels between where the column begins, in the direction of the page, and where each shown element begins. */
    @SuppressWarnings("unchecked")
    private static List<Long> edges(Browser browser, String css) {
        return (List<Long>) Objects.requireNonNull(browser.script("""
                const rtl = document.documentElement.dir === 'rtl';
                const column = document.querySelector('main').getBoundingClientRect();
                return [...document.querySelectorAll(arguments[0])]
                  .map(element => element.getBoundingClientRect()).filter(box => box.width > 0)
                  .map(box => Math.round(rtl ? column.right - box.right : box.left - column.left));
                """, css));
    }

    /** Accessible in both themes, no wider than the window; a screenshot of each. */
    private void check(Browser browser, String name) {
        faults.addAll(browser.faults("apply-" + name, () -> {}));
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
