package dev.enlist.access;

import dev.enlist.shared.problem.Unavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.stereotype.Component;

/**
 * Bounds the requests that this node works on at the same time, so that a node with more requests than it can serve answers
 * some of them in time instead of all of them too late. Requests belong to groups, usually workspaces:
 *
 * <ul>
 *   <li>A group alone uses three quarters of the permits; groups that are active at the same time have equal shares.
 *   <li>A request without a permit waits in the queue of its group. A free permit goes to the groups in turn.
 *   <li>If as many requests wait as may, the last one of the longest queue is refused. A request that waits for too long is
 *       refused, too.
 * </ul>
 *
 * <p>Sends no statement to the database; see docs/decisions/0125.
 */
@Component
public class ConcurrencyLimiter {

    private static final int RETRY_AFTER_SECONDS = 1;

    /**
     * The right of a request to run; closing it gives the permit to the next request. Used by the thread of the request
     * alone.
     */
    public final class Permit implements AutoCloseable {

        private final String groupName;
        private @Nullable Group group;
        private boolean closed;

        private Permit(String groupName, Group group) {
            this.groupName = groupName;
            this.group = group;
        }

        /** Gives the permit to the next request until {@link #resume}: the request waits for its client. */
        public void pause() {
            if (group != null) {
                end(group);
                group = null;
            }
        }

        /**
         * Returns when the request may go on. It is never refused, because what its client has sent would be lost: it waits
         * before the others of its group, and not longer than a request may wait. Does nothing after {@link #close}.
         */
        public void resume() {
            if (group == null && !closed) {
                group = begin(groupName, true);
            }
        }

        @Override
        public void close() {
            closed = true;
            pause();
        }
    }

    /** Why requests were refused. */
    public enum Refusal {
        /** As many requests waited as may, and the queue of its group was the longest. */
        QUEUE_FULL,
        /** It waited for the longest permitted time. */
        WAITED_TOO_LONG
    }

    /** The requests of one group. Exists while the group has any. */
    private static final class Group {

        private final String name;
        private final Deque<CompletableFuture<Boolean>> queue = new ArrayDeque<>();
        private int running;

        private Group(String name) {
            this.name = name;
        }
    }

    private final int limit;
    private final int mostWaiting;
    private final Duration waitAtMost;

    // changed under the lock of the map
    private final Map<String, Group> groups = new HashMap<>();
    private final Deque<Group> turns = new ArrayDeque<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    private final Map<Refusal, LongAdder> refused = Map.of(
            Refusal.QUEUE_FULL, new LongAdder(),
            Refusal.WAITED_TOO_LONG, new LongAdder());

    @Autowired
    ConcurrencyLimiter(ConcurrencyProperties properties, ServerProperties server) {
        this(properties);
        int threads = server.getTomcat().getThreads().getMax();
        if (limit + mostWaiting >= threads) {
            throw new IllegalArgumentException("enlist.limits.concurrent.running (" + limit + ") and waiting ("
                    + mostWaiting + ") leave no thread of server.tomcat.threads.max (" + threads
                    + ") for probes and refusals. Lower them, or add threads.");
        }
    }

    ConcurrencyLimiter(ConcurrencyProperties properties) {
        this.limit = properties.running();
        this.mostWaiting = properties.waiting();
        this.waitAtMost = properties.waitAtMost();
    }

    /**
     * Returns when the request may run.
     *
     * @throws Unavailable {@code overloaded} if it may not run in time
     */
    public Permit enter(String groupName) {
        return new Permit(groupName, begin(groupName, false));
    }

    /** The group whose permit the request has now. */
    private Group begin(String groupName, boolean hasBegun) {
        Group group;
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        synchronized (groups) {
            group = groups.computeIfAbsent(groupName, Group::new);
            if (group.queue.isEmpty() && hasPermit(group)) {
                take(group);
                return group;
            }
            if (!hasBegun && waiting.get() >= mostWaiting && !refuseLastOfLongerQueueThan(group)) {
                forgetIfIdle(group);
                throw refusal(Refusal.QUEUE_FULL);
            }
            enqueue(group, turn, hasBegun);
        }
        Refusal refusal = await(group, turn);
        if (refusal == null) {
            return group;
        }
        if (!hasBegun) {
            throw refusal(refusal);
        }
        synchronized (groups) {
            group = groups.computeIfAbsent(groupName, Group::new);
            take(group);
            return group;
        }
    }

