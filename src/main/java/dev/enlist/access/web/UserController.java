package dev.enlist.access.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.access.Caller;
import dev.enlist.access.Invitation;
import dev.enlist.access.UserService;
import dev.enlist.access.session.SessionService;
import dev.enlist.access.session.SignedInSession;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.OneTimeSecret;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.tenancy.Member;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
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
    private final SessionService sessions;

    UserController(UserService users, StrictJson json, SessionService sessions) {
        this.sessions = sessions;
        this.users = users;
        this.json = json;
    }

    @Requires(Scope.USERS_READ)
    @GetMapping
    @Operation(
            summary = "List the members of the workspace and those invited",
            description = "In order of their ids; `status` tells them apart.")
    Page<UserResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Caller caller) {
        return users.list(
                caller.workspace(), ListParameters.read(parameters, Map.of()), UserResource::of, UserResource::of);
    }

    @Requires(Scope.USERS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Invite a person into the workspace",
            description =
                    "The person becomes a member by following `link`, which is in this answer and in no other, and"
                            + " is also mailed where mail is set up; it works once, for 7 days. The person sets a password there,"
                            + " or accepts with the account they have. Inviting again replaces an open invitation and ends its"
                            + " link. A caller cannot give a role that has more rights than the caller.")
    ResponseEntity<UserResource> invite(
            @RequestBody UserRequest.Add request, @Parameter(hidden = true) Caller caller, HttpServletRequest http) {
        Invitation.Issued issued = users.invite(request.email(), request.wanted(), request.byOpenId(), caller);
        OneTimeSecret.keepInstead(http, UserResource.of(issued.invitation()));
        return ResponseEntity.created(URI.create("/users/" + issued.invitation().id()))
                .body(UserResource.of(issued));
    }

    @Requires(Scope.USERS_READ)
    @GetMapping("/{id}")
    @Operation(summary = "Read a person and what they may do in this workspace")
    ResponseEntity<UserResource> read(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        return users.invitation(id, caller.workspace())
                .map(UserController::ok)
                .orElseGet(() -> ok(users.member(id, caller.workspace())));
    }

    @Requires(Scope.USERS_WRITE)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Change the roles, program instances or name of a person in this workspace",
            description = "JSON merge patch (RFC 7396). An invitation can be changed until it is accepted.")
    ResponseEntity<UserResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = UserRequest.Change.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Caller caller) {
        return users.invitation(id, caller.workspace()).isPresent()
                ? ok(users.changeInvitation(
                        id, invitation -> patched(UserRequest.Change.of(invitation), ifMatch, patch), caller))
                : ok(users.change(id, member -> patched(UserRequest.Change.of(member), ifMatch, patch), caller));
    }

    private UserService.Wanted patched(UserRequest.Change present, @Nullable String ifMatch, JsonNode patch) {
        EntityTags.check(ifMatch, present);
        return json.read(MergePatch.apply(json.write(present), patch), UserRequest.Change.class)
                .wanted();
    }

    private static ResponseEntity<UserResource> ok(Member member) {
        return TaggedResponse.ok(UserResource.of(member), UserRequest.Change.of(member));
    }

    private static ResponseEntity<UserResource> ok(Invitation invitation) {
        return TaggedResponse.ok(UserResource.of(invitation), UserRequest.Change.of(invitation));
    }

    @Requires(Scope.USERS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(
            summary = "Remove a person from the workspace, or revoke an invitation",
            description = "Sessions in this workspace end with their next call. The last administrator stays.")
    ResponseEntity<Void> remove(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        users.remove(id, caller);
        return ResponseEntity.noContent().build();
    }

    @Requires(Scope.USERS_WRITE)
    @PostMapping("/{id}/resetPassword")
    @Operation(
            summary = "Make a link by which a member sets a new password",
            description = "`link` is in this answer and in no other, and is also mailed where mail is set up; it works"
                    + " once, for a day. The password before opens this workspace no more, and sessions in it end.")
    UserResource resetPassword(
            @PathVariable String id, @Parameter(hidden = true) Caller caller, HttpServletRequest http) {
        UserService.PasswordLink made = users.resetPassword(id, caller);
        OneTimeSecret.keepInstead(http, UserResource.of(made.member()));
        return UserResource.of(made);
    }

    @Requires(Scope.USERS_WRITE)
    @GetMapping("/{id}/sessions")
    @Operation(
            summary = "List the open sessions of a member in this workspace",
            description = "In order of their ids. Sessions of the person in other workspaces are not shown.")
    Page<SignedInSessionResource> sessions(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Caller caller) {
        List<SignedInSession> open = users.invitation(id, caller.workspace()).isPresent()
                ? List.of()
                : sessions.sessionsIn(users.member(id, caller.workspace()));
        return ListParameters.read(parameters, Map.of()).slice(open, SignedInSession::id, SignedInSessionResource::of);
    }

    @Requires(Scope.USERS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/{id}/endSessions")
    @Operation(
            summary = "End all sessions of a member in this workspace",
            description = "On all nodes and at once. The person can sign in again; remove the person, or reset the"
                    + " password, to prevent that. Sessions in other workspaces continue.")
    ResponseEntity<Void> endSessions(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        if (users.invitation(id, caller.workspace()).isEmpty()) {
            sessions.endAll(id, caller);
        }
        return ResponseEntity.noContent().build();
    }
}
