package dev.enlist.tenancy;

import java.time.Instant;

/** A workspace by its names. */
public record Workspace(WorkspaceRef ref, String slug, String name, Instant createdAt) {}
