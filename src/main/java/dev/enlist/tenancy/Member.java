package dev.enlist.tenancy;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * A person in a workspace.
 *
 * @param userId             id of the person in this workspace; reveals nothing about the account
 * @param accountId          the account that the person signs in with; never shown
 * @param displayName        the person's name in this workspace
 * @param credentialsVersion incremented with each change of the password
 * @param roles              the person's roles in the workspace; not empty
 * @param programInstanceIds the program instances that the person is limited to; empty for all
 */
public record Member(
        String userId,
        String accountId,
        String email,
        String displayName,
        int credentialsVersion,
        WorkspaceRef workspace,
        Set<Role> roles,
        List<String> programInstanceIds)
        implements Serializable {

    /** Whether this is the same person and the password has not changed since {@code then}. */
    public boolean hasCredentialsOf(Member then) {
        return accountId.equals(then.accountId) && credentialsVersion == then.credentialsVersion;
    }
}
