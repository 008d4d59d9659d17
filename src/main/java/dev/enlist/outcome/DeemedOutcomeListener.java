package dev.enlist.outcome;

import dev.enlist.enrollment.EnrollmentEvent;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.jobs.JobQueue;
import dev.enlist.program.InstanceEvent;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Orders deemed values: of an enrollment when it is approved, and of the approved enrollments of an instance that lack
 * one when the instance changes. Runs in the transaction of the change, and does nothing for instances without formulas.
 */
@Component
class DeemedOutcomeListener {

    private final ProgramInstanceService instances;
    private final JobQueue jobs;
    private final JdbcClient jdbc;
    private final Clock clock;

    DeemedOutcomeListener(ProgramInstanceService instances, JobQueue jobs, JdbcClient jdbc, Clock clock) {
        this.instances = instances;
        this.jobs = jobs;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @EventListener
    void on(EnrollmentEvent.StatusChanged event) {
        if (event.to() == EnrollmentStatus.APPROVED && formulas(event.programInstanceId()).length > 0) {
            jdbc.sql("""
                            insert into deemed_outcome_task (enrollment_id, workspace_id, created_at) values (?, ?, ?)
                            on conflict do nothing
                            """)
                    .params(event.enrollmentId(), event.workspaceId(), Timestamp.from(clock.instant()))
                    .update();
            jobs.enqueue(DeemedOutcomeJob.KIND);
        }
    }

    @EventListener
    void on(InstanceEvent event) {
        String[] computed = formulas(event.subject());
        if (computed.length == 0) {
            return;
        }
        int ordered = jdbc.sql("""
                        insert into deemed_outcome_task (enrollment_id, workspace_id, created_at)
                        select e.id, e.workspace_id, :now from enrollment e
                        where e.workspace_id = :workspace and e.program_instance_id = :instance and e.status = 'approved'
                          and exists (
                            select 1 from unnest(:metrics::text[]) as m(name) where not exists (
                              select 1 from outcome o
                              where o.workspace_id = :workspace and o.enrollment_id = e.id and o.metric = m.name
                                and o.source = :source and o.superseded_at is null))
                        on conflict do nothing
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("instance", event.subject())
                .param("metrics", computed)
                .param("source", NewOutcome.FORMULA)
                .update();
        if (ordered > 0) {
            jobs.enqueue(DeemedOutcomeJob.KIND);
        }
    }

    /** The names of the metrics that have a formula. */
    private String[] formulas(String programInstanceId) {
        return MetricDefinition.of(instances.instance(programInstanceId)).stream()
                .filter(metric -> metric.formula() != null)
                .map(MetricDefinition::name)
                .toArray(String[]::new);
    }
}
