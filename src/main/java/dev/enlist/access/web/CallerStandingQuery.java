package dev.enlist.access.web;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.Caller;
import dev.enlist.access.EnlistUser;
import dev.enlist.access.session.SessionService;
import dev.enlist.shared.access.CallerStanding;
import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import jakarta.servlet.http.HttpSession;
import java.util.function.BooleanSupplier;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Checks again whether a caller is still valid: a key by its id, a person by the session. */
@Component
class CallerStandingQuery implements CallerStanding {

    private final ApiKeyService keys;
    private final People people;
    private final SessionService sessions;

    CallerStandingQuery(ApiKeyService keys, People people, SessionService sessions) {
        this.sessions = sessions;
        this.keys = keys;
        this.people = people;
    }

    @Override
    public BooleanSupplier ofPresentCaller(Scope scope) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        Object principal = authentication == null ? null : authentication.getPrincipal();
        if (principal instanceof EnlistUser user) {
            Member then = user.member();
            BooleanSupplier session = standingOfSession();
            return () -> session.getAsBoolean()
                    && people.member(then.workspace(), then.userId())
                            .filter(now -> now.hasCredentialsOf(then))
                            .filter(now -> now.programInstanceIds().equals(then.programInstanceIds()))
                            .filter(now ->
                                    EnlistUser.signedIn(now).caller().scopes().contains(scope))
                            .isPresent();
        }
        if (principal instanceof Caller caller) {
            return () -> keys.stillHas(caller.workspace(), caller.actor().id(), scope);
        }
        throw new IllegalStateException("The request has no authenticated caller");
    }

    /** Whether the session of the present request goes on; always true in a request without one. */
    private BooleanSupplier standingOfSession() {
        HttpSession session = RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest().getSession(false)
                : null;
        return session == null ? () -> true : sessions.standing(session.getId());
    }
}
