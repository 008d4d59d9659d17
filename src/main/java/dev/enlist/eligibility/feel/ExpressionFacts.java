package dev.enlist.eligibility.feel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an expression or a condition without evaluating it.
 *
 * @param reads       inputs it reads, as paths such as {@code metadata, monthlyKwh}
 * @param functions   names of the functions it calls
 * @param constants   numbers, texts, booleans and dates in it
 * @param comparisons its comparisons
 * @param kind        kind of its value
 * @param range       all its possible values, where they are a few constants
 * @param path        the input that it is, where it is nothing else
 * @param dateOf      the input whose text it converts to a date, where it does nothing else
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

    /** Facts of an empty cell. */
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
     * A comparison of two sides.
     *
     * @param reads inputs that either side reads
     * @param text  the text constant of one side; null where there is none
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
