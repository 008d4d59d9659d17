package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** The request was answered, was cancelled, is past due, or its enrollment was decided. */
public final class InformationRequestClosed extends Conflict {

    InformationRequestClosed(InformationRequest.Status status) {
        super(
                "information-request-closed",
                "This information request is " + status.wire() + "; only an open one can be answered or cancelled.");
        with("requestStatus", status.wire());
    }
}
