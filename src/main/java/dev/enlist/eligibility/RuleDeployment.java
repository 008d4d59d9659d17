package dev.enlist.eligibility;

import dev.enlist.database.DeploymentLock;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Deploys a published version to the engine, in the transaction that publishes it. The decision key is the slug of the
 * rule set, the tenant is the workspace, and the version tag is the version number.
 */
@Component
class RuleDeployment {

    private static final int HISTORY_DAYS = 180;

    private final RepositoryService repository;
    private final DeploymentLock lock;

    /** Lazy, because the engine is built with beans of this module. */
    RuleDeployment(@Lazy RepositoryService repository, DeploymentLock lock) {
        this.repository = repository;
        this.lock = lock;
    }

    /** @throws IllegalStateException where the transaction began without the deployment lock */
    void deploy(String workspaceId, String slug, RuleSetVersion version) {
        lock.requireHeld();
        DmnModelInstance model = DmnValidator.read(version.dmn());
        Decision decision =
                model.getModelElementsByType(Decision.class).iterator().next();
        decision.setId(slug);
        decision.setVersionTag(String.valueOf(version.number()));
        decision.setCamundaHistoryTimeToLiveString(String.valueOf(HISTORY_DAYS));
        repository
                .createDeployment()
                .name("rule set " + slug + " version " + version.number())
                .tenantId(workspaceId)
                .addString(slug + ".dmn", Dmn.convertToString(model))
                .deploy();
    }
}
