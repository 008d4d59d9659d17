package dev.enlist.tenancy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workspace.
 *
 * @param timeZone IANA name; null for that of the organization
 */
public record Workspace(
        WorkspaceRef ref,
        String slug,
        String name,
        Instant createdAt,
        @Nullable String timeZone) {}
