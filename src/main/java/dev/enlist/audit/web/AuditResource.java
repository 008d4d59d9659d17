package dev.enlist.audit.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.enlist.audit.ChainedEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An audit entry on the wire. It can be verified outside Enlist with {@code digest}, {@code transactionId} and {@code
 * hash}.
 */
@Schema(name = "AuditEntry")
record AuditResource(
        @Schema(description = "Place in the chain; null for the moment until it is sealed") @Nullable
        Long position,

        String id,
        Instant at,
        By by,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,

        @Schema(
                example = "mutation approveEnrollment",
                description = "Which operation of a request that held several, as those of GraphQL may; digested last,"
                        + " and only where there is one")
        @Nullable
        String operation,

        @Schema(example = "enrollment.approve") String action,
        Subject subject,

        @Schema(description = "Names of all fields that changed")
        List<String> changed,

        @Schema(types = "object", description = "What changed and is not personal data, as it was") @JsonRawValue
        String before,

        @Schema(types = "object", description = "The same, as it became") @JsonRawValue
        String after,

        String digest,
        String transactionId,
        @Nullable String hash) {

    @Schema(name = "AuditActor")
    record By(@Schema(example = "user") String type, String id, String name) {}

    @Schema(name = "AuditSubject")
    record Subject(@Schema(example = "enrollment") String type, String id) {}

    static AuditResource of(ChainedEntry line) {
        return new AuditResource(
                line.position(),
                line.id(),
                line.at(),
                new By(
                        line.actor().type().wire(),
                        line.actor().id(),
                        line.actor().name()),
                line.ip(),
                line.userAgent(),
                line.requestId(),
                line.operation(),
                line.action(),
                new Subject(line.subjectType(), line.subjectId()),
                line.changed(),
                line.before(),
                line.after(),
                line.digest(),
                line.transactionId(),
                line.hash());
    }
}
