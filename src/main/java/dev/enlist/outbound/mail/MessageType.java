package dev.enlist.outbound.mail;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of message: to whom, and on which status; {@code applicant-approved} on the wire.
 *
 * @param about a status of an enrollment, as on the wire
 */
public record MessageType(Audience audience, String about) {

    /** In the order of an enrollment's life. */
    private static final List<String> STATUSES =
            List.of("candidate", "eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled");

    /** What invites somebody to go on; everything else answers what they did, or tells what was decided of them. */
    private static final Set<String> INVITATIONS = Set.of("candidate", "eligible");

    /** Each that there is. */
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

    /** Whether the applicant may say that no more of these shall come. */
    public boolean isInvitation() {
        return audience == Audience.APPLICANT && INVITATIONS.contains(about);
    }
}
