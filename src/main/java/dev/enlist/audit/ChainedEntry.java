package dev.enlist.audit;

import dev.enlist.shared.Actor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry with its place in the chain, as it is read, listed and exported.
 *
 * @param position      null while it is not sealed
 * @param operation     which operation of a request that held several; null where a request is one
 * @param before        JSON object
 * @param after         JSON object
 * @param digest        of the entry, hexadecimal
 * @param transactionId the transaction that wrote it; part of what is sealed
 * @param hash          the seal, hexadecimal; null while it is not sealed
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
