package dev.enlist.eligibility.feel;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What a FEEL text refers to, without evaluating it.
 *
 * @param readable   false where it is no FEEL; then nothing else is known
 * @param references every name it may read, as a path ({@code [metadata, monthlyKwh]}), local names such as those of a
 *                   loop included
 * @param constants  texts, numbers ({@link BigDecimal}), booleans and dates ({@link LocalDate}) it compares with
 * @param labels     texts that it returns unchanged, such as {@code "inside"}
 * @param functions  names of the functions it calls
 */
public record FeelReferences(
        boolean readable,
        Set<List<String>> references,
        Set<Object> constants,
        Set<String> labels,
        Set<String> functions) {

    static final FeelReferences UNREADABLE = new FeelReferences(false, Set.of(), Set.of(), Set.of(), Set.of());
}
