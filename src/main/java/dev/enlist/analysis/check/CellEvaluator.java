package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.FeelEvaluator;
import dev.enlist.eligibility.feel.ResultKind;
import dev.enlist.eligibility.feel.ValueKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates single conditions to find an input that demonstrates a finding. */
final class CellEvaluator {

    private static final String VALUE = "cellInput";

    /** Time limit for the conditions of one check. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final FeelEvaluator feel = new FeelEvaluator();
    private final TimeBudget patience = new TimeBudget(LONGEST);

    /**
     * An input that the condition rejects although it is one of the condition's constants or the next value to one.
     * Null where the column computes its value or no such input exists.
     */
    @Nullable
    Map<String, @Nullable Object> unfit(String condition, ExpressionFacts column, List<@Nullable Object> named) {
        List<Object> candidates = new ArrayList<>();
        for (Object each : named) {
            if (each != null) {
                candidates.add(each);
                candidates.addAll(beside(each));
            }
        }
        return shown(condition, column, candidates, false);
    }

    /**
     * Like {@link #unfit(String, ExpressionFacts, List)}, for a column with these kinds of values; also tries common
     * values.
     */
    @Nullable
    Map<String, @Nullable Object> unfit(
            String condition, DecisionTableView.Column column, ExpressionFacts facts, Set<ResultKind> kinds) {
        List<Object> candidates = new ArrayList<>();
        facts.path().flatMap(RuleInputCatalog::example).ifPresent(candidates::add);
        facts.dateOf().flatMap(RuleInputCatalog::example).ifPresent(candidates::add);
        candidates.addAll(
                List.of(false, true, "other", new BigDecimal(640), List.of("other"), LocalDate.of(2025, 3, 1)));
        candidates.removeIf(
                value -> !kinds.contains(kindOf(value)) && facts.dateOf().isEmpty());
        return shown(condition, facts, candidates, false);
    }

    /** An input that the condition accepts; null where it accepts no candidate. */
    @Nullable
    Map<String, @Nullable Object> fit(String condition, ExpressionFacts column, List<Object> candidates) {
        return shown(condition, column, candidates, true);
    }

    private @Nullable Map<String, @Nullable Object> shown(
            String condition, ExpressionFacts column, List<Object> candidates, boolean wanted) {
        List<String> path = column.path().or(column::dateOf).orElse(null);
        if (path == null) {
            return null;
        }
        for (Object candidate : candidates) {
            boolean date = column.dateOf().isPresent();
            Object value = date ? asDate(candidate) : candidate;
            boolean possible =
                    value != null && (date || RuleInputCatalog.possible(path).contains(kindOf(value)));
            if (possible
                    && fits(condition, value, path)
                            .filter(fits -> fits == wanted)
                            .isPresent()) {
                return RuleInputCatalog.example(
                        RuleInputCatalog.application(known(path, date ? String.valueOf(value) : value)), Set.of(path));
            }
        }
        return null;
    }

    private static Map<List<String>, @Nullable Object> known(List<String> path, Object value) {
        Map<List<String>, @Nullable Object> known = new LinkedHashMap<>();
        known.put(path, value);
        return known;
    }

    /** Whether the condition accepts a value of the column; empty where the evaluation fails. */
    Optional<Boolean> fits(String condition, @Nullable Object value, List<String> path) {
        return patience.with(() -> {
            Map<List<String>, @Nullable Object> known = new LinkedHashMap<>();
            if (value != null) {
                known.put(path, value instanceof LocalDate ? value.toString() : value);
            }
            Map<String, @Nullable Object> variables = RuleInputCatalog.application(known);
            variables.put(VALUE, value);
            return feel.condition(condition, VALUE, variables);
        });
    }

    private static @Nullable Object asDate(Object value) {
        try {
            return value instanceof LocalDate ? value : value instanceof String text ? LocalDate.parse(text) : null;
        } catch (java.time.format.DateTimeParseException e) {
            return null;
        }
    }

    static ResultKind kindOf(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? ResultKind.TRUE : ResultKind.FALSE;
        }
        return ResultKind.of(ValueKind.of(value)).iterator().next();
    }

    private static List<Object> beside(Object value) {
        if (value instanceof BigDecimal number) {
            return List.of(number.add(BigDecimal.ONE));
        }
        if (value instanceof String text) {
            return text.matches("-?[0-9]{1,15}")
                    ? List.of(new BigDecimal(text), List.of(text))
                    : List.of(List.of(text));
        }
        return List.of();
    }
}
