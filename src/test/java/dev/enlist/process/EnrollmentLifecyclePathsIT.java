package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentService.Step;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.ProcessPaths;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.userdetails.UserDetailsService;

/** Every path through the lifecycle, from creation to the step where it waits or ends. */
@EnlistIT
class EnrollmentLifecyclePathsIT {

    private static final JsonNode NOTHING = Json.object("{}");
    private static final String RULE_TASK = "rule_check_eligibility";
    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    UserDetailsService people;

    @Autowired
    AdmissionService admissions;

    @Autowired
    EnrollmentService enrollments;

    @Autowired
    OwnerJdbc jdbc;

    @Autowired
    ProcessPaths paths;

    World world;
    Processes processes;

    @BeforeEach
    void aWorkspace() {
        begin(worlds.shared(this));
        paths.record();
    }

    private void begin(World where) {
        world = where;
        processes = new Processes(engine, where);
    }

    @AfterEach
    void noFurtherPaths() {
        paths.stop();
    }

    @Nested
    class FromCandidateToEligible {

        @Test
        void theRulesFindAnApplicantEligible() {
            String id = world.eligibleEnrollment(world.instance());
            processes.waits(id, "eligible", "receive_application");
            assertThat(paths.of(id)).containsOnlyOnce(RULE_TASK);
            assertThat(lastMove(id).at("/by/type").asText()).isEqualTo("rule");
        }

        @Test
        void theRulesFindAnApplicantIneligibleAndItIsOver() {
            String id = world.ineligibleEnrollment(world.instance());
            processes.over(id, "ineligible");
            assertThat(paths.of(id)).containsOnlyOnce(RULE_TASK);
            assertThat(lastMove(id).at("/by/type").asText()).isEqualTo("rule");
            assertThat(lastMove(id).path("reason").asText()).isNotEmpty();
        }

        @Test
        void whoIsNotToBeEvaluatedYetWaitsUntilAskedFor() {
            String id = world.candidateEnrollment(world.instance());
            processes.waits(id, "candidate", "receive_evaluation_request");
            assertThat(paths.of(id)).doesNotContain(RULE_TASK);

            evaluate(id);

            processes.waits(id, "eligible", "receive_application");
            assertThat(paths.of(id)).containsOnlyOnce(RULE_TASK);
        }

        @Test
        void theRulesLeaveItToAPersonWhoFindsTheApplicantEligible() {
            String id = undecided();
            processes.waits(id, "candidate", "user_evaluate_manually");
            assertThat(paths.of(id)).containsSubsequence(RULE_TASK, "user_evaluate_manually");
            Desk reviewer = reviewer();
            Task task = onlyTask(reviewer, id);

            reviewer.submit(task, "eligible", "Usage read from the bill");

            processes.waits(id, "eligible", "receive_application");
            assertThat(lastMove(id).at("/by/type").asText()).isEqualTo("user");
            assertThat(lastMove(id).at("/by/id").asText())
                    .isEqualTo(reviewer.person().member().userId());
            assertThat(lastMove(id).path("reason").asText()).isEqualTo("Usage read from the bill");
        }

        @Test
        void aPersonWhoFindsTheApplicantIneligibleSaysWhy() {
            String id = undecided();
            Desk reviewer = reviewer();
            Task task = onlyTask(reviewer, id);

            assertThatThrownBy(() -> reviewer.submit(task, "ineligible"))
                    .isInstanceOf(FormFieldValidationException.class);
            assertThatThrownBy(() -> reviewer.submit(task, "ineligible", " "))
                    .isInstanceOf(FormFieldValidationException.class);
            processes.waits(id, "candidate", "user_evaluate_manually");

            reviewer.submit(task, "ineligible", "Uses too little");

            processes.over(id, "ineligible");
            assertThat(lastMove(id).path("reason").asText()).isEqualTo("Uses too little");
        }

        @Test
        void aFormThatAnswersNeitherIsRefused() {
            String id = undecided();
            Desk reviewer = reviewer();
            Task task = onlyTask(reviewer, id);

            assertThatThrownBy(() -> reviewer.submit(task, "approve")).isInstanceOf(FormFieldValidationException.class);
            assertThatThrownBy(() -> reviewer.submit(task, Map.of())).isInstanceOf(FormFieldValidationException.class);

            processes.waits(id, "candidate", "user_evaluate_manually");
        }