    private boolean hasPermit(Group group) {
        int equalShare = (limit + groups.size() - 1) / groups.size();
        return running.get() < limit && group.running < Math.min(equalShare, limit * 3 / 4);
    }

    private void take(Group group) {
        running.incrementAndGet();
        group.running++;
    }

    private void enqueue(Group group, CompletableFuture<Boolean> turn, boolean first) {
        if (group.queue.isEmpty()) {
            turns.addLast(group);
        }
        if (first) {
            group.queue.addFirst(turn);
        } else {
            group.queue.addLast(turn);
        }
        waiting.incrementAndGet();
    }

    /** Makes room for a request of this group, unless the queue of no other group is longer than its own would be. */
    private boolean refuseLastOfLongerQueueThan(Group group) {
        Group longest = group;
        for (Group other : turns) {
            longest = other.queue.size() > longest.queue.size() ? other : longest;
        }
        if (longest.queue.size() <= group.queue.size() + 1) {
            return false;
        }
        CompletableFuture<Boolean> last = longest.queue.removeLast();
        waiting.decrementAndGet();
        last.complete(false);
        return true;
    }

    /** Why the request may not run; null if it has a permit. */
    private @Nullable Refusal await(Group group, CompletableFuture<Boolean> turn) {
        try {
            return turn.get(waitAtMost.toMillis(), TimeUnit.MILLISECONDS) ? null : Refusal.QUEUE_FULL;
        } catch (TimeoutException e) {
            return leave(group, turn) ? Refusal.WAITED_TOO_LONG : turn.join() ? null : Refusal.QUEUE_FULL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!leave(group, turn) && turn.join()) {
                end(group);
            }
            return Refusal.WAITED_TOO_LONG;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the request was still in the queue. */
    private boolean leave(Group group, CompletableFuture<Boolean> turn) {
        synchronized (groups) {
            if (!group.queue.remove(turn)) {
                return false;
            }
            waiting.decrementAndGet();
            if (group.queue.isEmpty()) {
                turns.remove(group);
            }
            forgetIfIdle(group);
            grantFreePermits();
            return true;
        }
    }

    private void end(Group group) {
        synchronized (groups) {
            running.decrementAndGet();
            group.running--;
            forgetIfIdle(group);
            grantFreePermits();
        }
    }

    /** To the groups in turn; a group that has its share keeps its turn. */
    private void grantFreePermits() {
        int without = 0;
        while (without < turns.size() && running.get() < limit) {
            Group group = turns.removeFirst();
            without++;
            if (hasPermit(group)) {
                without = 0;
                CompletableFuture<Boolean> first = group.queue.removeFirst();
                waiting.decrementAndGet();
                take(group);
                first.complete(true);
            }
            if (!group.queue.isEmpty()) {
                turns.addLast(group);
            }
        }
    }

    private void forgetIfIdle(Group group) {
        if (group.running == 0 && group.queue.isEmpty()) {
            groups.remove(group.name, group);
        }
    }

    private Unavailable refusal(Refusal reason) {
        refused.get(reason).increment();
        return new Unavailable(
                "overloaded",
                "The server works on as many requests as it can. Nothing changed; send the request again after the"
                        + " number of seconds in Retry-After.",
                RETRY_AFTER_SECONDS);
    }

    /** Requests that are worked on now. */
    public int running() {
        return running.get();
    }

    /** Requests that wait for a permit now. */
    public int waiting() {
        return waiting.get();
    }

    /** Requests refused for this reason since the start. */
    public long refused(Refusal reason) {
        return refused.get(reason).sum();
    }
}
