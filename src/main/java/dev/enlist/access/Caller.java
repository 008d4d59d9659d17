package dev.enlist.access;

import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceRef;

/** Who is calling, and for which workspace. */
public record Caller(Actor actor, WorkspaceRef workspace) {}
