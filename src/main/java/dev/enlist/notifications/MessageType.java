package dev.enlist.notifications;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A type of message: its audience, and what it reports; {@code applicant-approved} on the wire.
 *
 * @param about a status of an enrollment, as on the wire, a step of an information request, or a step of the applicant
 */
public record MessageType(Audience audience, String about) {

    /** In the order in which an enrollment passes them. */
    private static final List<String> STATUSES =
            List.of("candidate", "eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled");

    /** Question to the applicant. */
    static final MessageType INFORMATION_REQUESTED = new MessageType(Audience.APPLICANT, "information-requested");

    /** The question again, when its due date has passed. */
    static final MessageType INFORMATION_REMINDER = new MessageType(Audience.APPLICANT, "information-reminder");

    /** Answer of the applicant. */
    static final MessageType INFORMATION_PROVIDED = new MessageType(Audience.REVIEWER, "information-provided");

    /** Number and link of an application that came by the public form. */
    public static final MessageType APPLICATION_RECEIVED = new MessageType(Audience.APPLICANT, "application-received");

    /** The link to the application, on request. */
    public static final MessageType APPLICATION_LINK = new MessageType(Audience.APPLICANT, "application-link");

    /** An application came for a person who takes part already; nothing was created. */
    public static final MessageType APPLICATION_REPEATED = new MessageType(Audience.APPLICANT, "application-repeated");

    /** A place for an applicant on the waitlist. */
    public static final MessageType WAITLIST_OFFER = new MessageType(Audience.APPLICANT, "waitlist-offer");

    /** The participation can be renewed. */
    public static final MessageType RENEWAL_DUE = new MessageType(Audience.APPLICANT, "renewal-due");

    /** An activity of the program, and the question whether the person takes part. */
    public static final MessageType ACTIVITY_INVITATION = new MessageType(Audience.APPLICANT, "activity-invitation");

    /** An activity begins soon. */
    public static final MessageType ACTIVITY_REMINDER = new MessageType(Audience.APPLICANT, "activity-reminder");

    /** Time or place of an activity changed. */
    public static final MessageType ACTIVITY_CHANGED = new MessageType(Audience.APPLICANT, "activity-changed");

    public static final MessageType ACTIVITY_CANCELLED = new MessageType(Audience.APPLICANT, "activity-cancelled");

    /** Words that a step of a workflow sends; not one of {@link #all()}, since the instance has no text for it. */
    private static final String WORKFLOW = "workflow-message";

    static MessageType ofWorkflow(Audience audience) {
        return new MessageType(audience, WORKFLOW);
    }

    private static final List<MessageType> ALWAYS_SENT = List.of(
            INFORMATION_REQUESTED,
            INFORMATION_REMINDER,
            INFORMATION_PROVIDED,
            APPLICATION_RECEIVED,
            APPLICATION_LINK,
            APPLICATION_REPEATED,
            WAITLIST_OFFER,
            RENEWAL_DUE,
            ACTIVITY_INVITATION,
            ACTIVITY_REMINDER,
            ACTIVITY_CHANGED,
            ACTIVITY_CANCELLED);

    /**
     * Messages that invite the applicant to apply. All others confirm an action of the applicant or report a decision.
     */
    private static final Set<String> INVITATIONS = Set.of("candidate", "eligible", RENEWAL_DUE.about());

    /** Returns all types. */
    public static List<MessageType> all() {
        return Stream.concat(
                        Stream.of(Audience.APPLICANT, Audience.ADMINISTRATORS)
                                .flatMap(
                                        audience -> STATUSES.stream().map(status -> new MessageType(audience, status))),
                        ALWAYS_SENT.stream())
                .toList();
    }

    public static Optional<MessageType> ofWire(String wire) {
        return all().stream().filter(type -> type.wire().equals(wire)).findFirst();
    }

    public String wire() {
        return audience.wire() + "-" + about;
    }

    /** Whether messages of this type are sent without being named in the settings. */
    public boolean isAlwaysSent() {
        return ALWAYS_SENT.contains(this);
    }

    /** Whether the applicant may unsubscribe from messages of this type. */
    public boolean isInvitation() {
        return audience == Audience.APPLICANT && INVITATIONS.contains(about);
    }
}
