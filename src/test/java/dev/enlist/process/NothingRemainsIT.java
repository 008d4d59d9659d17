package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.userdetails.UserDetailsService;

/** The engine stores no personal data: only ids and places in a model, which are deleted with the enrollment. */
@EnlistIT
class NothingRemainsIT {

    private static final JsonNode NOTHING = Json.object("{}");

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    UserDetailsService people;

    @Autowired
    OwnerJdbc jdbc;

    World world;
    Processes processes;
    EngineTables tables;
    String exit;
    Deployment ownExit;

    @BeforeEach
    void aWorkspace() {
        begin(worlds.shared(this));
        tables = new EngineTables(jdbc);
        assertThat(tables.width()).isGreaterThan(200);
        exit = "exit-" + Cuid.next();
        ownExit = engine.getRepositoryService()
                .createDeployment()
                .addString(exit + ".bpmn", """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
                          <process id="%s" isExecutable="true" camunda:historyTimeToLive="P1D">
                            <startEvent id="start"/>
                            <sequenceFlow id="f1" sourceRef="start" targetRef="service_record_exit"/>
                            <serviceTask id="service_record_exit" camunda:delegateExpression="${recordExit}"/>
                            <sequenceFlow id="f2" sourceRef="service_record_exit" targetRef="user_collect_device"/>
                            <userTask id="user_collect_device" camunda:candidateGroups="reviewer"/>
                            <sequenceFlow id="f3" sourceRef="user_collect_device" targetRef="done"/>
                            <endEvent id="done"/>
                          </process>
                        </definitions>
                        """.formatted(exit))
                .deploy();
    }

    private void begin(World where) {
        world = where;
        processes = new Processes(engine, where);
    }

    @AfterEach
    void withoutTheExitWorkflow() {
        engine.getRepositoryService().deleteDeployment(ownExit.getId(), true);
    }

    /** Words that no model, form, table or other test contains. */
    private static final String[] PLANTED = {
        "Wilhelmina",
        "Quackenbush",
        "w.quackenbush@personal.example",
        "+12125557391",
        "77 Peppercorn Alley",
        "Quackenbush Hall",
        "SN-QX-7391",
        "REF-QX-7391",
        "referred by aunt Zerelda",
        "likes marzipan",
        "tag-marzipan"
    };

    private ObjectNode wilhelmina() {
        return Json.object("""
                {"identificationType": "customerInfo", "firstName": "Wilhelmina", "lastName": "Quackenbush",
                 "email": "w.quackenbush@personal.example", "phone": "+12125557391",
                 "address": {"streetOne": "77 Peppercorn Alley", "streetTwo": "Quackenbush Hall", "city": "New York",
                             "state": "NY", "postalCode": "10001", "country": "USA"},
                 "manufacturerSlugs": ["tesla"], "serialNumber": "SN-QX-7391", "referenceId": "REF-QX-7391",
                 "referenceDescription": "referred by aunt Zerelda", "tags": ["tag-marzipan"],
                 "metadata": {"note": "likes marzipan"}}
                """);
    }

