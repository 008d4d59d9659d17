package dev.enlist.process.engine;

import dev.enlist.shared.Actor;
import dev.enlist.shared.Origin;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.JobFailureCollector;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs each job within the workspace that it belongs to, entered before the job's transaction begins. */
class WorkspaceJobs extends SpringJobExecutor {

    private final JdbcClient jdbc;
    private final TenancyService tenancy;

    WorkspaceJobs(JdbcClient jdbc, TenancyService tenancy) {
        this.jdbc = jdbc;
        this.tenancy = tenancy;
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
                        Origin.Entered origin =
                                Origin.enter(Origin.of(owner.get().process()))) {
                    super.executeJob(jobId, executor, failures);
                }
            }
        };
    }

    /** The workspace that a job belongs to, and the process that it moves, in whose name it acts. */
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
