package dev.enlist.tenancy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workspace.
 *
 * @param timeZone IANA name; null for that of the organization
 * @param contact  contact in messages to applicants: address of a page or a mailbox; null for none
 */
public record Workspace(
        WorkspaceRef ref,
        String slug,
        String name,
        Instant createdAt,
        @Nullable String timeZone,
        @Nullable String contact) {}
