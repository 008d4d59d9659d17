package dev.enlist.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Measures one decision in Tasklist and in the inbox, in a browser: from the application that is open to the next one.
 * Counts what a person does, and the time that the pages take; the time for reading comes on top. Not part of the suite;
 * run it with {@code mvn verify -Dit.test=DecisionTimeMeasurement}. The figures are in {@code docs/reviewers.md}.
 */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class DecisionTimeMeasurement {

    private static final String PASSWORD = "a long enough password";
    private static final String TASKS = ".tasks-list li.task";
    private static final int DECISIONS = 7;
    private static final List<String> FIRST = List.of("Priya", "Tomasz", "Lena", "Amara", "Mateo");
    private static final List<String> LAST = List.of("Raman", "Nowak", "Fischer", "Okafor", "Silva", "Chen");

    @Autowired
    Worlds worlds;

    World world;
    String reviewer;

    @Test
    void measure() {
        world = worlds.organization();
        String instance = world.instance(world.program(), body -> body.set("formConfig", Json.object("""
                {"fields": [{"name": "metadata.monthlyKwh", "label": "Monthly use in kWh", "type": "number"}]}
                """)));
        for (int n = 0; n < 3 * DECISIONS + 6; n++) {
            ObjectNode person = World.applicant()
                    .put("firstName", FIRST.get(n % FIRST.size()))
                    .put("lastName", LAST.get(n % LAST.size()));
            person.set("metadata", Json.object("{\"monthlyKwh\": 610}"));
            String id = world.enroll(instance, person).path("id").asText();
            world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        }
        reviewer = worlds.person(world, PASSWORD, Role.REVIEWER);
        report("Tasklist, 4 clicks", inTasklist());
        try (Browser browser = Browser.open(world.api().url())) {
            browser.view(1440, 900, false);
            browser.go("/console/reviews");
            browser.signInHere(reviewer, PASSWORD);
            browser.find("[data-action=approve]");
            report("Inbox, 2 clicks", inInbox(browser, () -> {
                browser.click("[data-action=approve]");
                browser.clickText("button", "Next");
            }));
            report("Inbox, 2 keys", inInbox(browser, () -> {
                browser.find("body").sendKeys("a");
                browser.awaitText("Approved ");
                browser.find("body").sendKeys("j");
            }));
        }
    }

    /** Clicks: the task, Claim, Approve, Complete; until the list is without it. The first decision warms up. */
    private List<Double> inTasklist() {
        List<Double> seconds = new ArrayList<>();
        try (Browser browser = Browser.open(world.api().url())) {
            browser.view(1440, 900, false);
            browser.signInToTasklist(reviewer, PASSWORD);
            browser.find(TASKS);
            for (int n = 0; n <= DECISIONS; n++) {
                long began = System.nanoTime();
                String task = browser.find(TASKS).getText();
                browser.click(TASKS);
                browser.awaitText("What the rules decided");
                browser.clickText("*[self::a or self::button or self::span]", "Claim");
                browser.find(".unclaim");
                browser.find(".fjs-form input[type=radio]:enabled");
                if (n == 0) {
                    browser.screenshot("tasklist-review");
                }
                browser.pressText("label", "Approve");
                browser.pressText("button", "Complete");
                String number = task.replaceAll("(?s).*\\(([0-9A-Z-]{9})\\).*", "$1");
                browser.awaitScript(
                        "return !document.querySelector('.tasks-list').textContent.includes('" + number + "')");
                if (n > 0) {
                    seconds.add((System.nanoTime() - began) / 1e9);
                }
            }
        }
        return seconds;
    }

    private static List<Double> inInbox(Browser browser, Runnable decision) {
        List<Double> seconds = new ArrayList<>();
        for (int n = 0; n <= DECISIONS; n++) {
            String number = browser.find(".review-title .code").getText();
            long began = System.nanoTime();
            decision.run();
            browser.awaitScript("const now = document.querySelector('.review-title .code')?.textContent;"
                    + " return Boolean(now) && now !== '" + number
                    + "' && Boolean(document.querySelector('[data-action=approve]'))");
            if (n > 0) {
                seconds.add((System.nanoTime() - began) / 1e9);
            }
        }
        return seconds;
    }

    private static void report(String way, List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "MEASURED %s: median %.1f s, from %.1f to %.1f s%n",
                way,
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }
}
