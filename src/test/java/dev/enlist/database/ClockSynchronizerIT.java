package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.enlist.shared.ScopedClock;
import dev.enlist.support.EnlistIT;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A node whose machine has another time than the database works with the time of the database. */
@EnlistIT
class ClockSynchronizerIT {

    /** The clock of a machine that an operator sets. */
    private static final class MachineClock extends Clock {

        private Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.offset(Clock.system(zone), ahead);
        }
    }

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ApplicationEventPublisher application;

    private final MachineClock machine = new MachineClock();
    private final ScopedClock clock = new ScopedClock(machine);
    private final List<Object> events = new ArrayList<>();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private ClockSynchronizer synchronizer;

    @BeforeEach
    void aNode() {
        synchronizer = new ClockSynchronizer(
                jdbc,
                clock,
                event -> {
                    events.add(event);
                    application.publishEvent(event);
                },
                metrics);
    }

    @AfterEach
    void theEngineHasTheTimeOfTheSystem() {
        application.publishEvent(new ClockCorrected(Duration.ZERO));
    }

    private static void isNow(Instant instant) {
        assertThat(instant).isCloseTo(InstantSource.system().instant(), within(ClockSynchronizer.TOLERANCE));
    }

    @Test
    void aClockThatIsTenMinutesOffIsCorrected() {
        for (Duration ahead : List.of(Duration.ofMinutes(10), Duration.ofMinutes(-10))) {
            machine.ahead = ahead;

            synchronizer.synchronize();

            isNow(clock.instant());
            isNow(clock.withZone(ZoneOffset.ofHours(5)).instant());
            assertThat(metrics.get("enlist.clock.offset").gauge().value()).isCloseTo(-ahead.toSeconds(), within(1.0));
            // the clock of the engine follows: in this test it is that of the right machine, so it is off now
            assertThat(Duration.between(
                            InstantSource.system().instant(), ClockUtil.now().toInstant()))
                    .isCloseTo(ahead.negated(), ClockSynchronizer.TOLERANCE);
        }
        assertThat(events).hasSize(2);
    }

    @Test
    void aCorrectedClockThatIsSetRightIsNotCorrectedAnyMore() {
        machine.ahead = Duration.ofMinutes(10);
        synchronizer.synchronize();
        machine.ahead = Duration.ZERO;

        synchronizer.synchronize();

        assertThat(clock.correction()).isZero();
        isNow(clock.instant());
        isNow(ClockUtil.now().toInstant());
    }

    @Test
    void smallDifferencesAreLeftAlone() {
        machine.ahead = Duration.ofMillis(300);

        synchronizer.synchronize();

        assertThat(clock.correction()).isZero();
        assertThat(events).isEmpty();
        assertThat(metrics.get("enlist.clock.offset").gauge().value()).isCloseTo(-0.3, within(0.2));
    }

    @Test
    void aNodeMeasuresItsClock(@Autowired MeterRegistry node) {
        assertThat(node.get("enlist.clock.offset").gauge().value()).isCloseTo(0, within(1.0));
    }
}
