package dev.enlist.tenancy;

import dev.enlist.shared.Actor;

/**
 * The roles or program instances of a member changed, or the member left. Published within the transaction of the change.
 *
 * @param userId id of the member in the workspace
 */
public record MemberRightsChanged(WorkspaceRef workspace, String userId, Actor by) {}
