package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** A coordinator schedules activities and looks at what a program brings. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ActivityPagesIT {

    private static final String PASSWORD = "a coordinator's password";

    @Autowired
    Worlds worlds;

    private World world;
    private String instance;
    private String coordinator;

    @BeforeEach
    void aProgram() {
        world = worlds.organization();
        instance = world.instance(world.program(), i -> {
            i.put("timeZone", "America/New_York");
            ObjectNode metric =
                    i.withObject("/config/outcomes").putArray("metrics").addObject();
            metric.put("name", "peakKwReduced")
                    .put("label", "Peak reduced")
                    .put("unit", "kW")
                    .put("method", "measured");
        });
        coordinator = worlds.person(world, PASSWORD, Role.COORDINATOR);
    }

    private String page(String name) {
        return "/console/instances/" + instance + "/" + name;
    }

    private void outcome(String enrollment, String month, double value, String method) {
        String body = """
                {"metric": "peakKwReduced", "value": %s, "method": "%s", "source": "%s",
                 "period": {"from": "2026-%s-01", "to": "2026-%s-28"}}
                """.formatted(value, method, method.equals("deemed") ? "catalogue" : "meter data", month, month);
        world.api().post("/enrollments/" + enrollment + "/outcomes", body).created();
    }

    private String finishedActivity(String enrollment) {
        Instant start = Instant.now().minus(Duration.ofDays(1));
        String id = world.api()
                .post(
                        "/programInstances/" + instance + "/activities",
                        Json.object("{\"kind\": \"event\", \"title\": \"Peak event in July\", \"unit\": \"kW\"}")
                                .put("startsAt", start.toString())
                                .put("endsAt", start.plus(Duration.ofHours(2)).toString()))
                .created()
                .path("id")
                .asText();
        Await.until(
                "the end",
                () -> world.api()
                        .get("/activities/" + id)
                        .ok()
                        .path("status")
                        .asText()
                        .equals("finished"));
        world.api()
                .post(
                        "/activities/" + id + "/participations",
                        "{\"enrollmentId\": \"" + enrollment + "\", \"status\": \"delivered\", \"quantity\": 1.5}")
                .ok();
        return id;
    }

    private static List<String> faults(Browser browser, String path, String words) {
        String name = path.replaceAll("/c[a-z0-9]{24}", "")
                .replaceAll("#.*", "-detail")
                .replace('/', '-')
                .substring(1);
        return browser.faults(name, () -> {
            browser.go(path);
            browser.awaitText(words);
        });
    }

    @Test
    void schedulesInvitesAndRecords() {
        String enrollment = world.approvedEnrollment(instance);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(coordinator, PASSWORD);
            browser.go(page("activities"));
            browser.awaitText("No activities yet");
            browser.click("[data-schedule]");
            browser.find("dialog input[name=title]").sendKeys("Peak event on a hot afternoon");
            browser.find("dialog input[name=unit]").sendKeys("kW");
            browser.screenshot("activity-dialog");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Activity scheduled");
            browser.clickText("button", "Invite");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Suzie Homeowner");
            browser.awaitText("Announced");
            String id = browser.address().replaceFirst(".*#", "");
            assertThat(world.api()
                            .get("/activities/" + id)
                            .ok()
                            .at("/participations/invited")
                            .asInt())
                    .isEqualTo(1);
            browser.press(browser.find("[data-detail] tbody button"));
            new Select(browser.find("dialog select[name=status]")).selectByValue("opted-out");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Opted out");
            browser.screenshot("activity-detail");
            browser.go("/console/enrollments/" + enrollment + "#participation");
            browser.awaitText("Peak event on a hot afternoon");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void addsAMetricAndCorrectsAValue() {
        String enrollment = world.approvedEnrollment(instance);
        outcome(enrollment, "07", 1.5, "measured");
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(coordinator, PASSWORD);
            browser.go(page("outcomes"));
            browser.awaitText("Peak reduced");
            browser.awaitText("1.5 kW");
            browser.click("[data-add-metric]");
            browser.find("dialog input[name=name]").sendKeys("kWhSaved");
            browser.find("dialog input[name=unit]").sendKeys("kWh");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("kWh saved");
            browser.go("/console/enrollments/" + enrollment + "#outcomes");
            browser.awaitText("1.5 kW");
            browser.press(browser.find("#panel-outcomes button[aria-label^='Correct']"));
            browser.find("dialog input[name=value]").clear();
            browser.find("dialog input[name=value]").sendKeys("1.25");
            browser.find("dialog input[name=reason]").sendKeys("Read on the wrong day");
            browser.screenshot("outcome-correction");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("1.25 kW");
            browser.find("#panel-outcomes details summary").click();
            assertThat(browser.find("#panel-outcomes details")
                            .findElement(By.cssSelector("li"))
                            .getText())
                    .contains("1.5 kW");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void everyPageIsAccessibleOnEachWidthAndTheme() {
        String enrollment = world.approvedEnrollment(instance);
        outcome(enrollment, "06", 2.5, "deemed");
        outcome(enrollment, "07", 2.5, "deemed");
        outcome(enrollment, "07", 1.5, "measured");
        String activity = finishedActivity(enrollment);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(coordinator, PASSWORD);
            List<String> faults = new ArrayList<>();
            faults.addAll(faults(browser, page("activities"), "Peak event in July"));
            faults.addAll(faults(browser, page("activities") + "#" + activity, "Suzie Homeowner"));
            faults.addAll(faults(browser, page("outcomes"), "1.5 kW"));
            faults.addAll(faults(browser, "/console/reports/outcomes", "What do the programs bring?"));
            faults.addAll(faults(browser, "/console/reports/participation", "Who takes part in activities?"));
            assertThat(faults).isEmpty();
        }
    }
}
