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
 * @param allowedOrigins where pages of browsers may call from with this key; none where empty
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
        List<String> allowedOrigins,
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
     * @param allowedOrigins origins of pages, such as {@code https://www.example.com}
     */
    public record Wanted(
            String name,
            @Nullable Set<Scope> scopes,
            Binding binding,
            @Nullable Instant expiresAt,
            List<String> allowedOrigins) {}

    /** A key and its secret, which is told this once. */
    public record Issued(ApiKey key, String secret) {}
}
