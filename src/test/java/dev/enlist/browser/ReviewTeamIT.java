package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** A coordinator looks after the load of reviewers. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class ReviewTeamIT {

    private static final String PASSWORD = "a coordinator's password";
    private static final String PAGE = "/console/reviews/team";
    private static final String REVIEWERS = "[data-reviewers] tbody tr[data-user]";
    private static final String ABSENCES = "[data-absences] tbody tr";

    @Autowired
    Worlds worlds;

    private World world;
    private String instance;
    private String coordinator;

    @BeforeEach
    void aTeam() {
        world = worlds.organization();
        instance = world.instance();
        coordinator = worlds.person(world, PASSWORD, Role.COORDINATOR);
    }

    private JsonNode member(String email) {
        for (JsonNode user : world.api().get("/users?perPage=100").ok().path("data")) {
            if (user.path("email").asText().equals(email)) {
                return user;
            }
        }
        throw new AssertionError(email + " is no member");
    }

    private String claimedBy(JsonNode reviewer) {
        String id = world.submittedEnrollment(instance);
        world.api()
                .post(
                        "/enrollments/" + id + "/reassign",
                        Json.object("{}").put("userId", reviewer.path("id").asText()))
                .ok();
        return id;
    }

    private String holder(String enrollmentId) {
        return world.api()
                .get("/enrollments/" + enrollmentId)
                .ok()
                .at("/claim/userId")
                .asText();
    }

    private static WebElement row(Browser browser, JsonNode reviewer) {
        return browser.find("tr[data-user='" + reviewer.path("id").asText() + "']");
    }

    @Test
    void reassignsTheReviewsOfAPersonWhoIsAbsent() {
        JsonNode rita = member(worlds.person(world, PASSWORD, Role.REVIEWER));
        JsonNode omar = member(worlds.person(world, PASSWORD, Role.REVIEWER));
        List<String> claimed = List.of(claimedBy(rita), claimedBy(rita));
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(coordinator, PASSWORD);
            browser.go(PAGE);
            browser.await(REVIEWERS, 3);
            assertThat(row(browser, rita).getText()).contains("2");
            browser.awaitText("Battery program of the city");

            // by keyboard: the dialog opens, takes the focus, and its main action is the first button
            row(browser, rita)
                    .findElement(org.openqa.selenium.By.cssSelector("button[aria-label^='Add an absence']"))
                    .sendKeys(Keys.ENTER);
            browser.find("dialog[open]");
            new Select(browser.find("#absence-claimed")).selectByValue("keep");
            browser.find("#absence-note").sendKeys("On leave");
            browser.screenshot("review-team-absence");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("Absence added");
            browser.await(ABSENCES, 1);
            browser.awaitText("Absent until");

            browser.press(row(browser, rita)
                    .findElement(org.openqa.selenium.By.cssSelector("button[aria-label^='Reassign']")));
            Select to = new Select(browser.find("#reassign-to"));
            assertThat(to.getOptions()).hasSize(3);
            to.selectByValue(omar.path("id").asText());
            browser.screenshot("review-team-reassign");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("reassigned");
            assertThat(claimed)
                    .allSatisfy(id ->
                            assertThat(holder(id)).isEqualTo(omar.path("id").asText()));
            browser.screenshot("review-team");

            browser.press(browser.find(ABSENCES + " button[aria-label^='Remove']"));
            browser.press(browser.find("dialog .btn-danger"));
            browser.awaitText("No absences");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void faultsOfAnAbsenceStandAtTheirFields() {
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(coordinator, PASSWORD);
            browser.go(PAGE);
            browser.await(REVIEWERS, 1);
            browser.press(browser.find("[data-add-absence]"));
            browser.script("document.querySelector('#absence-from').value = '2030-02-02';"
                    + "document.querySelector('#absence-to').value = '2030-02-01';");
            browser.press(browser.find("dialog .btn-primary"));
            browser.awaitText("To must not be before from.");
            browser.find("#absence-to[aria-invalid=true]");
            browser.screenshot("review-team-fault");
            browser.find("#absence-note").sendKeys(Keys.ESCAPE);
            browser.await("dialog", 0);
        }
    }

    @Test
    void fitsEachWidthAndThemeWithoutFaults() {
        JsonNode rita = member(worlds.person(world, PASSWORD, Role.REVIEWER));
        claimedBy(rita);
        world.submittedEnrollment(world.instance(
                world.program(),
                i -> i.put(
                        "title", "Batteries and heat pumps for the whole of Westchester County and the Bronx, 2027")));
        List<String> faults = new ArrayList<>();
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(coordinator, PASSWORD);
            faults.addAll(browser.faults("review-team", () -> {
                browser.go(PAGE);
                browser.await(REVIEWERS, 2);
                browser.awaitText("Westchester");
                browser.awaitText("No absences");
            }));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void isNeitherLinkedNorServedToReviewers() {
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.go("/console/reviews");
            browser.find("main");
            assertThat(browser.count("a[href='" + PAGE + "']")).isZero();
            browser.go(PAGE);
            browser.awaitText("You may not open this page");
        }
    }
}
