package dev.enlist.access.web;

import dev.enlist.access.Caller;
import dev.enlist.access.EnlistUser;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Finds the caller of a request, by key or by session. */
final class CallerResolver {

    private CallerResolver() {}

    static Optional<Caller> current() {
        return of(SecurityContextHolder.getContext().getAuthentication());
    }

    static Optional<Caller> of(@Nullable Authentication authentication) {
        Object principal = authentication == null ? null : authentication.getPrincipal();
        if (principal instanceof Caller caller) {
            return Optional.of(caller);
        }
        return principal instanceof EnlistUser user ? Optional.of(user.caller()) : Optional.empty();
    }
}
