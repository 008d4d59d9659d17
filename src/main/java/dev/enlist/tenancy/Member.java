package dev.enlist.tenancy;

import java.io.Serializable;
import java.util.Set;

/**
 * A person in a workspace.
 *
 * @param roles what the person may do there; not empty
 */
public record Member(String userId, String email, String displayName, WorkspaceRef workspace, Set<Role> roles)
        implements Serializable {}
