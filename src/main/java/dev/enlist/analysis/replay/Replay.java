package dev.enlist.analysis.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares a draft, as it was at the request, with recorded decisions.
 *
 * @param status           {@code queued, running, completed, failed, cancelled}
 * @param failed           number of enrollments on whose inputs the draft could not be evaluated
 * @param byRule           flips by the row of the draft that decides, from 1; {@code none} where none does
 * @param byState          flips by the state of the applicant's address
 * @param byManufacturer   flips by the manufacturer of a device; an applicant with several counts for each
 * @param effectOnCapacity effect on people who hold or reserve a place
 * @param effectOnIncentives how much more or less money it would be, by currency; empty where no amount changes
 * @param failure          why the replay failed
 */
@JsonInclude(Include.NON_NULL)
public record Replay(
        String id,
        String ruleSet,
        String status,
        int total,
        int processed,
        int toEligible,
        int toIneligible,
        int toManual,
        int failed,
        Map<String, Flips> byRule,
        Map<String, Flips> byState,
        Map<String, Flips> byManufacturer,
        Effect effectOnCapacity,
        List<MoneyEffect> effectOnIncentives,
        String requestedBy,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable String failure) {

    /** Number of enrollments with another verdict, by that verdict. */
    @Schema(name = "ReplayFlips")
    public record Flips(int toEligible, int toIneligible, int toManual) {

        static final Flips NONE = new Flips(0, 0, 0);

        Flips and(String status) {
            return new Flips(
                    toEligible + (status.equals("eligible") ? 1 : 0),
                    toIneligible + (status.equals("ineligible") ? 1 : 0),
                    toManual + (status.equals("manual") ? 1 : 0));
        }

        Flips plus(Flips more) {
            return new Flips(toEligible + more.toEligible, toIneligible + more.toIneligible, toManual + more.toManual);
        }

        int lost() {
            return toIneligible + toManual;
        }
    }

    /**
     * Change in the number of people; negative for fewer.
     *
     * @param approved  people who hold a place and would not be eligible
     * @param submitted people under review with a reserved place who would not be eligible
     * @param eligible  people who could apply for a place
     * @param pools     units that the people found eligible would need of the pools of their instances; present once
     *                  the replay is completed
     */
    @Schema(name = "ReplayEffectOnCapacity")
    public record Effect(int approved, int submitted, int eligible, List<PoolNeed> pools) {}

    /**
     * Change of the incentives in one currency. Counts people who would be eligible or go to a person, before or after.
     *
     * @param more       sum by which amounts would be higher
     * @param morePeople number of people who would get more
     * @param less       sum by which amounts would be lower
     * @param lessPeople number of people who would get less
     * @param difference more without less
     */
    @Schema(name = "ReplayEffectOnIncentives")
    public record MoneyEffect(
            @Schema(example = "USD") String currency,
            @Schema(example = "12500.00") BigDecimal more,
            @Schema(example = "25") int morePeople,
            @Schema(example = "3000.00") BigDecimal less,
            @Schema(example = "6") int lessPeople,
            @Schema(example = "9500.00") BigDecimal difference) {

        static MoneyEffect none(String currency) {
            return new MoneyEffect(currency, BigDecimal.ZERO, 0, BigDecimal.ZERO, 0, BigDecimal.ZERO);
        }

        /** With one more person, whose amount changes. */
        MoneyEffect and(BigDecimal change) {
            boolean higher = change.signum() > 0;
            return new MoneyEffect(
                    currency,
                    higher ? more.add(change) : more,
                    morePeople + (higher ? 1 : 0),
                    higher ? less : less.subtract(change),
                    lessPeople + (higher ? 0 : 1),
                    difference.add(change));
        }

        MoneyEffect plus(MoneyEffect other) {
            return new MoneyEffect(
                    currency,
                    more.add(other.more),
                    morePeople + other.morePeople,
                    less.add(other.less),
                    lessPeople + other.lessPeople,
                    difference.add(other.difference));
        }
    }

    Replay with(List<PoolNeed> pools) {
        Effect effect = new Effect(
                effectOnCapacity.approved(), effectOnCapacity.submitted(), effectOnCapacity.eligible(), pools);
        return new Replay(
                id,
                ruleSet,
                status,
                total,
                processed,
                toEligible,
                toIneligible,
                toManual,
                failed,
                byRule,
                byState,
                byManufacturer,
                effect,
                effectOnIncentives,
                requestedBy,
                createdAt,
                finishedAt,
                failure);
    }

    /**
     * An enrollment or candidate that gets another verdict.
     *
     * @param number            cursor of the list
     * @param enrollmentId      null for a candidate of the request
     * @param applicationNumber of the enrollment; null for a candidate, and until the flip is read from the list
     * @param why               reason text of the draft
     */
    @Schema(name = "ReplayFlip")
    @JsonInclude(Include.ALWAYS)
    public record Flip(
            int number,
            @Nullable String enrollmentId,
            @Nullable String applicationNumber,
            @Nullable String reference,
            Verdict from,
            Verdict to,
            @Nullable String why) {}

    /** @param rule row, from 1; null where none matched */
    @Schema(name = "ReplayVerdict")
    @JsonInclude(Include.ALWAYS)
    public record Verdict(
            String status, String code, @Nullable Integer rule) {}

    /** A person who is not enrolled and on whose inputs a draft is tried. */
    public record Candidate(@Nullable String reference, Map<String, @Nullable Object> inputs) {}

    /**
     * The capacity that a program instance would need if every person found eligible applied.
     *
     * @param units     needed units
     * @param available units that are available now
     * @param fits      whether the available units suffice
     */
    @Schema(name = "ReplayPoolNeed")
    public record PoolNeed(
            String poolId, String programInstanceId, BigDecimal units, BigDecimal available, boolean fits) {}
}
