package dev.enlist.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Metrics by program and step agree with what was done, and their number and cost are bounded. */
@EnlistIT
class ProgramMetricsIT {

    @Autowired
    Worlds worlds;

    @Autowired
    ProgramMetricsJob job;

    @Autowired
    ProgramMetrics metrics;

    @Autowired
    MeterRegistry registry;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    StatementCounter counter;

    private World world;
    private String instance;

    @BeforeEach
    void aProgram() {
        world = worlds.organization();
        instance = world.instance();
    }

    @AfterEach
    void withoutFiguresOfThisTest() {
        owner.sql("delete from program_metrics where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .update();
        metrics.refresh();
    }

    private void measure() {
        world.in(job::runChunk);
        metrics.refresh();
    }

    private Collection<Gauge> of(String program, String name) {
        return registry.find(name).tag("program_id", program).gauges();
    }

    private double value(String name, String tag, String value) {
        Gauge gauge =
                registry.find(name).tag("program_id", instance).tag(tag, value).gauge();
        return gauge == null ? 0 : gauge.value();
    }

    /** As if this many enrollments waited, so that the program is among those that are shown. */
    private void rank(String program, long waiting) {
        owner.sql("update program_metrics set waiting = ? where program_instance_id = ?")
                .params(waiting, program)
                .update();
    }

    @Test
    void countEnrollmentsByStatusAndStep() {
        world.submittedEnrollment(instance);
        String second = world.submittedEnrollment(instance);
        world.approvedEnrollment(instance);
        world.eligibleEnrollment(instance);
        owner.sql("update review set opened_at = opened_at - interval '5 days' where enrollment_id = ?")
                .param(second)
                .update();
        world.in(job::runChunk);
        rank(instance, 1_000_000);
        metrics.refresh();

        assertThat(value("enlist.program.enrollments", "status", "submitted")).isEqualTo(2);
        assertThat(value("enlist.program.enrollments", "status", "approved")).isEqualTo(1);
        assertThat(value("enlist.program.enrollments", "status", "eligible")).isEqualTo(1);
        assertThat(value("enlist.program.waiting", "step", "review")).isEqualTo(2);
        assertThat(value("enlist.program.oldest", "step", "review")).isBetween(5 * 86_400.0, 5 * 86_400.0 + 600);
    }

    @Test
    void countWhatWaitsForApplicantsSeatsAndWorkflows() {
        String asked = world.submittedEnrollment(instance);
        world.submittedEnrollment(instance);
        owner.sql("""
                        update review set opened_at = now() - interval '9 days', waiting_since = now() - interval '3 days'
                        where enrollment_id = ?
                        """).param(asked).update();
        pastForeignKeys("""
                insert into waitlist_place (enrollment_id, workspace_id, program_instance_id, pool_id, units, entered_at)
                select e.id, e.workspace_id, e.program_instance_id, 'pool', 1, now() - interval '2 days'
                from as_replica, enrollment e where e.id = ?
                """, asked);
        pastForeignKeys("""
                insert into workflow_run (id, workspace_id, enrollment_id, program_instance_id, kind, slug, number, started_at, ended_at)
                select 'run' || n || substr(e.id, 5), e.workspace_id, e.id, e.program_instance_id, 'review', 'flow', 1,
                       now(), case when n > 1 then now() end
                from as_replica, enrollment e, generate_series(1, 3) n where e.id = ?
                """, asked);
        pastForeignKeys("""
                insert into workflow_step (id, workspace_id, run_id, enrollment_id, slug, number, element_id, name, kind, started_at, ended_at)
                select 'step' || n || substr(e.id, 6), e.workspace_id, 'run1' || substr(e.id, 5), e.id, 'flow', 1, 'verify',
                       'Verify', 'request', now() - n * interval '1 day', case when n > 2 then now() end
                from as_replica, enrollment e, generate_series(1, 4) n where e.id = ?
                """, asked);
        world.in(job::runChunk);
        rank(instance, 1_000_000);
        metrics.refresh();

        assertThat(waiting("review")).isEqualTo(1);
        assertThat(waiting("applicant")).isEqualTo(1);
        assertThat(waiting("waitlist")).isEqualTo(1);
        assertThat(waiting("flow/verify")).isEqualTo(2);
        assertThat(daysOfOldest("applicant")).isEqualTo(3);
        assertThat(daysOfOldest("waitlist")).isEqualTo(2);
        assertThat(daysOfOldest("flow/verify")).isEqualTo(2);
    }

    private double waiting(String step) {
        return value("enlist.program.waiting", "step", step);
    }

    private long daysOfOldest(String step) {
        return (long) (value("enlist.program.oldest", "step", step) / 86_400);
    }

    private void pastForeignKeys(String insert, String enrollment) {
        owner.sql("with as_replica as materialized (select set_config('session_replication_role', 'replica', true)) "
                        + insert)
                .param(enrollment)
                .update();
    }

    @Test
    void forgetStepsAtWhichNothingWaits() {
        String id = world.submittedEnrollment(instance);
        world.in(job::runChunk);
        rank(instance, 1_000_000);
        metrics.refresh();
        assertThat(value("enlist.program.waiting", "step", "review")).isEqualTo(1);

        world.api().delete("/enrollments/" + id).expect(204);
        world.in(job::runChunk);
        metrics.refresh();

        assertThat(of(instance, "enlist.program.waiting")).isEmpty();
        assertThat(of(instance, "enlist.program.oldest")).isEmpty();
    }

    @Test
    void areOfTheProgramsWithTheMostWaitingEnrollments() {
        owner.sql("""
                        insert into program_metrics (program_instance_id, workspace_id, workspace, program, waiting, figures)
                        select id, workspace_id, 'w', slug, 2000000, '[{"figure": "status", "place": "eligible", "kind": "", "amount": 1}]'
                        from program_instance where id = ?
                        """).param(instance).update();
        owner.sql("""
                        insert into program_instance select (jsonb_populate_record(i, jsonb_build_object(
                            'id', 'many' || lpad(n::text, 21, '0'), 'slug', 'many-' || n))).*
                        from program_instance i, generate_series(1, 120) n where i.id = ?
                        """).param(instance).update();
        owner.sql("""
                        insert into program_metrics select i.id, i.workspace_id, 'w', i.slug, 1000000 + substr(i.id, 5)::int, m.figures
                        from program_instance i, program_metrics m where m.program_instance_id = ? and i.slug like 'many-%'
                        """).param(instance).update();

        List<String> statements = counter.during(Thread.currentThread().getName(), metrics::refresh);

        assertThat(statements).hasSize(1);
        assertThat(registry.find("enlist.program.enrollments").gauges()).hasSize(ProgramMetrics.MOST_PROGRAMS);
        assertThat(of(instance, "enlist.program.enrollments")).hasSize(1);
        assertThat(of("many" + "0".repeat(18) + "120", "enlist.program.enrollments"))
                .hasSize(1);
        assertThat(of("many" + "0".repeat(20) + "1", "enlist.program.enrollments"))
                .isEmpty();
    }

    @Test
    void areNotReadWhereNothingHappened() {
        world.submittedEnrollment(instance);
        measure();
        String before = version();

        measure();

        assertThat(version()).as("an unchanged row is not written again").isEqualTo(before);
    }

    private String version() {
        return owner.sql("select xmin::text from program_metrics where program_instance_id = ?")
                .param(instance)
                .query(String.class)
                .single();
    }
}