        @Test
        void askingForTheEvaluationAgainWithdrawsTheTaskAndLetsTheRulesDecide() {
            String id = undecided();
            evaluate(id);
            processes.waits(id, "candidate", "user_evaluate_manually");

            world.api()
                    .patch("/enrollments/" + id, Json.object("{\"metadata\": {\"monthlyKwh\": 640}}"))
                    .ok();
            evaluate(id);

            processes.waits(id, "eligible", "receive_application");
            assertThat(tasks(reviewer(), id)).isEmpty();
        }

        /** An enrollment with an unknown monthly usage, where the program requires it. */
        private String undecided() {
            String instance = instance("{\"eligibility\": {\"minMonthlyKwh\": 300}}");
            return world.enroll(instance, World.applicant()).path("id").asText();
        }
    }

    @Nested
    class FromSubmittedToDecided {

        @Test
        void aReviewerSeesWhoApplies() {
            String instance = world.instance();
            String id = world.submittedEnrollment(instance);
            Desk reviewer = reviewer();

            Map<String, Object> form = reviewer.open(onlyTask(reviewer, id));

            assertThat(form)
                    .containsEntry("applicantName", "Suzie Homeowner")
                    .containsEntry("enrollmentStatus", "submitted")
                    .containsEntry("programTitle", "Battery program of the city");
            assertThat(form.get("decisionVerdict").toString()).startsWith("eligible");
        }

        @Test
        void aReviewerApprovesInTheForm() {
            String id = world.submittedEnrollment(world.instance());
            processes.waits(id, "submitted", "user_review_enrollment");
            Desk reviewer = reviewer();

            reviewer.submit(onlyTask(reviewer, id), "approve");

            processes.waits(id, "approved", "receive_exit_request");
            assertThat(lastMove(id).at("/by/id").asText())
                    .isEqualTo(reviewer.person().member().userId());
            assertThat(tasks(reviewer, id)).isEmpty();
            assertThat(timers(id)).isEmpty();
        }

        @Test
        void aReviewerWhoRejectsInTheFormSaysWhy() {
            String id = world.submittedEnrollment(world.instance());
            Desk reviewer = reviewer();
            Task task = onlyTask(reviewer, id);

            assertThatThrownBy(() -> reviewer.submit(task, "reject")).isInstanceOf(FormFieldValidationException.class);
            processes.waits(id, "submitted", "user_review_enrollment");

            reviewer.submit(task, "reject", "Documents missing");

            processes.over(id, "rejected");
            assertThat(lastMove(id).path("reason").asText()).isEqualTo("Documents missing");
        }

        @Test
        void nothingButTheAnswerIsTakenFromTheForm() {
            String id = world.submittedEnrollment(world.instance());
            Desk reviewer = reviewer();

            reviewer.submit(
                    onlyTask(reviewer, id),
                    Map.of("reviewDecision", "approve", "approved", false, "applicantName", "Another Person"));

            processes.waits(id, "approved", "receive_exit_request");
            assertThat(engine.getRuntimeService()
                            .createVariableInstanceQuery()
                            .processInstanceIdIn(processes.of(id).getId())
                            .list())
                    .isEmpty();
        }

        @Test
        void aDecisionOverTheApiCompletesTheTask() {
            begin(worlds.organization());
            String approved = world.approvedEnrollment(world.instance());
            processes.waits(approved, "approved", "receive_exit_request");

            String rejected = world.rejectedEnrollment(world.instance());
            processes.over(rejected, "rejected");

            assertThat(reviewer().tasks()).isEmpty();
        }

        @Test
        void aProcessOfAnotherWorkspaceUnderTheSameKeyStaysWhereItIs() {
            begin(worlds.organization());
            String id = world.eligibleEnrollment(world.instance());
            ProcessInstance foreign = WorkspaceScope.in(
                    worlds.organization().workspace(),
                    () -> engine.getRuntimeService()
                            .createProcessInstanceByKey(EnrollmentProcess.KEY)
                            .processDefinitionWithoutTenantId()
                            .businessKey(id)
                            .startBeforeActivity(EnrollmentProcess.RECEIVE_APPLICATION)
                            .execute());

            world.api().post("/enrollments/" + id + "/submit", "{}").ok();

            assertThat(reviewer().tasks()).hasSize(1);
            assertThat(engine.getRuntimeService().getActiveActivityIds(foreign.getId()))
                    .containsExactly(EnrollmentProcess.RECEIVE_APPLICATION);
            engine.getRuntimeService().deleteProcessInstance(foreign.getId(), "test", true);
        }

