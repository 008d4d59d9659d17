package dev.enlist.enrollment.web;

/** What a caller who may not read enrollments sees of the one it created. */
record EnrollmentReceipt(String id, String applicationNumber, EnrollmentResource.Eligibility eligibility) {

    static EnrollmentReceipt of(EnrollmentResource enrollment) {
        return new EnrollmentReceipt(enrollment.id(), enrollment.applicationNumber(), enrollment.eligibility());
    }
}
