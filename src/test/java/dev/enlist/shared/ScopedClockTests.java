package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ScopedClockTests {

    @Test
    void aCorrectedMomentIsOneThatPostgresKeeps() {
        Instant now = Instant.parse("2026-11-29T20:00:00.123456789Z");
        ScopedClock clock = new ScopedClock(Clock.fixed(now, ZoneOffset.UTC));

        clock.correctBy(Duration.ofSeconds(600, 987_654_321));

        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-29T20:10:01.111110Z"));
        assertThat(clock.withZone(ZoneOffset.UTC).instant()).isEqualTo(clock.instant());
    }
}
