package dev.enlist.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign waits for, told to whoever runs its timers.
 *
 * @param next  what moves it on
 * @param dueAt when that happens by itself; null where a person does it
 */
public record CampaignSchedule(Next next, @Nullable Instant dueAt) {

    /** What moves a campaign on. */
    public enum Next {
        /** Its start date, or somebody who starts it before. */
        START,
        /** Its end date, or somebody who completes it before. */
        COMPLETE,
        /** A person alone. */
        PERSON,
        /** Nothing any more, or not yet. */
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
