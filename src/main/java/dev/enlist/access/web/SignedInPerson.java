package dev.enlist.access.web;

import dev.enlist.access.EnlistUser;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * The person of a session, as they are now: roles are read anew with each call, and a session ends with the
 * membership or with a new password, on every node at once.
 */
@Component
class SignedInPerson {

    private final People people;

    SignedInPerson(People people) {
        this.people = people;
    }

    /** The person, put into the security context with the roles of today; ends a session that lost its ground. */
    Optional<EnlistUser> refresh(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof EnlistUser user)) {
            return Optional.empty();
        }
        Member then = user.member();
        Optional<EnlistUser> now = people.member(then.workspace(), then.userId())
                .filter(member -> member.credentialsVersion() == then.credentialsVersion())
                .map(EnlistUser::signedIn);
        if (now.isPresent()) {
            SecurityContextHolder.setContext(contextOf(now.get()));
        } else {
            SecurityContextHolder.clearContext();
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
        }
        return now;
    }

    static SecurityContext contextOf(EnlistUser user) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()));
        return context;
    }
}
