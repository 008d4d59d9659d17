package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member of staff applied for the applicant.
 *
 * @param byType  of the actor, as on the wire
 * @param byId    of the actor
 * @param byName  of the actor at that time
 * @param consent how the applicant agreed: {@code phone}, {@code inPerson}, {@code letter}, {@code email},
 *                {@code representative} or {@code other}
 * @param note    more about the consent; null for none
 * @param at      time of the application
 */
public record Assistance(
        String byType,
        String byId,
        String byName,
        String consent,
        @Nullable String note,
        Instant at) {

    /** How applicants agree that staff applies for them. */
    public static final String CONSENTS = "phone|inPerson|letter|email|representative|other";

    public static Assistance of(Actor by, String consent, @Nullable String note, Instant at) {
        return new Assistance(by.type().wire(), by.id(), by.name(), consent, note, at);
    }
}
