package dev.enlist.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Ten attempts over three days, and the limits of Retry-After. */
class RetryPolicyTests {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final WebhookProperties defaults =
            new Binder(new MapConfigurationPropertySource()).bindOrCreate("enlist.webhooks", WebhookProperties.class);
    private final RetryPolicy plan = new RetryPolicy(defaults);

    @Test
    void tenAttemptsOverThreeDays() {
        Duration whole = defaults.retryAfter().stream().reduce(Duration.ZERO, Duration::plus);

        assertThat(defaults.mostAttempts()).isEqualTo(10);
        assertThat(whole).isBetween(Duration.ofHours(71), Duration.ofHours(72));
        assertThat(plan.next(9, null, NOW)).isPresent();
        assertThat(plan.next(10, null, NOW)).isEmpty();
    }

    @Test
    void eachDelayIsLongerThanThePreviousOne() {
        for (int attempts = 1; attempts < 10; attempts++) {
            Duration planned = defaults.retryAfter().get(attempts - 1);
            for (int i = 0; i < 100; i++) {
                Duration wait =
                        Duration.between(NOW, plan.next(attempts, null, NOW).orElseThrow());
                assertThat(wait).isBetween(planned.multipliedBy(8).dividedBy(10), planned);
            }
        }
    }

    @Test
    void aReceiverMayAskForALongerDelayUpToTheLimit() {
        assertThat(plan.next(1, "3600", NOW)).contains(NOW.plusSeconds(3600));
        assertThat(plan.next(1, "Fri, 20 Nov 2026 14:00:00 GMT", NOW)).contains(NOW.plusSeconds(7200));
        assertThat(plan.next(1, "999999999", NOW)).contains(NOW.plus(RetryPolicy.MOST_ASKED_FOR));
        assertThat(plan.next(1, "Fri, 20 Nov 2099 14:00:00 GMT", NOW)).contains(NOW.plus(RetryPolicy.MOST_ASKED_FOR));
    }

    @Test
    void anInvalidRetryAfterHeaderIsIgnored() {
        for (String header : new String[] {"0", "-5", "soon", "", "Thu, 20 Nov 2025 14:00:00 GMT", "99999999999999"}) {
            Optional<Instant> next = plan.next(2, header, NOW);
            assertThat(next.orElseThrow()).isBetween(NOW.plusSeconds(240), NOW.plusSeconds(300));
        }
    }
}
