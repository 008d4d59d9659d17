package dev.enlist.shared.work;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down when a thread in the background has not gone on for {@code enlist.workers.stalled-after}: part of liveness, so
 * that whatever runs the node starts it anew.
 */
@Component("workersHealthIndicator")
class WorkersHealthIndicator implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(WorkersHealthIndicator.class);

    private final Heartbeats heartbeats;
    private final Duration stalledAfter;

    WorkersHealthIndicator(Heartbeats heartbeats, @Value("${enlist.workers.stalled-after:5m}") Duration stalledAfter) {
        this.heartbeats = heartbeats;
        this.stalledAfter = stalledAfter;
    }

    @Override
    public Health health() {
        List<String> stalled = heartbeats.all().stream()
                .filter(heartbeat -> heartbeat.silence().compareTo(stalledAfter) > 0)
                .map(Heartbeat::name)
                .toList();
        if (stalled.isEmpty()) {
            return Health.up().build();
        }
        log.error("Not alive: {} did nothing for {} seconds", stalled, stalledAfter.toSeconds());
        return Health.down().withDetail("stalled", stalled).build();
    }
}
