package dev.enlist.console;

import dev.enlist.campaign.CampaignService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The campaigns, and one of them. The scripts of the pages call the API. */
@Controller
@RequestMapping("/console/campaigns")
class CampaignPageController {

    private final CampaignService campaigns;

    CampaignPageController(CampaignService campaigns) {
        this.campaigns = campaigns;
    }

    @Requires(Scope.CAMPAIGNS_READ)
    @GetMapping
    String list() {
        return "console/campaigns";
    }

    @Requires(Scope.CAMPAIGNS_READ)
    @GetMapping("/{id}")
    String campaign(@PathVariable String id, Model model) {
        model.addAttribute("id", campaigns.campaign(id).getId());
        model.addAttribute("name", campaigns.campaign(id).details().name());
        return "console/campaign";
    }
}
