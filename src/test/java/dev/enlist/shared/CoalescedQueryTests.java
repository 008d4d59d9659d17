package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that wait share a query, and no call gets the result of a query that began before it. */
class CoalescedQueryTests {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CoalescedQuery<String, Integer> queries = new CoalescedQuery<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    private final Supplier<Integer> query = () -> {
        int number = begun.incrementAndGet();
        if (number == 1) {
            waitForRelease();
        }
        return number;
    };

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void callsOneAfterTheOtherHaveAQueryEach() {
        release.countDown();
        assertThat(List.of(queries.get("a", query), queries.get("a", query), queries.get("b", query)))
                .containsExactly(1, 2, 3);
    }

    @Test
    void callsThatComeWhileAQueryRunsShareTheNext() throws Exception {
        Future<Integer> first = call("a");
        await().until(() -> begun.get() == 1);
        List<Future<Integer>> later = waiting(5);
        release.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        for (Future<Integer> one : later) {
            assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        }
        assertThat(queries.get("a", query)).isEqualTo(3);
    }

    @Test
    void otherKeysDoNotWait() {
        call("a");
        await().until(() -> begun.get() == 1);
        assertThat(queries.get("b", query)).isEqualTo(2);
    }

    @Test
    void aFailureIsThatOfTheCallsThatShareTheQuery() throws Exception {
        Future<Integer> first = call("a");
        await().until(() -> begun.get() == 1);
        List<Future<Integer>> failing = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            failing.add(threads.submit(() -> queries.get("a", () -> {
                throw new IllegalStateException("no connection " + begun.incrementAndGet());
            })));
            int calls = i + 1;
            await().until(() -> waiting() == calls);
        }
        release.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        for (Future<Integer> one : failing) {
            assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no connection 2");
        }
        assertThat(queries.get("a", query)).isEqualTo(3);
    }

    @Test
    void aFailureIsNotThatOfTheNextQuery() throws Exception {
        Future<Integer> broken = threads.submit(() -> queries.get("a", () -> {
            waitForRelease();
            throw new IllegalStateException("broken");
        }));
        await().until(() -> waitingForRelease() == 1);
        begun.set(1);
        List<Future<Integer>> later = waiting(2);
        release.countDown();
        assertThat(broken).failsWithin(java.time.Duration.ofSeconds(10));
        for (Future<Integer> one : later) {
            assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    private Future<Integer> call(String key) {
        return threads.submit(() -> queries.get(key, query));
    }

    /** Calls that wait, each after the one before. */
    private List<Future<Integer>> waiting(int count) {
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(call("a"));
            await().until(() -> waiting() == calls.size());
        }
        return calls;
    }

    private void waitForRelease() {
        try {
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long waitingForRelease() {
        return stacksWith(CoalescedQueryTests.class, "waitForRelease");
    }

    private static long waiting() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> isIn(stack, CoalescedQuery.class, null)
                        && Stream.of(stack)
                                .anyMatch(frame -> frame.getMethodName().equals("join")))
                .count();
    }

    private static long stacksWith(Class<?> type, String method) {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> isIn(stack, type, method))
                .count();
    }

    private static boolean isIn(StackTraceElement[] stack, Class<?> type, String method) {
        return Stream.of(stack)
                .anyMatch(frame -> frame.getClassName().equals(type.getName())
                        && (method == null || frame.getMethodName().equals(method)));
    }
}
