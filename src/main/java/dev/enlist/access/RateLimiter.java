package dev.enlist.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.access.LimitProperties.Rate;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Token buckets in the memory of this node, one per recent caller, workspace and client address. Sends no statement to
 * the database, so that a limit costs less than it saves; see docs/decisions/0027.
 */
@Component
public class RateLimiter {

    /** Each kind has its own buckets, so that unknown addresses cannot evict callers. */
    private static final int MOST_BUCKETS = 100_000;

    /**
     * The result for one request.
     *
     * @param policy     value of the header {@code RateLimit-Policy}; null without a limit
     * @param state      value of the header {@code RateLimit}
     * @param retryAfter whole seconds until the next request is accepted; 0 if this one is
     */
    public record Verdict(@Nullable String policy, @Nullable String state, long retryAfter) {

        static final Verdict UNLIMITED = new Verdict(null, null, 0);

        public boolean allowed() {
            return retryAfter == 0;
        }
    }

    private final Kind callers;
    private final Kind workspaces;
    private final Kind addresses;
    private final Kind refusals;

    @Autowired
    RateLimiter(LimitProperties properties) {
        this(properties, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimiter(LimitProperties properties, TimeMeter time) {
        this.callers = new Kind("caller", properties.caller(), time);
        this.workspaces = new Kind("workspace", properties.workspace(), time);
        this.addresses = new Kind("address", properties.address(), time);
        this.refusals = new Kind("refused", properties.refused(), time);
    }

    /**
     * Takes one token of the caller and one of the workspace. A request that the workspace limit refuses does not count
     * against the caller.
     */
    public Verdict take(Caller caller) {
        Bucket own = callers.bucket(
                caller.workspace().workspaceId() + "/" + caller.actor().id());
        Bucket shared = workspaces.bucket(caller.workspace().workspaceId());
        ConsumptionProbe ofOwn = Kind.take(own);
        if (ofOwn != null && !ofOwn.isConsumed()) {
            return verdict(List.of(new Taken(callers, ofOwn)));
        }
        ConsumptionProbe ofShared = Kind.take(shared);
        if (own != null && ofShared != null && !ofShared.isConsumed()) {
            own.addTokens(1);
        }
        return verdict(List.of(new Taken(callers, ofOwn), new Taken(workspaces, ofShared)));
    }

    /** Takes one token of a client address without key or session. */
    public Verdict take(String address) {
        return verdict(List.of(new Taken(addresses, Kind.take(addresses.bucket(address)))));
    }

    /** Whether a key from this address is checked at all; takes no token. */
    public Verdict mayTryKey(String address) {
        Bucket bucket = refusals.bucket(address);
        if (bucket == null) {
            return Verdict.UNLIMITED;
        }
        long wait = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return wait == 0 ? Verdict.UNLIMITED : new Verdict(refusals.policy, refusals.state(0, wait), seconds(wait));
    }

    /** Takes one token for a refused key of this address. */
    public void refused(String address) {
        Bucket bucket = refusals.bucket(address);
        if (bucket != null) {
            bucket.tryConsume(1);
        }
    }

    /** The state of one kind of bucket; no probe if the kind is switched off. */
    private record Taken(Kind kind, @Nullable ConsumptionProbe probe) {}

    /** Reports the limit with the fewest remaining requests. */
    private static Verdict verdict(List<Taken> all) {
        StringBuilder policy = new StringBuilder();
        Taken tightest = null;
        for (Taken taken : all) {
            if (taken.probe() == null) {
                continue;
            }
            policy.append(policy.isEmpty() ? "" : ", ").append(taken.kind().policy);
            if (tightest == null
                    || tightest.probe().isConsumed() && !taken.probe().isConsumed()
                    || tightest.probe().isConsumed() == taken.probe().isConsumed()
                            && taken.probe().getRemainingTokens()
                                    < tightest.probe().getRemainingTokens()) {
                tightest = taken;
            }
        }
        if (tightest == null) {
            return Verdict.UNLIMITED;
        }
        ConsumptionProbe probe = tightest.probe();
        long wait = probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill();
        long reset = probe.isConsumed() ? probe.getNanosToWaitForReset() : wait;
        return new Verdict(
                policy.toString(),
                tightest.kind().state(probe.getRemainingTokens(), reset),
                probe.isConsumed() ? 0 : seconds(wait));
    }

    private static long seconds(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    /** The buckets of one kind. A bucket can be evicted when it is full, because a new one is equal. */
    private static final class Kind {

        private final String name;
        private final Rate rate;
        private final TimeMeter time;
        private final String policy;
        private final Cache<String, Bucket> buckets;

        Kind(String name, Rate rate, TimeMeter time) {
            this.name = name;
            this.rate = rate;
            this.time = time;
            long window = rate.perSecond() == 0 ? 1 : (rate.burst() + rate.perSecond() - 1L) / rate.perSecond();
            this.policy = "\"" + name + "\";q=" + rate.burst() + ";w=" + window;
            this.buckets = Caffeine.newBuilder()
                    .maximumSize(MOST_BUCKETS)
                    .expireAfterAccess(Duration.ofSeconds(window + 60))
                    .build();
        }

        @Nullable
        Bucket bucket(String key) {
            return rate.perSecond() == 0 ? null : buckets.get(key, ignored -> fresh());
        }

        private Bucket fresh() {
            return Bucket.builder()
                    .withCustomTimePrecision(time)
                    .addLimit(
                            limit -> limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                    .build();
        }

        static @Nullable ConsumptionProbe take(@Nullable Bucket bucket) {
            return bucket == null ? null : bucket.tryConsumeAndReturnRemaining(1);
        }

        String state(long remaining, long nanosToReset) {
            return "\"" + name + "\";r=" + remaining + ";t=" + seconds(nanosToReset);
        }
    }
}