        /** A signal to the execution of a user task would complete the task. */
        @Test
        void aProcessThatDoesNotWaitForTheStepStaysWhereItIs() {
            String id = world.eligibleEnrollment(world.instance());
            world.in(() -> {
                engine.getRuntimeService()
                        .createProcessInstanceModification(processes.of(id).getId())
                        .startBeforeActivity(EnrollmentProcess.EVALUATE_MANUALLY)
                        .cancelAllForActivity(EnrollmentProcess.RECEIVE_APPLICATION)
                        .execute();
                return id;
            });

            world.api().post("/enrollments/" + id + "/submit", "{}").problem(409, "process-not-waiting");

            processes.waits(id, "eligible", EnrollmentProcess.EVALUATE_MANUALLY);
        }

        @Test
        void analystsSeeNoTasks() {
            String id = world.submittedEnrollment(world.instance());
            Desk analyst = Desk.of(engine, people, worlds.person(world, PASSWORD, Role.ANALYST));
            Desk viewer = Desk.of(engine, people, worlds.person(world, PASSWORD, Role.VIEWER));

            assertThat(analyst.tasks()).isEmpty();
            assertThat(viewer.tasks()).isEmpty();
            assertThat(tasks(reviewer(), id)).hasSize(1);
        }

        @Test
        void reviewersAreRemindedAndThenTheReviewIsEscalated() {
            String instance = instance("{\"review\": {\"reminderAfter\": \"PT5H\", \"escalateAfter\": \"P2D\"}}");
            Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            String id = world.submittedEnrollment(instance);
            Instant after = Instant.now();
            Job reminder = processes.job(id, "timer_review_reminder");
            Job escalation = processes.job(id, "timer_review_escalation");
            assertThat(reminder.getDuedate().toInstant())
                    .isBetween(before.plus(Duration.ofHours(5)), after.plus(Duration.ofHours(5)));
            assertThat(escalation.getDuedate().toInstant())
                    .isBetween(before.plus(Duration.ofDays(2)), after.plus(Duration.ofDays(2)));
            assertThat(review(id).getPriority()).isEqualTo(50);

            processes.run(reminder);
            processes.waits(id, "submitted", "user_review_enrollment");
            assertThat(review(id).getPriority()).isEqualTo(75);
            assertThat(changes(id)).containsExactly("review-reminded");

            processes.run(escalation);
            processes.waits(id, "submitted", "user_review_enrollment");
            assertThat(review(id).getPriority()).isEqualTo(100);
            assertThat(changes(id)).containsExactly("review-reminded", "review-escalated");
            assertThat(timers(id)).isEmpty();

            world.api().post("/enrollments/" + id + "/approve", NOTHING).ok();
            processes.waits(id, "approved", "receive_exit_request");
        }

        @Test
        void anEscalationThatComesFirstIsNotTakenBackByTheReminder() {
            String id = world.submittedEnrollment(world.instance());

            processes.run(processes.job(id, "timer_review_escalation"));
            processes.run(processes.job(id, "timer_review_reminder"));

            assertThat(review(id).getPriority()).isEqualTo(100);
        }

        @Test
        void deadlinesAreThreeAndSevenDaysWhereNothingIsSaid() {
            Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            String id = world.submittedEnrollment(world.instance());
            Instant after = Instant.now();
            assertThat(processes.job(id, "timer_review_reminder").getDuedate().toInstant())
                    .isBetween(before.plus(Duration.ofDays(3)), after.plus(Duration.ofDays(3)));
            assertThat(processes.job(id, "timer_review_escalation").getDuedate().toInstant())
                    .isBetween(before.plus(Duration.ofDays(7)), after.plus(Duration.ofDays(7)));
        }

        private Task review(String id) {
            return processes.task(id, EnrollmentProcess.REVIEW);
        }

        private List<String> changes(String id) {
            return jdbc.sql("select data ->> 'change' from event_log where subject = ? and type = 'enrollment.updated'"
                            + " order by position")
                    .param(id)
                    .query(String.class)
                    .list();
        }
    }

    @Nested
    class FromApprovedToUnenrolled {

