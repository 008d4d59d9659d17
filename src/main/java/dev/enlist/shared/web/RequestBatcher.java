package dev.enlist.shared.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Commits concurrent requests of one kind as one batch: they share a transaction and its statements, and each keeps its own
 * answer, also under its {@code Idempotency-Key}. A request that the batch does not store, and every request of a batch that
 * fails, runs again alone and gets the ordinary answer or refusal.
 *
 * @param <K> requests of one batch have the same key
 * @param <C> what a request wants
 * @param <S> what is stored for it
 */
public final class RequestBatcher<K, C, S> {

    /** A request, and its answer, which counts once the batch is committed. */
    private static final class Request<C, S, A> {

        private final C command;
        private final IdempotentResponseStore.@Nullable Ticket ticket;
        private final Function<S, ResponseEntity<A>> shape;
        private @Nullable ResponseEntity<A> answer;
        private boolean committed;

        private Request(
                C command, IdempotentResponseStore.@Nullable Ticket ticket, Function<S, ResponseEntity<A>> shape) {
            this.command = command;
            this.ticket = ticket;
            this.shape = shape;
        }

        private ResponseEntity<A> stored(S stored) {
            ResponseEntity<A> shaped = shape.apply(stored);
            this.answer = shaped;
            return shaped;
        }
    }

    private final BatchTransactionRunner batches;
    private final IdempotentResponseStore answers;
    private final GroupCommit<K, Request<C, S, ?>> groups;
    private final Comparator<? super C> order;

    /** @param order in which every batch takes its commands, so that two batches never wait for each other */
    public RequestBatcher(
            BatchTransactionRunner batches,
            IdempotentResponseStore answers,
            GroupCommitProperties properties,
            Comparator<? super C> order) {
        this.batches = batches;
        this.answers = answers;
        this.groups = new GroupCommit<>(properties);
        this.order = order;
    }

    /**
     * Runs a request in a batch. Within a transaction it runs alone: a request with an {@code Idempotency-Key} has one where its
     * operation is no {@link BatchCommit}, or runs for the second time.
     *
     * @param store stores the commands of a batch and returns their results in the same order; a command without result has
     *              stored nothing, and runs alone
     * @param alone does what the command wants, in the transaction that runs or in one of its own
     * @param shape makes the answer, while the transaction of a batch runs
     * @throws ConcurrencyFailureException as {@link #alone}
     */
    public <A> ResponseEntity<A> run(
            K key,
            C command,
            Function<List<C>, List<Optional<S>>> store,
            Supplier<S> alone,
            Function<S, ResponseEntity<A>> shape) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return shape.apply(alone.get());
        }
        Request<C, S, A> request = new Request<>(command, answers.ticket().orElse(null), shape);
        groups.join(
                key,
                request,
                (batch, handOver) -> batches.commit(handOver, () -> store(batch, store))
                        .orElse(List.of())
                        .forEach(stored -> stored.committed = true));
        return request.committed ? Objects.requireNonNull(request.answer) : alone(alone, shape);
    }

    /**
     * Runs a request that no batch stores.
     *
     * @throws ConcurrencyFailureException where it has an {@code Idempotency-Key} and no transaction; the filter of these keys
     *     runs it again, in a transaction of its own
     */
    public <A> ResponseEntity<A> alone(Supplier<S> alone, Function<S, ResponseEntity<A>> shape) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                && answers.ticket().isPresent()) {
            throw new ConcurrencyFailureException("No batch stored this request.");
        }
        return shape.apply(alone.get());
    }

    private List<Request<C, S, ?>> store(List<Request<C, S, ?>> batch, Function<List<C>, List<Optional<S>>> store) {
        List<Request<C, S, ?>> free = withFreeKeys(batch);
        if (free.isEmpty()) {
            return List.of();
        }
        List<Optional<S>> results =
                store.apply(free.stream().map(request -> request.command).toList());
        List<Request<C, S, ?>> stored = new ArrayList<>();
        Map<IdempotentResponseStore.Ticket, ResponseEntity<?>> kept = new HashMap<>();
        for (int i = 0; i < free.size(); i++) {
            Request<C, S, ?> request = free.get(i);
            if (results.get(i).isPresent()) {
                ResponseEntity<?> answer = request.stored(results.get(i).get());
                stored.add(request);
                if (request.ticket != null) {
                    kept.put(request.ticket, answer);
                }
            }
        }
        answers.keep(kept);
        return stored;
    }

    /** Requests without an {@code Idempotency-Key}, and those under whose key nothing runs or was answered; ordered. */
    private List<Request<C, S, ?>> withFreeKeys(List<Request<C, S, ?>> batch) {
        Set<IdempotentResponseStore.Ticket> admitted = answers.admit(batch.stream()
                .flatMap(request -> Optional.ofNullable(request.ticket).stream())
                .toList());
        return batch.stream()
                .filter(request -> request.ticket == null || admitted.contains(request.ticket))
                .sorted((one, other) -> order.compare(one.command, other.command))
                .toList();
    }
}