    @Test
    void aWholeLifeLeavesNoWordAboutThePersonInTheEngine() {
        begin(worlds.organization());
        String instance = world.instance(
                world.program(),
                i -> i.set(
                        "config",
                        Json.object("{\"eligibility\": {\"minMonthlyKwh\": 300}}")
                                .setAll(Json.object("{\"exit\": {\"process\": \"" + exit + "\"}}"))));
        Desk reviewer = Desk.of(engine, people, worlds.person(world, "a long enough password", Role.REVIEWER));
        String id = world.enroll(instance, wilhelmina().put("evaluate", false))
                .path("id")
                .asText();
        assertThat(tables.holding(id))
                .as("the enrollment, which the engine knows")
                .isNotEmpty();
        engineKnowsNothing("candidate");

        world.api().post("/enrollments/" + id + "/evaluate", NOTHING).ok();
        processes.waits(id, "candidate", "user_evaluate_manually");
        engineKnowsNothing("waiting for a person");

        Task evaluation = processes.task(id, EnrollmentProcess.EVALUATE_MANUALLY);
        reviewer.open(evaluation);
        reviewer.work(() -> {
            engine.getTaskService().claim(evaluation.getId(), reviewer.person().engineUserId());
            return evaluation;
        });
        engineKnowsNothing("form opened");
        reviewer.submit(evaluation, "eligible", "Wilhelmina Quackenbush showed a bill");
        engineKnowsNothing("found eligible");

        world.api()
                .post(
                        "/enrollments/" + id + "/submit",
                        Json.object("{\"reason\": \"Quackenbush signed\", \"metadata\": {\"by\": \"Wilhelmina\"}}"))
                .ok();
        engineKnowsNothing("submitted");
        processes.run(processes.job(id, "timer_review_reminder"));
        processes.run(processes.job(id, "timer_review_escalation"));
        engineKnowsNothing("escalated");

        Task review = processes.task(id, EnrollmentProcess.REVIEW);
        reviewer.open(review);
        reviewer.submit(review, "approve", "Wilhelmina Quackenbush lives at 77 Peppercorn Alley");
        processes.waits(id, "approved", "receive_exit_request");
        engineKnowsNothing("approved");

        world.api()
                .post("/enrollments/" + id + "/unenroll", Json.object("{\"reason\": \"Quackenbush moves away\"}"))
                .ok();
        processes.waits(id, "approved", "call_exit_workflow");
        engineKnowsNothing("leaving");

        world.in(() -> {
            engine.getTaskService()
                    .complete(engine.getTaskService()
                            .createTaskQuery()
                            .processInstanceBusinessKey(id)
                            .singleResult()
                            .getId());
            return id;
        });
        processes.over(id, "unenrolled");
        engineKnowsNothing("unenrolled");
    }

    @Test
    void rejectionsAndPeopleFoundIneligibleLeaveNoWordEither() {
        begin(worlds.organization());
        Desk reviewer = Desk.of(engine, people, worlds.person(world, "a long enough password", Role.REVIEWER));
        String undecided = world.enroll(
                        world.instance(
                                world.program(),
                                i -> i.set("config", Json.object("{\"eligibility\": {\"minMonthlyKwh\": 300}}"))),
                        wilhelmina())
                .path("id")
                .asText();
        reviewer.submit(
                processes.task(undecided, EnrollmentProcess.EVALUATE_MANUALLY),
                "ineligible",
                "Quackenbush uses too little");
        processes.over(undecided, "ineligible");
        engineKnowsNothing("ineligible");

        String rejected =
                world.enroll(world.instance(), wilhelmina()).path("id").asText();
        world.api().post("/enrollments/" + rejected + "/submit", NOTHING).ok();
        reviewer.submit(processes.task(rejected, EnrollmentProcess.REVIEW), "reject", "Wilhelmina sent no documents");
        processes.over(rejected, "rejected");
        engineKnowsNothing("rejected");
    }

