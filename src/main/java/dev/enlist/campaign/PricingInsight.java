package dev.enlist.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/**
 * Pricing, figures and upsell score of a campaign.
 *
 * @param pricing of the campaign, or of its template; empty where neither has any
 * @param upsell  the upsell score
 * @param asOf    when the figures were read
 */
@Schema(name = "PricingInsight")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PricingInsight(String campaignId, Map<String, Object> pricing, UpsellScore upsell, Instant asOf) {}
