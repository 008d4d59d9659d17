package dev.enlist.notifications;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A type of message: its audience, and the status that it reports; {@code applicant-approved} on the wire.
 *
 * @param about a status of an enrollment, as on the wire
 */
public record MessageType(Audience audience, String about) {

    /** In the order in which an enrollment passes them. */
    private static final List<String> STATUSES =
            List.of("candidate", "eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled");

    /**
     * Messages that invite the applicant to apply. All others confirm an action of the applicant or report a decision.
     */
    private static final Set<String> INVITATIONS = Set.of("candidate", "eligible");

    /** Returns all types. */
    public static List<MessageType> all() {
        return Arrays.stream(Audience.values())
                .flatMap(audience -> STATUSES.stream().map(status -> new MessageType(audience, status)))
                .toList();
    }

    public static Optional<MessageType> ofWire(String wire) {
        return all().stream().filter(type -> type.wire().equals(wire)).findFirst();
    }

    public String wire() {
        return audience.wire() + "-" + about;
    }

    /** Whether the applicant may unsubscribe from messages of this type. */
    public boolean isInvitation() {
        return audience == Audience.APPLICANT && INVITATIONS.contains(about);
    }
}
