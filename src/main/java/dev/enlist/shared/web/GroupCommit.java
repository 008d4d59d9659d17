package dev.enlist.shared.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Queues concurrent requests and runs them in groups. The first request of a group runs the work for all of it, on its
 * thread; the others wait. A request that finds a free slot starts at once and alone, so groups grow only with the load.
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

    private final int groups;
    private final int largest;
    private final Deque<Waiting<K, T>> queue = new ArrayDeque<>();
    private int running;

    /**
     * @param groups  how many groups run at the same time
     * @param largest how many requests a group has at most
     */
    public GroupCommit(int groups, int largest) {
        this.groups = groups;
        this.largest = largest;
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
            if (running < groups) {
                running++;
                return next();
            }
        }
        return own.turn().join();
    }

    private void handOver() {
        List<Waiting<K, T>> next;
        synchronized (queue) {
            next = next();
            if (next.isEmpty()) {
                running--;
            }
        }
        if (!next.isEmpty()) {
            next.get(0).turn().complete(next);
        }
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
