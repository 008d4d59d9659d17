package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.customer.Address;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.AlreadyEnrolled;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Creates many enrollments at once: a few statements, one transaction, a process for each. */
@EnlistIT
class ChunkIT {

    private static final int PEOPLE = 100;
    private static final Actor CLERK = Actor.process("test", "Test");

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    @Autowired
    AdmissionService admissions;

    @Autowired
    StatementCounter counter;

    @Autowired
    OwnerJdbc jdbc;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
    }

    @Test
    void statementsDoNotGrowWithThePeople() {
        String instance = world.instance();
        // fills the caches before the statements are counted
        enroll(instance, people(2));

        Map<String, Long> few = statements(() -> enroll(instance, people(PEOPLE / 10)));
        Map<String, Long> many = statements(() -> enroll(instance, people(PEOPLE)));

        assertThat(many).isNotEmpty();
        assertThat(many.keySet().toString().toLowerCase(java.util.Locale.ROOT))
                .contains("insert into enrollment", "insert into act_ru_execution");
        assertThat(many)
                .allSatisfy(
                        (statement, times) -> assertThat(times).as(statement).isLessThanOrEqualTo(5));
        assertThat(total(many)).isLessThanOrEqualTo(total(few) + PEOPLE / 5);
    }

    @Test
    void everybodyHasAProcessAtTheRightPlace() {
        String instance = world.instance();
        List<NewEnrollment> requests = new ArrayList<>(people(PEOPLE - 20));
        requests.addAll(IntStream.range(0, 20).mapToObj(n -> person("CA")).toList());

        List<Enrollment> entered = enroll(instance, requests);

        assertThat(entered)
                .extracting(e -> e.application().email())
                .containsExactlyElementsOf(
                        requests.stream().map(NewEnrollment::email).toList());
        assertThat(entered.subList(0, PEOPLE - 20)).allMatch(e -> e.status() == EnrollmentStatus.ELIGIBLE);
        assertThat(entered.subList(PEOPLE - 20, PEOPLE)).allMatch(e -> e.status() == EnrollmentStatus.INELIGIBLE);
        assertThat(places()).containsExactlyEntriesOf(Map.of("receive_application", PEOPLE - 20L));
        assertThat(jdbc.sql("select distinct business_key_ from act_ru_execution where tenant_id_ = ?"
                                + " and business_key_ is not null")
                        .param(world.workspace().workspaceId())
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(entered.subList(0, PEOPLE - 20).stream()
                        .map(Enrollment::getId)
                        .toList());
        assertThat(world.api()
                        .get("/actuator/consistency")
                        .ok()
                        .path("consistent")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void withoutEvaluationEveryEnrollmentWaitsForARequest() {
        String instance = world.instance();

        world.in(() -> admissions.enrollAll(instance, people(PEOPLE), false, CLERK));

        assertThat(places()).containsExactlyEntriesOf(Map.of("receive_evaluation_request", (long) PEOPLE));
    }

    @Test
    void oneWhoMayNotEnterKeepsTheWholeChunkOut() {
        String instance = world.instance();
        List<NewEnrollment> requests = new ArrayList<>(people(PEOPLE));
        long customers = count("customer");
        long events = count("event_log");

        // found out by the database, when the processes of all have been started already
        refusing(
                requests.get(PEOPLE - 1).email(),
                () -> assertThatThrownBy(() -> enroll(instance, requests)).isInstanceOf(AlreadyEnrolled.class));

        assertThat(count("enrollment")).isZero();
        assertThat(count("status_change")).isZero();
        assertThat(count("decision_record")).isZero();
        assertThat(count("customer")).isEqualTo(customers);
        assertThat(count("event_log")).isEqualTo(events);
        for (String table : List.of("act_ru_execution", "act_ru_event_subscr", "act_ru_job", "act_ru_variable")) {
            assertThat(jdbc.sql("select count(*) from " + table + " where tenant_id_ = ?")
                            .param(world.workspace().workspaceId())
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        assertThat(enroll(instance, requests.subList(0, PEOPLE - 1))).hasSize(PEOPLE - 1);
    }

    @Test
    void aPersonWhoIsNamedTwiceKeepsTheWholeChunkOut() {
        String instance = world.instance();
        List<NewEnrollment> requests = new ArrayList<>(people(3));
        requests.add(requests.get(0));

        assertThatThrownBy(() -> enroll(instance, requests)).isInstanceOf(AlreadyEnrolled.class);

        assertThat(count("enrollment")).isZero();
    }

    /** As if another transaction had enrolled this person at the same moment. */
    private void refusing(String email, Runnable work) {
        jdbc.template().execute("""
                create function refuse_chunk() returns trigger language plpgsql as $$
                begin
                    if new.email = '%s' then
                        raise exception 'duplicate key value violates unique constraint "enrollment_open_email_key"'
                            using errcode = '23505';
                    end if;
                    return new;
                end $$""".formatted(email));
        jdbc.template()
                .execute("create trigger refuse_chunk before insert on enrollment"
                        + " for each row execute function refuse_chunk()");
        try {
            work.run();
        } finally {
            jdbc.template().execute("drop trigger refuse_chunk on enrollment; drop function refuse_chunk()");
        }
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table + " where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .query(Long.class)
                .single();
    }

    /** Number of processes that wait at each activity. */
    private Map<String, Long> places() {
        return jdbc
                .sql("select act_id_, count(*) from act_ru_execution where tenant_id_ = ? and act_id_ is not null"
                        + " group by act_id_")
                .param(world.workspace().workspaceId())
                .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private List<Enrollment> enroll(String instance, List<NewEnrollment> requests) {
        return world.in(() -> admissions.enrollAll(instance, requests, true, CLERK));
    }

    private Map<String, Long> statements(Runnable work) {
        String thread = Thread.currentThread().getName();
        return counter.during(thread, work).stream()
                .map(statement -> statement.replaceAll("\\s+", " ").replaceAll("\\?(, ?\\?)+", "?"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static long total(Map<String, Long> statements) {
        return statements.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<NewEnrollment> people(int count) {
        return IntStream.range(0, count).mapToObj(n -> person("NY")).toList();
    }

    private static NewEnrollment person(String state) {
        return new NewEnrollment(
                IdentificationType.CUSTOMER_INFO,
                null,
                null,
                null,
                "Suzie",
                "Homeowner",
                Cuid.next() + "@example.com",
                null,
                new Address(null, null, null, state, "10001", "US"),
                List.of("tesla"),
                null,
                null,
                null,
                List.of(),
                Map.of());
    }
}
