package dev.enlist.shared.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Queues concurrent requests and runs them in groups. The first request of a group runs the work for all of it, on its
 * thread; the others wait. A request that finds no running group of its key starts at once and alone. While a group runs,
 * another one starts when as many requests wait as the last groups had on average, or when one of them has waited for long. So
 * groups grow with the load, and no request waits while nothing runs. Requests with different keys never wait for each other.
 *
 * @param <K> requests of one group have the same key
 * @param <T> a request
 */
public final class GroupCommit<K, T> {

    /** The requests of one key. */
    private static final class Line<T> {

        private final Deque<Waiting<T>> queue = new ArrayDeque<>();
        private int running;
        private double averageSize = 1;
    }

    /** A queued request. Its turn is the group that it runs, or an empty list after another request has run it. */
    private record Waiting<T>(T request, CompletableFuture<List<Waiting<T>>> turn) {

        Waiting(T request) {
            this(request, new CompletableFuture<>());
        }
    }

    /** Share of the last group in the average size. */
    private static final double WEIGHT = 0.25;

    private final GroupCommitProperties limits;
    private final Map<K, Line<T>> lines = new HashMap<>();

    public GroupCommit(GroupCommitProperties limits) {
        this.limits = limits;
    }

    /**
     * Returns when the work has run for a group with this request. The work sets the result of each request.
     *
     * @param work takes the requests of a group in queue order, and a task to be run as soon as the next
     *             group may start; where the work does not run it, the next group starts when the work returns
     */
    public void join(K key, T request, BiConsumer<List<T>, Runnable> work) {
        Waiting<T> own = new Waiting<>(request);
        List<Waiting<T>> group = beginOrWait(key, own);
        if (group.isEmpty()) {
            return;
        }
        AtomicBoolean holdsPlace = new AtomicBoolean(true);
        Runnable handOver = () -> {
            if (holdsPlace.getAndSet(false)) {
                handOver(key);
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

    private List<Waiting<T>> beginOrWait(K key, Waiting<T> own) {
        synchronized (lines) {
            Line<T> line = lines.computeIfAbsent(key, unused -> new Line<>());
            line.queue.add(own);
            if (areEnough(line)) {
                startGroup(line);
            }
        }
        try {
            return own.turn().get(limits.longestWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            startIfWaiting(key, own);
        } catch (InterruptedException e) {
            // the group of this request runs in any case
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A turn has no failure", e);
        }
        return own.turn().join();
    }

    /** However many groups run: they may all wait for a lock that has nothing to do with this request. */
    private void startIfWaiting(K key, Waiting<T> own) {
        synchronized (lines) {
            Line<T> line = lines.get(key);
            if (line != null && line.queue.contains(own)) {
                startGroup(line);
            }
        }
    }

    private void handOver(K key) {
        synchronized (lines) {
            Line<T> line = Objects.requireNonNull(lines.get(key));
            line.running--;
            if (areEnough(line)) {
                startGroup(line);
            }
            if (line.running == 0) {
                lines.remove(key);
            }
        }
    }

    /** A small group beside a running one would cost a transaction, and soon make the next group small, too. */
    private boolean areEnough(Line<T> line) {
        return line.running == 0
                ? !line.queue.isEmpty()
                : line.running < limits.groups() && line.queue.size() >= line.averageSize;
    }

    /** Gives the next group to its first request. */
    private void startGroup(Line<T> line) {
        List<Waiting<T>> group = new ArrayList<>();
        while (!line.queue.isEmpty() && group.size() < limits.largest()) {
            group.add(line.queue.remove());
        }
        line.running++;
        line.averageSize += WEIGHT * (group.size() - line.averageSize);
        group.get(0).turn().complete(group);
    }
}
