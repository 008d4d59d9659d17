package dev.enlist.applicant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.enlist.document.DocumentService;
import dev.enlist.document.NewDocument;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentDocuments;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.ExitKind;
import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.WaitlistService;
import dev.enlist.note.NoteService;
import dev.enlist.notifications.OptOutRepository;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.rollover.Renewal;
import dev.enlist.rollover.RenewalService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.TemporaryFile;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.NotFound;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What applicants do on their status page. Each action is the one of the API, in the name of the applicant, so that the
 * same locks decide between it and what staff do at the same moment. Runs in the workspace of the enrollment.
 */
@Service
public class ApplicantActionService {

    /** A right that the applicant asks for. */
    public enum PrivacyRequest {
        COPY("The applicant asks for a copy of the personal data (status page)."),
        ERASURE("The applicant asks for the erasure of the personal data (status page).");

        private final String note;

        PrivacyRequest(String note) {
            this.note = note;
        }
    }

    private static final String LEFT = "The participant left on the status page.";
    private static final String WITHDRAWN = "The applicant withdrew the application on the status page.";

    private final EnrollmentService enrollments;
    private final EnrollmentQueries queries;
    private final EnrollmentDocuments wire;
    private final InformationRequestService requests;
    private final WaitlistService waitlist;
    private final DocumentService documents;
    private final RenewalService renewals;
    private final RenewalFinder targets;
    private final ProgramInstanceService instances;
    private final ApplicantLinkService links;
    private final OptOutRepository optOuts;
    private final NoteService notes;
    private final Clock clock;

    ApplicantActionService(
            EnrollmentService enrollments,
            EnrollmentQueries queries,
            EnrollmentDocuments wire,
            InformationRequestService requests,
            WaitlistService waitlist,
            DocumentService documents,
            RenewalService renewals,
            RenewalFinder targets,
            ProgramInstanceService instances,
            ApplicantLinkService links,
            OptOutRepository optOuts,
            NoteService notes,
            Clock clock) {
        this.enrollments = enrollments;
        this.queries = queries;
        this.wire = wire;
        this.requests = requests;
        this.waitlist = waitlist;
        this.documents = documents;
        this.renewals = renewals;
        this.targets = targets;
        this.instances = instances;
        this.links = links;
        this.optOuts = optOuts;
        this.notes = notes;
        this.clock = clock;
    }

    /**
     * Answers the information request.
     *
     * @param requestId of the request that the page showed
     * @throws dev.enlist.enrollment.InformationRequestClosed where it is not open any more
     */
    @Transactional
    public void answer(
            String enrollmentId, String requestId, Map<String, @Nullable Object> fields, @Nullable String message) {
        requireOf(enrollmentId, requestId);
        requests.answer(
                requestId,
                null,
                new InformationRequestService.Answer(fields, message == null || message.isBlank() ? null : message),
                Actor.applicant(enrollmentId));
    }

    private void requireOf(String enrollmentId, String requestId) {
        InformationRequest request = requests.request(requestId);
        if (!request.enrollmentId().equals(enrollmentId)) {
            throw new NotFound("information request");
        }
    }

    /**
     * Adds a document while the application is open.
     *
     * @throws Conflict where the application was decided meanwhile
     */
    public void addDocument(String enrollmentId, NewDocument document, TemporaryFile content) throws IOException {
        Enrollment enrollment = queries.enrollment(enrollmentId);
        if (!enrollment.status().isOpen() || enrollment.status() == EnrollmentStatus.APPROVED) {
            throw new Conflict("application-decided", "The application takes no documents any more.");
        }
        documents.add(enrollmentId, document, content, Actor.applicant(enrollmentId));
    }

    /**
     * Withdraws the application, or leaves the program after the approval.
     *
     * @param expected status that the applicant saw; another one refuses the withdrawal
     */
    @Transactional
    public void withdraw(String enrollmentId, EnrollmentStatus expected, @Nullable String reason) {
        Actor by = Actor.applicant(enrollmentId);
        String why = reason == null || reason.isBlank() ? null : reason.strip();
        if (expected == EnrollmentStatus.APPROVED) {
            enrollments.unenroll(
                    enrollmentId,
                    null,
                    EnrollmentService.Step.because(why == null ? LEFT : why),
                    ExitKind.VOLUNTARY,
                    by);
        } else {
            enrollments.withdrawApplication(
                    enrollmentId, null, EnrollmentService.Step.because(why == null ? WITHDRAWN : why), by);
        }
    }

    /** @throws dev.enlist.enrollment.WaitlistOfferClosed where the offer cannot be answered any more */
    @Transactional
    public void answerOffer(String enrollmentId, boolean accept) {
        Actor by = Actor.applicant(enrollmentId);
        if (accept) {
            waitlist.acceptOffer(enrollmentId, null, by);
        } else {
            waitlist.declineOffer(enrollmentId, null, by);
        }
    }

    /**
     * Renews the participation with the answers of the earlier application, and submits it where the rules find it
     * eligible.
     *
     * @param targetInstanceId that the page showed
     * @return the path of the link to the new application
     * @throws Conflict where the participation cannot be renewed any more
     */
    @Transactional
    public String renew(String enrollmentId, String targetInstanceId) {
        Enrollment earlier = queries.enrollment(enrollmentId);
        ProgramInstance instance = instances.instance(earlier.programInstanceId());
        targets.of(earlier, instance, clock.instant())
                .filter(target -> target.programInstanceId().equals(targetInstanceId))
                .orElseThrow(() -> new Conflict(
                        "not-renewable", "The participation was renewed already, or cannot be renewed now."));
        Actor by = Actor.applicant(enrollmentId);
        Renewal renewal =
                renewals.renew(targetInstanceId, List.of(enrollmentId), by).get(0);
        String renewed = renewal.enrollmentId();
        if (renewed == null || !renewal.outcome().isRenewed()) {
            throw new Conflict(
                    renewal.code() == null ? "not-renewable" : renewal.code(),
                    renewal.reason() == null ? "The participation cannot be renewed now." : renewal.reason());
        }
        if (renewal.outcome() == Renewal.Outcome.ELIGIBLE) {
            enrollments.submit(renewed, null, EnrollmentService.Step.SILENT, by);
        }
        return links.applicationReceived(renewed);
    }

    /** Ends invitations by e-mail to the applicant. */
    @Transactional
    public void stopInvitations(String enrollmentId) {
        optOuts.optOut(queries.enrollment(enrollmentId).application().email());
    }

    /** @param language BCP 47, of pages and messages */
    @Transactional
    public void setLanguage(String enrollmentId, String language) {
        enrollments.revise(
                enrollmentId,
                null,
                wire.change(JsonNodeFactory.instance.objectNode().put("language", language)),
                Actor.applicant(enrollmentId));
    }

    /** Tells staff, by a note with the application. A second request while the note is there adds none. */
    @Transactional
    public void ask(String enrollmentId, PrivacyRequest request) {
        boolean asked = notes.ofEnrollments(List.of(enrollmentId)).getOrDefault(enrollmentId, List.of()).stream()
                .anyMatch(note -> note.text().equals(request.note));
        if (!asked) {
            notes.add(enrollmentId, request.note, Actor.applicant(enrollmentId));
        }
    }
}
