package dev.enlist.tenancy;

import java.io.Serializable;

/** The ids of a workspace and of its organization. */
public record WorkspaceRef(String workspaceId, String organizationId) implements Serializable {}
