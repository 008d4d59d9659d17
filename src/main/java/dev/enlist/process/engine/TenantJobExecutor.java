package dev.enlist.process.engine;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.work.Heartbeat;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.AcquireJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.JobFailureCollector;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs each job in the scope of its workspace, which is entered before the job's transaction begins.
 *
 * <p>Engine internals: row security needs the workspace on the connection before the transaction of a job begins, and
 * the engine offers no listener that early.
 */
class TenantJobExecutor extends SpringJobExecutor {

    private final JdbcClient jdbc;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1000;

    private final TenancyService tenancy;
    private final Heartbeat heartbeat;

    TenantJobExecutor(JdbcClient jdbc, TenancyService tenancy, Heartbeat heartbeat) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
        this.heartbeat = heartbeat;
    }

    /** The engine's own thread ends at the first {@link Error}; this one continues to acquire jobs. */
    @Override
    protected void startJobAcquisitionThread() {
        if (jobAcquisitionThread == null) {
            AcquireJobsRunnable acquisition = acquireJobsRunnable;
            jobAcquisitionThread = new Thread(() -> acquireJobs(acquisition), getName());
            jobAcquisitionThread.start();
        }
    }

    /** Returns only after a request to stop. */
    private void acquireJobs(AcquireJobsRunnable acquisition) {
        AtomicBoolean stopped = new AtomicBoolean();
        while (!stopped.get()) {
            heartbeat.run(() -> {
                acquisition.run();
                stopped.set(true);
            });
            if (!stopped.get()) {
                pause();
            }
        }
        heartbeat.end();
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called for each acquisition of jobs. */
    @Override
    public Command<AcquiredJobs> getAcquireJobsCmd(int jobs) {
        heartbeat.beat();
        return super.getAcquireJobsCmd(jobs);
    }

    @Override
    public Runnable getExecuteJobsRunnable(List<String> jobIds, ProcessEngineImpl processEngine) {
        return new ExecuteJobsRunnable(jobIds, processEngine) {
            @Override
            protected void executeJob(String jobId, CommandExecutor executor, JobFailureCollector failures) {
                Optional<Owner> owner = ownerOf(jobId);
                if (owner.isEmpty()) {
                    super.executeJob(jobId, executor, failures);
                    return;
                }
                try (WorkspaceScope.Entered scope =
                                WorkspaceScope.enter(owner.get().workspace());
                        AuditContext.Entered origin =
                                AuditContext.enter(AuditContext.of(owner.get().process()))) {
                    super.executeJob(jobId, executor, failures);
                }
            }
        };
    }

    /** The workspace of a job, and its process as the actor. */
    private record Owner(WorkspaceRef workspace, Actor process) {}

    /** Empty for the engine's own jobs, such as its clean-up. */
    private Optional<Owner> ownerOf(String jobId) {
        return jdbc.sql("select tenant_id_, process_def_key_ from act_ru_job where id_ = ? and tenant_id_ is not null")
                .param(jobId)
                .query((row, n) -> new String[] {row.getString(1), String.valueOf(row.getString(2))})
                .optional()
                .flatMap(job -> tenancy.workspace(job[0])
                        .map(workspace -> new Owner(workspace, Actor.process(job[1], "Process " + job[1]))));
    }
}
