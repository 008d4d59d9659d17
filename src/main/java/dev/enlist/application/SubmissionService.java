package dev.enlist.application;

import dev.enlist.analysis.explain.Explanation;
import dev.enlist.analysis.explain.ExplanationService;
import dev.enlist.applicant.ApplicantLinkService;
import dev.enlist.document.DraftFileService;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.AlreadyEnrolled;
import dev.enlist.enrollment.AlreadyEnrolledElsewhere;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.form.PublishedForm;
import dev.enlist.notifications.MessageType;
import dev.enlist.notifications.NotificationService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.Cuid;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends an application through admission, as the API does, and submits it in the same transaction where the person is
 * eligible. The row of the draft is locked, so that a second click waits and sees the outcome of the first.
 *
 * <p>Where the person is enrolled already, the page must not tell a stranger. The same work is then done for an e-mail
 * that is not known, rolled back, and its outcome shown; the owner of the e-mail gets the link to the enrollment that
 * exists. See docs/decisions/0090.
 */
@Service
public class SubmissionService {

    private static final Logger log = LoggerFactory.getLogger(SubmissionService.class);

    /** A domain that no mail reaches, for the work that is rolled back. */
    private static final String UNKNOWN = "@unknown.invalid";

    private final DraftRepository drafts;
    private final DraftFileService files;
    private final AdmissionService admission;
    private final EnrollmentService enrollments;
    private final EnrollmentQueries queries;
    private final ExplanationService explanations;
    private final ApplicantLinkService links;
    private final NotificationService notifications;
    private final DraftService draftService;
    private final TransactionTemplate transactions;
    private final Clock clock;

