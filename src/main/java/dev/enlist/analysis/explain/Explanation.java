package dev.enlist.analysis.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.Verdict;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a table gave its verdict.
 *
 * @param decidedBy           the row that decided; null where none matched
 * @param rules               every row with every condition, in the order of the table
 * @param nearestChange       the smallest change that makes the person eligible, confirmed by the table; null for an
 *                            eligible verdict, and where none was found
 * @param nearestChangeAbsent why there is no change; null where there is one
 * @param inPlainWords        sentences for the applicant
 * @param requiredTables      the tables evaluated before, in this order; empty for a rule set of one table
 */
@JsonInclude(Include.ALWAYS)
public record Explanation(
        @Nullable MatchedRule decidedBy,
        List<Rule> rules,
        @Nullable NearestChange nearestChange,
        @Nullable Absence nearestChangeAbsent,
        List<String> inPlainWords,
        List<Table> requiredTables) {

    /**
     * A table whose outputs the tables after it read.
     *
     * @param name         of the table
     * @param matchedRules rows that matched, from 1
     * @param outputs      by name, as the tables after it read them; empty where no row matched
     * @param rules        every row with every condition
     */
    @Schema(name = "ExplainedTable")
    public record Table(
            String id,
            String name,
            List<Integer> matchedRules,
            Map<String, @Nullable Object> outputs,
            List<Rule> rules) {}

    /**
     * A row of the table.
     *
     * @param number     from 1
     * @param answers    its status output, as FEEL; of a required table all outputs
     * @param met        whether every condition holds
     * @param conditions non-empty conditions of the row
     */
    @Schema(name = "ExplainedRule")
    public record Rule(String id, int number, String answers, boolean met, List<Condition> conditions) {}

    /**
     * A cell.
     *
     * @param column     label of the column
     * @param expression expression of the column, FEEL
     * @param test       condition of the row, FEEL
     * @param met        whether the condition holds
     * @param seen       value of the column on the inputs
     * @param inputs     inputs that the column reads
     * @param changeable whether the applicant can change any of them
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
     * The smallest set of inputs to change, each with a sufficient value.
     *
     * @param rule       the row that would decide
     * @param changeable whether the applicant can change all of them
     */
    @Schema(name = "NearestChange")
    public record NearestChange(List<Change> changes, boolean changeable, MatchedRule rule, Verdict verdict) {}

    /**
     * @param input   such as {@code metadata.monthlyKwh}
     * @param example whether the value is one example of many, such as a serial number
     */
    @Schema(name = "InputChange")
    @JsonInclude(Include.ALWAYS)
    public record Change(
            String input, @Nullable Object from, @Nullable Object to, boolean changeable, boolean example) {}

    /** @param code {@code already-eligible}, {@code none-within-bound} or {@code search-exhausted} */
    @Schema(name = "NearestChangeAbsence")
    public record Absence(String code, String reason) {}
}
