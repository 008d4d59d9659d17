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
 * Orders deemed values: of an enrollment when it is approved, and of all approved enrollments of an instance when its
 * configuration changes. Runs in the transaction of the change, and does nothing for instances without formulas.
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
        if (event.to() == EnrollmentStatus.APPROVED && hasFormulas(event.programInstanceId())) {
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
        if (!hasFormulas(event.subject())) {
            return;
        }
        int ordered = jdbc.sql("""
                        insert into deemed_outcome_task (enrollment_id, workspace_id, created_at)
                        select id, workspace_id, :now from enrollment
                        where workspace_id = :workspace and program_instance_id = :instance and status = 'approved'
                        on conflict do nothing
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("instance", event.subject())
                .update();
        if (ordered > 0) {
            jobs.enqueue(DeemedOutcomeJob.KIND);
        }
    }

    private boolean hasFormulas(String programInstanceId) {
        return MetricDefinition.of(instances.instance(programInstanceId)).stream()
                .anyMatch(metric -> metric.formula() != null);
    }
}
