package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;

/** One sign-in and one sign-out for every page, and the way back to the task where a session ended. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class SessionsIT {

    private static final String PASSWORD = "a reviewer's password";
    private static final String TASKS = ".tasks-list li.task";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    private World world;
    private String id;
    private String task;

    @BeforeEach
    void anEnrollmentUnderReview() {
        world = worlds.organization();
        id = world.submittedEnrollment(world.instance());
        task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(id)
                .taskDefinitionKey(EnrollmentProcess.REVIEW)
                .singleResult()
                .getId();
    }

    @Test
    void signingOutOfTasklistOrCockpitSignsOutEverywhere() {
        String email = worlds.person(world, PASSWORD, Role.ADMINISTRATOR);
        try (Browser browser = Browser.open(world.api().url())) {
            for (String page : new String[] {"/camunda/app/tasklist/default/", "/camunda/app/cockpit/default/"}) {
                browser.go(page);
                browser.signInHere(email, PASSWORD);
                browser.awaitAddress(page);
                browser.press(browser.find(
                        ".account .dropdown-toggle, .user-account .dropdown-toggle, [cam-widget-header] .account a"));
                browser.press(browser.find(".logout a, li.logout a"));
                browser.awaitAddress("/login?logout");
                browser.awaitText("You are signed out");
                for (String closed : new String[] {"/", "/console/rules", page}) {
                    browser.go(closed);
                    browser.awaitAddress("/login");
                }
            }
        }
    }

    @Test
    void aLinkToATaskSurvivesTheSignInAndAWrongPassword() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.go("/camunda/app/tasklist/default/#/?task=" + task);
            browser.signInHere(email, "not the password");
            browser.awaitText("The e-mail or the password is wrong");
            browser.screenshot("sign-in-wrong");
            browser.signInHere(email, PASSWORD);
            browser.awaitText("Suzie Homeowner");
            assertThat(browser.address())
                    .contains("/camunda/app/tasklist/default/")
                    .contains(task);
        }
    }

    @Test
    void aSessionThatEndedLeadsToTheSignInAndBackWithWhatWasTyped() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(email, PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Suzie Homeowner");
            browser.clickText("*[self::a or self::button or self::span]", "Claim");
            browser.find(".unclaim");
            browser.find(".fjs-form input[type=radio]:enabled");
            browser.pressText("label", "Reject");
            WebElement reason = browser.find(".fjs-form textarea");
            browser.scrollTo(reason);
            reason.sendKeys("The battery is not installed yet", Keys.TAB);

            browser.loseSession();
            browser.pressText("button", "Complete");
            browser.awaitAddress("/login?continue=");
            browser.screenshot("sign-in-again");
            assertThat(browser.script("return Object.keys(localStorage).filter(key => /form/.test(key))"))
                    .as("what the next person at this computer would find")
                    .isEqualTo(List.of());
            assertThat(world.statusOf(id)).isEqualTo("submitted");
            browser.signInHere(email, PASSWORD);

            browser.awaitText("Suzie Homeowner");
            assertThat(browser.address()).contains(task);
            browser.find(".fjs-form input[type=radio]:enabled");
            browser.find(".fjs-form input[type=radio]:checked");
            browser.awaitValue(".fjs-form textarea", "The battery is not installed yet");
            browser.await(".fjs-form[aria-busy]", 0);
            browser.pressText("button", "Complete");
            browser.await(TASKS, 0);
        }
        assertThat(world.statusOf(id)).isEqualTo("rejected");
        assertThat(world.api()
                        .get("/enrollments/" + id)
                        .ok()
                        .at("/eligibility/reason")
                        .asText())
                .isEqualTo("The battery is not installed yet");
    }

    /** The engine's own sign-in form cannot sign in; it is not reached. */
    @Test
    void theSignInFormOfTheEngineIsNotShown() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(email, PASSWORD);
            browser.await(TASKS, 1);
            browser.loseSession();
            // what the mouse hits asks for the task at once; a click on the row alone would wait for the next refresh
            // of the list
            browser.await(TASKS, 1).get(0).click();
            browser.awaitAddress("/login");
            assertThat(browser.count("form[name=signinForm]")).isZero();
            browser.signInHere(email, PASSWORD);
            browser.await(TASKS, 1);
        }
    }
}
