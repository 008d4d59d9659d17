package dev.enlist.enrollment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Lets those who come while others are being dealt with wait, and deals with all who wait at once: the first of them
 * does the work of all. Nobody waits for company: whoever finds nobody at work begins alone and at once, so that groups
 * grow with the load and only with it.
 *
 * @param <K> only those of one kind are dealt with together
 * @param <T> who comes
 */
final class GroupCommit<K, T> {

    /** Somebody in line. The turn is a group to be led, or an empty one: another has dealt with it. */
    private record Waiting<K, T>(K kind, T who, CompletableFuture<List<Waiting<K, T>>> turn) {

        Waiting(K kind, T who) {
            this(kind, who, new CompletableFuture<>());
        }
    }

    private final int groups;
    private final int largest;
    private final Deque<Waiting<K, T>> line = new ArrayDeque<>();
    private int atWork;

    /**
     * @param groups  so many are at work at the same time
     * @param largest so many are dealt with at once
     */
    GroupCommit(int groups, int largest) {
        this.groups = groups;
        this.largest = largest;
    }

    /**
     * Returns when somebody's work was done with this one among the group. What came of it, whoever comes must tell.
     *
     * @param work for a group, in the order in which they came, on the thread of one of them; and what it may run as
     *             soon as the next group may begin, which is when it returns where it does not
     */
    void join(K kind, T who, BiConsumer<List<T>, Runnable> work) {
        Waiting<K, T> own = new Waiting<>(kind, who);
        List<Waiting<K, T>> group = beginOrWait(own);
        if (group.isEmpty()) {
            return;
        }
        AtomicBoolean atWork = new AtomicBoolean(true);
        Runnable handOver = () -> {
            if (atWork.getAndSet(false)) {
                handOver();
            }
        };
        try {
            work.accept(group.stream().map(Waiting::who).toList(), handOver);
        } finally {
            handOver.run();
            group.stream()
                    .filter(other -> other != own)
                    .forEach(other -> other.turn().complete(List.of()));
        }
    }

    private List<Waiting<K, T>> beginOrWait(Waiting<K, T> own) {
        synchronized (line) {
            line.add(own);
            if (atWork < groups) {
                atWork++;
                return next();
            }
        }
        return own.turn().join();
    }

    private void handOver() {
        List<Waiting<K, T>> next;
        synchronized (line) {
            next = next();
            if (next.isEmpty()) {
                atWork--;
            }
        }
        if (!next.isEmpty()) {
            next.get(0).turn().complete(next);
        }
    }

    /** The first in line, and those of its kind. */
    private List<Waiting<K, T>> next() {
        List<Waiting<K, T>> group = new ArrayList<>();
        Iterator<Waiting<K, T>> waiting = line.iterator();
        while (waiting.hasNext() && group.size() < largest) {
            Waiting<K, T> one = waiting.next();
            if (group.isEmpty() || group.get(0).kind().equals(one.kind())) {
                group.add(one);
                waiting.remove();
            }
        }
        return group;
    }
}
