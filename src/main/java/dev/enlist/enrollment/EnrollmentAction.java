package dev.enlist.enrollment;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.enlist.shared.access.Scope;

/** What a caller can do with one enrollment, in the order in which pages show it. */
public enum EnrollmentAction {
    APPROVE("approve", "POST", "/enrollments/{id}/approve", Scope.ENROLLMENTS_DECIDE),
    REJECT("reject", "POST", "/enrollments/{id}/reject", Scope.ENROLLMENTS_DECIDE),
    DECIDE_ELIGIBILITY("decideEligibility", "POST", "/reviews/{id}/evaluation", Scope.ENROLLMENTS_DECIDE),
    ASK("ask", "POST", "/enrollments/{id}/informationRequests", Scope.ENROLLMENTS_DECIDE),
    CANCEL_QUESTION("cancelQuestion", "POST", "/informationRequests/{requestId}/cancel", Scope.ENROLLMENTS_DECIDE),
    CLAIM("claim", "POST", "/enrollments/{id}/claim", Scope.ENROLLMENTS_DECIDE),
    RELEASE("release", "POST", "/enrollments/{id}/release", Scope.ENROLLMENTS_DECIDE),
    REASSIGN("reassign", "POST", "/enrollments/{id}/reassign", Scope.ENROLLMENTS_ASSIGN),
    SUBMIT("submit", "POST", "/enrollments/{id}/submit", Scope.ENROLLMENTS_CREATE),
    EVALUATE("evaluate", "POST", "/enrollments/{id}/evaluate", Scope.ENROLLMENTS_WRITE),
    CHANGE("change", "PATCH", "/enrollments/{id}", Scope.ENROLLMENTS_WRITE),
    WITHDRAW("withdraw", "POST", "/enrollments/{id}/withdraw", Scope.ENROLLMENTS_UNENROLL),
    UNENROLL("unenroll", "POST", "/enrollments/{id}/unenroll", Scope.ENROLLMENTS_UNENROLL),
    ERASE("erase", "DELETE", "/enrollments/{id}", Scope.ENROLLMENTS_ERASE);

    private final String wire;
    private final String method;
    private final String path;
    private final Scope scope;

    EnrollmentAction(String wire, String method, String path, Scope scope) {
        this.wire = wire;
        this.method = method;
        this.path = path;
        this.scope = scope;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    /** HTTP method of the operation. */
    public String method() {
        return method;
    }

    /** Path of the operation; {@code {id}} is the enrollment. */
    public String path() {
        return path;
    }

    /** The scope of the operation. */
    public Scope scope() {
        return scope;
    }
}
