package dev.enlist.shared.web;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Queues concurrent requests and runs them in groups. The first request of a group runs the work for all of it, on its
 * thread; the others wait. A request that finds no running group starts at once and alone. While a group runs, another one
 * starts when as many requests wait as the last groups had on average, or when one of them has waited for long. So groups grow
 * with the load, and no request waits while nothing runs.
 *
 * @param <K> requests of one group have the same key
 * @param <T> a request
 */
public final class GroupCommit<K, T> {

    /** A queued request. Its turn is the group that it runs, or an empty list after another request has run it. */
    private record Waiting<K, T>(K key, T request, CompletableFuture<List<Waiting<K, T>>> turn) {

        Waiting(K key, T request) {
            this(key, request, new CompletableFuture<>());
        }
    }

    /** Share of the last group in the average size. */
    private static final double WEIGHT = 0.25;

    /** A group that waits for a lock must not stop the others. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private final int groups;
    private final int largest;
    private final Duration longestWait;
    private final Deque<Waiting<K, T>> queue = new ArrayDeque<>();
    private int running;
    private double averageSize = 1;

    /**
     * @param groups  how many groups run at the same time
     * @param largest how many requests a group has at most
     */
    public GroupCommit(int groups, int largest) {
        this(groups, largest, LONGEST_WAIT);
    }

    /** @param longestWait after which a request starts another group, however few wait with it */
    GroupCommit(int groups, int largest, Duration longestWait) {
        this.groups = groups;
        this.largest = largest;
        this.longestWait = longestWait;
    }

    /**
     * Returns when the work has run for a group with this request. The work sets the result of each request.
     *
     * @param work takes the requests of a group in queue order, and a task to be run as soon as the next
     *             group may start; where the work does not run it, the next group starts when the work returns
     */
    public void join(K key, T request, BiConsumer<List<T>, Runnable> work) {
        Waiting<K, T> own = new Waiting<>(key, request);
        List<Waiting<K, T>> group = beginOrWait(own);
        if (group.isEmpty()) {
            return;
        }
        AtomicBoolean holdsPlace = new AtomicBoolean(true);
        Runnable handOver = () -> {
            if (holdsPlace.getAndSet(false)) {
                handOver();
            }
        };
        try {
            work.accept(group.stream().map(Waiting::request).toList(), handOver);
        } finally {
            handOver.run();
            group.stream()
                    .filter(other -> other != own)
                    .forEach(other -> other.turn().complete(List.of()));
        }
    }

    private List<Waiting<K, T>> beginOrWait(Waiting<K, T> own) {
        synchronized (queue) {
            queue.add(own);
            if (areEnough()) {
                startGroup();
            }
        }
        try {
            return own.turn().get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            synchronized (queue) {
                if (queue.contains(own) && running < groups) {
                    startGroup();
                }
            }
        } catch (InterruptedException e) {
            // the group of this request runs in any case
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A turn has no failure", e);
        }
        return own.turn().join();
    }

    private void handOver() {
        synchronized (queue) {
            running--;
            if (areEnough()) {
                startGroup();
            }
            if (running == 0) {
                averageSize = 1;
            }
        }
    }

    /** A small group beside a running one would cost a transaction, and soon make the next group small, too. */
    private boolean areEnough() {
        return running == 0 ? !queue.isEmpty() : running < groups && queue.size() >= averageSize;
    }

    /** Gives the next group to its first request. */
    private void startGroup() {
        List<Waiting<K, T>> group = next();
        running++;
        averageSize += WEIGHT * (group.size() - averageSize);
        group.get(0).turn().complete(group);
    }

    /** The first in the queue, and those with the same key. */
    private List<Waiting<K, T>> next() {
        List<Waiting<K, T>> group = new ArrayList<>();
        Iterator<Waiting<K, T>> waiting = queue.iterator();
        while (waiting.hasNext() && group.size() < largest) {
            Waiting<K, T> one = waiting.next();
            if (group.isEmpty() || group.get(0).key().equals(one.key())) {
                group.add(one);
                waiting.remove();
            }
        }
        return group;
    }
}
