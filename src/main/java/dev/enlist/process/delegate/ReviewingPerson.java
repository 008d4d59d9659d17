package dev.enlist.process.delegate;

import dev.enlist.access.EnlistUser;
import dev.enlist.shared.Actor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who completes a task. */
final class ReviewingPerson {

    private ReviewingPerson() {}

    /** The person signed in; a task form is completed by nobody else. */
    static Actor current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof EnlistUser user) {
            return user.actor();
        }
        throw new IllegalStateException("A task form was completed by nobody who is signed in.");
    }
}
