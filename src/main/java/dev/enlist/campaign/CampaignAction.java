package dev.enlist.campaign;

import java.util.List;
import java.util.Locale;

/**
 * An action on a campaign. Each action leads to one status. Start and resume both lead to active: start applies before
 * the campaign was active, resume applies to a paused campaign.
 */
public enum CampaignAction {
    PLAN(CampaignStatus.PLANNED),
    REDRAFT(CampaignStatus.DRAFT),
    RECRUIT(CampaignStatus.RECRUITING),
    START(CampaignStatus.ACTIVE),
    PAUSE(CampaignStatus.PAUSED),
    RESUME(CampaignStatus.ACTIVE),
    COMPLETE(CampaignStatus.COMPLETED),
    CLOSE(CampaignStatus.CLOSED);

    private final CampaignStatus target;

    CampaignAction(CampaignStatus target) {
        this.target = target;
    }

    public CampaignStatus target() {
        return target;
    }

    /** Whether the action is allowed in this status. */
    public boolean isAllowedFrom(CampaignStatus status) {
        boolean wasUnderWay = status == CampaignStatus.PAUSED;
        return status.mayBecome(target)
                && switch (this) {
                    case START -> !wasUnderWay;
                    case RESUME -> wasUnderWay;
                    default -> true;
                };
    }

    /** All actions allowed in this status. */
    public static List<CampaignAction> allowedFrom(CampaignStatus status) {
        return java.util.Arrays.stream(values())
                .filter(action -> action.isAllowedFrom(status))
                .toList();
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
