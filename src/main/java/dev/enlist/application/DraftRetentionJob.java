package dev.enlist.application;

import dev.enlist.jobs.RetentionJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Deletes drafts with their files that were not changed for the time that drafts are kept. */
@Component
class DraftRetentionJob extends RetentionJob {

    static final String KIND = "application-draft-retention";

    private final DraftRepository drafts;
    private final Duration kept;

    DraftRetentionJob(DraftRepository drafts, ApplicationProperties properties, Clock clock) {
        super(clock);
        this.drafts = drafts;
        this.kept = properties.keepDrafts();
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** The first draft of a workspace enqueues the job; events find a workspace whose signal was lost. */
    @Override
    public Set<String> topics() {
        return Set.of(EVENTS);
    }

    @Override
    protected Duration keep() {
        return kept;
    }

    @Override
    protected int deleteOlderThan(Instant before, int most) {
        return drafts.deleteOlderThan(before, most);
    }

    @Override
    protected boolean isAnyLeft() {
        return drafts.isAny();
    }
}
