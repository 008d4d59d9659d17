package dev.enlist.access.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works in the workspace, on the wire.
 *
 * @param password there only in the answer that made it up
 */
@Schema(name = "User")
record UserResource(
        String id,
        String email,
        String displayName,
        List<String> roles,

        @Schema(description = "Told once: when it was made up") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String password) {

    static UserResource of(Member member) {
        return of(member, null);
    }

    static UserResource of(Member member, @Nullable String password) {
        return new UserResource(
                member.userId(),
                member.email(),
                member.displayName(),
                member.roles().stream().map(Role::wire).sorted().toList(),
                password);
    }
}
