package dev.enlist.access.web;

import dev.enlist.access.Caller;
import dev.enlist.access.UserService;
import dev.enlist.access.session.SessionService;
import dev.enlist.access.session.SignedInSession;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.tenancy.Member;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The sessions of the person who calls, in all workspaces and on all devices. */
@RestController
@RequestMapping("/sessions")
@Tag(name = "Session")
class OwnSessionController {

    private final SessionService sessions;
    private final UserService users;

    OwnSessionController(SessionService sessions, UserService users) {
        this.sessions = sessions;
        this.users = users;
    }

    @AnyCaller
    @GetMapping
    @Operation(
            summary = "List one's own open sessions",
            description = "For people: on all devices and in all workspaces, in order of their ids.")
    Page<SignedInSessionResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest request) {
        HttpSession present = request.getSession(false);
        return ListParameters.read(parameters, Map.of())
                .slice(
                        sessions.ownSessions(self(caller), present == null ? null : present.getId()),
                        SignedInSession::id,
                        SignedInSessionResource::of);
    }

    @AnyCaller
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(
            summary = "End one of one's own sessions",
            description = "On all nodes and at once. `POST /session/signOutOthers` ends all but the present one.")
    ResponseEntity<Void> end(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
        sessions.endOwn(self(caller), id);
        return ResponseEntity.noContent().build();
    }

    private Member self(Caller caller) {
        if (caller.kind() != Caller.Kind.PERSON) {
            throw new Forbidden("not-a-person", "A key has no session; this is for people.");
        }
        return users.member(caller.actor().id(), caller.workspace());
    }
}
