package dev.enlist.eligibility.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.document.DmnReader;
import dev.enlist.eligibility.feel.CachedFeelEngineFactory;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Evaluates tables outside any process, with the same expressions, result parsing and refusals as the process engine.
 *
 * <p>Engine internals: the configuration of the engine, which has no public builder, and the failures of FEEL.
 */
@Component
public class RulesEngine {

    /** Characters of the documents whose parsed tables are cached: 500 of typical size, or one of the largest. */
    private static final long CHARACTERS_KEPT = 16_000_000;

    private static final int SMALLEST_WEIGHT = 32_000;

    /** Passes the decision from the engine's listener to the caller, on the evaluating thread. */
    private final ThreadLocal<@Nullable Decision> outcome = new ThreadLocal<>();

    private final DmnEngine engine;
    private final Cache<String, DecisionTable> tables = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS_KEPT)
            .weigher((String dmn, DecisionTable table) -> Math.max(dmn.length(), SMALLEST_WEIGHT))
            .build();

    public RulesEngine() {
        DefaultDmnEngineConfiguration configuration = configuration();
        configuration
                .getCustomPostDecisionTableEvaluationListeners()
                .add(event -> outcome.set(DecisionParser.of(event)));
        this.engine = configuration.buildEngine();
    }

    /** A decision engine of its own, configured as every other. */
    public static DmnEngine newEngine() {
        return configuration().buildEngine();
    }

    /**
     * The configuration of every decision engine of the product: FEEL only, by our interpreter, no scripts, no JUEL.
     */
    public static DefaultDmnEngineConfiguration configuration() {
        DmnReader.install();
        DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration() {
            @Override
            public DmnEngine buildEngine() {
                init();
                return new BudgetedDmnEngine(this);
            }
        };
        configuration.setFeelEngineFactory(new CachedFeelEngineFactory());
        configuration.setScriptEngineResolver(language -> {
            throw new RulesFailed("Tables are written in FEEL; the language " + language + " is refused.");
        });
        configuration.setElProvider(expression -> {
            throw new RulesFailed("Tables are written in FEEL; JUEL is refused: " + expression);
        });
        configuration.getTransformer().getTransformListeners().add(new DmnSecurityValidator());
        configuration.getTransformer().setDataTypeTransformerRegistry(new DeclaredTypeRegistry());
        return configuration;
    }

    /**
     * Evaluates the only decision of a DMN document.
     *
     * @param inputs every input of {@link RuleInput}, null where the value is unknown
     * @throws RulesFailed where the table cannot be evaluated
     */
    public Decision evaluate(String dmn, Map<String, @Nullable Object> inputs) {
        return evaluate(() -> tables.get(dmn, this::parse), inputs);
    }

    private Decision evaluate(Supplier<DecisionTable> table, Map<String, @Nullable Object> inputs) {
        try {
            engine.evaluateDecisionTable(table.get().decision(), inputs);
            Decision decision = outcome.get();
            if (decision == null) {
                throw new IllegalStateException("The engine evaluated a table without notifying its listener.");
            }
            return decision;
        } catch (DmnEngineException | FeelException e) {
            throw new RulesFailed("The table could not be evaluated: " + rootMessage(e));
        } finally {
            outcome.remove();
        }
    }

    /** A parsed table for many evaluations. Saves the comparison of documents that a cache look-up costs. */
    public Function<Map<String, @Nullable Object>, Decision> prepared(DecisionTable table) {
        return inputs -> evaluate(() -> table, inputs);
    }

    /**
     * Parses the only decision of a DMN document, without the cache.
     *
     * @throws RulesFailed where the document has no decision, or one that is not a table
     */
    public DecisionTable parse(String dmn) {
        return engine.parseDecisions(DmnReader.stream(dmn)).stream()
                .findFirst()
                .map(DecisionTable::new)
                .orElseThrow(() -> new RulesFailed("The document has no decision."));
    }

    /** The message of the failure that caused this one. */
    public static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
