package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.enrollment.EnrollmentIncentive;
import dev.enlist.incentive.Incentive;
import dev.enlist.incentive.IncentiveSource;
import dev.enlist.shared.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an enrollment is paid, on the wire.
 *
 * @param amount      absent where it could not be computed
 * @param source      where the base of the amount comes from
 * @param explanation in one sentence; the problem where there is no amount
 * @param parts       their sum is the amount; empty where a person set it
 * @param ruleVersion version of the rules with whose verdict the amount was computed
 * @param row         of the table that decided, from 1
 * @param problem     why the amount could not be computed
 * @param reason      of the person who set the amount
 * @param fixedAt     the approval; absent before it
 */
@Schema(name = "EnrollmentIncentive")
@JsonInclude(JsonInclude.Include.NON_NULL)
record IncentiveResource(
        @Schema(example = "2000.00") @Nullable BigDecimal amount,
        @Schema(example = "USD") @Nullable String currency,
        @Schema(example = "rule") @Nullable IncentiveSource source,

        @Schema(example = "2,000.00 USD = base 1,500.00 + low income 500.00, row 7 of drive-clean version 3")
        String explanation,

        List<Part> parts,
        @Schema(example = "drive-clean") @Nullable String ruleSet,
        @Schema(example = "3") @Nullable Integer ruleVersion,
        @Schema(example = "7") @Nullable Integer row,
        @Nullable String problem,
        @Nullable String reason,
        @Nullable Instant fixedAt) {

    /** A part of the amount; negative where a maximum cut the sum. */
    @Schema(name = "IncentivePart")
    record Part(
            @Schema(example = "low income") String label,
            @Schema(example = "500.00") BigDecimal amount) {

        static Part of(Incentive.Part part) {
            return new Part(part.label(), part.amount());
        }
    }

    static IncentiveResource of(EnrollmentIncentive incentive) {
        return new IncentiveResource(
                incentive.money().map(Money::amount).orElse(null),
                incentive.money().map(Money::currency).orElse(null),
                incentive.source().orElse(null),
                incentive.explanation(),
                incentive.parts().stream().map(Part::of).toList(),
                incentive.rules().map(RuleSetRef::slug).orElse(null),
                incentive.rules().map(RuleSetRef::version).orElse(null),
                incentive.row().orElse(null),
                incentive.problem().orElse(null),
                incentive.reason().orElse(null),
                incentive.fixedAt().orElse(null));
    }
}
