package dev.enlist.database;

import dev.enlist.shared.ScopedClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Makes the time of the application that of the database where the clock of this machine differs by more than {@link #TOLERANCE}, so
 * that all nodes have the same time. Otherwise a node whose clock is ahead takes leases of other nodes for expired: it runs their
 * background jobs again and gives the tasks of their workers to others. Measures before background work begins, and every 30 seconds.
 * {@code enlist.clock.offset} is the difference: what the clock of the database shows more than that of this machine.
 */
@Component
class ClockSynchronizer implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ClockSynchronizer.class);

    /** A smaller difference is left alone: clocks that are synchronized by NTP are not made to jump. */
    static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final ScopedClock clock;
    private final ApplicationEventPublisher events;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    ClockSynchronizer(JdbcClient jdbc, ScopedClock clock, ApplicationEventPublisher events, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
        Gauge.builder("enlist.clock.offset", offset, measured -> measured.get().toMillis() / 1000.0)
                .description("What the clock of the database shows more than that of this machine")
                .baseUnit("seconds")
                .register(metrics);
    }

    /** Before the engine, jobs and requests begin. */
    @Override
    public void afterSingletonsInstantiated() {
        synchronize();
    }

    void synchronize() {
        Instant before = clock.uncorrected();
        long sent = System.nanoTime();
        Instant database = jdbc.sql("select clock_timestamp()")
                .query(Timestamp.class)
                .single()
                .toInstant();
        Duration uncertainty = Duration.ofNanos(System.nanoTime() - sent).dividedBy(2);
        Duration measured = Duration.between(before.plus(uncertainty), database);
        offset.set(measured);
        Duration change = measured.minus(clock.correction()).abs();
        if (change.compareTo(TOLERANCE.plus(uncertainty)) <= 0) {
            return;
        }
        Duration correction = measured.abs().compareTo(TOLERANCE) > 0 ? measured : Duration.ZERO;
        clock.correctBy(correction);
        events.publishEvent(new ClockCorrected(correction));
        if (correction.isZero()) {
            log.info("The clock of this machine agrees with that of the database again");
        } else {
            log.warn(
                    "The clock of the database differs from that of this machine by {} ms; the time of the database is used. Synchronize both by NTP.",
                    measured.toMillis());
        }
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT30S")
    void synchronizeRegularly() {
        try {
            synchronize();
        } catch (DataAccessException e) {
            log.warn("The clock of the database could not be read; the next round tries again: {}", e.toString());
        }
    }
}
