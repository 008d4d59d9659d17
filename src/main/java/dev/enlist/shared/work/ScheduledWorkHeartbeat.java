package dev.enlist.shared.work;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Beats for the one thread on which all {@code @Scheduled} methods run; a method that hangs silences it. */
@Component
class ScheduledWorkHeartbeat {

    private final Heartbeat heartbeat;

    ScheduledWorkHeartbeat(Heartbeats heartbeats) {
        this.heartbeat = heartbeats.of("scheduled-work");
    }

    @Scheduled(fixedDelayString = "PT10S")
    void beat() {
        heartbeat.beat();
    }
}
