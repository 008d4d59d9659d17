package dev.enlist.process;

import dev.enlist.program.ExitWorkflowDirectory;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Finds exit workflows: deployed processes whose id has the prefix for exit workflows. Instances cannot name other
 * processes.
 */
@Component
class ExitWorkflowResolver implements ExitWorkflowDirectory {

    private final RepositoryService repository;

    /** Lazy, because the engine is built with beans that depend on instances. */
    ExitWorkflowResolver(@Lazy RepositoryService repository) {
        this.repository = repository;
    }

    @Override
    public boolean isDeployed(String process) {
        return repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(process)
                        .withoutTenantId()
                        .latestVersion()
                        .active()
                        .count()
                > 0;
    }
}
