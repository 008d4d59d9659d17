package dev.enlist.eligibility.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.enlist.eligibility.RecordedDecisionSource;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A draft, as it was when asked, held over what was decided.
 *
 * @param status           {@code queued, running, completed, failed, cancelled}
 * @param failed           on whose inputs the draft could not be evaluated
 * @param byRule           flips by the row of the draft that decides then, from 1; {@code none} where none does
 * @param byState          flips by the state of the applicant's address
 * @param byManufacturer   flips by the maker of a device; who has several counts with each
 * @param effectOnCapacity what it would do to those who hold or reserve a place
 * @param failure          why it failed
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
        String requestedBy,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable String failure) {

    /** How many would be decided otherwise, by what they would be. */
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
     * People more or, negative, less.
     *
     * @param approved  those who hold a place and would not have got it
     * @param submitted those who wait for a reviewer with a place reserved, and would not
     * @param eligible  those who could ask for a place
     * @param pools     what those found eligible would need of the pools of their instances; once the replay is through
     */
    @Schema(name = "ReplayEffectOnCapacity")
    public record Effect(int approved, int submitted, int eligible, List<RecordedDecisionSource.PoolNeed> pools) {}

    Replay with(List<RecordedDecisionSource.PoolNeed> pools) {
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
                requestedBy,
                createdAt,
                finishedAt,
                failure);
    }

    /**
     * Somebody who would be decided otherwise.
     *
     * @param number       key of the list
     * @param enrollmentId null for a candidate that was sent along
     * @param why          what the draft says to people
     */
    @Schema(name = "ReplayFlip")
    @JsonInclude(Include.ALWAYS)
    public record Flip(
            int number,
            @Nullable String enrollmentId,
            @Nullable String reference,
            Verdict from,
            Verdict to,
            @Nullable String why) {}

    /** @param rule number of the row, from 1; null where none matched */
    @Schema(name = "ReplayVerdict")
    @JsonInclude(Include.ALWAYS)
    public record Verdict(
            String status, String code, @Nullable Integer rule) {}

    /** Somebody to try a draft on who is not enrolled. */
    public record Candidate(@Nullable String reference, Map<String, @Nullable Object> inputs) {}
}