    SubmissionService(
            DraftRepository drafts,
            DraftFileService files,
            AdmissionService admission,
            EnrollmentService enrollments,
            EnrollmentQueries queries,
            ExplanationService explanations,
            ApplicantLinkService links,
            NotificationService notifications,
            DraftService draftService,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.drafts = drafts;
        this.files = files;
        this.admission = admission;
        this.enrollments = enrollments;
        this.queries = queries;
        this.explanations = explanations;
        this.links = links;
        this.notifications = notifications;
        this.draftService = draftService;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * A complete application.
     *
     * @param answers      without faults
     * @param termsVersion the version of the terms that the applicant read
     * @param describe     writes a change of an input that would make the person eligible, for the applicant
     */
    public record Submission(
            PublishedForm form,
            DraftAnswers answers,
            int termsVersion,
            Locale language,
            BiFunction<String, Object, Optional<String>> describe) {

        String email() {
            return String.valueOf(answers.values().get("email"));
        }
    }

    /**
     * Sends the application of a draft, once.
     *
     * @return the outcome; that of the first call where the draft was sent before
     * @throws DraftService.DraftClosed where the draft was deleted
     * @throws dev.enlist.program.ProgramNotAccepting where the program accepts no application now
     * @throws dev.enlist.capacity.CapacityExhausted  where the program is full and has no waitlist
     * @throws dev.enlist.enrollment.TermsChanged     where other terms are in force
     * @throws dev.enlist.enrollment.ApplicationIncomplete where the program requires more
     * @throws dev.enlist.shared.problem.InvalidInput where the application has faults that the form does not check
     */
    public Outcome submit(Draft draft, Submission submission) {
        Actor applicant = Actor.applicant(submission.form().programInstanceId());
        try (AuditContext.Entered ignored =
                AuditContext.enter(AuditContext.current().by(applicant))) {
            try {
                return Objects.requireNonNull(transactions.execute(status -> send(draft, submission, applicant)));
            } catch (AlreadyEnrolled known) {
                return sendAsUnknown(
                        draft,
                        submission,
                        applicant,
                        String.valueOf(known.properties().get("enrollmentId")));
            } catch (AlreadyEnrolledElsewhere known) {
                return sendAsUnknown(draft, submission, applicant, known.enrollmentId());
            }
        }
    }

    private Outcome send(Draft draft, Submission submission, Actor applicant) {
        Draft locked = drafts.lock(draft.id()).orElseThrow(DraftService.DraftClosed::new);
        if (locked.isSent()) {
            return Objects.requireNonNull(locked.outcome());
        }
        Enrollment enrollment = correctable(locked, submission.email())
                .map(earlier -> enrollments.revise(
                        earlier.getId(),
                        null,
                        known -> mapper(submission)
                                .revise(known, submission.language().toLanguageTag()),
                        applicant))
                .orElseGet(() -> admission.enroll(
                        submission.form().programInstanceId(),
                        mapper(submission).person(submission.language().toLanguageTag()),
                        true,
                        applicant));
        if (enrollment.status() == EnrollmentStatus.INELIGIBLE) {
            // the reason would tell a stranger in which program the person takes part
            enrollments.requireNotElsewhere(enrollment);
        }
        Outcome outcome = complete(draft, submission, enrollment, submission.email(), true, applicant);
        if (outcome.kind() != Outcome.Kind.INELIGIBLE) {
            String path = links.applicationReceived(enrollment.getId());
            // a link on the page would tell a new application from one of a person who is enrolled already
            outcome = draftService.canMail() ? outcome : outcome.withLink(path);
        }
        drafts.finish(draft.id(), enrollment.getId(), outcome, clock.instant());
        return outcome;
    }

    private static ApplicationMapper mapper(Submission submission) {
        return new ApplicationMapper(submission.answers().values());
    }

    /** The earlier enrollment of this draft, where its answers may still be corrected and it is the same person's. */
    private Optional<Enrollment> correctable(Draft draft, String email) {
        return Optional.ofNullable(draft.enrollmentId())
                .map(queries::enrollment)
                .filter(earlier -> earlier.status() == EnrollmentStatus.INELIGIBLE && !earlier.isWithdrawn())
                .filter(earlier -> DraftService.isSame(earlier.application().email(), email));
    }

    /** Adds the files, and submits where the rules allow it. */
    private Outcome complete(
            Draft draft, Submission submission, Enrollment admitted, String email, boolean recorded, Actor applicant) {
        Enrollment enrollment = admitted;
        int documents = 0;
        boolean hasFiles = !submission.answers().files().isEmpty();
        if (hasFiles && enrollment.status() != EnrollmentStatus.INELIGIBLE) {
            documents = files.attach(draft.id(), submission.answers().wantedFiles(), enrollment.getId(), applicant);
        }
        if (enrollment.status() == EnrollmentStatus.ELIGIBLE) {
            enrollment = enrollments.submit(
                    enrollment.getId(),
                    null,
                    EnrollmentService.Step.SILENT,
                    new EnrollmentService.Answered(submission.form().definition(), submission.termsVersion()),
                    applicant);
        }
        Integer place = queries.waitlistPosition(enrollment).orElse(null);
        Outcome.Kind kind =
                switch (enrollment.status()) {
                    case INELIGIBLE -> Outcome.Kind.INELIGIBLE;
                    case ELIGIBLE -> Outcome.Kind.WAITLISTED;
                    case CANDIDATE -> Outcome.Kind.IN_CHECK;
                    default -> Outcome.Kind.SUBMITTED;
                };
        boolean ineligible = kind == Outcome.Kind.INELIGIBLE;
        return new Outcome(
                kind,
                enrollment.applicationNumber(),
                email,
                ineligible ? enrollment.reason().orElse(null) : null,
                ineligible ? changes(submission, enrollment) : List.of(),
                place,
                documents,
                recorded,
                null,
                clock.instant());
    }

    /** What would make the person eligible, where the instance shows it and the person can change it. */
    private List<String> changes(Submission submission, Enrollment enrollment) {
        if (!Boolean.TRUE.equals(submission.form().settings().showNearestChange())) {
            return List.of();
        }
        return queries.latestDecision(enrollment.getId())
                .map(decision -> explanations.explain(decision.rules(), decision.decided(), decision.inputs()))
                .map(Explanation::nearestChange)
                .filter(Explanation.NearestChange::changeable)
                .map(nearest -> nearest.changes().stream()
                        .flatMap(change -> submission.describe().apply(change.input(), change.to()).stream())
                        .toList())
                .orElse(List.of());
    }

    /**
     * Does the work of a new application for an e-mail that is not known, and rolls it back: verdict, place on the waitlist
     * and refusals are those that a stranger would get for these answers.
     *
     * @param existingId enrollment of the person in this program, or in one that excludes it
     */
    private Outcome sendAsUnknown(Draft draft, Submission submission, Actor applicant, String existingId) {
        Map<String, Object> values = new LinkedHashMap<>(submission.answers().values());
        values.put("email", Cuid.next() + UNKNOWN);
        values.remove("referenceId");
        Outcome shown = Objects.requireNonNull(transactions.execute(status -> {
            status.setRollbackOnly();
            Enrollment unknown = admission.enroll(
                    submission.form().programInstanceId(),
                    new ApplicationMapper(values).person(submission.language().toLanguageTag()),
                    true,
                    applicant);
            return complete(draft, submission, unknown, submission.email(), false, applicant);
        }));
        return Objects.requireNonNull(transactions.execute(status -> {
            Draft locked = drafts.lock(draft.id()).orElseThrow(DraftService.DraftClosed::new);
            if (locked.isSent()) {
                return Objects.requireNonNull(locked.outcome());
            }
            drafts.finish(draft.id(), null, shown, clock.instant());
            notifyOwner(existingId, submission.email());
            return shown;
        }));
    }

    /** Only the person with that e-mail gets the link; a reference may belong to another person. */
    private void notifyOwner(String enrollmentId, String email) {
        Enrollment existing = queries.enrollment(enrollmentId);
        if (DraftService.isSame(existing.application().email(), email)) {
            notifications.notifyApplicant(enrollmentId, MessageType.APPLICATION_REPEATED);
        } else {
            log.info("An application repeats the reference of enrollment {}; no message is sent", enrollmentId);
        }
    }
}
