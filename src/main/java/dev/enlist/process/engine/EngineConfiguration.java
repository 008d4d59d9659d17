package dev.enlist.process.engine;

import dev.enlist.eligibility.RulesEngine;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.process.reading.ReadAhead;
import dev.enlist.process.tasklist.PeopleProvider;
import dev.enlist.process.tasklist.TaskForms;
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

    private final ModelBeans beans;
    private final TaskForms forms;
    private final PeopleProvider.Factory people;
    private final TaskLists.Factory tasks;
    private final ReadAhead.Factory reads;
    private final AssignmentAudit assignments;

    EngineConfiguration(
            ModelBeans beans,
            TaskForms forms,
            PeopleProvider.Factory people,
            TaskLists.Factory tasks,
            ReadAhead.Factory reads,
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
        configuration.setExpressionManager(new ClosedExpressionManager(beans.byName()));
        configuration.setArtifactFactory(new ClosedArtifactFactory());
        configuration.setBpmnParseFactory(
                parser -> new GuardedParse(parser, beans.byName().keySet()));
        configuration.setCustomPreBPMNParseListeners(new ArrayList<>(List.of(assignments)));
        configuration.setCustomPreDeployers(List.of(new KnownResources()));
        configuration.setCustomPreCommandInterceptorsTxRequired(List.of(new PlainRefusals()));
        configuration.setScriptEngineResolver(new NoScripts());
        configuration.setFailedJobCommandFactory(new DiscreetFailures());
        configuration.setCustomPreVariableSerializers(List.of(new InMemoryValues()));
        // its monitor would be waited for while a row of its tables is locked, and the row while the monitor is held;
        // DeploymentLock comes before both
        configuration.setDeploymentSynchronized(false);
        configuration.setTenantIdProvider(new WorkspaceTenants());
        configuration.setFormService(forms);
        configuration.setResourceAuthorizationProvider(new RolesOnly());
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
        ReadAhead.prepare(configuration.getSqlSessionFactory().getConfiguration());
    }
}
