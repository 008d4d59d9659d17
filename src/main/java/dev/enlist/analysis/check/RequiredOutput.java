package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.ResultKind;
import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.eligibility.feel.ValueKind;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an output of a required table, which the tables after it read as an input.
 *
 * @param table  name of the table
 * @param kinds  every kind of value that it can have
 * @param values all its values where every row gives a constant; empty where they are not known
 */
record RequiredOutput(String table, Set<ResultKind> kinds, Set<Object> values) {

    /** @param index index among the output columns */
    static RequiredOutput of(String name, DecisionTableView table, int index, UnaryTestParser reader) {
        if (table.policy() == HitPolicy.COLLECT) {
            return new RequiredOutput(
                    name,
                    EnumSet.of(table.isAggregated() ? ResultKind.NUMBER : ResultKind.LIST, ResultKind.NULL),
                    Set.of());
        }
        Set<Object> values = new LinkedHashSet<>();
        Set<ResultKind> kinds = EnumSet.noneOf(ResultKind.class);
        boolean constant = true;
        for (DecisionTableView.Row row : table.rows()) {
            String text = row.answers().get(index);
            Optional<Set<Object>> range = text.isEmpty()
                    ? Optional.empty()
                    : reader.expression(text, RuleInputCatalog::kind).range();
            range.ifPresent(values::addAll);
            constant &= text.isEmpty() || range.isPresent();
            kinds.addAll(
                    text.isEmpty()
                            ? EnumSet.of(ResultKind.NULL)
                            : reader.results(text, RuleInputCatalog::possible).kinds());
        }
        if (!hasOtherwise(table)) {
            kinds.add(ResultKind.NULL);
        }
        return new RequiredOutput(name, kinds, constant ? values : Set.of());
    }

    /** Whether a row accepts everything, so that the table always gives an output. */
    private static boolean hasOtherwise(DecisionTableView table) {
        return table.rows().stream()
                .anyMatch(row -> row.conditions().stream().allMatch(cell -> cell.isEmpty() || cell.equals("-")));
    }

    ValueKind kind() {
        Set<ResultKind> given = EnumSet.copyOf(kinds);
        given.remove(ResultKind.NULL);
        for (ValueKind kind : ValueKind.values()) {
            if (kind != ValueKind.UNKNOWN
                    && kind != ValueKind.NOTHING
                    && !given.isEmpty()
                    && ResultKind.of(kind).containsAll(given)) {
                return kind;
            }
        }
        return ValueKind.UNKNOWN;
    }

    boolean isAlwaysGiven() {
        return !kinds.contains(ResultKind.NULL);
    }

    Optional<Object> example() {
        return values.stream().findFirst();
    }

    /** The values as unary tests, such as {@code "low","high"}; empty unless all are texts. */
    String asAllowedValues() {
        StringBuilder allowed = new StringBuilder();
        for (@Nullable Object value : values) {
            if (!(value instanceof String text) || text.contains("\"") || text.contains("\\")) {
                return "";
            }
            allowed.append(allowed.isEmpty() ? "\"" : ",\"").append(text).append('"');
        }
        return allowed.toString();
    }
}
