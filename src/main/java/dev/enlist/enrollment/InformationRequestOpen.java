package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** The applicant was asked for information: the enrollment cannot be approved, and no second request can be made. */
public final class InformationRequestOpen extends Conflict {

    InformationRequestOpen(String requestId) {
        super(
                "information-requested",
                "The applicant was asked for information. Wait for the answer, or cancel the information request first.");
        with("informationRequestId", requestId);
    }
}
