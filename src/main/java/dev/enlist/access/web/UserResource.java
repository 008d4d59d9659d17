package dev.enlist.access.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.access.Invitation;
import dev.enlist.access.UserService;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member of the workspace or an invited person on the wire.
 *
 * @param link only in the response that created it
 */
@Schema(name = "User")
record UserResource(
        String id,
        String email,
        String displayName,
        List<String> roles,

        @Schema(
                description = "invited until the person accepts the invitation",
                allowableValues = {"invited", "active"})
        String status,

        @Schema(description = "Program instances that the person works with; all of the workspace where empty")
        List<String> programInstanceIds,

        @Schema(
                description =
                        "Where the person accepts the invitation, or sets a password: works once, is in this answer"
                                + " and in no other. Begins with ENLIST_PUBLIC_URL where that is set.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String link,

        @Schema(description = "From then on the invitation, or the link, does not work")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Instant expiresAt) {

    static UserResource of(Member member) {
        return active(member, null, null);
    }

    static UserResource of(UserService.PasswordLink made) {
        return active(made.member(), made.link(), made.expiresAt());
    }

    static UserResource of(Invitation invitation) {
        return invited(invitation, null);
    }

    static UserResource of(Invitation.Issued issued) {
        return invited(issued.invitation(), issued.link());
    }

    private static UserResource active(Member member, @Nullable String link, @Nullable Instant expiresAt) {
        return new UserResource(
                member.userId(),
                member.email(),
                member.displayName(),
                wire(member.roles()),
                "active",
                member.programInstanceIds(),
                link,
                expiresAt);
    }

    private static UserResource invited(Invitation invitation, @Nullable String link) {
        return new UserResource(
                invitation.id(),
                invitation.email(),
                invitation.displayName(),
                wire(invitation.roles()),
                "invited",
                invitation.programInstanceIds(),
                link,
                invitation.expiresAt());
    }

    private static List<String> wire(Set<Role> roles) {
        return roles.stream().map(Role::wire).sorted().toList();
    }
}
