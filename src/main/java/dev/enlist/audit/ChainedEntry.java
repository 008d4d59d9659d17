package dev.enlist.audit;

import dev.enlist.shared.Actor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An audit entry with its position in the chain.
 *
 * @param position      null until the entry is chained
 * @param operation     the operation within a request of several; otherwise null
 * @param before        JSON object
 * @param after         JSON object
 * @param digest        digest of the entry, hexadecimal
 * @param transactionId the transaction that wrote the entry; an input of the chain hash
 * @param hash          the chain hash, hexadecimal; null until the entry is chained
 */
public record ChainedEntry(
        @Nullable Long position,
        String id,
        Instant at,
        Actor actor,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        @Nullable String operation,
        String action,
        String subjectType,
        String subjectId,
        List<String> changed,
        String before,
        String after,
        String digest,
        String transactionId,
        @Nullable String hash) {}
