package dev.enlist.tenancy;

import java.io.Serializable;

/** A workspace and the organization it belongs to. */
public record WorkspaceRef(String workspaceId, String organizationId) implements Serializable {}
