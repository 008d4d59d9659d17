package dev.enlist.eligibility.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.document.DmnReader;
import dev.enlist.eligibility.feel.CachedFeelEngineFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
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

    /** Passes the evaluation from the engine's listener to the caller, on the evaluating thread. */
    private final ThreadLocal<@Nullable DmnDecisionEvaluationEvent> outcome = new ThreadLocal<>();

    private final DmnEngine engine;
    private final Cache<String, DecisionTable> tables = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS_KEPT)
            .weigher((String dmn, DecisionTable table) -> Math.max(dmn.length(), SMALLEST_WEIGHT))
            .build();

    public RulesEngine() {
        DefaultDmnEngineConfiguration configuration = configuration();
        configuration.getCustomPostDecisionEvaluationListeners().add(outcome::set);
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
     * Evaluates the decision of a DMN document, after those that it requires.
     *
     * @param inputs every input of {@link RuleInput}, null where the value is unknown
     * @throws RulesFailed where the table cannot be evaluated
     */
    public Decision evaluate(String dmn, Map<String, @Nullable Object> inputs) {
        return evaluate(() -> tables.get(dmn, this::parse), inputs);
    }

    private Decision evaluate(Supplier<DecisionTable> table, Map<String, @Nullable Object> inputs) {
        return DecisionParser.of(run(table, inputs));
    }

    /**
     * The result of a table that another requires.
     *
     * @param matchedRules rows that matched, in the order of the table
     * @param outputs      by name, as the tables after it read them; empty where no row matched
     */
    public record RequiredResult(List<MatchedRule> matchedRules, Map<String, @Nullable Object> outputs) {}

    /**
     * Evaluates a table, and returns the results of those that it requires, by the id of the decision.
     *
     * @throws RulesFailed where one of them cannot be evaluated
     */
    public Map<String, RequiredResult> requiredResults(DecisionTable table, Map<String, @Nullable Object> inputs) {
        Map<String, RequiredResult> results = new LinkedHashMap<>();
        for (DecisionTable required : table.required()) {
            DmnDecisionTableEvaluationEvent event = DecisionParser.table(run(() -> required, inputs));
            results.put(required.key(), result(required, event));
        }
        return results;
    }

    private static RequiredResult result(DecisionTable table, DmnDecisionTableEvaluationEvent event) {
        List<MatchedRule> matched = new ArrayList<>();
        Map<String, List<@Nullable Object>> values = new LinkedHashMap<>();
        for (DmnEvaluatedDecisionRule rule : event.getMatchingRules()) {
            matched.add(DecisionParser.matched(event.getDecisionTable(), rule.getId()));
            rule.getOutputEntries()
                    .forEach((name, output) -> values.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(output.getValue().getValue()));
        }
        Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
        if (event.getCollectResultValue() != null) {
            outputs.put(table.outputs().get(0), event.getCollectResultValue().getValue());
        } else {
            values.forEach((name, all) -> outputs.put(name, table.isCollecting() ? all : all.get(0)));
        }
        return new RequiredResult(matched, outputs);
    }

    private DmnDecisionEvaluationEvent run(Supplier<DecisionTable> table, Map<String, @Nullable Object> inputs) {
        try {
            engine.evaluateDecisionTable(table.get().decision(), inputs);
            DmnDecisionEvaluationEvent evaluated = outcome.get();
            if (evaluated == null) {
                throw new IllegalStateException("The engine evaluated a table without notifying its listener.");
            }
            return evaluated;
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
     * Parses a DMN document, without the cache, and returns the decision that no other requires.
     *
     * @throws RulesFailed where the document has no such decision, or several, or one that is not a table
     */
    public DecisionTable parse(String dmn) {
        List<DmnDecision> decisions = engine.parseDecisions(DmnReader.stream(dmn));
        Set<String> required = decisions.stream()
                .flatMap(decision -> decision.getRequiredDecisions().stream())
                .map(DmnDecision::getKey)
                .collect(Collectors.toSet());
        List<DmnDecision> last = decisions.stream()
                .filter(decision -> !required.contains(decision.getKey()))
                .toList();
        if (last.size() != 1) {
            throw new RulesFailed("The document has " + last.size() + " decisions that no other requires.");
        }
        return DecisionTable.of(last.get(0));
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
