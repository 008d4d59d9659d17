package dev.enlist.access.web;

import dev.enlist.access.Invitation;
import dev.enlist.access.UserService;
import dev.enlist.shared.validation.EmailAddress;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Request bodies about users. */
final class UserRequest {

    private static final String ROLES = "administrator|coordinator|reviewer|analyst|viewer";
    private static final String ROLES_SAID = "must be administrator, coordinator, reviewer, analyst or viewer";

    private static final String INSTANCES =
            "Program instances that the person works with; all of the workspace where absent or empty";

    private static final int MOST_INSTANCES = 100;

    private UserRequest() {}

    /** An invitation. */
    @Schema(name = "UserRequest")
    record Add(
            @Schema(example = "robin@example.com") @NotNull @EmailAddress
            String email,

            @Schema(example = "Robin Reviewer") @NotBlank @Size(max = 100)
            String displayName,

            @Schema(
                    description = "openid for a person who gets no password, as they sign in at an OpenID Connect"
                            + " provider",
                    defaultValue = "password")
            @Nullable
            @Pattern(regexp = "password|openid", message = "must be password or openid")
            String signIn,

            @Schema(example = "[\"reviewer\"]") @NotEmpty
            List<@NotNull @Pattern(regexp = ROLES, message = ROLES_SAID) String> roles,

            @Schema(description = INSTANCES) @Nullable @Size(max = MOST_INSTANCES)
            List<@NotNull String> programInstanceIds) {

        boolean byOpenId() {
            return "openid".equals(signIn);
        }

        UserService.Wanted wanted() {
            return UserRequest.wanted(displayName, roles, programInstanceIds);
        }
    }

    /** The name and roles of a member. */
    @Schema(name = "UserPatch")
    record Change(
            @Schema(example = "Robin Reviewer") @NotBlank @Size(max = 100)
            String displayName,

            @Schema(example = "[\"reviewer\", \"analyst\"]") @NotEmpty
            List<@NotNull @Pattern(regexp = ROLES, message = ROLES_SAID) String> roles,

            @Schema(description = INSTANCES) @Nullable @Size(max = MOST_INSTANCES)
            List<@NotNull String> programInstanceIds) {

        static Change of(Member member) {
            return of(member.displayName(), member.roles(), member.programInstanceIds());
        }

        static Change of(Invitation invitation) {
            return of(invitation.displayName(), invitation.roles(), invitation.programInstanceIds());
        }

        private static Change of(String displayName, Set<Role> roles, List<String> programInstanceIds) {
            return new Change(
                    displayName, roles.stream().map(Role::wire).sorted().toList(), programInstanceIds);
        }

        UserService.Wanted wanted() {
            return UserRequest.wanted(displayName, roles, programInstanceIds);
        }
    }

    /** A new password of the caller. */
    @Schema(name = "PasswordChange")
    record Password(
            @NotNull String currentPassword, @NotNull String newPassword) {}

    /** The workspace that the caller selects. */
    @Schema(name = "WorkspaceChoice")
    record Workspace(@NotNull String workspaceId) {}

    private static UserService.Wanted wanted(
            String displayName, List<String> roles, @Nullable List<String> programInstanceIds) {
        return new UserService.Wanted(
                displayName,
                roles.stream().map(Role::ofWire).collect(Collectors.toUnmodifiableSet()),
                programInstanceIds == null
                        ? List.of()
                        : programInstanceIds.stream().distinct().toList());
    }
}
