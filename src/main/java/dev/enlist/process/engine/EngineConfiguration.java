package dev.enlist.process.engine;

import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.engine.RulesEngine;
import java.util.ArrayList;
import java.util.List;
import javax.xml.datatype.DatatypeFactory;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.spring.boot.starter.configuration.Ordering;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The configuration of the engine. An allow-list limits what may run in a model: our delegates and FEEL in tables; no
 * scripts, no JUEL in tables, no class names. Each is refused at deployment, and again at execution.
 *
 * <p>Engine internals: what it sets has no property of the starter. Expressions, classes, checkers and sessions can
 * only be replaced on the implementation of the configuration.
 */
@Component
@Order(Ordering.DEFAULT_ORDER + 1)
class EngineConfiguration extends AbstractProcessEnginePlugin {

    /** Tasklist requests this many filters at once, and shows none when the request is refused. */
    static final int MAX_RESULTS = 2000;

    private static final String HISTORY = "P180D";

    /**
     * Names the provider of XML durations. The engine makes a factory of them for each timer; without this property each
     * looks for a provider in all jars, which was 75 of 121 samples of creating timers.
     */
    private static final String DURATIONS = "javax.xml.datatype.DatatypeFactory";

    private final ModelBeanRegistry beans;
    private final ReviewFormService forms;
    private final WorkspaceIdentityProvider.Factory people;
    private final IndexedTaskManager.Factory tasks;
    private final PrefetchingDbSession.Factory reads;
    private final AssignmentRecorder assignments;
    private final ReviewTaskListener reviews;

    EngineConfiguration(
            ModelBeanRegistry beans,
            ReviewFormService forms,
            WorkspaceIdentityProvider.Factory people,
            IndexedTaskManager.Factory tasks,
            PrefetchingDbSession.Factory reads,
            AssignmentRecorder assignments,
            ReviewTaskListener reviews) {
        this.beans = beans;
        this.forms = forms;
        this.people = people;
        this.tasks = tasks;
        this.reads = reads;
        this.assignments = assignments;
        this.reviews = reviews;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        if (System.getProperty(DURATIONS) == null) {
            System.setProperty(
                    DURATIONS, DatatypeFactory.newDefaultInstance().getClass().getName());
        }
        // until postInit, for the SQL mappings that are read between; unless the operator named one
        if (System.getProperty(ChildXPathFactory.PROPERTY) == null) {
            System.setProperty(ChildXPathFactory.PROPERTY, ChildXPathFactory.class.getName());
        }
        configuration.setExpressionManager(new RestrictedExpressionManager(beans.byName()));
        configuration.setArtifactFactory(new BlockingArtifactFactory());
        configuration.setBpmnParseFactory(
                parser -> new GuardedParse(parser, beans.byName().keySet()));
        configuration.setCustomPreBPMNParseListeners(new ArrayList<>(List.of(assignments, reviews)));
        configuration.setCustomPreDeployers(List.of(new DeploymentResourceValidator()));
        configuration.setCustomPreCommandInterceptorsTxRequired(List.of(new RefusalInterceptor()));
        configuration.setScriptEngineResolver(new DisabledScriptEngineResolver());
        configuration.setFailedJobCommandFactory(new RedactingFailedJobCommandFactory());
        configuration.setCustomPreVariableSerializers(List.of(new TransientValueSerializer()));
        // one thread could wait for the monitor while it holds a row lock, and another the reverse; DeploymentLock is
        // taken before both
        configuration.setDeploymentSynchronized(false);
        configuration.setTenantIdProvider(new WorkspaceTenantIdProvider());
        configuration.setFormService(forms);
        configuration.setResourceAuthorizationProvider(new RoleAuthorizationProvider());
        configuration.setCommandCheckers(List.of(new TenantCommandChecker(), new ClaimChecker()));
        DefaultDmnEngineConfiguration dmn = RulesEngine.configuration();
        dmn.getCustomPostDecisionEvaluationListeners().add(new DecisionRecorder());
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
        // the caller gets the refusal; a log entry would repeat data of an applicant
        configuration.setEnableCmdExceptionLogging(false);
        configuration.setQueryMaxResultsLimit(MAX_RESULTS);
        configuration.setHistoryTimeToLive(HISTORY);
        // ids are CUIDs, and user ids are e-mail addresses
        configuration.setUserResourceWhitelistPattern("[a-zA-Z0-9_.+@-]+");
        configuration.setTenantResourceWhitelistPattern("[a-zA-Z0-9_-]+");
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        if (ChildXPathFactory.class.getName().equals(System.getProperty(ChildXPathFactory.PROPERTY))) {
            System.clearProperty(ChildXPathFactory.PROPERTY);
        }
        PrefetchingDbSession.prepare(configuration.getSqlSessionFactory().getConfiguration());
    }
}