        @Test
        void theDefaultExitIsThroughAtOnce() {
            String id = world.approvedEnrollment(world.instance());

            JsonNode left = unenroll(id, "involuntary");

            assertThat(left.at("/eligibility/status").asText()).isEqualTo("unenrolled");
            assertThat(left.at("/meta/exit/reason").asText()).isEqualTo("Moved away");
            assertThat(left.at("/meta/exit/kind").asText()).isEqualTo("involuntary");
            assertThat(left.at("/meta/exit/at").asText()).isNotEmpty();
            processes.over(id, "unenrolled");
        }

        @Test
        void anExitWorkflowOfTheInstancesOwnIsWaitedFor() {
            String workflow = "exit-" + Cuid.next();
            Deployment deployment = engine.getRepositoryService()
                    .createDeployment()
                    .addString(workflow + ".bpmn", exitWithTask(workflow))
                    .deploy();
            try {
                String id = world.approvedEnrollment(instance("{\"exit\": {\"process\": \"" + workflow + "\"}}"));

                JsonNode leaving = unenroll(id, "voluntary");
                assertThat(leaving.at("/eligibility/status").asText()).isEqualTo("approved");
                assertThat(leaving.path("allowedTransitions")).isEmpty();
                processes.waits(id, "approved", "call_exit_workflow");
                ProcessInstance exit = processes.find(workflow, id);
                assertThat(exit).isNotNull();
                assertThat(exit.getTenantId()).isEqualTo(world.workspace().workspaceId());

                world.api()
                        .post("/enrollments/" + id + "/unenroll", Json.object("{\"reason\": \"Once more\"}"))
                        .problem(409, "exit-in-progress");
                processes.waits(id, "approved", "call_exit_workflow");

                world.in(() -> {
                    Task collect = engine.getTaskService()
                            .createTaskQuery()
                            .processInstanceId(exit.getId())
                            .singleResult();
                    engine.getTaskService().complete(collect.getId());
                    return collect;
                });
                processes.over(id, "unenrolled");
                assertThat(lastMove(id).path("reason").asText()).isEqualTo("Moved away");
                assertThat(lastMove(id).at("/by/type").asText()).isEqualTo("key");
            } finally {
                engine.getRepositoryService().deleteDeployment(deployment.getId(), true);
            }
        }

        @Test
        void anExitWorkflowThatIsNotDeployedCannotBeNamed() {
            ObjectNode instance = Json.object("""
                    {"title": "T", "description": "D", "eligibilityCriteria": "C", "programTerms": "P",
                     "config": {"exit": {"process": "exit-nowhere"}}}
                    """);
            instance.put("programSlug", world.program());
            assertThat(world.api().post("/programInstances", instance).faults())
                    .containsExactly("/config/exit/process");
            instance.withObject("/config/exit").put("process", EnrollmentProcess.KEY);
            assertThat(world.api().post("/programInstances", instance).faults())
                    .containsExactly("/config/exit/process");
        }

        @Test
        void anExitWorkflowThatIsNotDeployedLeavesEverythingAsItWas() {
            String workflow = "exit-" + Cuid.next();
            Deployment deployment = engine.getRepositoryService()
                    .createDeployment()
                    .addString(workflow + ".bpmn", exitWithTask(workflow))
                    .deploy();
            String id = world.approvedEnrollment(instance("{\"exit\": {\"process\": \"" + workflow + "\"}}"));
            engine.getRepositoryService().deleteDeployment(deployment.getId(), true);

            world.api()
                    .post("/enrollments/" + id + "/unenroll", Json.object("{\"reason\": \"Moved away\"}"))
                    .problem(409, "exit-workflow-missing");

            processes.waits(id, "approved", "receive_exit_request");
            assertThat(world.api()
                            .get("/enrollments/" + id)
                            .ok()
                            .at("/allowedTransitions/0")
                            .asText())
                    .isEqualTo("unenrolled");
        }

        private JsonNode unenroll(String id, String kind) {
            ObjectNode body = Json.object("{\"reason\": \"Moved away\"}").put("kind", kind);
            return world.api().post("/enrollments/" + id + "/unenroll", body).ok();
        }

        private String exitWithTask(String id) {
            return """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                        xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
                      <process id="%s" isExecutable="true" camunda:historyTimeToLive="P1D">
                        <startEvent id="start"/>
                        <sequenceFlow id="begin" sourceRef="start" targetRef="user_collect_device"/>
                        <userTask id="user_collect_device" name="Collect device" camunda:candidateGroups="reviewer"/>
                        <sequenceFlow id="end" sourceRef="user_collect_device" targetRef="done"/>
                        <endEvent id="done"/>
                      </process>
                    </definitions>
                    """.formatted(id);
        }
    }

