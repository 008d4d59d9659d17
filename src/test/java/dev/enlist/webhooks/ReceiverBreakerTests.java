package dev.enlist.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiverBreakerTests {

    private static final String ONE = "https://hangs.example/a";
    private static final String SAME = "https://hangs.example/b";
    private static final String OTHER = "https://answers.example/a";

    private final Hands clock = new Hands();
    private final ReceiverBreaker breaker = new ReceiverBreaker(properties(), clock);

    @Test
    void aReceiverThatHangsIsPausedAndThenTriedByOneCaller() {
        breaker.hung(ONE);
        assertThat(breaker.allows(ONE)).isTrue();
        breaker.hung(SAME);
        assertThat(breaker.allows(ONE)).isFalse();
        assertThat(breaker.allows(SAME)).isFalse();
        assertThat(breaker.allows(OTHER)).isTrue();

        clock.advance(Duration.ofSeconds(30));
        assertThat(List.of(breaker.allows(ONE), breaker.allows(SAME), breaker.allows(ONE)))
                .containsExactly(true, false, false);
        breaker.hung(ONE);
        clock.advance(Duration.ofSeconds(30));
        assertThat(breaker.allows(ONE)).as("longer each time").isFalse();
        clock.advance(Duration.ofSeconds(30));
        assertThat(breaker.allows(ONE)).isTrue();
        breaker.answered(ONE);
        assertThat(List.of(breaker.allows(ONE), breaker.allows(SAME))).containsExactly(true, true);
    }

    @Test
    void anotherCallerMakesTheTrialIfTheFirstDoesNot() {
        breaker.hung(ONE);
        breaker.hung(ONE);
        clock.advance(Duration.ofSeconds(30));
        assertThat(breaker.allows(ONE)).isTrue();
        clock.advance(Duration.ofSeconds(31));
        assertThat(breaker.allows(SAME)).isTrue();
    }

    private static WebhookProperties properties() {
        return new WebhookProperties(
                true,
                Duration.ofMillis(50),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                List.of(),
                Duration.ofDays(5),
                8,
                32,
                Duration.ofMinutes(2),
                Duration.ofDays(30));
    }

    /** A clock that is moved by hand. */
    private static final class Hands extends Clock {

        private Instant now = Instant.EPOCH;

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
