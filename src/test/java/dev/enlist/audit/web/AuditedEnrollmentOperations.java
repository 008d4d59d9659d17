package dev.enlist.audit.web;

import dev.enlist.shared.Cuid;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Enrollments with their documents, notes, information requests and waitlist. */
final class AuditedEnrollmentOperations {

    private AuditedEnrollmentOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/informationRequests",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/informationRequests",
                w -> "{\"message\": \"Which?\", \"fields\": [\"/address/postalCode\"]}",
                "informationRequest.create",
                "{}",
                "{\"status\": \"open\", \"fields\": [\"/address/postalCode\"]}"));
        cases.add(new AuditedOperation(
                "POST /informationRequests/{id}/answer",
                w -> "/informationRequests/" + asked(w) + "/answer",
                w -> "{\"fields\": {\"/address/postalCode\": \"10011\"}}",
                "informationRequest.answer",
                "{\"status\": \"open\"}",
                "{\"status\": \"answered\"}"));
        cases.add(new AuditedOperation(
                "POST /informationRequests/{id}/cancel",
                w -> "/informationRequests/" + asked(w) + "/cancel",
                w -> "",
                "informationRequest.cancel",
                "{\"status\": \"open\"}",
                "{\"status\": \"cancelled\"}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/assistedApplications",
                w -> "/programInstances/"
                        + w.instance(
                                w.program(),
                                i -> i.set(
                                        "formConfig",
                                        Json.object("{\"pages\": [{\"fields\": [{\"name\": \"firstName\", \"type\":"
                                                + " \"text\", \"label\": \"First name\"}, {\"name\": \"lastName\","
                                                + " \"type\": \"text\", \"label\": \"Last name\"}, {\"name\": \"email\","
                                                + " \"type\": \"email\", \"label\": \"E-mail\"}]}]}")))
                        + "/assistedApplications",
                w -> "{\"consent\": \"phone\", \"answers\": {\"firstName\": \"Suzie\", \"lastName\": \"Homeowner\","
                        + " \"email\": \"" + Cuid.next() + "@example.com\"}}",
                "enrollment.create",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/promote",
                w -> "/enrollments/" + waiting(w) + "/promote",
                w -> "{\"reason\": \"The heating is broken\"}",
                "waitlist.promote",
                "{}",
                "{\"reason\": \"The heating is broken\"}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/withdraw",
                w -> "/enrollments/" + waiting(w) + "/withdraw",
                w -> "",
                "enrollment.update",
                "{}",
                "{\"waitingSince\": null}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/withdrawApplication",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/withdrawApplication",
                w -> "{}",
                "enrollment.reject",
                "{\"status\": \"submitted\"}",
                "{\"status\": \"rejected\", \"exit.kind\": \"voluntary\"}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/waitlistOffer/accept",
                w -> "/enrollments/" + offered(w) + "/waitlistOffer/accept",
                w -> "",
                "waitlistOffer.accept",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/waitlistOffer/decline",
                w -> "/enrollments/" + offered(w) + "/waitlistOffer/decline",
                w -> "",
                "waitlistOffer.decline",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/renewalInvitations",
                w -> "/programInstances/" + renewable(w) + "/renewalInvitations",
                w -> "{}",
                "renewalInvitations.send",
                "{}",
                "{\"invited\":1}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/applicantLink/send",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/applicantLink/send",
                w -> "",
                "applicantLink.resend",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/applicantLink/revoke",
                w -> "/enrollments/" + w.submittedEnrollment(w.instance()) + "/applicantLink/revoke",
                w -> "",
                "applicantLink.revoke",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/documents",
                w -> "/enrollments/" + w.eligibleEnrollment(w.instance()) + "/documents",
                w -> new String(
                        Uploads.body(Uploads.Part.file("Homeowner.pdf", "application/pdf", Uploads.aPdf("Suzie"))),
                        StandardCharsets.UTF_8),
                "document.create",
                "{}",
                "{\"type\": \"other\", \"mediaType\": \"application/pdf\", \"status\": \"available\"}"));
        cases.add(new AuditedOperation(
                "DELETE /enrollments/{id}/documents/{documentId}",
                w -> {
                    String enrollment = w.eligibleEnrollment(w.instance());
                    return "/enrollments/" + enrollment + "/documents/" + new Uploads(w.api()).pdf(enrollment);
                },
                w -> "",
                "document.delete",
                "{\"type\": \"other\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/notes",
                w -> "/enrollments/" + w.eligibleEnrollment(w.instance()) + "/notes",
                w -> "{\"text\": \"Suzie Homeowner called\"}",
                "note.create",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "PATCH /enrollments/{id}/notes/{noteId}",
                AuditedEnrollmentOperations::note,
                w -> "{\"text\": \"Suzie Homeowner did not call\"}",
                "note.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "DELETE /enrollments/{id}/notes/{noteId}",
                AuditedEnrollmentOperations::note,
                w -> "",
                "note.delete",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/enrollments",
                w -> "/programInstances/" + w.instance() + "/enrollments",
                w -> World.applicant().toString(),
                "enrollment.create",
                "{}",
                "{\"status\": \"eligible\", \"identificationType\": \"customerInfo\"}"));
        cases.add(new AuditedOperation(
                "POST /reviews/{id}/evaluation",
                w -> "/reviews/" + evaluatedByPerson(w) + "/evaluation",
                w -> "{\"eligible\": true, \"reason\": \"The number is on the bill\"}",
                "enrollment.evaluate",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "PATCH /reviews/{id}/facts",
                w -> "/reviews/" + evaluatedByPerson(w) + "/facts",
                w -> "{\"tags\": [\"visited\"]}",
                "enrollment.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "PATCH /enrollments/{id}",
                w -> "/enrollments/" + w.eligibleEnrollment(w.instance()),
                w -> "{\"serialNumber\": \"S-1\"}",
                "enrollment.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "DELETE /enrollments/{id}",
                w -> "/enrollments/" + w.approvedEnrollment(w.instance()),
                w -> "",
                "enrollment.erase",
                "{\"status\": \"approved\"}",
                "{}"));
        step(cases, "evaluate", w -> w.candidateEnrollment(w.instance()), "candidate", "eligible", "evaluate");
        step(cases, "submit", w -> w.eligibleEnrollment(w.instance()), "eligible", "submitted", "submit");
        step(cases, "approve", w -> w.submittedEnrollment(w.instance()), "submitted", "approved", "approve");
        step(cases, "reject", w -> w.submittedEnrollment(w.instance()), "submitted", "rejected", "reject");
        step(cases, "unenroll", w -> w.approvedEnrollment(w.instance()), "approved", "unenrolled", "unenroll");
        return cases.stream();
    }

    /** An enrollment that a person has to evaluate, because its serial number is missing. */
    private static String evaluatedByPerson(World w) {
        String instance =
                w.instance(w.program(), i -> i.withObject("/config/eligibility").put("requiresSerialNumber", true));
        return w.enroll(instance, World.applicant()).path("id").asText();
    }

    /** The path of a note of this key. */
    private static String note(World w) {
        String notes = "/enrollments/" + w.eligibleEnrollment(w.instance()) + "/notes";
        return notes + "/"
                + w.api()
                        .post(notes, "{\"text\": \"Suzie Homeowner\"}")
                        .created()
                        .path("id")
                        .asText();
    }

    /** A person on the waitlist of an instance without seats. */
    private static String waiting(World w) {
        String instance = w.instance(w.program(), i -> {
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 0);
            i.put("waitlist", true);
        });
        return w.submittedEnrollment(instance);
    }

    /** An enrollment that was offered a place from the waitlist. */
    private static String offered(World w) {
        String instance = w.instance(w.program(), i -> {
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", 0);
            i.put("waitlist", true);
        });
        String waiting = w.submittedEnrollment(instance);
        w.api()
                .patch("/programInstances/" + instance + "/capacity", Json.object("{\"committedSeats\": 1}"))
                .ok();
        Patience.until("the place is offered", () -> w.statusOf(waiting).equals("submitted"));
        return waiting;
    }

    /** An instance with a participant who can renew in a newer one. */
    private static String renewable(World w) {
        String program = w.program();
        String thisYear = w.instance(program, i -> {});
        w.approvedEnrollment(thisYear);
        String nextYear = w.instance(program, i -> i.set("formConfig", Json.object("""
                {"fields": [{"name": "firstName", "type": "text", "label": "First name", "required": true},
                            {"name": "lastName", "type": "text", "label": "Last name", "required": true},
                            {"name": "email", "type": "email", "label": "E-mail", "required": true}]}
                """)));
        w.api()
                .patch(
                        "/programInstances/" + nextYear,
                        Json.object("{\"application\": {\"published\": true, \"path\": \"r-" + nextYear + "\"}}"))
                .ok();
        return thisYear;
    }

    private static String asked(World w) {
        return w.api()
                .post(
                        "/enrollments/" + w.submittedEnrollment(w.instance()) + "/informationRequests",
                        "{\"message\": \"Which?\", \"fields\": [\"/address/postalCode\"]}")
                .created()
                .path("id")
                .asText();
    }

    private static void step(
            List<AuditedOperation> cases,
            String step,
            Function<World, String> enrollment,
            String from,
            String to,
            String act) {
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/" + step,
                w -> "/enrollments/" + enrollment.apply(w) + "/" + step,
                w -> "{\"reason\": \"Because\"}",
                "enrollment." + act,
                "{\"status\": \"" + from + "\"}",
                "{\"status\": \"" + to + "\"}"));
    }
}
