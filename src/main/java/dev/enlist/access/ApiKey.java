package dev.enlist.access;

import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its secret.
 *
 * @param server     whether the key has every scope, those of later versions included
 * @param scopes     the scopes of a scoped key
 * @param expiresAt  first instant at which the key is refused; null for never
 * @param lastUsedAt time of the last call, to the minute; null before the first call
 * @param issuedBy   the name of the issuer
 * @param allowedOrigins origins of browser pages that may call with this key; empty for none
 * @param topics     topics of workflow tasks that the key may work on; empty for all
 * @param secrets    one secret; two while a rotation overlaps
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
        List<String> topics,
        List<Secret> secrets) {

    /**
     * A secret as it can be shown.
     *
     * @param hint      its first characters
     * @param expiresAt end after a rotation; null for the current secret
     */
    public record Secret(
            String hint, Instant createdAt, @Nullable Instant expiresAt) {}

    /**
     * The properties of a key to be issued.
     *
     * @param scopes null for a server key
     * @param allowedOrigins origins of browser pages, such as {@code https://www.example.com}
     * @param topics topics of workflow tasks that the key may work on; empty for all
     */
    public record Wanted(
            String name,
            @Nullable Set<Scope> scopes,
            Binding binding,
            @Nullable Instant expiresAt,
            List<String> allowedOrigins,
            List<String> topics) {}

    /** An issued key and its secret. The secret is returned only here. */
    public record Issued(ApiKey key, String secret) {}
}
