package dev.enlist.access;

import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An open invitation of a person into a workspace. The person becomes a member by accepting it.
 *
 * @param id                 becomes the id of the member
 * @param programInstanceIds where not empty, the program instances that the member will work with
 * @param openid             whether the person signs in at an OpenID Connect provider and gets no password
 * @param expiresAt          from then on the link does not work
 */
public record Invitation(
        String id,
        WorkspaceRef workspace,
        String email,
        String displayName,
        Set<Role> roles,
        List<String> programInstanceIds,
        boolean openid,
        Instant expiresAt) {

    /**
     * An invitation and its link, which is shown this once.
     *
     * @param link where the person accepts; begins with the public URL where one is known, else with a slash
     */
    public record Issued(Invitation invitation, String link) {}

    /**
     * What the page of an invitation says.
     *
     * @param organization name of the organization that invites
     * @param workspace    name of the workspace
     */
    public record Shown(String email, String displayName, String organization, String workspace, boolean openid) {}
}
