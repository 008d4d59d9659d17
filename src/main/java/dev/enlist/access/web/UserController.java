package dev.enlist.access.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.access.Caller;
import dev.enlist.access.UserService;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.ListQuery;
import dev.enlist.shared.web.Page;
import dev.enlist.shared.web.StrictJson;
import dev.enlist.shared.web.ToldOnce;
import dev.enlist.tenancy.Member;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/users")
@Tag(name = "Users")
class UserController {

    private final UserService users;
    private final StrictJson json;

    UserController(UserService users, StrictJson json) {
        this.users = users;
        this.json = json;
    }

    @Requires(Scope.USERS_READ)
    @GetMapping
    @Operation(summary = "List who works in the workspace", description = "In order of their accounts.")
    Page<UserResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Caller caller) {
        return users.list(caller.workspace(), ListQuery.of(parameters, Map.of()), UserResource::of);
    }

    @Requires(Scope.USERS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Bring somebody into the workspace",
            description = "Who has an account already keeps its name and password. Nobody gives a role that may do"
                    + " more than they may.")
    ResponseEntity<UserResource> add(
            @RequestBody UserRequest.Add request, @Parameter(hidden = true) Caller caller, HttpServletRequest http) {
        UserService.Added added = users.add(
                request.email(),
                request.displayName(),
                request.password(),
                request.byOpenId(),
                request.roleSet(),
                caller);
        ToldOnce.keepInstead(http, UserResource.of(added.member()));
        return ResponseEntity.created(URI.create("/users/" + added.member().userId()))
                .body(UserResource.of(added.member(), added.generatedPassword()));
    }

    @Requires(Scope.USERS_READ)
    @GetMapping("/{id}")
    @Operation(summary = "Read who somebody is and what they may do here")
    UserResource read(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        return UserResource.of(users.member(id, caller.workspace()));
    }

    @Requires(Scope.USERS_WRITE)
    @PatchMapping("/{id}")
    @Operation(summary = "Change somebody's name or roles", description = "JSON merge patch (RFC 7396).")
    UserResource patch(
            @PathVariable String id,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = UserRequest.Change.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Caller caller) {
        UserRequest.Change present = UserRequest.Change.of(users.member(id, caller.workspace()));
        UserRequest.Change wanted = json.read(MergePatch.apply(json.write(present), patch), UserRequest.Change.class);
        return UserResource.of(users.change(id, wanted.displayName(), wanted.roleSet(), caller));
    }

    @Requires(Scope.USERS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(
            summary = "Let somebody go",
            description = "Their sessions in this workspace end with their next call. The last administrator stays.")
    ResponseEntity<Void> remove(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        users.remove(id, caller);
        return ResponseEntity.noContent().build();
    }

    @Requires(Scope.USERS_WRITE)
    @PostMapping("/{id}/resetPassword")
    @Operation(
            summary = "Make up a new password for somebody",
            description = "It is in this answer and in no other. Their sessions end.")
    UserResource resetPassword(
            @PathVariable String id, @Parameter(hidden = true) Caller caller, HttpServletRequest http) {
        String password = users.resetPassword(id, caller);
        Member member = users.member(id, caller.workspace());
        ToldOnce.keepInstead(http, UserResource.of(member));
        return UserResource.of(member, password);
    }
}
