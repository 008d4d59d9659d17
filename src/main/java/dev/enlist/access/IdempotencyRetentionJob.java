package dev.enlist.access;

import dev.enlist.jobs.RetentionJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Deletes answers that are kept no longer. */
@Component
class IdempotencyRetentionJob extends RetentionJob {

    static final String KIND = "idempotency-retention";

    private final IdempotencyRepository records;

    IdempotencyRetentionJob(IdempotencyRepository records, Clock clock) {
        super(clock);
        this.records = records;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> topics() {
        return Set.of(EVENTS);
    }

    @Override
    protected Duration keep() {
        return IdempotencyRepository.KEPT;
    }

    @Override
    protected int deleteOlderThan(Instant before, int most) {
        return records.deleteOlderThan(before, most);
    }

    @Override
    protected boolean isAnyLeft() {
        return records.isAny();
    }
}
