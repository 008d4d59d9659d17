package dev.enlist.analysis.explain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.engine.ColumnEvaluator;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.eligibility.feel.EvaluationBudget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Explains decisions, from the version that made them and its inputs. Stores nothing. */
@Service
public class ExplanationService {

    /** Characters of the documents whose tables are cached: 100 of typical size, or one of the largest. */
    private static final long CHARACTERS_KEPT = 16_000_000;

    private static final int SMALLEST_WEIGHT = 160_000;

    /** Steps of all evaluations of columns and changed inputs together. */
    private static final long MOST_STEPS = 4 * EvaluationBudget.TABLE;

    private final RuleSetService ruleSets;
    private final RulesEngine engine;
    private final Cache<String, ColumnWiseTable> tables = Caffeine.newBuilder()
            .maximumWeight(CHARACTERS_KEPT)
            .weigher((String dmn, ColumnWiseTable table) -> Math.max(dmn.length(), SMALLEST_WEIGHT))
            .build();

    ExplanationService(RuleSetService ruleSets, RulesEngine engine) {
        this.ruleSets = ruleSets;
        this.engine = engine;
    }

    /**
     * Explains why this version gave this decision on these inputs.
     *
     * @param decided the decision to explain
     * @param inputs  every input of {@link dev.enlist.eligibility.RuleInput}, as the table saw them
     */
    public Explanation explain(RuleSetRef rules, Decision decided, Map<String, @Nullable Object> inputs) {
        return explain(ruleSets.version(rules.slug(), rules.version()).dmn(), decided, inputs);
    }

    /**
     * Explains a decision of a document that need not be published.
     *
     * @param dmn     a document that can be evaluated
     * @param decided its decision on these inputs
     */
    public Explanation explain(String dmn, Decision decided, Map<String, @Nullable Object> inputs) {
        return EvaluationBudget.within("the explanation", MOST_STEPS, budget -> withinBudget(dmn, decided, inputs));
    }

    private Explanation withinBudget(String dmn, Decision decided, Map<String, @Nullable Object> inputs) {
        ColumnWiseTable table = tables.get(dmn, document -> ColumnWiseTable.of(document, engine));
        List<Explanation.Rule> rules = rules(table, inputs, true);
        MatchedRule decidedBy =
                decided.matchedRules().isEmpty() ? null : decided.matchedRules().get(0);
        Nearest nearest = nearest(table, decided, inputs);
        return new Explanation(
                decidedBy,
                rules,
                nearest.change(),
                nearest.absence(),
                ApplicantMessages.of(decided.verdict(), nearest.change(), nearest.absence()),
                table.required().isEmpty() ? List.of() : required(table, inputs));
    }

    private static List<Explanation.Table> required(ColumnWiseTable table, Map<String, @Nullable Object> inputs) {
        Map<String, RulesEngine.RequiredResult> results = table.requiredResults(inputs);
        List<Explanation.Table> tables = new ArrayList<>();
        for (ColumnWiseTable required : table.required()) {
            RulesEngine.RequiredResult result = results.get(required.id());
            Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
            result.outputs().forEach((name, value) -> outputs.put(name, plain(value)));
            tables.add(new Explanation.Table(
                    required.id(),
                    required.name(),
                    result.matchedRules().stream().map(MatchedRule::number).toList(),
                    outputs,
                    rules(required, inputs, false)));
        }
        return tables;
    }

    private static List<Explanation.Rule> rules(
            ColumnWiseTable table, Map<String, @Nullable Object> inputs, boolean verdict) {
        List<ColumnEvaluator.Outcome> outcomes =
                table.columns().stream().map(column -> column.outcome(inputs)).toList();
        List<Explanation.Rule> rules = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            rules.add(rule(table, row, outcomes, verdict ? table.status(row) : table.answers(row)));
        }
        return rules;
    }

    private static Explanation.Rule rule(
            ColumnWiseTable table, int row, List<ColumnEvaluator.Outcome> outcomes, String answers) {
        List<Explanation.Condition> conditions = new ArrayList<>();
        BitSet met = new BitSet();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnWiseTable.Column column = table.columns().get(i);
            ColumnEvaluator.Outcome outcome = outcomes.get(i);
            met.set(i, outcome.met().get(row));
            if (!column.cell(row).isEmpty()) {
                conditions.add(new Explanation.Condition(
                        column.label(),
                        column.expression(),
                        column.cell(row),
                        outcome.met().get(row),
                        plain(outcome.seen()),
                        column.reads().stream().map(InputPath::toString).toList(),
                        column.reads().stream().anyMatch(InputPath::isChangeable)));
            }
        }
        MatchedRule rule = table.row(row);
        return new Explanation.Rule(
                rule.id(),
                rule.number(),
                answers,
                met.cardinality() == table.columns().size(),
                conditions);
    }

    /** FEEL values without a JSON type are returned as text. */
    private static @Nullable Object plain(@Nullable Object seen) {
        boolean json = seen == null
                || seen instanceof String
                || seen instanceof Number
                || seen instanceof Boolean
                || seen instanceof Map<?, ?>
                || seen instanceof List<?>;
        if (seen instanceof BigDecimal number) {
            return number.stripTrailingZeros().scale() <= 0 ? number.toBigInteger() : number;
        }
        return json ? seen : String.valueOf(seen);
    }

    private record Nearest(Explanation.@Nullable NearestChange change, Explanation.@Nullable Absence absence) {}

    private static Nearest nearest(ColumnWiseTable table, Decision decided, Map<String, @Nullable Object> inputs) {
        if (decided.verdict().status() == Verdict.Status.ELIGIBLE) {
            return new Nearest(null, new Explanation.Absence("already-eligible", "Nothing has to change."));
        }
        CounterfactualSearch own = new CounterfactualSearch(table, inputs, InputPath::isChangeable);
        Optional<CounterfactualSearch.Found> found = own.find();
        boolean exhausted = own.isExhausted();
        if (found.isEmpty()) {
            CounterfactualSearch any = new CounterfactualSearch(table, inputs, path -> true);
            found = any.find();
            exhausted |= any.isExhausted();
        }
        if (found.isPresent()) {
            return new Nearest(change(found.get(), inputs), null);
        }
        return new Nearest(
                null,
                exhausted
                        ? new Explanation.Absence(
                                "search-exhausted",
                                "The table leaves too many possibilities to try; none of those tried was enough.")
                        : new Explanation.Absence(
                                "none-within-bound",
                                "No change of up to " + CounterfactualSearch.MOST_CHANGES
                                        + " inputs, of all values that the table compares with, would be enough."));
    }

    private static Explanation.NearestChange change(
            CounterfactualSearch.Found found, Map<String, @Nullable Object> inputs) {
        List<Explanation.Change> changes = new ArrayList<>();
        found.changes()
                .forEach((place, value) -> changes.add(new Explanation.Change(
                        place.toString(),
                        place.in(inputs),
                        value,
                        place.isChangeable(),
                        place.example().map(value::equals).orElse(false))));
        return new Explanation.NearestChange(
                changes,
                changes.stream().allMatch(Explanation.Change::changeable),
                found.decision().matchedRules().get(0),
                found.decision().verdict());
    }
}
