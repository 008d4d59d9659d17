package dev.enlist.process.delegate;

import dev.enlist.access.EnlistUser;
import dev.enlist.shared.Actor;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Determines the person who completes or assigns a task. */
public final class SignedInPerson {

    private SignedInPerson() {}

    /** Empty for work in the background and for API keys. */
    public static Optional<Actor> find() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof EnlistUser user
                ? Optional.of(user.actor())
                : Optional.empty();
    }

    /** Only a signed-in person can complete a task form. */
    public static Actor require() {
        return find().orElseThrow(
                        () -> new IllegalStateException("A task form was completed without a signed-in person."));
    }
}
