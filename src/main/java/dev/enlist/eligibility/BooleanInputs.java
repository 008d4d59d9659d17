package dev.enlist.eligibility;

import dev.enlist.eligibility.engine.DecisionTable;
import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.eligibility.feel.ValueKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the metadata that a table, or one that it requires, reads as true or false: the column is declared {@code boolean}, one of its conditions
 * contains a boolean, or an expression compares the member with one.
 */
final class BooleanInputs {

    private static final String METADATA = "metadata";
    private static final String BOOLEAN = "boolean";

    private final UnaryTestParser reader = new UnaryTestParser();

    /** @return paths with dots, such as {@code metadata.homeowner} */
    Set<String> of(DecisionTable table) {
        Set<String> members = new TreeSet<>();
        for (DecisionTable each : table.all()) {
            for (int column = 0; column < each.columns().size(); column++) {
                gather(each, column, members);
            }
        }
        return Set.copyOf(members);
    }

    private void gather(DecisionTable table, int column, Set<String> members) {
        DecisionTable.Column input = table.columns().get(column);
        ExpressionFacts facts = reader.expression(input.expression(), BooleanInputs::kind);
        compared(facts, members);
        List<String> path = facts.path().orElse(List.of());
        if (isMetadata(path) && (isDeclared(input) || hasTruthValue(table, column))) {
            members.add(String.join(".", path));
        }
    }

    private static boolean isDeclared(DecisionTable.Column input) {
        return BOOLEAN.equalsIgnoreCase(input.type());
    }

    private boolean hasTruthValue(DecisionTable table, int column) {
        for (DecisionTable.Row row : table.rows()) {
            ExpressionFacts facts = reader.condition(row.conditions().get(column), BooleanInputs::kind);
            if (facts.constants().stream().anyMatch(Boolean.class::isInstance)) {
                return true;
            }
        }
        return false;
    }

    private static void compared(ExpressionFacts facts, Set<String> members) {
        for (ExpressionFacts.Comparison comparison : facts.comparisons()) {
            if (comparison.left() == ValueKind.TRUTH || comparison.right() == ValueKind.TRUTH) {
                comparison.reads().stream()
                        .filter(BooleanInputs::isMetadata)
                        .forEach(path -> members.add(String.join(".", path)));
            }
        }
    }

    private static boolean isMetadata(List<String> path) {
        return path.size() > 1 && path.get(0).equals(METADATA);
    }

    private static ValueKind kind(List<String> path) {
        return ValueKind.UNKNOWN;
    }
}