    @Nested
    class WhenTheProgramEnds {

        private static final String END = "program-instance-end";

        @Test
        void oneTimerExitsEveryApprovedEnrollment() {
            begin(worlds.organization());
            Instant end = in(30);
            String instance = endingInstance(end);
            String one = world.approvedEnrollment(instance);
            String other = world.approvedEnrollment(instance);
            String submitted = world.submittedEnrollment(instance);
            String eligible = world.eligibleEnrollment(instance);
            String elsewhere = world.approvedEnrollment(world.instance());
            assertThat(endTimer(instance).getDuedate().toInstant()).isEqualTo(end);
            assertThat(engine.getManagementService()
                            .createJobQuery()
                            .tenantIdIn(world.workspace().workspaceId())
                            .processDefinitionKey(END)
                            .count())
                    .isEqualTo(1);

            processes.run(endTimer(instance));
            untilOver(instance);

            for (String id : List.of(one, other)) {
                processes.over(id, "unenrolled");
                assertThat(lastMove(id).path("reason").asText()).isEqualTo("The program ended.");
                assertThat(lastMove(id).at("/by/type").asText()).isEqualTo("process");
                assertThat(world.api()
                                .get("/enrollments/" + id)
                                .ok()
                                .at("/meta/exit/kind")
                                .asText())
                        .isEqualTo("program-ended");
            }
            processes.waits(submitted, "submitted", "user_review_enrollment");
            processes.waits(eligible, "eligible", "receive_application");
            processes.waits(elsewhere, "approved", "receive_exit_request");
        }

        @Test
        void moreThanOneRoundHoldsLeaveInSeveralRounds() {
            String instance = endingInstance(in(30));
            List<NewEnrollment> requests =
                    IntStream.range(0, 201).mapToObj(n -> newPerson()).toList();
            Actor clerk = Actor.process("test", "Test");
            world.in(() -> {
                for (Enrollment created : admissions.enrollAll(instance, requests, true, clerk)) {
                    enrollments.submit(created.getId(), null, Step.SILENT, clerk);
                    enrollments.approve(created.getId(), null, Step.SILENT, clerk);
                }
                return instance;
            });
            assertThat(statuses(instance)).containsExactlyEntriesOf(Map.of("approved", 201L));

            processes.run(endTimer(instance));
            untilOver(instance);

            assertThat(statuses(instance)).containsExactlyEntriesOf(Map.of("unenrolled", 201L));
        }

        @Test
        void anEndThatMovesTakesItsTimerAlong() {
            String instance = endingInstance(in(30));
            String timer = endTimer(instance).getId();

            end(instance, in(60).toString());
            assertThat(endTimer(instance).getDuedate().toInstant()).isEqualTo(in(60));
            assertThat(endTimer(instance).getId()).isNotEqualTo(timer);

            end(instance, in(10).toString());
            assertThat(endTimer(instance).getDuedate().toInstant()).isEqualTo(in(10));

            end(instance, null);
            assertThat(processes.find(END, instance)).isNull();

            end(instance, in(20).toString());
            assertThat(endTimer(instance).getDuedate().toInstant()).isEqualTo(in(20));
        }

        @Test
        void anEndMovedIntoThePastHasCome() {
            String instance = endingInstance(in(30));
            String id = world.approvedEnrollment(instance);

            end(
                    instance,
                    Instant.now()
                            .minusSeconds(60)
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());

            untilOver(instance);
            processes.over(id, "unenrolled");
        }

        @Test
        void furtherChangesOfAnEndedInstanceExitNoEnrollmentAgain() {
            String instance = endingInstance(in(30));
            String late = world.submittedEnrollment(instance);
            end(instance, Instant.now().minusSeconds(60).toString());
            untilOver(instance);
            world.api().post("/enrollments/" + late + "/approve", "{}").ok();

            world.api()
                    .patch("/programInstances/" + instance, Json.object("{\"title\": \"Another name\"}"))
                    .ok();

            assertThat(processes.find(END, instance)).isNull();
            processes.waits(late, "approved", "receive_exit_request");
        }

