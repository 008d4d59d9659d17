package dev.enlist.applicant;

import java.util.Locale;

/** Where an application stands, in the terms of its applicant; the name of the words on the page in lower case. */
public enum ApplicationState {
    /** A person checks whether the applicant can take part. */
    CHECKING,
    /** On the waitlist. */
    WAITING,
    /** Eligible, and not sent yet. */
    ELIGIBLE,
    INELIGIBLE,
    /** Submitted; a reviewer decides. */
    REVIEW,
    /** Submitted; the applicant is asked for information. */
    QUESTION,
    /** Submitted from the waitlist; the applicant can accept or decline the place. */
    OFFER,
    APPROVED,
    /** Approved, and the exit is under way. */
    LEAVING,
    REJECTED,
    WITHDRAWN,
    LEFT;

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the application waits for a decision. */
    boolean isOpen() {
        return this == CHECKING
                || this == WAITING
                || this == ELIGIBLE
                || this == REVIEW
                || this == QUESTION
                || this == OFFER;
    }
}
