package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.springframework.beans.factory.annotation.Autowired;

/** Cockpit shows administrators what works, and hides every control of an operation that Enlist refuses. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class CockpitIT {

    private static final String PASSWORD = "an administrator's password";
    private static final String COCKPIT = "/camunda/app/cockpit/default/#/";

    /** Buttons that change something. Copying, zooming and sorting do not. */
    private static final String CONTROLS =
            ".btn-toolbar, .action-button, .delete-deployment, .action a.btn, a[ng-click*='Suspension']";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    private World world;
    private String processInstance;

    @BeforeEach
    void anEnrollmentUnderReview() {
        world = worlds.organization();
        String id = world.submittedEnrollment(world.instance());
        processInstance = engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(id)
                .singleResult()
                .getId();
    }

    @Test
    void listsHaveNoDeadEntries() {
        try (Browser browser = signedIn()) {
            browser.go(COCKPIT + "dashboard");
            browser.awaitText("Deployed");
            browser.screenshot("cockpit-dashboard");
            assertThat(browser.text()).doesNotContain("Human Tasks");
            assertThat(browser.count("a[href*='/camunda/app/admin']")).isZero();
            for (String page : List.of("processes", "decisions", "repository")) {
                browser.go(COCKPIT + page);
                browser.awaitText(
                        switch (page) {
                            case "processes" -> "Enrollment lifecycle";
                            case "decisions" -> "Default eligibility";
                            default -> "enrollment-lifecycle.bpmn";
                        });
                browser.screenshot("cockpit-" + page);
                assertThat(browser.countShown(CONTROLS)).as(page).isZero();
                assertThat(browser.countShown("a[href='#/tasks'], a[href='#/batch']"))
                        .as(page)
                        .isZero();
                assertThat(browser.countShown(".page-notifications .alert-danger"))
                        .as(page)
                        .isZero();
            }
        }
    }

    @Test
    void aProcessCanBeReadAndAFailedJobRetriedAndNothingElse() {
        try (Browser browser = signedIn()) {
            browser.go(COCKPIT + "processes");
            browser.awaitText("Enrollment lifecycle");
            browser.pressText("a", "Enrollment lifecycle");
            browser.awaitText("Instances Running");
            assertThat(tabs(browser)).containsExactly("Process Instances", "Incidents", "Called Process Definitions");
            assertThat(browser.countShown(CONTROLS)).isZero();
            browser.screenshot("cockpit-definition");

            browser.errors();
            browser.go(COCKPIT + "process-instance/" + processInstance);
            browser.awaitText("Information");
            browser.findText("a", "User Tasks");
            assertThat(tabs(browser))
                    .containsExactly("Variables", "Incidents", "Called Process Instances", "User Tasks", "Jobs");
            assertThat(browser.countShown(CONTROLS)).isEqualTo(1);
            browser.find(".btn-toolbar .glyphicon-repeat");
            browser.pressText("a", "Jobs");
            browser.awaitText("Review overdue");
            browser.screenshot("cockpit-instance");
            assertThat(browser.countShown(CONTROLS)).isEqualTo(1);
            browser.pressText("a", "User Tasks");
            browser.awaitText("Review enrollment");
            assertThat(browser.countShown(CONTROLS)).isEqualTo(1);
            assertThat(browser.errors()).isEmpty();
        }
    }

    private Browser signedIn() {
        Browser browser = Browser.open(world.api().url());
        browser.signIn(worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);
        return browser;
    }

    private static List<String> tabs(Browser browser) {
        return browser.shownTexts("a[ng-click*='selectTab(']");
    }
}
