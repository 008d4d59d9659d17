package dev.enlist.campaign;

import java.util.List;
import java.util.Locale;

/**
 * What is done to a campaign. Each leads to one status; two that lead to the same differ in where they begin: what was
 * never under way is started, what was paused is resumed.
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

    /** Whether it can be done to a campaign that stands there. */
    public boolean isAllowedFrom(CampaignStatus status) {
        boolean wasUnderWay = status == CampaignStatus.PAUSED;
        return status.mayBecome(target)
                && switch (this) {
                    case START -> !wasUnderWay;
                    case RESUME -> wasUnderWay;
                    default -> true;
                };
    }

    /** Everything that can be done to a campaign that stands there. */
    public static List<CampaignAction> allowedFrom(CampaignStatus status) {
        return java.util.Arrays.stream(values())
                .filter(action -> action.isAllowedFrom(status))
                .toList();
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
