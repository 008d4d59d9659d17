package dev.enlist.application;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.problem.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Limits what one client address and one e-mail may cause in an hour. Counted in the memory of this node, like the limits
 * of requests in general.
 */
@Component
public class ApplicationLimitPolicy {

    private static final int MOST_BUCKETS = 100_000;
    private static final Duration WINDOW = Duration.ofHours(1);

    private final ApplicationProperties.Limits limits;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .expireAfterAccess(WINDOW)
            .build();

    ApplicationLimitPolicy(ApplicationProperties properties) {
        this.limits = properties.limits();
    }

    /** Too many requests of an address, or too many mails to an e-mail. */
    public static final class TooManyApplications extends Problem {

        private final long seconds;

        TooManyApplications(long seconds) {
            super(
                    Kind.TOO_MANY,
                    "too-many-applications",
                    "Too many requests came from this address. Wait " + seconds + " seconds and try again.");
            this.seconds = seconds;
        }

        /** Until the next request is accepted; at least 1. */
        public long seconds() {
            return seconds;
        }
    }

    /** @throws TooManyApplications where the address has begun too many drafts */
    public void start(String address) {
        take("start " + address, limits.starts());
    }

    /** @throws TooManyApplications where the address has sent too many applications */
    public void submit(String address) {
        take("submit " + address, limits.submissions());
    }

    /** @throws TooManyApplications where too many links went to the e-mail, or were asked for by the address */
    public void mail(String email, String address) {
        take("mails of " + address, limits.mailsOf());
        take("mails to " + EmailKey.of(email).value(), limits.mails());
    }

    private void take(String key, int most) {
        ConsumptionProbe probe = buckets.get(
                        key,
                        ignored -> Bucket.builder()
                                .addLimit(limit -> limit.capacity(most).refillGreedy(most, WINDOW))
                                .build())
                .tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new TooManyApplications(
                    Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1));
        }
    }
}
