package dev.enlist.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import dev.enlist.workflow.WorkflowXml;
import dev.enlist.workflow.Workflows;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;

/** A reviewer's day in Tasklist. */
@EnlistIT
@EnabledIf("dev.enlist.support.Browser#isInstalled")
class TasklistIT {

    private static final String PASSWORD = "a reviewer's password";
    private static final String TASKS = ".tasks-list li.task";
    private static final String TITLE = "Battery program of the city";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    private World world;
    private String instance;

    @BeforeEach
    void aWorkspaceWithAProgram() {
        world = worlds.organization();
        instance = world.instance(world.program(), i -> {
            i.withObject("/config/incentive").put("amount", 500).put("currency", "USD");
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 20);
        });
        world.api()
                .post(
                        "/programInstances/" + instance + "/capacity/pools",
                        "{\"pricingModel\": \"budget\", \"budget\": {\"amount\": 10000, \"currency\": \"USD\"}}")
                .created();
    }

    @Test
    void reviewerReadsWhoAppliesForWhatAndApproves() {
        ObjectNode person = World.applicant().put("firstName", "Amara").put("lastName", "Okafor");
        String email = person.path("email").asText();
        // the same person, earlier, in another program of the workspace
        String earlier = world.enroll(world.instance(), person).path("id").asText();
        world.api().post("/enrollments/" + earlier + "/submit", "{}").ok();
        world.api()
                .post("/enrollments/" + earlier + "/reject", Json.object("{\"reason\": \"Battery not installed yet\"}"))
                .ok();
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();

        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Amara Okafor");
            browser.screenshot("tasklist-review");
            assertThat(browser.text())
                    .contains(email)
                    .contains("123 Main St, New York, NY 10001, USA")
                    .contains("tesla, enphase")
                    .contains(TITLE)
                    .contains("eligible (meets-all-criteria)")
                    .contains("eligibility-default version 1")
                    .contains("What the rules saw")
                    .contains("Battery not installed yet")
                    .contains("500.00 USD = base 500.00")
                    .contains("19 of 20 places; 9,500.00 USD of 10,000.00 USD")
                    .contains("Take part in peak events");
            claim(browser);
            choose(browser, "Approve");
            browser.screenshot("tasklist-review-filled");
            browser.pressText("button", "Complete");
            browser.await(TASKS, 0);
            browser.screenshot("tasklist-review-completed");
        }

        assertThat(world.statusOf(id)).isEqualTo("approved");
        JsonNode last = world.api().get("/enrollments/" + id + "/history").ok().at("/data/3");
        assertThat(last.at("/to").asText()).isEqualTo("approved");
        assertThat(last.at("/by/type").asText()).isEqualTo("user");
    }

    @Test
    void aStepOfAWorkflowIsDoneWithItsOwnForm() {
        Workflows workflows = new Workflows(world, engine)
                .publish(
                        "site-visit",
                        new WorkflowXml()
                                .start()
                                .user("user_visit", Map.of("result", "visit", "title", "Visit the site", "form", """
                                        [{"name": "visited", "type": "boolean", "label": "Site visited", "required": true},
                                         {"name": "panels", "type": "integer", "label": "Panels on the roof", "max": 40},
                                         {"name": "roof", "type": "choice", "label": "Kind of roof", "required": true,
                                          "options": [{"value": "flat", "label": "Flat"}, {"value": "steep", "label": "Steep"}]},
                                         {"name": "found", "type": "multiChoice", "label": "What is there",
                                          "options": [{"value": "meter", "label": "Meter"}, {"value": "battery", "label": "Battery"}]},
                                         {"name": "remarks", "type": "longText", "label": "Remarks"}]
                                        """))
                                .decision("user_decide", Map.of())
                                .service("decide", "decide", Map.of("outcome", "reviewer"))
                                .end("end")
                                .flow("f1", "start", "user_visit")
                                .flow("f2", "user_visit", "user_decide")
                                .flow("f3", "user_decide", "decide")
                                .flow("f4", "decide", "end")
                                .xml());
        String id = world.submittedEnrollment(workflows.instanceWith("site-visit"));
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.press(browser.findBeginning("a", "All tasks"));
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Suzie Homeowner");
            browser.awaitText("Visit the site");
            claim(browser);
            browser.pressText("button", "Complete");
            browser.awaitText("Field is required.");
            choose(browser, "Yes");
            choose(browser, "Steep");
            choose(browser, "What is there: Battery");
            WebElement panels = browser.find(".fjs-form-field-number input");
            browser.scrollTo(panels);
            panels.sendKeys("12", Keys.TAB);
            browser.screenshot("tasklist-workflow-step");
            browser.pressText("button", "Complete");
            Patience.until(
                    "the step to be done: " + browser.text(),
                    () -> workflows.steps(id).contains("user_visit completed"));
            browser.awaitFirst(TASKS, "user decide");
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("What the rules decided");
            claim(browser);
            choose(browser, "Approve");
            browser.pressText("button", "Complete");
            browser.await(TASKS, 0);
        }
        assertThat(world.statusOf(id)).isEqualTo("approved");
        assertThat(workflows.steps(id))
                .containsExactly("user_visit completed", "user_decide approve", "decide approve");
        JsonNode visit =
                world.api().get("/enrollments/" + id + "/workflowSteps").ok().at("/data/0");
        assertThat(visit.path("result"))
                .isEqualTo(
                        Json.object(
                                "{\"visited\": true, \"panels\": 12, \"roof\": \"steep\", \"found\": [\"battery\"], \"remarks\": null}"));
        assertThat(visit.at("/by/type").asText()).isEqualTo("user");
    }

    @Test
    void rejectionNeedsAReasonAndIsNotHalfDone() {
        String id = world.submittedEnrollment(instance);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Suzie Homeowner");
            claim(browser);
            browser.pressText("button", "Complete");
            browser.find(".fjs-has-errors input[type=radio]");
            browser.awaitText("Field is required.");
            choose(browser, "Reject");
            browser.pressText("button", "Complete");
            browser.awaitText("Reason must say why.");
            browser.find(".fjs-has-errors textarea[aria-invalid=true]:focus");
            browser.screenshot("tasklist-reject-without-reason");
            assertThat(browser.countShown(".page-notifications .alert"))
                    .as("messages beside the marked fields")
                    .isZero();
            assertThat(world.statusOf(id)).isEqualTo("submitted");

            WebElement reason = browser.find(".fjs-form textarea");
            browser.scrollTo(reason);
            // leaving the field tells the form at once what was typed
            reason.sendKeys("Failed verification", Keys.TAB);
            browser.await(".fjs-has-errors", 0);
            browser.pressText("button", "Complete");
            browser.await(TASKS, 0);
        }
        JsonNode rejected = world.api().get("/enrollments/" + id).ok();
        assertThat(rejected.at("/eligibility/status").asText()).isEqualTo("rejected");
        assertThat(rejected.at("/eligibility/reason").asText()).isEqualTo("Failed verification");
    }

    @Test
    void reviewerAsksTheApplicantAndSeesTheAnswerBesideWhatItWas() {
        String id = world.submittedEnrollment(instance);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Suzie Homeowner");
            claim(browser);
            choose(browser, "Ask the applicant");
            browser.awaitText("Question to the applicant");
            browser.pressText("button", "Complete");
            browser.awaitText("Field is required.");
            WebElement question = browser.find(".fjs-form .fjs-has-errors textarea");
            browser.scrollTo(question);
            question.sendKeys("Which postal code has the home?", Keys.TAB);
            browser.find(".fjs-taglist-input").sendKeys("Postal", Keys.ENTER);
            browser.await(".fjs-taglist-tag", 1);
            browser.screenshot("tasklist-ask");
            browser.pressText("button", "Complete");
            browser.await(TASKS, 0);
            JsonNode asked = world.api().get("/enrollments/" + id).ok().path("informationRequest");
            assertThat(asked.at("/fields/0").asText()).isEqualTo("/address/postalCode");

            world.api()
                    .post(
                            "/informationRequests/" + asked.path("id").asText() + "/answer",
                            "{\"fields\": {\"/address/postalCode\": \"10011\"}, \"message\": \"We moved.\"}")
                    .ok();
            browser.press(browser.findBeginning("a", "Reviews"));
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Answer of the applicant");
            browser.awaitText("We moved.");
            browser.awaitText("10011");
            browser.screenshot("tasklist-answer");
        }
    }

    @Test
    void personDecidesWhereTheRulesWillNot() {
        String demanding = world.instance(
                world.program(), i -> i.set("config", Json.read("{\"eligibility\": {\"minMonthlyKwh\": 300}}")));
        String id = world.eligibleEnrollment(demanding);
        assertThat(world.statusOf(id)).isEqualTo("candidate");
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.press(browser.findBeginning("a", "Manual evaluations"));
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Why the rules ask you");
            browser.awaitText("usage-unknown");
            claim(browser);
            choose(browser, "Eligible");
            browser.screenshot("tasklist-evaluate-manually");
            browser.pressText("button", "Complete");
            browser.await(TASKS, 0);
        }
        assertThat(world.statusOf(id)).isEqualTo("eligible");
    }

    @Test
    void reviewersSeeTheirOwnWorkspaceOnly() {
        world.submittedEnrollment(instance);
        World other = worlds.organization();
        String theirs = other.instance(other.program(), i -> i.put("title", "Another program"));
        other.submittedEnrollment(theirs);
        other.submittedEnrollment(theirs);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1);
            assertThat(browser.text()).contains(TITLE).doesNotContain("Another program");
        }
        try (Browser browser = Browser.open(other.api().url())) {
            browser.signInToTasklist(worlds.person(other, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 2);
            browser.screenshot("tasklist-other-workspace");
            assertThat(browser.text()).contains("Another program").doesNotContain(TITLE);
        }
    }

    @Test
    void administratorWatchesTheProcessInCockpit() {
        world.submittedEnrollment(instance);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD);
            browser.await(TASKS, 1);
            browser.go("/camunda/app/cockpit/default/#/processes");
            browser.clickText("a", "Enrollment lifecycle");
            browser.find(".djs-container svg");
            browser.awaitText("Review enrollment");
            browser.screenshot("cockpit-lifecycle");
        }
    }

    @Test
    void offersWhatWorksAndNothingElse() {
        world.submittedEnrollment(instance);
        String reviewer = worlds.person(world, PASSWORD, Role.REVIEWER);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(reviewer, PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Suzie Homeowner");
            assertThat(browser.text())
                    .doesNotContain("Create task")
                    .doesNotContain("Start process")
                    .doesNotContain("Add Comment")
                    .doesNotContain("Set due date")
                    .doesNotContain("Set follow-up date")
                    .doesNotContain("CREATION_DATE")
                    .doesNotContain("PRIORITY")
                    .doesNotContain("end of life");
            for (String control : List.of(
                    ".create-task-action",
                    ".start-process-action",
                    ".createCommentLink",
                    ".meta.dates",
                    ".meta.actors .groups",
                    ".ce-eol-banner")) {
                assertThat(browser.countShown(control)).as(control).isZero();
            }
            assertThat(browser.shownTexts("a[ng-click*='selectTaskDetailTab(']"))
                    .containsExactly("Form", "Diagram");
            assertThat(browser.count("a[href*='/camunda/app/admin']")).isZero();
            claim(browser);
            WebElement complete = browser.findText("button", "Complete");
            assertThat(browser.countShown(".form-actions button")).isEqualTo(1);
            for (int[] size : new int[][] {{1440, 900}, {390, 844}}) {
                browser.size(size[0], size[1]);
                browser.scrollTo(complete);
                browser.screenshot("tasklist-" + size[0]);
                assertThat(browser.isUncovered(complete)).as(size[0] + " px").isTrue();
            }
            browser.size(1440, 900);
            browser.press(browser.find(".account .dropdown-toggle"));
            browser.press(browser.find(".account .profile a"));
            browser.awaitAddress("/console/account");
        }
    }

    @Test
    void aTaskOfAnotherPersonIsShownAsSuchAndCoordinatorsReassignIt() {
        String id = world.submittedEnrollment(instance);
        assign(id, worlds.person(world, PASSWORD, Role.REVIEWER));
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Suzie Homeowner");
            browser.screenshot("tasklist-claimed-by-other");
            assertThat(browser.countShown(".reset-assignee, .unclaim, .claim")).isZero();
            assertThat(browser.countShown(".form-actions button:not([disabled])"))
                    .isZero();
        }
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.COORDINATOR), PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Suzie Homeowner");
            browser.press(browser.find(".reset-assignee"));
            claim(browser);
            choose(browser, "Approve");
            browser.pressText("button", "Complete");
            browser.await(TASKS, 0);
        }
        assertThat(world.statusOf(id)).isEqualTo("approved");
    }

    @Test
    void aDecisionOnATaskThatAnotherPersonClaimedMeanwhileSaysSo() {
        String id = world.submittedEnrollment(instance);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Suzie Homeowner");
            claim(browser);
            choose(browser, "Approve");
            // a coordinator gives it to another reviewer
            assign(id, worlds.person(world, PASSWORD, Role.REVIEWER));
            WebElement complete = browser.findText("button", "Complete");
            browser.press(complete);
            browser.awaitText("Another person has claimed this task");
            browser.screenshot("tasklist-toast");
            assertThat(browser.isUncovered(complete)).isTrue();
        }
        assertThat(world.statusOf(id)).isEqualTo("submitted");
    }

    @Test
    void tasksComeInTheOrderThatIsChosenAndAreSearchedByWhatTheyHave() {
        world.submittedEnrollment(world.instance(world.program(), i -> i.put("title", "Alpha")));
        String second = world.submittedEnrollment(world.instance(world.program(), i -> i.put("title", "Beta")));
        String number = world.api()
                .get("/enrollments/" + second)
                .ok()
                .path("applicationNumber")
                .asText();
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 2);
            browser.awaitText("Priority");
            assertThat(titles(browser)).containsExactly("Alpha", "Beta");
            browser.go("/camunda/app/tasklist/default/#/?sorting="
                    + "%5B%7B%22sortBy%22:%22created%22,%22sortOrder%22:%22desc%22%7D%5D");
            browser.awaitText("Created");
            browser.await(TASKS, 2);
            assertThat(titles(browser)).containsExactly("Beta", "Alpha");
            browser.press(browser.find("[cam-sorting-choices] .sort-direction"));
            browser.awaitFirst(TASKS, "Alpha");
            assertThat(titles(browser)).containsExactly("Alpha", "Beta");
            browser.screenshot("tasklist-sorted");

            WebElement search = browser.find("input[placeholder='Filter Tasks']");
            browser.awaitScript(
                    "return angular.element(document.querySelector('[cam-widget-search]')).isolateScope().types.length < 5");
            search.click();
            browser.find(".search-container .dropdown-menu li");
            assertThat(browser.shownTexts(".search-container .dropdown-menu li"))
                    .containsExactlyInAnyOrder("Task name", "Assignee (e-mail)", "Priority", "Created");
            search.sendKeys(number, Keys.ENTER);
            browser.await(TASKS, 1);
            browser.awaitFirst(TASKS, "Beta");
            browser.screenshot("tasklist-search");
            assertThat(browser.errors()).isEmpty();
        }
    }

    private static List<String> titles(Browser browser) {
        return browser.await(TASKS, 2).stream()
                .map(task -> task.getText().contains("Alpha") ? "Alpha" : "Beta")
                .toList();
    }

    @Test
    void answersHaveLabels() {
        String asking = world.instance(
                world.program(),
                i -> i.set(
                        "formConfig",
                        Json.read("{\"fields\": [{\"name\": \"metadata.kwh\", \"type\": \"number\","
                                + " \"label\": \"Usage in a month\"}]}")));
        ObjectNode person = World.applicant();
        person.withObject("/metadata").put("kwh", 640).put("hasBattery", true);
        String id = world.enroll(asking, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 1).get(0).click();
            browser.awaitText("Makes of equipment");
            assertThat(browser.text())
                    .contains(DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.US)
                            .format(LocalDate.now(ZoneOffset.UTC)))
                    .contains("Usage in a month")
                    .contains("Has battery")
                    .doesNotContain("{\"")
                    .doesNotContain("[\"")
                    .doesNotContain("slugs");
        }
    }

    @Test
    void sortsByEachPropertyThatItOffers() {
        String first = world.submittedEnrollment(world.instance(world.program(), i -> i.put("title", "Alpha")));
        String second = world.submittedEnrollment(world.instance(world.program(), i -> i.put("title", "Beta")));
        assign(first, worlds.person(world, PASSWORD, Role.REVIEWER));
        engine.getTaskService().setPriority(taskOf(second), 75);
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signInToTasklist(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.await(TASKS, 2);
            browser.awaitText("Priority");
            browser.press(browser.find("[cam-sorting-choices] a[ng-click^=removeSorting]"));
            browser.press(browser.find("[cam-sorting-choices] .dropdown-toggle"));
            List<String> offered = browser.shownTexts("[cam-sorting-choices] .dropdown.open .dropdown-menu a");
            assertThat(offered).containsExactlyInAnyOrder("Task name", "Assignee", "Priority");
            for (String property : offered) {
                browser.go("/camunda/app/tasklist/default/#/?sorting="
                        + "%5B%7B%22sortBy%22:%22created%22,%22sortOrder%22:%22desc%22%7D%5D");
                browser.await(TASKS, 2);
                browser.press(browser.find("[cam-sorting-choices] .dropdown-toggle"));
                browser.press(browser.findText("a", property));
                browser.find("[cam-sorting-choices] .sort-direction.glyphicon-menu-down");
                browser.press(browser.find("[cam-sorting-choices] .sort-direction"));
                browser.awaitFirst(TASKS, "Alpha");
                assertThat(titles(browser)).as(property).containsExactly("Alpha", "Beta");
                browser.press(browser.find("[cam-sorting-choices] .sort-direction"));
                browser.awaitFirst(TASKS, "Beta");
                assertThat(browser.errors()).as(property).isEmpty();
            }
        }
    }

    @Test
    void aPageThatIsRefusedOrMissingIsAPage() {
        try (Browser browser = Browser.open(world.api().url())) {
            browser.signIn(worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
            browser.go("/camunda/app/cockpit/default/");
            browser.awaitText("You may not open this page");
            for (String missing : List.of("/console/nothing", "/nothing", "/programs/nothing")) {
                browser.go(missing);
                browser.awaitText("Page not found");
                assertThat(browser.text()).doesNotContain("{");
            }
            browser.screenshot("error-404");
        }
    }

    private void assign(String enrollmentId, String email) {
        world.in(() -> {
            engine.getTaskService().setAssignee(taskOf(enrollmentId), email);
            return email;
        });
    }

    private String taskOf(String enrollmentId) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(enrollmentId)
                .singleResult()
                .getId();
    }

    private static void claim(Browser browser) {
        browser.clickText("*[self::a or self::button or self::span]", "Claim");
        browser.find(".unclaim");
        browser.find(".fjs-form input[type=radio]:enabled");
    }

    private static void choose(Browser browser, String label) {
        browser.press(browser.findText("label", label));
    }
}
