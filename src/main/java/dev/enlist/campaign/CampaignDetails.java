package dev.enlist.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.WaitlistTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The editable fields of a campaign. A draft needs only a name; {@link CampaignValidator} checks what a planned
 * campaign needs.
 *
 * @param templateVersion     by name: {@code slug@number}
 * @param eligibilityCriteria description of the eligibility criteria, copied to its cohorts; a default text if absent
 * @param programTerms        program terms, copied to its cohorts; a default text if absent
 * @param startDate           when it starts automatically, unless a user started it earlier
 * @param endDate             when it and its cohorts end
 * @param pricing             pricing model and limit; see
 *                            {@link dev.enlist.template.PricingDefault}; the template's pricing if absent
 * @param parentPoolId        parent pool; only for the bundle model
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignDetails(
        String name,
        @Nullable String description,
        @Nullable String programSlug,
        @Nullable String templateVersion,
        @Nullable String participantGroupId,
        @Nullable String eligibilityCriteria,
        @Nullable String programTerms,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        Targets targets,
        Budget budget,
        @Nullable Map<String, Object> pricing,
        @Nullable String parentPoolId,
        Cohorts cohorts) {

    /**
     * Targets; a planned campaign needs at least one.
     *
     * @param participants people approved
     * @param applications people who applied
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Targets(
            @Nullable Integer participants, @Nullable Integer applications) {

        public static final Targets NONE = new Targets(null, null);
    }

    /**
     * @param currency ISO 4217
     * @param spent    amount spent so far, as entered by a user or client; null if not entered
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Budget(
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable BigDecimal spent) {

        public static final Budget NONE = new Budget(null, null, null);
    }

    /**
     * Cohort settings.
     *
     * @param max              maximum number of cohorts; null for no limit
     * @param openNextWhenFull whether the next cohort opens automatically when the last is full
     * @param capacity         capacity of each cohort, in addition to that of the campaign; null for no limit per
     *                         cohort
     * @param waitlist         waitlist settings for full cohorts; null for no waitlist
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cohorts(
            @Nullable Integer max,
            boolean openNextWhenFull,
            @Nullable PoolTerms capacity,
            @Nullable WaitlistTerms waitlist) {

        public static final Cohorts USUAL = new Cohorts(null, false, null, null);
    }
}
