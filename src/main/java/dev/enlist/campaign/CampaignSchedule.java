package dev.enlist.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The next scheduled transition of a campaign, for the component that runs the timers.
 *
 * @param next  what triggers the transition
 * @param dueAt when it happens automatically; null if only a user triggers it
 */
public record CampaignSchedule(Next next, @Nullable Instant dueAt) {

    /** The trigger of the next transition. */
    public enum Next {
        /** Its start date, or an earlier start by a user. */
        START,
        /** Its end date, or an earlier completion by a user. */
        COMPLETE,
        /** A user only. */
        PERSON,
        /** No trigger: the campaign is finished, or not yet planned. */
        NOTHING
    }

    static CampaignSchedule of(CampaignStatus status, @Nullable Instant startDate, @Nullable Instant endDate) {
        return switch (status) {
            case DRAFT, CLOSED -> new CampaignSchedule(Next.NOTHING, null);
            case PLANNED, RECRUITING -> new CampaignSchedule(Next.START, startDate);
            case ACTIVE, PAUSED -> new CampaignSchedule(Next.COMPLETE, endDate);
            case COMPLETED -> new CampaignSchedule(Next.PERSON, null);
        };
    }
}
