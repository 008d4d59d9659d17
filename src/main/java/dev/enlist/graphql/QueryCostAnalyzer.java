package dev.enlist.graphql;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Computes the cost of a document before it is validated. Each field costs 1, times the number of nodes it is resolved
 * for. A list from the database costs {@link #STATEMENT} more each time it is fetched, and so does a field that is
 * computed for each node. A fragment counts at each place that spreads it. Counting stops at the limit, so that the
 * analysis itself never costs more than the limit.
 */
final class QueryCostAnalyzer {

    static final int STATEMENT = 100;

    private static final int DEFAULT_FIRST = 20;
    private static final String ENTITIES = "_entities";
    private static final Set<String> WORKED_OUT = Set.of("explanation");

    private final Map<String, FragmentDefinition> fragments;
    private final Map<String, Object> variables;
    private final Set<String> lists;
    private final long limit;
    private final Set<String> spreading = new HashSet<>();

    private long complexity;
    private int depth;
    private int aliases;
    private int directives;
    private int entities;

    private QueryCostAnalyzer(Document document, Map<String, Object> variables, Set<String> lists, long limit) {
        this.fragments = document.getDefinitionsOfType(FragmentDefinition.class).stream()
                .collect(Collectors.toMap(FragmentDefinition::getName, fragment -> fragment, (first, second) -> first));
        this.variables = variables;
        this.lists = lists;
        this.limit = limit;
    }

    /** @param lists names of the fields that are lists from the database */
    static QueryCostAnalyzer of(Document document, Map<String, Object> variables, Set<String> lists, long limit) {
        QueryCostAnalyzer weight = new QueryCostAnalyzer(document, variables, lists, limit);
        for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            weight.count(operation);
            weight.walk(operation.getSelectionSet(), 1, 1, false);
        }
        return weight;
    }

    long complexity() {
        return complexity;
    }

    int depth() {
        return depth;
    }

    int aliases() {
        return aliases;
    }

    int directives() {
        return directives;
    }

    int entities() {
        return entities;
    }

    private void walk(@Nullable SelectionSet selections, int level, long times, boolean ofTheSchema) {
        if (selections == null) {
            return;
        }
        for (Selection<?> selection : selections.getSelections()) {
            if (complexity > limit) {
                return;
            }
            if (selection instanceof Field field) {
                walk(field, level, times, ofTheSchema);
            } else if (selection instanceof InlineFragment fragment) {
                count(fragment);
                walk(fragment.getSelectionSet(), level, times, ofTheSchema);
            } else if (selection instanceof FragmentSpread spread) {
                walk(spread, level, times, ofTheSchema);
            }
        }
    }

    private void walk(FragmentSpread spread, int level, long times, boolean ofTheSchema) {
        count(spread);
        // counted even without fields, so that the traversal ends
        complexity++;
        FragmentDefinition fragment = fragments.get(spread.getName());
        if (fragment != null && spreading.add(spread.getName())) {
            count(fragment);
            walk(fragment.getSelectionSet(), level, times, ofTheSchema);
            spreading.remove(spread.getName());
        }
    }

    private void walk(Field field, int level, long times, boolean ofTheSchema) {
        boolean schema = ofTheSchema || field.getName().startsWith("__");
        count(field);
        aliases += field.getAlias() == null ? 0 : 1;
        depth = schema ? depth : Math.max(depth, level);
        complexity += times;
        long each = times;
        if (lists.contains(field.getName())) {
            complexity += times * STATEMENT;
            each = times * first(field);
        } else if (field.getName().equals(ENTITIES)) {
            int asked = representations(field);
            entities += asked;
            each = times * asked;
        } else if (WORKED_OUT.contains(field.getName())) {
            complexity += times * STATEMENT;
        }
        walk(field.getSelectionSet(), level + 1, each, schema);
    }

    private void count(DirectivesContainer<?> place) {
        directives += place.getDirectives().size();
    }

    private long first(Field field) {
        Object value = value(field, "first");
        long first = value instanceof Number number ? number.longValue() : DEFAULT_FIRST;
        // out of range: the field itself is refused later
        return Math.max(1, Math.min(ListArguments.MOST, first));
    }

    private int representations(Field field) {
        Object value = value(field, "representations");
        return value instanceof List<?> list ? Math.max(1, list.size()) : 1;
    }

    private @Nullable Object value(Field field, String name) {
        for (Argument argument : field.getArguments()) {
            if (argument.getName().equals(name)) {
                Value<?> value = argument.getValue();
                if (value instanceof IntValue number) {
                    return number.getValue();
                }
                if (value instanceof ArrayValue array) {
                    return array.getValues();
                }
                // the default value of a variable is not read; the largest size is assumed
                return value instanceof VariableReference variable
                        ? variables.getOrDefault(variable.getName(), ListArguments.MOST)
                        : null;
            }
        }
        return null;
    }
}
