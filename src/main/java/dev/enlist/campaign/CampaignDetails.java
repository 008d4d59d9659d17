package dev.enlist.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.WaitlistTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be said of a campaign. A draft may lack anything but its name; what a plan needs is in {@link CampaignValidator}.
 *
 * @param templateVersion     by name: {@code slug@number}
 * @param eligibilityCriteria words of its cohorts about who may take part; plain ones where absent
 * @param programTerms        terms of its cohorts; plain ones where absent
 * @param startDate           when it starts by itself, if it has not been started before
 * @param endDate             when it and its cohorts end
 * @param pricing             what is consumed, and how much of it there is; see
 *                            {@link dev.enlist.template.PricingDefault}; that of the template where absent
 * @param parentPoolId        of a bundle: the pool that it is a share of
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
     * What it is meant to reach; one of them at least, for a plan.
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
     * @param spent    so far, as somebody states it; null where nobody does
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Budget(
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable BigDecimal spent) {

        public static final Budget NONE = new Budget(null, null, null);
    }

    /**
     * The instances it opens.
     *
     * @param max              how many at most; null for any number
     * @param openNextWhenFull whether the next opens by itself when the last is full
     * @param capacity         of each, beside that of the whole campaign; null for none of its own
     * @param waitlist         whether those who find one full wait in line; null for no
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
