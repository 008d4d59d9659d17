package dev.enlist.access.session;

import dev.enlist.tenancy.WorkspaceRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open session of a person.
 *
 * @param workspace   the workspace that the session works in
 * @param client      the browser at the sign-in
 * @param lastUsedAt  to the minute
 * @param endsAt      when the session ends if it is not used
 * @param current     whether the question comes from this session
 */
public record SignedInSession(
        WorkspaceRef workspace, SessionClient client, Instant lastUsedAt, Instant endsAt, boolean current) {

    public String id() {
        return client.id();
    }

    /** The name that the browser gave itself at the sign-in; null if it gave none. */
    public @Nullable String userAgent() {
        return client.userAgent().isBlank() ? null : client.userAgent();
    }
}
