package dev.enlist.tenancy;

/** A workspace is there; published within the transaction and the scope that made it, so rooms can furnish it. */
public record WorkspaceCreated(WorkspaceRef workspace) {}
