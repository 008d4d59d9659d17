package dev.enlist.analysis.explain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.eligibility.feel.EvaluationBudget;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Evaluates rules with some of the inputs of a person unknown. The result has three values: a person can take part by what
 * is known, can take part if further inputs have the right values, or cannot, whatever the unknown inputs are.
 */
@Service
public class ScreeningEvaluator {

    /** What is known about a person's chance. */
    public enum Fit {
        /** Eligible by what is known. */
        LIKELY,
        /** Eligible with the right values of further inputs, or too many possibilities to try. */
        NEEDS_MORE,
        /** Not eligible, whatever the unknown inputs are. */
        NOT
    }

    /**
     * A result.
     *
     * @param needed   unknown inputs that have to have the right values; empty for {@link Fit#LIKELY}
     * @param blocking known inputs of which another value would leave a chance; empty unless {@link Fit#NOT}
     */
    public record Screening(Fit fit, List<String> needed, List<String> blocking) {}

    /**
     * An input and its effect.
     *
     * @param input  such as {@code state} or {@code metadata.monthlyKwh}
     * @param rows   rows whose condition depends on its value
     * @param values values that the rules tell apart
     */
    public record Effect(String input, int rows, List<Object> values) {}

    private static final long MOST_STEPS = 2 * EvaluationBudget.TABLE;
    private static final int TABLES_KEPT = 100;

    private final RuleSetService ruleSets;
    private final RulesEngine engine;
    private final Cache<String, ColumnWiseTable> tables =
            Caffeine.newBuilder().maximumSize(TABLES_KEPT).build();

    ScreeningEvaluator(RuleSetService ruleSets, RulesEngine engine) {
        this.ruleSets = ruleSets;
        this.engine = engine;
    }

    /**
     * @param inputs every input; null for one that is unknown
     * @param known  inputs that the person stated, such as {@code metadata.monthlyKwh}
     */
    public Screening screen(RuleSetRef rules, Map<String, @Nullable Object> inputs, Set<String> known) {
        return EvaluationBudget.within("the screening", MOST_STEPS, budget -> {
            ColumnWiseTable table = table(rules);
            CounterfactualSearch search = search(table, inputs, known);
            Optional<CounterfactualSearch.Found> found = search.find();
            if (found.isPresent()) {
                List<String> needed = found.get().changes().keySet().stream()
                        .map(InputPath::toString)
                        .sorted()
                        .toList();
                return new Screening(needed.isEmpty() ? Fit.LIKELY : Fit.NEEDS_MORE, needed, List.of());
            }
            if (search.isExhausted() || isForAPerson(table, inputs)) {
                return new Screening(Fit.NEEDS_MORE, List.of(), List.of());
            }
            return new Screening(Fit.NOT, List.of(), blocking(table, inputs, known));
        });
    }

    /** Whether a person decides by what is known. */
    private static boolean isForAPerson(ColumnWiseTable table, Map<String, @Nullable Object> inputs) {
        return table.decide(inputs)
                .map(Decision::verdict)
                .filter(verdict -> verdict.status() == Verdict.Status.MANUAL)
                .isPresent();
    }

    private static CounterfactualSearch search(
            ColumnWiseTable table, Map<String, @Nullable Object> inputs, Set<String> known) {
        return new CounterfactualSearch(table, inputs, path -> path.isChangeable() && !known.contains(path.toString()));
    }

    /** The known inputs of which another value would leave a chance. */
    private static List<String> blocking(
            ColumnWiseTable table, Map<String, @Nullable Object> inputs, Set<String> known) {
        List<String> blocking = new ArrayList<>();
        for (String one : known) {
            Set<String> others = new java.util.HashSet<>(known);
            others.remove(one);
            if (search(table, inputs, others).find().isPresent()) {
                blocking.add(one);
            }
        }
        blocking.sort(String::compareTo);
        return blocking;
    }

    /**
     * The inputs of the applicant on which the rules depend in an instance, with the greatest effect first.
     *
     * @param inputs those of the program and the instance; null for those of the applicant
     */
    public List<Effect> effects(RuleSetRef rules, Map<String, @Nullable Object> inputs) {
        return EvaluationBudget.within("the screening", MOST_STEPS, budget -> {
            ColumnWiseTable table = table(rules);
            Map<InputPath, Effect> effects = new HashMap<>();
            for (ColumnWiseTable.Column column : table.columns()) {
                for (InputPath path : column.reads()) {
                    if (path.isChangeable() && path.isValue() && !effects.containsKey(path)) {
                        effect(table, path, inputs).ifPresent(effect -> effects.put(path, effect));
                    }
                }
            }
            return effects.values().stream()
                    .sorted(java.util.Comparator.comparing(Effect::rows)
                            .reversed()
                            .thenComparing(Effect::input))
                    .toList();
        });
    }

    private static Optional<Effect> effect(
            ColumnWiseTable table, InputPath path, Map<String, @Nullable Object> inputs) {
        List<Object> values = CandidateValues.of(path, table.columns(), inputs);
        BitSet differs = new BitSet();
        for (ColumnWiseTable.Column column : table.columns()) {
            if (!column.reads().contains(path)) {
                continue;
            }
            BitSet before = column.outcome(inputs).met();
            for (Object value : values) {
                BitSet changed =
                        (BitSet) column.outcome(path.with(inputs, value)).met().clone();
                changed.xor(before);
                differs.or(changed);
            }
        }
        return differs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Effect(path.toString(), differs.cardinality(), values));
    }

    private ColumnWiseTable table(RuleSetRef rules) {
        String dmn = ruleSets.version(rules.slug(), rules.version()).dmn();
        return tables.get(dmn, document -> ColumnWiseTable.of(document, engine));
    }
}
