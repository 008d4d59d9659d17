package dev.enlist.process;

import dev.enlist.program.ExitWorkflowDirectory;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Exit workflows are the deployed processes whose id says so by its beginning: none other can be named. */
@Component
class ExitWorkflowResolver implements ExitWorkflowDirectory {

    private final RepositoryService repository;

    /** The engine is built with beans that know instances; it is asked for when first used. */
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
