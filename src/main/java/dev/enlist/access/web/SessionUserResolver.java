package dev.enlist.access.web;

import dev.enlist.access.EnlistUser;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Loads the person of a session with current rights. Reads roles with each call; a session ends on every node when the
 * membership ends or the password changes.
 */
@Component
class SessionUserResolver {

    /** The maximum duration of a session, active or not: a stolen session works for one day at most. */
    static final Duration LONGEST_SESSION = Duration.ofHours(24);

    private static final String SINCE = SessionUserResolver.class.getName() + ".since";

    private final People people;
    private final Clock clock;

    SessionUserResolver(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    /**
     * Sets the person with current roles in the security context; ends a session that is no longer valid or older than
     * a day.
     */
    Optional<EnlistUser> refresh(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof EnlistUser user)) {
            return Optional.empty();
        }
        Member then = user.member();
        if (isOutlived(request)) {
            end(request);
            return Optional.empty();
        }
        Optional<EnlistUser> now = people.member(then.workspace(), then.userId())
                .filter(member -> member.hasCredentialsOf(then))
                .map(EnlistUser::signedIn);
        if (now.isPresent()) {
            SecurityContextHolder.setContext(contextOf(now.get()));
        } else {
            end(request);
        }
        return now;
    }

    /** Counted from the first request after sign-in. */
    private boolean isOutlived(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return false;
        }
        Instant now = clock.instant();
        if (session.getAttribute(SINCE) instanceof Instant since) {
            return !now.isBefore(since.plus(LONGEST_SESSION));
        }
        session.setAttribute(SINCE, now);
        return false;
    }

    private static void end(HttpServletRequest request) {
        SecurityContextHolder.clearContext();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    static SecurityContext contextOf(EnlistUser user) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()));
        return context;
    }
}
