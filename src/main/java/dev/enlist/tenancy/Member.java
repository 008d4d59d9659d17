package dev.enlist.tenancy;

import java.io.Serializable;
import java.util.Set;

/**
 * A person in a workspace.
 *
 * @param roles              what the person may do there; not empty
 * @param credentialsVersion counts the changes of the password
 */
public record Member(
        String userId,
        String email,
        String displayName,
        int credentialsVersion,
        WorkspaceRef workspace,
        Set<Role> roles)
        implements Serializable {}
