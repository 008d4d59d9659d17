package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Compares Tasklist with the inbox: how many clicks and keys one approval takes, and how long a person waits for the
 * page meanwhile. The time to read and think is not part of it.
 */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class DecisionEffortIT {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionEffortIT.class);
    private static final String PASSWORD = "a reviewer's password";
    private static final int DECISIONS = 5;
    private static final String TASKS = ".tasks-list li.task";

    @Autowired
    Worlds worlds;

    private World world;

    @BeforeEach
    void applications() {
        world = worlds.organization();
        String instance = world.instance();
        for (int i = 0; i <= DECISIONS; i++) {
            ObjectNode person = World.applicant().put("firstName", "Applicant" + i);
            String id = world.enroll(instance, person).path("id").asText();
            world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        }
    }

    /** The clicks and keys of all decisions, and the milliseconds of each. */
    private static final class Effort {

        private final List<Long> millis = new ArrayList<>();
        private int actions;
        private long began;

        void begin() {
            began = System.nanoTime();
        }

        void act(Runnable clickOrKey) {
            actions++;
            clickOrKey.run();
        }

        void end() {
            millis.add((System.nanoTime() - began) / 1_000_000);
        }

        int actionsForOne() {
            return actions / DECISIONS;
        }

        long medianMillis() {
            return millis.stream().sorted().toList().get(DECISIONS / 2);
        }
    }

    @Test
    void oneApprovalTakesFewerActionsInTheInbox() {
        Effort tasklist = new Effort();
        Effort inbox = new Effort();
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            inTasklist(browser, tasklist);
        }
        applications();
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.awaitAddress("/camunda/app/tasklist/");
            inInbox(browser, inbox);
        }
        LOG.info(
                "One approval: {} actions and {} ms in Tasklist, {} actions and {} ms in the inbox",
                tasklist.actionsForOne(),
                tasklist.medianMillis(),
                inbox.actionsForOne(),
                inbox.medianMillis());
        assertThat(tasklist.actionsForOne()).isEqualTo(4);
        assertThat(inbox.actionsForOne()).isEqualTo(2);
    }

    private static void inTasklist(Browser browser, Effort effort) {
        browser.await(TASKS, DECISIONS + 1);
        for (int left = DECISIONS; left > 0; left--) {
            effort.begin();
            effort.act(() -> browser.find(TASKS).click());
            browser.awaitText("What the rules saw");
            effort.act(() -> browser.press(browser.findText("button", "Claim")));
            browser.find(".fjs-form input[type=radio]:enabled");
            effort.act(() -> browser.press(browser.findText("label", "Approve")));
            effort.act(() -> browser.press(browser.findText("button", "Complete")));
            browser.await(TASKS, left);
            effort.end();
        }
    }

    private static void inInbox(Browser browser, Effort effort) {
        browser.go("/console/reviews");
        browser.findBeginning("button", "Approve");
        for (int decided = 0; decided < DECISIONS; decided++) {
            effort.begin();
            effort.act(() -> browser.type("a"));
            browser.findBeginning("button", "Undo");
            effort.act(() -> browser.type("j"));
            browser.findBeginning("button", "Approve");
            effort.end();
        }
        assertThat(browser.errors()).isEmpty();
    }
}
