package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes the screenshots of {@code docs/images} from a running application with the demo data. Run by hand:
 * {@code -Denlist.screenshots.url=http://localhost:8080}, with {@code .email}, {@code .password}, {@code .key} and
 * {@code .directory} in the same way. With {@code .dark=true} the dark theme, with {@code .width=390} another width.
 */
@EnabledIfSystemProperty(named = "enlist.screenshots.url", matches = ".+")
class ConsoleScreenshotsIT {

    private static final int HEIGHT = 900;

    private static String property(String name, String defaultValue) {
        return System.getProperty("enlist.screenshots." + name, defaultValue);
    }

    private final Api api = new Api(property("url", ""), property("key", ""));

    private String first(String path) {
        return first(path, "id");
    }

    private String first(String path, String member) {
        return api.get(path).ok().at("/data/0/" + member).asText();
    }

    /** Paths by the name of the image. */
    private Map<String, String> pages() {
        String enrollment = first("/enrollments?status=submitted&perPage=1");
        String instance = mostUsedInstance();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("home", "/console");
        pages.put("reviews", "/console/reviews");
        pages.put("team", "/console/reviews/team");
        pages.put("enrollments", "/console/enrollments");
        pages.put("enrollment", "/console/enrollments/" + enrollment);
        pages.put("people", "/console/people");
        pages.put("person", "/console/people/" + first("/enrollments?status=approved&perPage=1", "customerId"));
        pages.put("bulk", "/console/bulk");
        pages.put("bulk-new", "/console/bulk/new");
        pages.put("payouts", "/console/payouts");
        pages.put("programs", "/console/programs");
        pages.put("program", "/console/programs/" + first("/programs?owner=own&sort=createdAt", "slug"));
        pages.put("program-new", "/console/programs/new");
        for (String tab : List.of(
                "overview",
                "form",
                "rules",
                "capacity",
                "notifications",
                "configuration",
                "outcomes",
                "activities",
                "history",
                "branding",
                "apply")) {
            pages.put("instance-" + tab, "/console/instances/" + instance + "/" + tab);
        }
        pages.put("campaigns", "/console/campaigns");
        pages.put("campaign", "/console/campaigns/" + first("/campaigns?perPage=1"));
        pages.put("rules", "/console/rules");
        pages.put("rule-set", "/console/rules/" + first("/ruleSets?perPage=1", "slug"));
        pages.put("workflows", "/console/workflows");
        pages.put("workflow", "/console/workflows/review-two-person");
        pages.put("imports", "/console/imports");
        pages.put("import-new", "/console/imports/new");
        pages.put("templates", "/console/templates");
        pages.put("template", "/console/templates/" + first("/templates?perPage=1", "slug"));
        pages.put("groups", "/console/groups");
        for (String report : List.of(
                "funnel",
                "trend",
                "years",
                "durations",
                "reasons",
                "capacity",
                "reviewers",
                "outcomes",
                "participation")) {
            pages.put("report-" + report, "/console/reports/" + report);
        }
        pages.put("process", "/console/process");
        pages.put("settings", "/console/settings");
        for (String page : List.of(
                "people",
                "workspaces",
                "branding",
                "notifications",
                "services",
                "keys",
                "webhooks",
                "audit",
                "privacy")) {
            pages.put("settings-" + page, "/console/settings/" + page);
        }
        pages.put("account", "/console/account");
        String only = property("only", "");
        if (!only.isEmpty()) {
            pages.keySet().retainAll(List.of(only.split(",")));
        }
        return pages;
    }

    private String mostUsedInstance() {
        String most = "";
        int total = -1;
        for (JsonNode counts : api.get("/enrollments/counts?perPage=500").ok().path("data")) {
            if (counts.path("total").asInt() > total) {
                total = counts.path("total").asInt();
                most = counts.path("programInstanceId").asText();
            }
        }
        return most;
    }

    @Test
    void ofEachPage() throws IOException {
        Path directory = Files.createDirectories(Path.of(property("directory", "docs/images/console")));
        List<String> faults = new ArrayList<>();
        try (Browser browser = Browser.open(api.url())) {
            browser.size(Integer.parseInt(property("width", "1440")), HEIGHT);
            browser.signIn(property("email", "admin@localhost"), property("password", ""));
            browser.go("/console");
            if (Boolean.parseBoolean(property("dark", "false"))) {
                browser.script("localStorage.setItem('enlist.theme', 'dark')");
            }
            for (Map.Entry<String, String> page : pages().entrySet()) {
                browser.go(page.getValue());
                try {
                    browser.awaitScript("return document.readyState === 'complete'"
                            + " && document.querySelectorAll('[aria-busy=true], .skeleton').length === 0");
                } catch (org.openqa.selenium.TimeoutException e) {
                    faults.add(page.getKey() + " is still loading");
                }
                pause();
                Files.write(directory.resolve(page.getKey() + ".png"), browser.image());
                browser.errors().forEach(error -> faults.add(page.getKey() + ": " + error));
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Charts are drawn with a short animation. */
    private static void pause() {
        try {
            Thread.sleep(700);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
