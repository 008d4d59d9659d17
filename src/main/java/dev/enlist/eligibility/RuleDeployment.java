package dev.enlist.eligibility;

import dev.enlist.database.DeploymentLock;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Puts a published version into the engine, in the transaction that publishes it: the decision is known
 * there by the slug of the rule set, in the tenant of the workspace, with the version's number as its tag.
 */
@Component
class RuleDeployment {

    private static final int HISTORY_DAYS = 180;

    private final RepositoryService repository;
    private final DeploymentLock lock;

    /** The engine is built with beans of this room; it is asked for when first used. */
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
