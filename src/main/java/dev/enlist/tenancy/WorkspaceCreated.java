package dev.enlist.tenancy;

/**
 * A workspace was created. Published within the creating transaction and in the scope of the workspace, so that other
 * modules can add their initial data.
 */
public record WorkspaceCreated(WorkspaceRef workspace) {}