    static Stream<Arguments> tablesThatQuoteTheApplicant() {
        return Stream.of(
                Arguments.of("a status", (Function<Rules, Rules>) rules -> rules.answering("metadata.note")),
                Arguments.of("an e-mail-like code", (Function<Rules, Rules>) rules -> rules.publish(
                        Rules.table("FIRST", "\"eligible\"", "null", "-").replace("\"first-row\"", "metadata.note"))),
                Arguments.of("contradicting rows", (Function<Rules, Rules>) Rules::contradicting));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tablesThatQuoteTheApplicant")
    void anIncidentSaysWhatIsWrongWithTheTableAndNothingOfThePerson(String what, Function<Rules, Rules> breaking) {
        begin(worlds.organization());
        String instance = breaking.apply(Rules.of(world)).instance();
        String id = world.enroll(instance, wilhelmina()).path("id").asText();
        Await.until("an incident", () -> !processes.incidents(id).isEmpty());

        engineKnowsNothing("incident");

        assertThat(processes.incidents(id).get(0).getIncidentMessage()).isNotBlank();
        world.api().post("/enrollments/" + id + "/evaluate", NOTHING).problem(409, "rules-failed");
        engineKnowsNothing("asked again");
    }

    private void engineKnowsNothing(String when) {
        assertThat(tables.holding(PLANTED)).as(when).isEmpty();
        assertThat(jdbc.sql("select name_ from act_ru_variable where tenant_id_ = ?")
                        .param(world.workspace().workspaceId())
                        .query(String.class)
                        .list())
                .as(when)
                .isEmpty();
    }

    /** Every status that an enrollment can have. */
    static Stream<Arguments> standing() {
        return Stream.of(
                at("candidate", test -> test.world.candidateEnrollment(test.world.instance())),
                at("candidate before a person", NothingRemainsIT::undecided),
                at("candidate with an incident", NothingRemainsIT::broken),
                at("eligible", test -> test.world.eligibleEnrollment(test.world.instance())),
                at("ineligible", test -> test.world.ineligibleEnrollment(test.world.instance())),
                at("submitted", test -> test.world.submittedEnrollment(test.world.instance())),
                at("approved", test -> test.world.approvedEnrollment(test.world.instance())),
                at("leaving", NothingRemainsIT::leaving),
                at("rejected", test -> test.world.rejectedEnrollment(test.world.instance())),
                at("unenrolled", test -> test.world.unenrolledEnrollment(test.world.instance())));
    }

    private static Arguments at(String place, Function<NothingRemainsIT, String> enrollment) {
        return Arguments.of(place, enrollment);
    }

    private String undecided() {
        String instance = world.instance(
                world.program(), i -> i.set("config", Json.object("{\"eligibility\": {\"minMonthlyKwh\": 300}}")));
        return world.enroll(instance, World.applicant()).path("id").asText();
    }

    private String broken() {
        String id = world.enroll(
                        Rules.of(world)
                                .answering("if programActive then lower case(\"PERHAPS\") else \"eligible\"")
                                .instance(),
                        World.applicant())
                .path("id")
                .asText();
        Await.until("an incident", () -> !processes.incidents(id).isEmpty());
        return id;
    }

    private String leaving() {
        String id = world.approvedEnrollment(world.instance(
                world.program(), i -> i.set("config", Json.object("{\"exit\": {\"process\": \"" + exit + "\"}}"))));
        world.api()
                .post("/enrollments/" + id + "/unenroll", Json.object("{\"reason\": \"Moves\"}"))
                .ok();
        processes.waits(id, "approved", "call_exit_workflow");
        return id;
    }

    /** Each leaves the engine without a row of the workspace, which is why they share it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("standing")
    void erasingAnEnrollmentErasesItFromTheEngine(String place, Function<NothingRemainsIT, String> making) {
        String id = making.apply(this);

        world.api().delete("/enrollments/" + id).expect(204);

        assertThat(tables.holding(id)).isEmpty();
        String workspace = world.workspace().workspaceId();
        for (String table : new String[] {
            "act_ru_execution", "act_ru_task", "act_ru_job", "act_ru_event_subscr", "act_ru_incident", "act_ru_variable"
        }) {
            assertThat(jdbc.sql("select count(*) from " + table + " where tenant_id_ = ?")
                            .param(workspace)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        assertThat(jdbc.sql("select count(*) from act_ru_identitylink l where not exists"
                                + " (select 1 from act_ru_task t where t.id_ = l.task_id_)")
                        .query(Long.class)
                        .single())
                .isZero();
        // stack traces of incidents are separate rows
        assertThat(jdbc.sql("select count(*) from act_ge_bytearray where tenant_id_ = ? and deployment_id_ is null")
                        .param(workspace)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(world.api()
                        .get("/actuator/consistency")
                        .ok()
                        .path("consistent")
                        .asBoolean())
                .isTrue();
    }
}
