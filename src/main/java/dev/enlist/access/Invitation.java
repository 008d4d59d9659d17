package dev.enlist.access;

import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An open invitation into a workspace. The person becomes a member by accepting it.
 *
 * @param id                 later the id of the member
 * @param programInstanceIds the program instances of the later member; empty for all
 * @param openid             whether the person signs in at an OpenID Connect provider, without a password
 * @param expiresAt          first instant at which the link is refused
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
     * An invitation and its link, which is returned only here.
     *
     * @param link the page to accept it; absolute if the public URL is known, otherwise a path
     */
    public record Issued(Invitation invitation, String link) {}

    /**
     * The content of an invitation page.
     *
     * @param organization name of the inviting organization
     * @param workspace    name of the workspace
     */
    public record Shown(String email, String displayName, String organization, String workspace, boolean openid) {}
}
