package dev.enlist.eligibility;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.database.DeploymentLock;
import dev.enlist.eligibility.document.DecisionGraph;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Deploys a published version to the engine, in the transaction that publishes it. The key of the decision that gives the
 * verdict is the slug of the rule set, the tenant is the workspace, and the version tag is the version number.
 */
@Component
class RuleDeployment {

    private static final int HISTORY_DAYS = 180;

    /** Of the documents and what is deployed of them: at most 16 MB of heap. */
    private static final long MOST_CHARACTERS_KEPT = 4_000_000;

    private final RepositoryService repository;
    private final DeploymentLock lock;

    /** What is deployed of a document: the same in every workspace, which all begin with the shipped tables. */
    private final Cache<Published, String> deployable = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS_KEPT)
            .weigher((Published published, String dmn) -> published.dmn().length() + dmn.length())
            .build();

    private record Published(String slug, int number, String dmn) {}

    /** Lazy, because the engine is built with beans of this module. */
    RuleDeployment(@Lazy RepositoryService repository, DeploymentLock lock) {
        this.repository = repository;
        this.lock = lock;
    }

    /** @throws IllegalStateException where the transaction began without the deployment lock */
    void deploy(String workspaceId, String slug, RuleSetVersion version) {
        lock.requireHeld();
        Published published = new Published(slug, version.number(), version.dmn());
        repository
                .createDeployment()
                .name("rule set " + slug + " version " + version.number())
                .tenantId(workspaceId)
                .addString(slug + ".dmn", deployable.get(published, RuleDeployment::named))
                .deploy();
    }

    /** The document with the keys and the version tag under which the engine finds its decisions. */
    private static String named(Published published) {
        String slug = published.slug();
        DmnModelInstance model = DmnValidator.read(published.dmn());
        DecisionGraph graph = DecisionGraph.of(model);
        Decision verdict = graph.last().get(0);
        for (Decision decision : graph.decisions()) {
            // a required decision must not take the key of a rule set, and slugs contain no two _ in a row
            decision.setId(decision == verdict ? slug : slug + "__" + decision.getId());
            decision.setCamundaHistoryTimeToLiveString(String.valueOf(HISTORY_DAYS));
        }
        verdict.setVersionTag(String.valueOf(published.number()));
        if (graph.decisions().size() > 1) {
            model.getDefinitions().setId(slug + "__tables");
        }
        return Dmn.convertToString(model);
    }
}
