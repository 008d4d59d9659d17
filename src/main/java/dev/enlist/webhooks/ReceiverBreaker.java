package dev.enlist.webhooks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * A circuit breaker per receiver, which is the host and port of a URL. A receiver whose requests time out is paused,
 * for longer after each further timeout; after the pause one webhook sends one trial request. Meanwhile the threads are
 * free for receivers that respond. Counted per node. A refused connection costs no time and does not count.
 */
@Component
class ReceiverBreaker {

    /** Consecutive timeouts after which a receiver is paused. */
    private static final int OPENS_AFTER = 2;

    private static final int LONGEST_PAUSES = 10;
    private static final int KEPT = 10_000;

    private final Duration pause;
    private final Duration trial;
    private final Clock clock;
    private final Cache<String, State> states =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    private record State(int hung, Instant openUntil) {}

    ReceiverBreaker(WebhookProperties properties, Clock clock) {
        this.pause = properties.pauseOfHanging();
        this.trial = properties.answerWithin().multipliedBy(2);
        this.clock = clock;
    }

    /** Whether requests may be sent; after a pause, true for one caller only, for the time of a trial. */
    boolean allows(String url) {
        String receiver = receiver(url);
        State state = states.getIfPresent(receiver);
        if (state == null || state.hung() < OPENS_AFTER) {
            return true;
        }
        Instant now = clock.instant();
        return !now.isBefore(state.openUntil())
                && states.asMap().replace(receiver, state, new State(state.hung(), now.plus(trial)));
    }

    void answered(String url) {
        states.invalidate(receiver(url));
    }

    /** A request got no answer in time. */
    void hung(String url) {
        Instant now = clock.instant();
        states.asMap().compute(receiver(url), (receiver, known) -> {
            int hung = known == null ? 1 : known.hung() + 1;
            int pauses = Math.min(LONGEST_PAUSES, Math.max(1, hung - OPENS_AFTER + 1));
            return new State(hung, now.plus(pause.multipliedBy(pauses)));
        });
    }

    private static String receiver(String url) {
        return String.valueOf(URI.create(url).getRawAuthority());
    }
}
