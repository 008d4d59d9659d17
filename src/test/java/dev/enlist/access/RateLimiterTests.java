package dev.enlist.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.access.RateLimiter.Verdict;
import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceRef;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimiterTests {

    private static final WorkspaceRef WORKSPACE = new WorkspaceRef("w1", "o1");

    private final StoppedTime time = new StoppedTime();
    private final RateLimiter limits = new RateLimiter(
            new LimitProperties(
                    new LimitProperties.Caller(2, 4),
                    new LimitProperties.Workspace(3, 6),
                    new LimitProperties.Address(1, 2),
                    new LimitProperties.Refused(1, 3)),
            time);

    /** A clock that the test advances. */
    private static final class StoppedTime implements TimeMeter {

        private final AtomicLong nanos = new AtomicLong(1);

        void pass(Duration duration) {
            nanos.addAndGet(duration.toNanos());
        }

        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private static Caller key(String id, WorkspaceRef workspace) {
        return Caller.serverKey(Actor.key(id, "Key"), workspace);
    }

    private long allowed(Caller caller, int requests) {
        return IntStream.range(0, requests)
                .filter(i -> limits.take(caller).allowed())
                .count();
    }

    @Test
    void aCallerHasTheBurstAndThenTheRate() {
        Caller one = key("k1", WORKSPACE);
        assertThat(allowed(one, 10)).isEqualTo(4);
        time.pass(Duration.ofSeconds(1));
        assertThat(allowed(one, 10)).isEqualTo(2);
        time.pass(Duration.ofMinutes(1));
        assertThat(allowed(one, 10)).isEqualTo(4);
    }

    @Test
    void theWorkspaceIsLimitedAsAWhole() {
        assertThat(allowed(key("k1", WORKSPACE), 4)).isEqualTo(4);
        assertThat(allowed(key("k2", WORKSPACE), 4)).isEqualTo(2);
        assertThat(allowed(key("k1", new WorkspaceRef("w2", "o1")), 4)).isEqualTo(4);
    }

    @Test
    void whatTheWorkspaceRefusesIsNotTakenFromTheCaller() {
        allowed(key("k1", WORKSPACE), 4);
        allowed(key("k2", WORKSPACE), 2);
        Caller late = key("k3", WORKSPACE);
        assertThat(allowed(late, 5)).isZero();
        time.pass(Duration.ofSeconds(1));
        assertThat(allowed(late, 5)).isEqualTo(3);
    }

    @Test
    void itIsToldHowMuchIsLeftAndWhenToComeAgain() {
        Caller one = key("k1", WORKSPACE);
        Verdict first = limits.take(one);
        assertThat(first.policy()).isEqualTo("\"caller\";q=4;w=2, \"workspace\";q=6;w=2");
        assertThat(first.state()).isEqualTo("\"caller\";r=3;t=1");
        allowed(one, 3);
        Verdict refused = limits.take(one);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isEqualTo(1);
        assertThat(refused.state()).isEqualTo("\"caller\";r=0;t=1");
        Verdict ofWorkspace = IntStream.range(0, 3)
                .mapToObj(i -> limits.take(key("k2", WORKSPACE)))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(ofWorkspace.allowed()).isFalse();
        assertThat(ofWorkspace.state()).startsWith("\"workspace\";r=0;");
    }

    @Test
    void addressesAreApart() {
        assertThat(limits.take("192.0.2.1").allowed()).isTrue();
        assertThat(limits.take("192.0.2.1").allowed()).isTrue();
        assertThat(limits.take("192.0.2.1").allowed()).isFalse();
        assertThat(limits.take("192.0.2.2").allowed()).isTrue();
    }

    @Test
    void keysAreNotTriedWithoutEnd() {
        for (int i = 0; i < 3; i++) {
            assertThat(limits.mayTryKey("192.0.2.1").allowed()).isTrue();
            limits.refused("192.0.2.1");
        }
        assertThat(limits.mayTryKey("192.0.2.1").allowed()).isFalse();
        assertThat(limits.mayTryKey("192.0.2.1").retryAfter()).isEqualTo(1);
        assertThat(limits.mayTryKey("192.0.2.2").allowed()).isTrue();
        time.pass(Duration.ofSeconds(1));
        assertThat(limits.mayTryKey("192.0.2.1").allowed()).isTrue();
    }

    @Test
    void zeroSwitchesOff() {
        RateLimiter off = new RateLimiter(
                new LimitProperties(
                        new LimitProperties.Caller(0, 1),
                        new LimitProperties.Workspace(0, 1),
                        new LimitProperties.Address(0, 1),
                        new LimitProperties.Refused(0, 1)),
                time);
        for (int i = 0; i < 10; i++) {
            off.refused("192.0.2.1");
            assertThat(off.take(key("k1", WORKSPACE))).isEqualTo(Verdict.UNLIMITED);
            assertThat(off.take("192.0.2.1").allowed()).isTrue();
            assertThat(off.mayTryKey("192.0.2.1").allowed()).isTrue();
        }
    }
}
