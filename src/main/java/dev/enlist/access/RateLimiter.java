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
 * Token buckets in the memory of this node: one for each caller, each workspace and each client address that
 * was heard of lately. No statement is sent to the database, so that a limit costs less than what it saves;
 * see docs/decisions/0026.
 */
@Component
public class RateLimiter {

    /** Strangers cannot push callers out: each kind has its own buckets. */
    private static final int MOST_BUCKETS = 100_000;

    /**
     * What became of a request.
     *
     * @param policy     for the header {@code RateLimit-Policy}; null where nothing limits it
     * @param state      for the header {@code RateLimit}
     * @param retryAfter whole seconds until another may come; 0 where this one may
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

    /** Takes one request of somebody known; what the workspace refuses is not counted against the caller. */
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

    /** Takes one request of an address that brings neither key nor session. */
    public Verdict take(String address) {
        return verdict(List.of(new Taken(addresses, Kind.take(addresses.bucket(address)))));
    }

    /** Whether a key of this address is looked at; takes nothing. */
    public Verdict mayTryKey(String address) {
        Bucket bucket = refusals.bucket(address);
        if (bucket == null) {
            return Verdict.UNLIMITED;
        }
        long wait = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return wait == 0 ? Verdict.UNLIMITED : new Verdict(refusals.policy, refusals.state(0, wait), seconds(wait));
    }

    /** Counts a key of this address that was refused. */
    public void refused(String address) {
        Bucket bucket = refusals.bucket(address);
        if (bucket != null) {
            bucket.tryConsume(1);
        }
    }

    /** What was taken from one kind of bucket; no probe where the kind is switched off. */
    private record Taken(Kind kind, @Nullable ConsumptionProbe probe) {}

    /** The tightest of the limits is told. */
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

    /** The buckets of one kind. A bucket left alone until it is full again is the same as a new one. */
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
