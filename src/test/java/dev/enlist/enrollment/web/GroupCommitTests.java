package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Whoever comes while others are at work is dealt with together with all who wait. */
class GroupCommitTests {

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

    private void waitForRelease() {
        try {
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void over() {
        threads.shutdownNow();
    }

    @Test
    void whoeverFindsNobodyAtWorkBeginsAtOnce() {
        GroupCommit<String, String> line = new GroupCommit<>(1, 10);
        line.join("a", "one", work);
        line.join("a", "two", work);
        assertThat(groups).containsExactly(List.of("one"), List.of("two"));
    }

    @Test
    void thoseWhoWaitAreDealtWithTogether() throws Exception {
        GroupCommit<String, String> line = new GroupCommit<>(1, 10);
        List<Future<?>> all = begin(line, "a slow", "a one", "a two", "a three");
        finish(all);
        assertThat(groups).containsExactly(List.of("slow"), List.of("one", "two", "three"));
    }

    @Test
    void groupsAreOfOneKind() throws Exception {
        GroupCommit<String, String> line = new GroupCommit<>(1, 10);
        finish(begin(line, "a slow", "a one", "b two", "a three", "b four"));
        assertThat(groups).containsExactly(List.of("slow"), List.of("one", "three"), List.of("two", "four"));
    }

    @Test
    void groupsHaveALargestSize() throws Exception {
        GroupCommit<String, String> line = new GroupCommit<>(1, 2);
        finish(begin(line, "a slow", "a one", "a two", "a three"));
        assertThat(groups).containsExactly(List.of("slow"), List.of("one", "two"), List.of("three"));
    }

    @Test
    void severalGroupsAreAtWorkAtTheSameTime() throws Exception {
        GroupCommit<String, String> line = new GroupCommit<>(2, 10);
        List<Future<?>> all = begin(line, "a slow", "a one");
        all.get(1).get(10, TimeUnit.SECONDS);
        assertThat(all.get(0)).isNotDone();
        finish(all);
    }

    @Test
    void theNextGroupBeginsWhileTheOneBeforeIsCommitted() throws Exception {
        GroupCommit<String, String> line = new GroupCommit<>(1, 10);
        List<Future<?>> all = begin(line, "a at commit", "a one");
        all.get(1).get(10, TimeUnit.SECONDS);
        assertThat(all.get(0)).isNotDone();
        finish(all);
    }

    @Test
    void aGroupMakesRoomForOneAlone() throws Exception {
        GroupCommit<String, String> line = new GroupCommit<>(1, 10);
        List<Future<?>> all = begin(line, "a at commit", "a slow", "a one");
        assertThat(groups).containsExactly(List.of("at commit"), List.of("slow"));
        finish(all);
        assertThat(groups).endsWith(List.of("one"));
    }

    @Test
    void aGroupThatFailsHoldsUpNobody() throws Exception {
        GroupCommit<String, String> line = new GroupCommit<>(1, 2);
        List<Future<?>> all = begin(line, "a slow", "a broken", "a one", "a two");
        release.countDown();
        all.get(0).get(10, TimeUnit.SECONDS);
        assertThat(all.get(1)).failsWithin(java.time.Duration.ofSeconds(10));
        all.get(2).get(10, TimeUnit.SECONDS);
        all.get(3).get(10, TimeUnit.SECONDS);
        line.join("a", "later", work);
        assertThat(groups).containsExactly(List.of("slow"), List.of("broken", "one"), List.of("two"), List.of("later"));
    }

    /** Each comes when the one before is at work or in line. */
    private List<Future<?>> begin(GroupCommit<String, String> line, String... visitors) {
        List<Future<?>> all = new ArrayList<>();
        for (String visitor : visitors) {
            String kind = visitor.substring(0, 1);
            int before = inLine();
            int begun = groups.size();
            all.add(threads.submit(() -> line.join(kind, visitor.substring(2), work)));
            await().until(() -> groups.size() > begun || inLine() > before);
        }
        return all;
    }

    private static int inLine() {
        return (int) Thread.getAllStackTraces().values().stream()
                .filter(stack -> List.of(stack).stream()
                                .anyMatch(frame -> frame.getClassName().equals(GroupCommit.class.getName()))
                        && List.of(stack).stream()
                                .anyMatch(frame -> frame.getMethodName().equals("join")
                                        && frame.getClassName().endsWith("CompletableFuture")))
                .count();
    }

    private void finish(List<Future<?>> all) throws Exception {
        release.countDown();
        for (Future<?> one : all) {
            one.get(10, TimeUnit.SECONDS);
        }
    }
}
