package dev.enlist.access.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.access.ApiKey;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key on the wire.
 *
 * @param key the secret; only in the response that issued or rotated it
 */
@Schema(name = "ApiKey")
record ApiKeyResource(
        String id,
        String name,
        @Schema(allowableValues = {"server", "scoped"}) String kind,

        @Schema(description = "Of a server key: every scope there is")
        List<String> scopes,

        @Nullable String programInstanceId,
        @Nullable String customerId,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Schema(description = "To the minute") @Nullable Instant lastUsedAt,
        String issuedBy,
        Instant createdAt,

        @Schema(description = "Origins of the web pages that may call with this key")
        List<String> allowedOrigins,

        @Schema(description = "Topics of workflow tasks that the key may work on; empty for all")
        List<String> topics,

        @Schema(description = "One; two while a rotation overlaps")
        List<ApiKey.Secret> secrets,

        @Schema(description = "The secret, told once: when it was issued")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String key) {

    static ApiKeyResource of(ApiKey key) {
        return of(key, null);
    }

    static ApiKeyResource of(ApiKey key, @Nullable String secret) {
        List<String> scopes = key.server()
                ? java.util.Arrays.stream(Scope.values()).map(Scope::wire).toList()
                : key.scopes().stream().map(Scope::wire).toList();
        return new ApiKeyResource(
                key.id(),
                key.name(),
                key.server() ? "server" : "scoped",
                scopes,
                key.binding().programInstanceId(),
                key.binding().customerId(),
                key.expiresAt(),
                key.revokedAt(),
                key.lastUsedAt(),
                key.issuedBy(),
                key.createdAt(),
                key.allowedOrigins(),
                key.topics(),
                key.secrets(),
                secret);
    }
}
