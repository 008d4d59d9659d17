package dev.enlist.database;

import dev.enlist.shared.problem.Unavailable;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Says when no node of an earlier release is connected any more: at the start, or after an update of a running cluster
 * (decision 146).
 */
@Component
class EarlierNodeMonitor {

    private static final Logger log = LoggerFactory.getLogger(EarlierNodeMonitor.class);

    /**
     * So many rounds in a row, three seconds apart, must see no earlier node after one was seen. Nodes that lost their connections
     * because the database started again have new ones by then.
     */
    private static final int ROUNDS = 5;

    private final EarlierNodeQuery earlierNodes;
    private final DeploymentLock lock;
    private final ApplicationEventPublisher events;

    private final AtomicReference<State> state = new AtomicReference<>(new State(List.of(), false, 1));

    /**
     * What this node knows.
     *
     * @param connected sessions of earlier nodes in the last round
     * @param seen      whether there were any since the start
     * @param left      rounds that must see none; 0 when it is published
     */
    private record State(List<String> connected, boolean seen, int left) {

        State with(List<String> now) {
            return now.isEmpty() ? new State(now, seen, left - 1) : new State(now, true, ROUNDS);
        }
    }

    EarlierNodeMonitor(EarlierNodeQuery earlierNodes, DeploymentLock lock, ApplicationEventPublisher events) {
        this.earlierNodes = earlierNodes;
        this.lock = lock;
        this.events = events;
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void begin() {
        look();
    }

    /** One statement in a round, and none after the last one. */
    @Scheduled(initialDelayString = "PT3S", fixedDelayString = "PT3S")
    synchronized void look() {
        State before = state.get();
        if (before.left() == 0) {
            return;
        }
        try {
            State now = before.with(earlierNodes.sessions());
            if (!now.connected().equals(before.connected())) {
                log.info(
                        "Database sessions of nodes of earlier releases: {}",
                        now.connected().isEmpty() ? "none" : now.connected());
            }
            if (now.left() > 0 || published(now)) {
                state.set(now);
            }
        } catch (DataAccessException | Unavailable e) {
            state.set(new State(before.connected(), before.seen(), ROUNDS));
            log.warn("Nodes of earlier releases could not be looked for; the next round tries again: {}", e.toString());
        }
    }

    /** An earlier node that starts now waits for the lock, and then finds what the listeners wrote. */
    private boolean published(State now) {
        try (ClusterLock.Held held = lock.enter()) {
            boolean none = earlierNodes.sessions().isEmpty();
            if (none) {
                events.publishEvent(new EarlierNodesEnded(now.seen()));
            }
            return none;
        }
    }
}
