package dev.enlist.eligibility.feel;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What can be told about a piece of FEEL without evaluating it.
 *
 * @param readable   false where it is no FEEL; then nothing else is known
 * @param references every name it may read, as a path ({@code [metadata, monthlyKwh]}); names of its own, such as
 *                   those of a loop, are among them
 * @param constants  texts, numbers ({@link BigDecimal}), truth values and dates ({@link LocalDate}) it compares with
 * @param labels     texts that it answers as they stand, such as {@code "inside"}
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
