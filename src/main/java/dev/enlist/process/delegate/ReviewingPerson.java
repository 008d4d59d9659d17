package dev.enlist.process.delegate;

import dev.enlist.access.EnlistUser;
import dev.enlist.shared.Actor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Determines the person who completes a task. */
final class ReviewingPerson {

    private ReviewingPerson() {}

    /** The signed-in person. Only a signed-in person can complete a task form. */
    static Actor current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof EnlistUser user) {
            return user.actor();
        }
        throw new IllegalStateException("A task form was completed without a signed-in person.");
    }
}
