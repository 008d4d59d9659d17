package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** Program managers read the reports and the process: each figure on a page is the figure of the API. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ReportsPagesIT {

    private static final String PASSWORD = "a manager's password";
    private static final List<String> TABS =
            List.of("funnel", "trend", "years", "durations", "reasons", "capacity", "reviewers");

    @Autowired
    Worlds worlds;

    private World world;
    private String instance;
    private String manager;

    @BeforeEach
    void aProgramWithApplications() {
        world = worlds.organization();
        instance = world.instance(
                world.program(),
                i -> i.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 20}")));
        manager = worlds.person(world, PASSWORD, Role.ADMINISTRATOR);
    }

    private void applications() {
        world.candidateEnrollment(instance);
        world.eligibleEnrollment(instance);
        world.ineligibleEnrollment(instance);
        world.submittedEnrollment(instance);
        world.submittedEnrollment(instance);
        world.approvedEnrollment(instance);
        world.rejectedEnrollment(instance);
        world.unenrolledEnrollment(instance);
        world.approvedEnrollment(world.instance());
    }

    private JsonNode counted(String path) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> world.api().get(path).ok(),
                        report -> !report.path("pending").asBoolean());
    }

    private static void shown(Browser browser) {
        browser.find("[data-sections][aria-busy='false'], [data-sections]:not([aria-busy])");
    }

    /** The page may draw its figures anew while they are read. */
    private static ConditionFactory drawn() {
        return Awaitility.await().ignoreException(StaleElementReferenceException.class);
    }

    private static List<String> cells(WebElement row) {
        return row.findElements(By.tagName("td")).stream()
                .map(WebElement::getText)
                .toList();
    }

    @Test
    void theFiguresOfTheFunnelAreThoseOfTheApiAlsoForOneProgram() {
        applications();
        JsonNode all = counted("/reports/funnel").path("stages");
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(manager, PASSWORD);
            browser.go("/console/reports");
            shown(browser);
            browser.awaitText("How far do people get?");
            drawn().untilAsserted(() -> {
                List<WebElement> rows = browser.await("#main section:first-child tbody tr", all.size());
                for (int n = 0; n < all.size(); n++) {
                    assertThat(cells(rows.get(n)).get(1))
                            .isEqualTo(all.get(n).path("reached").asText());
                }
            });
            assertThat(browser.find(".chart svg").isDisplayed()).isTrue();

            JsonNode one =
                    counted("/reports/funnel?programInstanceId=" + instance).path("stages");
            new Select(browser.find("[data-scope]")).selectByValue("i:" + instance);
            drawn().untilAsserted(() -> assertThat(cells(browser.find("#main section:first-child tbody tr"))
                            .get(1))
                    .isEqualTo(one.get(0).path("reached").asText()));
            assertThat(browser.address()).contains("programInstanceId=" + instance);
            assertThat(browser.find("[data-tab='trend']").getDomAttribute("href"))
                    .as("other tabs keep the filter")
                    .contains(instance);
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void eachReportShowsItsFiguresAndSaysWhenThereAreNone() {
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(manager, PASSWORD);
            for (String tab : TABS) {
                browser.go("/console/reports/" + tab);
                shown(browser);
                assertThat(browser.find("[data-sections] h2").getText()).endsWith("?");
            }
            browser.go("/console/reports/reasons");
            browser.awaitText("None in this period");

            applications();
            counted("/reports/timeseries");
            for (String tab : TABS) {
                browser.go("/console/reports/" + tab);
                shown(browser);
                browser.find(".report-table tbody tr");
                browser.screenshot("reports-" + tab);
            }
            browser.go("/console/reports/reasons");
            browser.awaitText("Outside territory");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void onAPhoneNoTableOfAReportIsWiderThanTheWindow() {
        applications();
        counted("/reports/timeseries");
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(manager, PASSWORD);
            browser.size(360, 800);
            for (String tab : TABS) {
                browser.go("/console/reports/" + tab);
                shown(browser);
                browser.find(".report-table tbody tr");
                assertThat(String.valueOf(browser.script("""
                                return [...document.querySelectorAll('.report-table .table-frame')]
                                  .filter(frame => frame.scrollWidth > frame.clientWidth)
                                  .map(frame => frame.querySelector('thead').textContent).join()""")))
                        .as("tables of %s that scroll sideways", tab)
                        .isEmpty();
                browser.screenshot("reports-phone-" + tab);
            }
        }
    }

    @Test
    void theProcessShowsTheFiguresOfTheApiInTheDiagramAndTheTable() {
        applications();
        JsonNode steps = counted("/reports/process").path("steps");
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(manager, PASSWORD);
            browser.go("/console/process");
            browser.find("[data-step='decision']");
            for (JsonNode step : steps) {
                List<String> cells =
                        cells(browser.find("[data-step='" + step.path("step").asText() + "']"));
                assertThat(cells.get(1)).isEqualTo(step.path("now").asText());
                assertThat(cells.get(4)).isEqualTo(step.path("entered").asText());
                assertThat(cells.get(5)).isEqualTo(step.path("left").asText());
            }
            assertThat(browser.find(".diagram [data-element-id='user_review_enrollment'].heat-3")
                            .isDisplayed())
                    .as("most wait for a review")
                    .isTrue();
            WebElement reviews = browser.find("[data-step='decision'] a");
            assertThat(reviews.getDomAttribute("href")).isEqualTo("/console/enrollments?status=submitted");
            browser.press(browser.find("[data-heat='time']"));
            assertThat(browser.address()).contains("heat=time");
            browser.screenshot("process");
            assertThat(browser.errors()).isEmpty();
        }
    }
}
