package dev.enlist.enrollment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What distinguishes an enrollment in a list of the workspace, beside its status. */
public enum EnrollmentFlag {
    /** Newer rules would decide otherwise. */
    RULES_CHANGED("rulesChanged", "e.flagged_at is not null"),
    /** Submitted or waiting, and no longer eligible. */
    VERDICT_CHANGED("verdictChanged", "e.verdict_changed_at is not null"),
    /** The applicant has an open question. */
    WAITING_FOR_APPLICANT("waitingForApplicant", "e.information_request_id is not null"),
    /** The applicant answered the latest question. */
    ANSWER_ARRIVED("answerArrived", "e.information_provided_at is not null"),
    /** On the waitlist of a full instance. */
    WAITLISTED("waitlisted", "e.waiting_since is not null"),
    /** Renews an earlier enrollment. */
    RENEWAL("renewal", "e.previous_enrollment_id is not null");

    private final String wire;
    private final String condition;

    EnrollmentFlag(String wire, String condition) {
        this.wire = wire;
        this.condition = condition;
    }

    public String wire() {
        return wire;
    }

    /** SQL about the enrollment {@code e}. */
    String condition() {
        return condition;
    }

    public static List<String> wires() {
        return Arrays.stream(values()).map(EnrollmentFlag::wire).toList();
    }

    public static Optional<EnrollmentFlag> ofWire(String wire) {
        return Arrays.stream(values()).filter(flag -> flag.wire.equals(wire)).findFirst();
    }
}
