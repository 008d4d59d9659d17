package dev.enlist.access.web;

import dev.enlist.shared.validation.Mail;
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

/** What callers send about people who work here. */
final class UserRequest {

    private static final String ROLES = "administrator|coordinator|reviewer|analyst|viewer";
    private static final String ROLES_SAID = "must be administrator, coordinator, reviewer, analyst or viewer";

    private UserRequest() {}

    /** Somebody new in the workspace. */
    @Schema(name = "UserRequest")
    record Add(
            @Schema(example = "robin@example.com") @NotNull @Mail
            String email,

            @Schema(example = "Robin Reviewer") @NotBlank @Size(max = 100)
            String displayName,

            @Schema(description = "Made up and told once where absent. Whoever has an account keeps their own.")
            @Nullable
            String password,

            @Schema(
                    description = "openid for somebody new who gets no password, as they sign in at an OpenID Connect"
                            + " provider",
                    defaultValue = "password")
            @Nullable
            @Pattern(regexp = "password|openid", message = "must be password or openid")
            String signIn,

            @Schema(example = "[\"reviewer\"]") @NotEmpty
            List<@NotNull @Pattern(regexp = ROLES, message = ROLES_SAID) String> roles) {

        boolean byOpenId() {
            return "openid".equals(signIn);
        }

        Set<Role> roleSet() {
            return UserRequest.roleSet(roles);
        }
    }

    /** A person's name and roles. */
    @Schema(name = "UserPatch")
    record Change(
            @Schema(example = "Robin Reviewer") @NotBlank @Size(max = 100)
            String displayName,

            @Schema(example = "[\"reviewer\", \"analyst\"]") @NotEmpty
            List<@NotNull @Pattern(regexp = ROLES, message = ROLES_SAID) String> roles) {

        static Change of(Member member) {
            return new Change(
                    member.displayName(),
                    member.roles().stream().map(Role::wire).sorted().toList());
        }

        Set<Role> roleSet() {
            return UserRequest.roleSet(roles);
        }
    }

    /** A person's own new password. */
    @Schema(name = "PasswordChange")
    record Password(
            @NotNull String currentPassword, @NotNull String newPassword) {}

    /** Where a person wants to work. */
    @Schema(name = "WorkspaceChoice")
    record Workspace(@NotNull String workspaceId) {}

    private static Set<Role> roleSet(List<String> wire) {
        return wire.stream().map(Role::ofWire).collect(Collectors.toUnmodifiableSet());
    }
}
