package dev.enlist.shared.web;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.ResponseEntity;

/** Keeps the answers of requests that share a transaction, each under its {@code Idempotency-Key}. */
public interface IdempotentResponseStore {

    /** Identifies the key of one request that runs in no transaction yet. */
    interface Ticket {}

    /** That of the request on this thread; empty where it brought no key, or runs in a transaction of its own. */
    Optional<Ticket> ticket();

    /**
     * Takes their keys for the transaction that runs. Two statements, however many they are.
     *
     * @return those under whose keys nothing runs and nothing was answered
     */
    Set<Ticket> admit(Collection<Ticket> tickets);

    /** Keeps the answers with the transaction that runs. One statement. */
    void keep(Map<Ticket, ? extends ResponseEntity<?>> answers);
}
