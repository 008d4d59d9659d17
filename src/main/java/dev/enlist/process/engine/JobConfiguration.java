package dev.enlist.process.engine;

import dev.enlist.shared.work.Heartbeats;
import dev.enlist.tenancy.TenancyService;
import org.camunda.bpm.engine.impl.jobexecutor.NotifyAcquisitionRejectedJobsHandler;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.camunda.bpm.spring.boot.starter.property.JobExecutionProperty;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The job executor, with the settings of {@code camunda.bpm.job-execution}.
 *
 * <p>Engine internals: an executor of our own replaces the one of the starter with all its settings, and the handler
 * of rejected jobs is one of them.
 */
@Configuration
class JobConfiguration {

    @Bean
    SpringJobExecutor jobExecutor(
            @Qualifier("camundaTaskExecutor") TaskExecutor threads,
            CamundaBpmProperties properties,
            JdbcClient jdbc,
            TenancyService tenancy,
            Heartbeats heartbeats) {
        JobExecutionProperty settings = properties.getJobExecution();
        TenantJobExecutor jobs = new TenantJobExecutor(jdbc, tenancy, heartbeats.of("job-acquisition"));
        jobs.setTaskExecutor(threads);
        jobs.setRejectedJobsHandler(new NotifyAcquisitionRejectedJobsHandler());
        jobs.setMaxJobsPerAcquisition(settings.getMaxJobsPerAcquisition());
        jobs.setWaitTimeInMillis(settings.getWaitTimeInMillis());
        jobs.setMaxWait(settings.getMaxWait());
        jobs.setBackoffTimeInMillis(settings.getBackoffTimeInMillis());
        jobs.setMaxBackoff(settings.getMaxBackoff());
        return jobs;
    }
}
