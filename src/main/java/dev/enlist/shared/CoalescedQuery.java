package dev.enlist.shared;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers concurrent calls with the same key by one query. A call never gets the result of a query that began before it: while
 * a query runs, later calls wait and share the next one. Results are not kept.
 *
 * @param <K> calls with equal keys want the same result
 * @param <V> a result that several threads may use
 */
public final class CoalescedQuery<K, V> {

    /** The query of a key that runs, and the one that begins after it, if calls wait. */
    private static final class Queries<V> {

        private CompletableFuture<V> running;
        private @Nullable CompletableFuture<V> next;

        private Queries(CompletableFuture<V> first) {
            this.running = first;
        }
    }

    private final Map<K, Queries<V>> byKey = new HashMap<>();

    /** @throws RuntimeException of the query, which all calls get that share it */
    public V get(K key, Supplier<V> query) {
        CompletableFuture<V> own = new CompletableFuture<>();
        CompletableFuture<V> before = null;
        CompletableFuture<V> shared = null;
        synchronized (byKey) {
            Queries<V> queries = byKey.get(key);
            if (queries == null) {
                byKey.put(key, new Queries<>(own));
            } else if (queries.next == null) {
                before = queries.running;
                queries.next = own;
            } else {
                shared = queries.next;
            }
        }
        if (shared != null) {
            return result(shared);
        }
        if (before != null) {
            before.exceptionally(failed -> null).join();
        }
        return run(key, query, own);
    }

    private V run(K key, Supplier<V> query, CompletableFuture<V> own) {
        try {
            V result = query.get();
            end(key);
            own.complete(result);
            return result;
        } catch (RuntimeException | Error e) {
            end(key);
            own.completeExceptionally(e);
            throw e;
        }
    }

    /** Before the waiting query begins, since later calls may not share it. */
    private void end(K key) {
        synchronized (byKey) {
            Queries<V> queries = Objects.requireNonNull(byKey.get(key));
            if (queries.next == null) {
                byKey.remove(key);
            } else {
                queries.running = queries.next;
                queries.next = null;
            }
        }
    }

    private static <V> V result(CompletableFuture<V> query) {
        try {
            return query.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
