package dev.enlist.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.access.ConcurrencyLimiter.Permit;
import dev.enlist.access.ConcurrencyLimiter.Refusal;
import dev.enlist.process.Await;
import dev.enlist.shared.problem.Unavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.web.ServerProperties;

class ConcurrencyLimiterTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<String> granted = new LinkedBlockingQueue<>();
    private final Deque<Permit> ofWaiting = new ArrayDeque<>();
    private ConcurrencyLimiter limiter = limiter(8, 4, LONG);

    private static ConcurrencyLimiter limiter(int running, int waiting, Duration waitAtMost) {
        return new ConcurrencyLimiter(new ConcurrencyProperties(running, waiting, waitAtMost));
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private List<Permit> enter(String group, int requests) {
        return IntStream.range(0, requests).mapToObj(i -> limiter.enter(group)).toList();
    }

    /** A request that has to wait; its group is in {@link #granted} when it may run. */
    private Future<?> wait(String group) {
        int before = limiter.waiting();
        Future<?> request = threads.submit(() -> {
            Permit permit = limiter.enter(group);
            synchronized (ofWaiting) {
                ofWaiting.add(permit);
            }
            granted.add(group);
        });
        Await.until("the request waits", () -> limiter.waiting() > before);
        return request;
    }

    private String next() throws InterruptedException {
        return granted.poll(10, TimeUnit.SECONDS);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
        assertThatThrownBy(request).isInstanceOfSatisfying(Unavailable.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("overloaded");
            assertThat(refusal.retryAfter()).isEqualTo(1);
        });
    }

    @Test
    void aGroupAloneLeavesAQuarterToOthers() throws InterruptedException {
        List<Permit> one = enter("one", 6);
        wait("one");
        assertThat(limiter.running()).isEqualTo(6);

        limiter.enter("other").close();
        assertThat(granted).isEmpty();

        one.get(0).close();
        assertThat(next()).isEqualTo("one");
    }

    @Test
    void activeGroupsHaveEqualShares() throws InterruptedException {
        List<Permit> one = enter("one", 6);
        enter("other", 2);
        wait("one");
        wait("other");

        // until the first group is down to its share of 4, the second gets every free permit
        one.get(0).close();
        assertThat(next()).isEqualTo("other");
        wait("other");
        one.get(1).close();
        assertThat(next()).isEqualTo("other");
        one.get(2).close();
        assertThat(next()).isEqualTo("one");
        assertThat(limiter.running()).isEqualTo(8);
    }

    @Test
    void groupsTakeTurns() throws InterruptedException {
        limiter = limiter(4, 10, LONG);
        Deque<Permit> running = new ArrayDeque<>(enter("busy", 3));
        running.addAll(enter("last", 1));
        List.of("a", "a", "b", "c").forEach(this::wait);

        running.pop().close();
        assertThat(next()).isEqualTo("a");
        running.pop().close();
        assertThat(next()).isEqualTo("b");
        running.pop().close();
        assertThat(next()).isEqualTo("c");
        running.pop().close();
        assertThat(next()).isEqualTo("a");
    }

    @Test
    void theLastOfTheLongestQueueIsRefused() throws Exception {
        enter("greedy", 6);
        enter("modest", 2);
        wait("greedy");
        wait("greedy");
        wait("greedy");
        Future<?> last = wait("greedy");
        assertThat(limiter.waiting()).isEqualTo(4);

        refused(() -> limiter.enter("greedy"));
        threads.submit(() -> limiter.enter("modest"));
        refused(() -> {
            try {
                last.get(10, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException e) {
                throw e.getCause();
            }
        });
        assertThat(limiter.waiting()).isEqualTo(4);
        assertThat(limiter.refused(Refusal.QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void noRequestWaitsForeverAndARefusalLeavesNothingBehind() throws InterruptedException {
        limiter = limiter(4, 4, Duration.ofMillis(20));
        List<Permit> running = enter("one", 3);

        refused(() -> limiter.enter("one"));

        assertThat(limiter.refused(Refusal.WAITED_TOO_LONG)).isEqualTo(1);
        assertThat(limiter.waiting()).isZero();
        running.forEach(Permit::close);
        assertThat(limiter.running()).isZero();
        enter("one", 3);
    }

    /** A group that leaves makes the shares of the others larger at once. */
    @Test
    void theEndOfAGroupLetsTheOthersContinue() throws InterruptedException {
        Permit other = limiter.enter("other");
        enter("one", 4);
        wait("one");
        wait("one");
        other.close();
        assertThat(next()).isEqualTo("one");
        assertThat(next()).isEqualTo("one");
        assertThat(limiter.running()).isEqualTo(6);
    }

    @Test
    void refusesToStartWithoutThreadsForProbes() {
        ServerProperties server = new ServerProperties();
        server.getTomcat().getThreads().setMax(200);
        assertThatThrownBy(() -> new ConcurrencyLimiter(new ConcurrencyProperties(100, 100, LONG), server))
                .hasMessageContaining("server.tomcat.threads.max (200)");
    }

    @Test
    void aRequestThatWaitsForItsClientHoldsNoPermit() throws InterruptedException {
        Permit slow = enter("one", 6).get(0);
        wait("one");

        slow.pause();
        slow.pause();

        assertThat(next()).isEqualTo("one");
        assertThat(limiter.running()).isEqualTo(6);
        slow.close();
        assertThat(limiter.running()).isEqualTo(6);
    }

    @Test
    void aRequestGoesOnBeforeTheOthersOfItsGroup() throws InterruptedException {
        List<Permit> one = enter("one", 6);
        Permit slow = one.get(0);
        slow.pause();
        Permit next = limiter.enter("one");
        wait("one");
        threads.submit(() -> {
            slow.resume();
            granted.add("slow");
        });
        Await.until("both wait", () -> limiter.waiting() == 2);

        next.close();
        assertThat(next()).isEqualTo("slow");
        assertThat(limiter.waiting()).isEqualTo(1);
        slow.close();
        assertThat(next()).isEqualTo("one");
    }

    @Test
    void aRequestThatHasBegunIsNotRefused() {
        limiter = limiter(4, 0, Duration.ofMillis(20));
        List<Permit> one = enter("one", 3);
        one.get(0).pause();
        Permit next = limiter.enter("one");

        one.get(0).resume();

        assertThat(limiter.running()).isEqualTo(4);
        assertThat(limiter.waiting()).isZero();
        assertThat(limiter.refused(Refusal.WAITED_TOO_LONG)).isZero();
        one.forEach(Permit::close);
        next.close();
        assertThat(limiter.running()).isZero();
        limiter.enter("one").close();
    }

    /** A body may be closed after its request has ended. */
    @Test
    void aRequestThatHasEndedTakesNoPermit() {
        Permit ended = limiter.enter("one");
        ended.pause();
        ended.close();

        ended.resume();

        assertThat(limiter.running()).isZero();
    }
}
