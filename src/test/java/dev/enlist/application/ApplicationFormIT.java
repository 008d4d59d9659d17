package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.application.FormBrowser.Page;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Postbox;
import dev.enlist.support.Worlds;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The public form over HTTP, by a browser without scripts: from the start to the result. */
@EnlistIT
class ApplicationFormIT {

    @Autowired
    Worlds worlds;

    @Autowired
    Postbox postbox;

    PublicForm form;
    FormBrowser browser;

    @BeforeEach
    void aPublishedForm() {
        form = PublicForm.of(worlds.shared(this));
        browser = form.browser();
    }

    private static String email() {
        return Cuid.next() + "@example.com";
    }

    @Test
    void anEligiblePersonAppliesAndIsSubmitted() {
        String email = email();
        Page start = browser.get(form.root());
        assertThat(start.status()).isEqualTo(200);
        assertThat(start.text()).contains("Apply for the battery rebate", "Start now", "It takes about");
        assertThat(start.header("Cache-Control")).contains("no-store");
        assertThat(start.header("Content-Security-Policy")).contains("frame-ancestors 'none'", "script-src 'self'");

        Page about = browser.post(start, form.root() + "/start", Map.of());
        assertThat(about.address().getPath()).isEqualTo(form.root() + "/pages/1");
        assertThat(about.text()).contains("Step 1 of 2", "About you", "Phone (optional)");
        assertThat(about.html()).contains("autocomplete=\"given-name\"", "inputmode=\"email\"");
        assertThat(browser.cookie("enlist-application").orElseThrow().isHttpOnly())
                .isTrue();

        Page home = browser.post(about, form.root() + "/pages/1", PublicForm.person(email));
        assertThat(home.text()).contains("Step 2 of 2", "Where is the battery?");

        Page check = browser.post(home, form.root() + "/pages/2", PublicForm.home("new york", "10001"));
        assertThat(check.address().getPath()).isEqualTo(form.root() + "/check");
        assertThat(check.text()).contains("Check your answers", "Suzie", "123 Main St", "New York, NY 10001", "640");

        Page result = browser.post(check, form.root() + "/check", Map.of());
        assertThat(result.address().getPath()).isEqualTo(form.root() + "/result");
        assertThat(result.text()).contains("Application received", "Your application number", email);

        JsonNode enrollment = form.enrollments().get(0);
        assertThat(enrollment.at("/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(enrollment.path("phone").asText()).isEqualTo("+12125550100");
        assertThat(enrollment.at("/address/state").asText()).isEqualTo("NY");
        assertThat(enrollment.at("/meta/monthlyKwh").asInt()).isEqualTo(640);
        assertThat(result.text()).contains(enrollment.path("applicationNumber").asText());
    }

    @Test
    void anIneligiblePersonLearnsTheReasonCorrectsAndIsSubmittedWithTheSameEnrollment() {
        String email = email();

        Page refused = form.apply(browser, email, "CA", "90012");

        assertThat(refused.text()).contains("You are not eligible for this program", "Change your answers");
        JsonNode before = form.enrollments().get(0);
        assertThat(before.at("/eligibility/status").asText()).isEqualTo("ineligible");

        Page check = browser.get(form.root() + "/check");
        assertThat(check.text()).contains("90012");
        Page home = browser.get(form.root() + "/pages/2?from=check");
        assertThat(home.value("address.postalCode")).isEqualTo("90012");
        Page again = browser.post(home, form.root() + "/pages/2", PublicForm.home("NY", "10001"));
        Page result = browser.post(again, form.root() + "/check", Map.of());

        assertThat(result.text()).contains("Application received");
        assertThat(form.enrollments()).hasSize(1);
        assertThat(form.enrollments().get(0).at("/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(form.enrollments().get(0).path("id")).isEqualTo(before.path("id"));
    }

    @Test
    void theReportCountsOnWhichPagePeopleStop() {
        form.begin(form.browser());
        FormBrowser second = form.browser();
        second.post(form.begin(second), form.root() + "/pages/1", PublicForm.person(email()));
        form.answer(form.browser(), email(), "NY", "10001");
        form.apply(browser, email(), "NY", "10001");

        JsonNode report = form.world()
                .api()
                .get("/programInstances/" + form.instanceId() + "/formReport")
                .ok();

        assertThat(report.path("begun").asInt()).isEqualTo(4);
        assertThat(report.path("sent").asInt()).isEqualTo(1);
        assertThat(report.path("pages").findValuesAsText("reached")).containsExactly("4", "3", "2");
        assertThat(report.path("pages").findValuesAsText("stopped")).containsExactly("1", "1", "1");
        assertThat(report.at("/pages/0/title").asText()).isEqualTo("About you");
        assertThat(report.at("/pages/2/page").isNull()).isTrue();
    }

    @Test
    void theAddressOfAPublishedFormIsAQrCode() {
        FormBrowser.Page code = form.browser().get(form.root() + "/qr.svg");
        assertThat(code.status()).isEqualTo(200);
        assertThat(code.header("Content-Type")).startsWith("image/svg+xml");
        assertThat(code.html()).startsWith("<svg").doesNotContain("<script");
        assertThat(form.browser().get("/apply/no-such-form/qr.svg").status()).isEqualTo(404);
    }

    @Test
    void aFaultIsNamedInTheSummaryAtTheFieldAndInTheTitleAndWhatWasTypedIsThere() {
        Page about = form.begin(browser);
        Map<String, String> typed = PublicForm.person("not an address");
        typed.put("firstName", "");

        Page again = browser.post(about, form.root() + "/pages/1", typed);

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.html()).contains("<title>Error: About you");
        assertThat(again.text()).contains("There are problems", "Enter an email address, such as name@example.com");
        assertThat(again.html()).contains("href=\"#firstName\"", "href=\"#email\"", "id=\"error-email\"");
        assertThat(again.value("email")).isEqualTo("not an address");
        assertThat(again.value("lastName")).isEqualTo("Homeowner");
        // the wrong answer is stored, too
        assertThat(browser.get(form.root() + "/pages/1").value("email")).isEqualTo("not an address");
    }
}
