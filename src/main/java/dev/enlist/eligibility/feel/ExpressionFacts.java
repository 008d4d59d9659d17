package dev.enlist.eligibility.feel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of an expression or a condition without evaluating it.
 *
 * @param reads       the inputs it reads, as paths such as {@code metadata, monthlyKwh}
 * @param functions   the functions it calls by name
 * @param constants   the numbers, texts, truth values and dates written in it
 * @param comparisons where two sides are compared
 * @param kind        what it gives
 * @param range       everything it can give, where that is a handful of constants
 * @param path        the input that it is, where it is nothing else
 * @param dateOf      the input whose text it turns into a date, where it does nothing else
 */
public record ExpressionFacts(
        Set<List<String>> reads,
        Set<String> functions,
        Set<Object> constants,
        List<Comparison> comparisons,
        ValueKind kind,
        Optional<Set<Object>> range,
        Optional<List<String>> path,
        Optional<List<String>> dateOf) {

    /** Of a cell with nothing in it. */
    public static final ExpressionFacts NONE = new ExpressionFacts(
            Set.of(),
            Set.of(),
            Set.of(),
            List.of(),
            ValueKind.NOTHING,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /**
     * Two sides compared.
     *
     * @param reads what either side reads
     * @param text  the text that one side is; null where none is
     */
    public record Comparison(
            ValueKind left,
            ValueKind right,
            Set<List<String>> reads,
            @Nullable String text) {

        public boolean clashes() {
            return left.clashes(right);
        }
    }
}
