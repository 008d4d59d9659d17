package dev.enlist.access.web;

import dev.enlist.access.session.SignedInSession;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An open session of a person on the wire. */
@Schema(name = "SignedInSession")
record SignedInSessionResource(
        String id,

        @Schema(description = "The workspace that the session works in")
        String workspaceId,

        @Schema(description = "Whether the request belongs to this session")
        boolean current,

        @Schema(
                description = "Address of the client at the sign-in; of IPv6 the first 64 bits",
                example = "203.0.113.7")
        String address,

        @Schema(description = "What the browser called itself at the sign-in") @Nullable
        String userAgent,

        Instant signedInAt,

        @Schema(description = "To the minute") Instant lastUsedAt,

        @Schema(
                description =
                        "When the session ends without a further request; at the latest 24 hours after the sign-in")
        Instant expiresAt) {

    static SignedInSessionResource of(SignedInSession session) {
        return new SignedInSessionResource(
                session.id(),
                session.workspace().workspaceId(),
                session.current(),
                session.client().address(),
                session.userAgent(),
                session.client().signedInAt(),
                session.lastUsedAt(),
                session.endsAt());
    }
}
