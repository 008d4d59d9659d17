package dev.enlist.process.engine;

import dev.enlist.eligibility.RulesEngine;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.process.reading.PrefetchingDbSession;
import dev.enlist.process.tasklist.ReviewFormService;
import dev.enlist.process.tasklist.WorkspaceIdentityProvider;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.spring.boot.starter.configuration.Ordering;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The engine as Enlist runs it. What may run in a model is an allow-list: our delegates, FEEL in tables, and
 * no scripts, no JUEL in tables, no classes by name. Each is refused when it is deployed, and once more when
 * it would run.
 */
@Component
@Order(Ordering.DEFAULT_ORDER + 1)
class EngineConfiguration extends AbstractProcessEnginePlugin {

    /** Tasklist asks for so many filters at once, and shows none when it is refused. */
    static final int MAX_RESULTS = 2000;

    private static final String HISTORY = "P180D";

    private final ModelBeanRegistry beans;
    private final ReviewFormService forms;
    private final WorkspaceIdentityProvider.Factory people;
    private final IndexedTaskManager.Factory tasks;
    private final PrefetchingDbSession.Factory reads;
    private final AssignmentAudit assignments;

    EngineConfiguration(
            ModelBeanRegistry beans,
            ReviewFormService forms,
            WorkspaceIdentityProvider.Factory people,
            IndexedTaskManager.Factory tasks,
            PrefetchingDbSession.Factory reads,
            AssignmentAudit assignments) {
        this.beans = beans;
        this.forms = forms;
        this.people = people;
        this.tasks = tasks;
        this.reads = reads;
        this.assignments = assignments;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.setExpressionManager(new RestrictedExpressionManager(beans.byName()));
        configuration.setArtifactFactory(new BlockingArtifactFactory());
        configuration.setBpmnParseFactory(
                parser -> new GuardedParse(parser, beans.byName().keySet()));
        configuration.setCustomPreBPMNParseListeners(new ArrayList<>(List.of(assignments)));
        configuration.setCustomPreDeployers(List.of(new DeploymentResourceValidator()));
        configuration.setCustomPreCommandInterceptorsTxRequired(List.of(new RefusalInterceptor()));
        configuration.setScriptEngineResolver(new DisabledScriptEngineResolver());
        configuration.setFailedJobCommandFactory(new RedactingFailedJobCommandFactory());
        configuration.setCustomPreVariableSerializers(List.of(new TransientValueSerializer()));
        // its monitor would be waited for while a row of its tables is locked, and the row while the monitor is held;
        // DeploymentLock comes before both
        configuration.setDeploymentSynchronized(false);
        configuration.setTenantIdProvider(new WorkspaceTenantIdProvider());
        configuration.setFormService(forms);
        configuration.setResourceAuthorizationProvider(new RoleAuthorizationProvider());
        configuration.setCommandCheckers(List.of(new TenantCommandChecker(), new ClaimChecker()));
        DefaultDmnEngineConfiguration dmn = RulesEngine.configuration();
        dmn.getCustomPostDecisionTableEvaluationListeners().add(new DecisionRecorder());
        configuration.setDmnEngineConfiguration(dmn);
        configuration.setDmnElProvider(expression -> {
            throw new RulesFailed("Tables are written in FEEL; JUEL is refused: " + expression);
        });
        configuration.setIdentityProviderSessionFactory(people);
        configuration.setCustomSessionFactories(List.of(tasks, reads));
        configuration.setEnableExpressionsInAdhocQueries(false);
        configuration.setEnableExpressionsInStoredQueries(false);
        configuration.setDeserializationTypeValidationEnabled(true);
        configuration.setDmnFeelEnableLegacyBehavior(false);
        // refusals are answered to whoever asked; the log would repeat what an applicant sent
        configuration.setEnableCmdExceptionLogging(false);
        configuration.setQueryMaxResultsLimit(MAX_RESULTS);
        configuration.setHistoryTimeToLive(HISTORY);
        // our ids are CUIDs, our users go by their e-mail
        configuration.setUserResourceWhitelistPattern("[a-zA-Z0-9_.+@-]+");
        configuration.setTenantResourceWhitelistPattern("[a-zA-Z0-9_-]+");
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        PrefetchingDbSession.prepare(configuration.getSqlSessionFactory().getConfiguration());
    }
}
