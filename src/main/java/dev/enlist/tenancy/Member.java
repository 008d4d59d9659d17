package dev.enlist.tenancy;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * A person in a workspace.
 *
 * @param userId             how the workspace refers to the person; tells nothing about the account
 * @param accountId          the account that the person signs in with; never shown
 * @param displayName        the person's name in this workspace
 * @param credentialsVersion counts the changes of the password
 * @param roles              what the person may do there; not empty
 * @param programInstanceIds where not empty, the program instances that the person works with
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

    /** Whether this is the same person with the same password as then. */
    public boolean hasCredentialsOf(Member then) {
        return accountId.equals(then.accountId) && credentialsVersion == then.credentialsVersion;
    }
}
