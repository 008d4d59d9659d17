package dev.enlist.campaign.web;

import dev.enlist.campaign.InsightService;
import dev.enlist.campaign.PricingInsight;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/campaigns/{id}/pricingInsight")
@Tag(name = "Campaigns")
class InsightController {

    private final InsightService insights;

    InsightController(InsightService insights) {
        this.insights = insights;
    }

    @Requires(Scope.CAMPAIGNS_READ)
    @GetMapping
    @Operation(
            summary = "Read the pricing insight of a campaign",
            description =
                    "The upsell score from 0 to 100 out of capacity (0.40), performance (0.30), engagement (0.20) and spend"
                            + " (0.10): hot from 80, warm from 60, watch from 40. Each part comes with its figures; one whose"
                            + " figures are not there adds nothing, and says what is missing.")
    PricingInsight read(@PathVariable String id) {
        return insights.of(id);
    }
}
