package dev.enlist.webhooks;

import dev.enlist.jobs.RetentionJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Deletes finished deliveries after their retention time. */
@Component
class WebhookRetentionJob extends RetentionJob {

    static final String KIND = "webhook-retention";

    private final DeliveryQueue queue;
    private final WebhookProperties properties;

    WebhookRetentionJob(DeliveryQueue queue, WebhookProperties properties, Clock clock) {
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
        return Set.of(WebhookSender.KIND);
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