        @Test
        void theEndOfTheProgramEndsItsInstances() {
            String program = world.program();
            String openEnded = world.instance(program, i -> {});
            String endsLater = world.instance(program, i -> i.put("endDate", in(60).toString()));
            String endsEarlier = world.instance(program, i -> i.put("endDate", in(5).toString()));
            String id = world.approvedEnrollment(openEnded);
            assertThat(processes.find(END, openEnded)).isNull();

            world.api()
                    .patch("/programs/" + program, Json.object("{}").put("endTime", in(40).toString()))
                    .ok();
            assertThat(endTimer(openEnded).getDuedate().toInstant()).isEqualTo(in(40));
            assertThat(endTimer(endsLater).getDuedate().toInstant()).isEqualTo(in(40));
            assertThat(endTimer(endsEarlier).getDuedate().toInstant()).isEqualTo(in(5));

            processes.run(endTimer(openEnded));
            untilOver(openEnded);
            processes.over(id, "unenrolled");
        }

        @Test
        void theEndOfAPublicProgramEndsItsInstancesInEveryOrganization() {
            World other = worlds.other();
            String program = world.program(p -> p.put("visibility", "public"));
            String here = world.instance(program, i -> {});
            String there = other.instance(program, i -> {});
            String id = other.approvedEnrollment(there);

            world.api()
                    .patch("/programs/" + program, Json.object("{}").put("endTime", in(40).toString()))
                    .ok();

            assertThat(endTimer(here).getTenantId()).isEqualTo(world.workspace().workspaceId());
            assertThat(endTimer(there).getTenantId())
                    .isEqualTo(other.workspace().workspaceId());
            new Processes(engine, other).run(endTimer(there));
            untilOver(there);
            assertThat(other.statusOf(id)).isEqualTo("unenrolled");
        }

        private Instant in(int days) {
            return Instant.parse("2031-01-01T00:00:00Z").plus(Duration.ofDays(days));
        }

        private String endingInstance(Instant end) {
            return world.instance(world.program(), i -> i.put("endDate", end.toString()));
        }

        private void end(String instance, String end) {
            world.api()
                    .patch("/programInstances/" + instance, Json.object("{}").put("endDate", end))
                    .ok();
        }

        private Job endTimer(String instance) {
            ProcessInstance process = processes.find(END, instance);
            assertThat(process).isNotNull();
            return engine.getManagementService()
                    .createJobQuery()
                    .processInstanceId(process.getId())
                    .singleResult();
        }

        private void untilOver(String instance) {
            Await.until("end of " + instance, () -> processes.find(END, instance) == null);
        }

        private Map<String, Long> statuses(String instance) {
            return jdbc
                    .sql("select status, count(*) as n from enrollment where program_instance_id = ? group by status")
                    .param(instance)
                    .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                    .list()
                    .stream()
                    .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        private NewEnrollment newPerson() {
            return new NewEnrollment(
                    IdentificationType.CUSTOMER_INFO,
                    null,
                    null,
                    null,
                    "Suzie",
                    "Homeowner",
                    Cuid.next() + "@example.com",
                    null,
                    new dev.enlist.customer.Address(null, null, null, "NY", "10001", "US"),
                    List.of("tesla"),
                    null,
                    null,
                    null,
                    List.of(),
                    Map.of());
        }
    }

    private String instance(String config) {
        return world.instance(world.program(), i -> i.set("config", Json.object(config)));
    }

    private Desk reviewer() {
        return Desk.of(engine, people, worlds.person(world, PASSWORD, Role.REVIEWER));
    }

    /** The tasks in the list of a person that belong to an enrollment. */
    private List<Task> tasks(Desk desk, String id) {
        List<String> processIds =
                engine.getRuntimeService().createProcessInstanceQuery().processInstanceBusinessKey(id).list().stream()
                        .map(ProcessInstance::getId)
                        .toList();
        return desk.tasks().stream()
                .filter(task -> processIds.contains(task.getProcessInstanceId()))
                .toList();
    }

    private Task onlyTask(Desk desk, String id) {
        List<Task> tasks = tasks(desk, id);
        assertThat(tasks).hasSize(1);
        return tasks.get(0);
    }

    private void evaluate(String id) {
        world.api().post("/enrollments/" + id + "/evaluate", NOTHING).ok();
    }

    private List<Job> timers(String id) {
        return engine.getManagementService()
                .createJobQuery()
                .processInstanceId(processes.of(id).getId())
                .list();
    }

    private JsonNode lastMove(String id) {
        JsonNode moves = world.api().get("/enrollments/" + id + "/history").ok().path("data");
        return moves.get(moves.size() - 1);
    }
}
