package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that wait while a group runs form the next group. */
class GroupCommitTests {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<List<String>> groups = Collections.synchronizedList(new ArrayList<>());
    private final BiConsumer<List<String>, Runnable> work = (group, handOver) -> {
        groups.add(group);
        if (group.contains("at commit")) {
            handOver.run();
            handOver.run();
        }
        if (group.stream().anyMatch(Set.of("slow", "at commit")::contains)) {
            waitForRelease();
        }
        if (group.contains("broken")) {
            throw new IllegalStateException("broken");
        }
    };

    private static GroupCommit<String, String> queue(int groups, int largest, Duration longestWait) {
        return new GroupCommit<>(new GroupCommitProperties(groups, largest, longestWait));
    }

    private void waitForRelease() {
        try {
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void runsARequestAtOnceWhenNoGroupRuns() {
        GroupCommit<String, String> queue = queue(1, 10, LONG);
        queue.join("a", "one", work);
        queue.join("a", "two", work);
        assertThat(groups).containsExactly(List.of("one"), List.of("two"));
    }

    @Test
    void runsWaitingRequestsAsOneGroup() throws Exception {
        GroupCommit<String, String> queue = queue(1, 10, LONG);
        List<Future<?>> all = begin(queue, "a slow", "a one", "a two", "a three");
        finish(all);
        assertThat(groups).containsExactly(List.of("slow"), List.of("one", "two", "three"));
    }

    /** Such as those of another workspace. */
    @Test
    void requestsWithDifferentKeysDoNotWaitForEachOther() throws Exception {
        GroupCommit<String, String> queue = queue(1, 10, LONG);
        List<Future<?>> all = begin(queue, "a slow", "a one", "b slow", "a three", "b four");
        assertThat(groups).containsExactly(List.of("slow"), List.of("slow"));
        finish(all);
        assertThat(groups).contains(List.of("one", "three"), List.of("four")).hasSize(4);
    }

    @Test
    void limitsTheSizeOfAGroup() throws Exception {
        GroupCommit<String, String> queue = queue(1, 2, LONG);
        finish(begin(queue, "a slow", "a one", "a two", "a three"));
        assertThat(groups).containsExactly(List.of("slow"), List.of("one", "two"), List.of("three"));
    }

    @Test
    void runsSeveralGroupsConcurrently() throws Exception {
        GroupCommit<String, String> queue = queue(2, 10, LONG);
        List<Future<?>> all = begin(queue, "a slow", "a one");
        all.get(1).get(10, TimeUnit.SECONDS);
        assertThat(all.get(0)).isNotDone();
        finish(all);
    }

    /** Groups of one, one and six have an average of 2.25. */
    @Test
    void startsASecondGroupOnceAsManyWaitAsTheLastGroupsHad() throws Exception {
        GroupCommit<String, String> queue = queue(2, 10, LONG);
        CountDownLatch both = new CountDownLatch(1);
        List<Future<?>> all =
                List.of(submit(queue, "first", waitingFor(both)), submit(queue, "second", waitingFor(both)));
        Patience.until("two groups", () -> groups.size() == 2);
        List<Future<?>> six = begin(queue, "a slow", "a one", "a two", "a three", "a four", "a five");
        both.countDown();
        Patience.until("a third group", () -> groups.size() == 3);
        assertThat(groups.get(2)).hasSize(6);
        List<Future<?>> three = begin(queue, "a six", "a seven");
        assertThat(groups).hasSize(3);
        three.addAll(begin(queue, "a eight"));
        for (Future<?> one : three) {
            one.get(10, TimeUnit.SECONDS);
        }
        assertThat(groups.get(3)).containsExactly("six", "seven", "eight");
        finish(six);
        finish(all);
    }

    /** All groups may wait for a lock. */
    @Test
    void startsAGroupAfterALongWaitHoweverManyRun() throws Exception {
        GroupCommit<String, String> queue = queue(2, 10, Duration.ofMillis(50));
        List<Future<?>> blocked = begin(queue, "a slow");
        blocked.addAll(begin(queue, "a slow"));
        queue.join("a", "third", work);
        assertThat(groups).containsExactly(List.of("slow"), List.of("slow"), List.of("third"));
        assertThat(blocked).noneMatch(Future::isDone);
        finish(blocked);
        queue.join("a", "later", work);
        assertThat(groups).endsWith(List.of("later"));
    }

    @Test
    void startsASecondRequestAtOnceAfterALoadHasEnded() throws Exception {
        GroupCommit<String, String> queue = queue(2, 10, LONG);
        finish(begin(queue, "a slow", "a slow", "a one", "a two", "a three", "a four"));
        CountDownLatch later = new CountDownLatch(1);
        Future<?> one = submit(queue, "later", waitingFor(later));
        Patience.until("the later one", () -> groups.contains(List.of("later")));
        queue.join("a", "at once", work);
        assertThat(one).isNotDone();
        later.countDown();
        one.get(10, TimeUnit.SECONDS);
    }

    private Future<?> submit(
            GroupCommit<String, String> queue, String request, BiConsumer<List<String>, Runnable> ofGroup) {
        return threads.submit(() -> queue.join("a", request, ofGroup));
    }

    private BiConsumer<List<String>, Runnable> waitingFor(CountDownLatch latch) {
        return (group, handOver) -> {
            groups.add(group);
            try {
                assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Test
    void startsTheNextGroupDuringACommit() throws Exception {
        GroupCommit<String, String> queue = queue(1, 10, LONG);
        List<Future<?>> all = begin(queue, "a at commit", "a one");
        all.get(1).get(10, TimeUnit.SECONDS);
        assertThat(all.get(0)).isNotDone();
        finish(all);
    }

    @Test
    void handsOverToOneGroupOnly() throws Exception {
        GroupCommit<String, String> queue = queue(1, 10, LONG);
        List<Future<?>> all = begin(queue, "a at commit", "a slow", "a one");
        assertThat(groups).containsExactly(List.of("at commit"), List.of("slow"));
        finish(all);
        assertThat(groups).endsWith(List.of("one"));
    }

    @Test
    void runsOtherGroupsAfterAFailure() throws Exception {
        GroupCommit<String, String> queue = queue(1, 2, LONG);
        List<Future<?>> all = begin(queue, "a slow", "a broken", "a one", "a two");
        release.countDown();
        all.get(0).get(10, TimeUnit.SECONDS);
        assertThat(all.get(1)).failsWithin(java.time.Duration.ofSeconds(10));
        all.get(2).get(10, TimeUnit.SECONDS);
        all.get(3).get(10, TimeUnit.SECONDS);
        queue.join("a", "later", work);
        assertThat(groups).containsExactly(List.of("slow"), List.of("broken", "one"), List.of("two"), List.of("later"));
    }

    /** Submits each request after the one before runs or waits. */
    private List<Future<?>> begin(GroupCommit<String, String> queue, String... requests) {
        List<Future<?>> all = new ArrayList<>();
        for (String request : requests) {
            String kind = request.substring(0, 1);
            int before = waiting();
            int begun = groups.size();
            all.add(threads.submit(() -> queue.join(kind, request.substring(2), work)));
            Patience.until(request + " runs or waits", () -> groups.size() > begun || waiting() > before);
        }
        return all;
    }

    /** Requests that are in the queue: before that, a thread runs or is blocked by the lock of the queues. */
    private static int waiting() {
        return (int) Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> List.of(thread.getValue()).stream()
                        .anyMatch(frame -> frame.getClassName().equals(GroupCommit.class.getName())
                                && frame.getMethodName().equals("beginOrWait")))
                .filter(thread -> Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING)
                        .contains(thread.getKey().getState()))
                .count();
    }

    private void finish(List<Future<?>> all) throws Exception {
        release.countDown();
        for (Future<?> one : all) {
            one.get(10, TimeUnit.SECONDS);
        }
    }
}
