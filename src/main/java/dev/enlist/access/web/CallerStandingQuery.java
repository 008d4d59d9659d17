package dev.enlist.access.web;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.Caller;
import dev.enlist.access.EnlistUser;
import dev.enlist.shared.access.CallerStanding;
import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import java.util.function.BooleanSupplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Checks again whether a caller is still valid: a key by its id, a person by the session. */
@Component
class CallerStandingQuery implements CallerStanding {

    private final ApiKeyService keys;
    private final People people;
    private final ApplicationEventPublisher events;

    CallerStandingQuery(ApiKeyService keys, People people, ApplicationEventPublisher events) {
        this.events = events;
        this.keys = keys;
        this.people = people;
    }

    @Override
    public BooleanSupplier ofPresentCaller(Scope scope) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        Object principal = authentication == null ? null : authentication.getPrincipal();
        if (principal instanceof EnlistUser user) {
            Member then = user.member();
            SessionEndListener session = SessionEndListener.ofPresentRequest(events);
            return () -> !session.isOver()
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
}
