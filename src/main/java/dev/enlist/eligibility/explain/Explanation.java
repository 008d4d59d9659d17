package dev.enlist.eligibility.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.Verdict;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a table answered what it answered.
 *
 * @param decidedBy           the row that decided; null where none matched
 * @param rules               every row with every condition, in the order of the table
 * @param nearestChange       the fewest changes that would make the person eligible, tried out on the table; null
 *                            for the eligible, and where none was found
 * @param nearestChangeAbsent why there is none; null where there is
 * @param inPlainWords        sentences for the applicant
 */
@JsonInclude(Include.ALWAYS)
public record Explanation(
        @Nullable MatchedRule decidedBy,
        List<Rule> rules,
        @Nullable NearestChange nearestChange,
        @Nullable Absence nearestChangeAbsent,
        List<String> inPlainWords) {

    /**
     * A row of the table.
     *
     * @param number     from 1
     * @param answers    the status it answers, as FEEL
     * @param met        whether every condition is
     * @param conditions those that the row states; an empty cell is none
     */
    @Schema(name = "ExplainedRule")
    public record Rule(String id, int number, String answers, boolean met, List<Condition> conditions) {}

    /**
     * A cell.
     *
     * @param column     label of the column
     * @param expression what the column works out, FEEL
     * @param test       what the row asks of it, FEEL
     * @param met        whether that holds
     * @param seen       what the column worked out from the inputs
     * @param inputs     the inputs that the column reads
     * @param changeable whether the applicant can state any of them differently
     */
    @Schema(name = "ExplainedCondition")
    @JsonInclude(Include.ALWAYS)
    public record Condition(
            String column,
            String expression,
            String test,
            boolean met,
            @Nullable Object seen,
            List<String> inputs,
            boolean changeable) {}

    /**
     * The fewest inputs that would have to be different, each with a value that would do.
     *
     * @param rule       the row that would decide then
     * @param changeable whether the applicant can state all of them differently
     */
    @Schema(name = "NearestChange")
    public record NearestChange(List<Change> changes, boolean changeable, MatchedRule rule, Verdict verdict) {}

    /**
     * @param input   such as {@code metadata.monthlyKwh}
     * @param example whether the value stands for any of its kind, such as a serial number
     */
    @Schema(name = "InputChange")
    @JsonInclude(Include.ALWAYS)
    public record Change(
            String input, @Nullable Object from, @Nullable Object to, boolean changeable, boolean example) {}

    /** @param code {@code already-eligible}, {@code none-within-bound} or {@code search-exhausted} */
    @Schema(name = "NearestChangeAbsence")
    public record Absence(String code, String reason) {}
}
