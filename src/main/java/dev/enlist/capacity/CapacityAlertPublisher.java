package dev.enlist.capacity;

import java.math.BigDecimal;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Publishes, in the transaction of a consumption, that a pool is full or nearly full. The transaction holds the lock of
 * the pool, so it sees the earlier alerts and no alert is published twice.
 */
@Component
class CapacityAlertPublisher {

    private final PoolRepository rows;
    private final ApplicationEventPublisher events;

    CapacityAlertPublisher(PoolRepository rows, ApplicationEventPublisher events) {
        this.rows = rows;
        this.events = events;
    }

    /**
     * Publishes the events of a consumption.
     *
     * @param pool  after the consumption
     * @param drawn units that were taken
     */
    void consumed(CapacityPool pool, BigDecimal drawn, String programInstanceId, Instant at) {
        changed(pool, at);
        if (pool.available().compareTo(drawn) < 0) {
            events.publishEvent(new CapacityPoolFull(
                    pool.id(), pool.owner().kind(), pool.owner().id(), programInstanceId, at));
        }
    }

    /** Consumption or a smaller limit raised the utilisation. */
    void changed(CapacityPool pool, Instant at) {
        AlertLevel level = pool.level();
        if (!isNews(pool, level, at)) {
            return;
        }
        rows.told(pool.id(), level, at);
        events.publishEvent(new CapacityThresholdReached(
                pool.id(),
                pool.owner(),
                PoolRepository.workspaceId(),
                level,
                pool.utilisation(),
                CapacityPool.plain(pool.limit()),
                CapacityPool.plain(pool.reserved()),
                CapacityPool.plain(pool.committed()),
                at));
    }

    static boolean isNews(CapacityPool pool, AlertLevel level, Instant at) {
        if (level == AlertLevel.NONE) {
            return false;
        }
        Instant last = pool.told().get(level);
        return last == null || !at.isBefore(last.plus(level.throttle()));
    }
}
