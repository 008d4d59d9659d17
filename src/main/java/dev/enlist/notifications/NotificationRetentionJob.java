package dev.enlist.notifications;

import dev.enlist.jobs.RetentionJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Deletes finished messages after their retention time. */
@Component
class NotificationRetentionJob extends RetentionJob {

    static final String KIND = "notification-retention";

    private final NotificationQueue queue;
    private final MailProperties properties;

    NotificationRetentionJob(NotificationQueue queue, MailProperties properties, Clock clock) {
        super(clock);
        this.queue = queue;
        this.properties = properties;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> topics() {
        return Set.of(NotificationScheduler.KIND);
    }

    @Override
    protected Duration keep() {
        return properties.keep();
    }

    @Override
    protected int deleteOlderThan(Instant before, int most) {
        return queue.forget(before, most);
    }

    @Override
    protected boolean isAnyLeft() {
        return queue.isAny();
    }
}
