package dev.enlist.access;

import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it may be shown: everything but the secret.
 *
 * @param server     whether it has every scope, those of later versions too
 * @param scopes     what a scoped key may do
 * @param expiresAt  from when on it is refused; null for never
 * @param lastUsedAt to the minute; null before the first call
 * @param issuedBy   the name of whoever issued it
 * @param secrets    one; two while a rotation overlaps
 */
public record ApiKey(
        String id,
        String name,
        boolean server,
        Set<Scope> scopes,
        Binding binding,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt,
        String issuedBy,
        Instant createdAt,
        List<Secret> secrets) {

    /**
     * What can be told of a secret.
     *
     * @param hint      its first characters
     * @param expiresAt when a rotation ends it; null for the present one
     */
    public record Secret(
            String hint, Instant createdAt, @Nullable Instant expiresAt) {}

    /**
     * What a new key shall be.
     *
     * @param scopes null for a server key
     */
    public record Wanted(
            String name,
            @Nullable Set<Scope> scopes,
            Binding binding,
            @Nullable Instant expiresAt) {}

    /** A key and its secret, which is told this once. */
    public record Issued(ApiKey key, String secret) {}
}
