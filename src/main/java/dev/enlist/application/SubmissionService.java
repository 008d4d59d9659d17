package dev.enlist.application;

import dev.enlist.analysis.explain.Explanation;
import dev.enlist.analysis.explain.ExplanationService;
import dev.enlist.applicant.ApplicantLinkService;
import dev.enlist.document.DraftFileService;
import dev.enlist.enrollment.AdmissionOptions;
import dev.enlist.enrollment.AdmissionResult;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.AdmitCommand;
import dev.enlist.enrollment.AlreadyEnrolled;
import dev.enlist.enrollment.AlreadyEnrolledElsewhere;
import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.enrollment.OnDuplicate;
import dev.enlist.form.PublishedForm;
import dev.enlist.notifications.MessageType;
import dev.enlist.notifications.NotificationService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.problem.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends applications through admission, as the API does, and submits them in the same transaction where the person is
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
    private final BulkTransitionService transitions;
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
            BulkTransitionService transitions,
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
        this.transitions = transitions;
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

        /** In whose name the application is sent. */
        public Actor applicant() {
            return Actor.applicant(form.programInstanceId());
        }
    }

    /**
     * One of several submissions that share a transaction.
     *
     * @param origin the request that sends it, for the audit trail
     */
    public record Sent(Submission submission, AuditContext origin) {}

    /** An application that admission has taken, in the transaction that sends it. */
    private record Admitted(Draft draft, Submission submission, Enrollment enrollment) {

        boolean is(EnrollmentStatus status) {
            return enrollment.status() == status;
        }
    }

    /** Some applications of a batch were refused after admission, so that the transaction must not be committed. */
    public static final class SubmissionsRefused extends RuntimeException {

        private final transient Map<String, Problem> problems;

        SubmissionsRefused(Map<String, Problem> problems) {
            super(problems.size() + " applications were refused");
            this.problems = Map.copyOf(problems);
        }

        /** The drafts whose applications were refused. */
        public Set<String> draftIds() {
            return problems.keySet();
        }

        private Problem first() {
            return problems.values().iterator().next();
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
        Actor applicant = submission.applicant();
        try (AuditContext.Entered ignored =
                AuditContext.enter(AuditContext.current().by(applicant))) {
            try {
                return Objects.requireNonNull(
                        transactions.execute(status -> allowed(() -> send(draft, submission, applicant))));
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

    /** The refusal itself, where only one application is sent. */
    private static Outcome allowed(Supplier<Outcome> work) {
        try {
            return work.get();
        } catch (SubmissionsRefused refused) {
            throw refused.first();
        }
    }

    /**
     * Sends new applications for one program instance as one batch, within the transaction that runs. Leaves out each that
     * needs work of its own and is to be sent by {@link #submit}: one whose draft was sent or is corrected, and one of a
     * person who is enrolled or enrolls with an earlier application of the batch. The number of statements does not depend on
     * the number of applications, except for those that {@link #isAlone} names.
     *
     * @param sent by the id of the draft
     * @return the ids of the drafts that were sent
     * @throws SubmissionsRefused where some are refused; the others may be sent again as a batch
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<String> submitAll(String programInstanceId, Map<String, Sent> sent, Actor applicant) {
        List<Draft> open = drafts.lockAll(sent.keySet()).stream()
                .filter(draft -> !draft.isSent() && draft.enrollmentId() == null)
                // batches that name the same people lock them in the same order
                .sorted(Comparator.comparing(
                        draft -> EmailKey.of(submission(sent, draft).email()).value()))
                .toList();
        if (open.isEmpty()) {
            return Set.of();
        }
        List<AdmissionResult> results = admission.admit(
                programInstanceId,
                open.stream()
                        .map(draft -> new AdmitCommand(
                                person(submission(sent, draft)),
                                applicant,
                                Objects.requireNonNull(sent.get(draft.id())).origin()))
                        .toList(),
                AdmissionOptions.each(true, OnDuplicate.SKIP, AdmissionOptions.RepeatedPerson.SKIP));
        List<Admitted> admitted = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            if (results.get(i) instanceof AdmissionResult.Created created) {
                Draft draft = open.get(i);
                admitted.add(
                        new Admitted(draft, submission(sent, draft), Objects.requireNonNull(created.enrollment())));
            }
        }
        if (!admitted.isEmpty()) {
            finish(admitted, applicant);
        }
        return admitted.stream().map(one -> one.draft().id()).collect(Collectors.toSet());
    }

    private static Submission submission(Map<String, Sent> sent, Draft draft) {
        return Objects.requireNonNull(sent.get(draft.id())).submission();
    }

    /** Whether an application is sent alone: with files, each of which is stored and audited as a document. */
    public static boolean isAlone(Draft draft, Submission submission) {
        return draft.enrollmentId() != null || !submission.answers().files().isEmpty();
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
                .orElseGet(() ->
                        admission.enroll(submission.form().programInstanceId(), person(submission), true, applicant));
        return finish(List.of(new Admitted(draft, submission, enrollment)), applicant)
                .get(0);
    }

    private static ApplicationMapper mapper(Submission submission) {
        return new ApplicationMapper(submission.answers().values());
    }

    private static NewEnrollment person(Submission submission) {
        return mapper(submission).person(submission.language().toLanguageTag());
    }

    /** The earlier enrollment of this draft, where its answers may still be corrected and it is the same person's. */
    private Optional<Enrollment> correctable(Draft draft, String email) {
        return Optional.ofNullable(draft.enrollmentId())
                .map(queries::enrollment)
                .filter(earlier -> earlier.status() == EnrollmentStatus.INELIGIBLE
                        && !earlier.exit().isWithdrawal())
                .filter(earlier -> DraftService.isSame(earlier.application().email(), email));
    }

    /** Submits those that the rules allow, creates their links and messages, and stores the outcomes with the drafts. */
    private List<Outcome> finish(List<Admitted> admitted, Actor applicant) {
        requireNotElsewhere(admitted);
        List<Outcome> outcomes = complete(admitted, true, applicant);
        Map<String, String> paths = received(admitted);
        boolean mails = draftService.canMail();
        List<DraftRepository.Finished> finished = new ArrayList<>();
        for (int i = 0; i < admitted.size(); i++) {
            String enrollmentId = admitted.get(i).enrollment().getId();
            String path = paths.get(enrollmentId);
            // a link on the page would tell a new application from one of a person who is enrolled already
            Outcome outcome =
                    mails || path == null ? outcomes.get(i) : outcomes.get(i).withLink(path);
            finished.add(new DraftRepository.Finished(admitted.get(i).draft().id(), enrollmentId, outcome));
        }
        drafts.finish(finished, clock.instant());
        return finished.stream().map(DraftRepository.Finished::outcome).toList();
    }

    /** The reason of an ineligible one would tell a stranger in which program the person takes part. */
    private void requireNotElsewhere(List<Admitted> admitted) {
        Map<String, Problem> refused = new LinkedHashMap<>();
        for (Admitted one : admitted) {
            if (one.is(EnrollmentStatus.INELIGIBLE)) {
                try {
                    enrollments.requireNotElsewhere(one.enrollment());
                } catch (AlreadyEnrolledElsewhere known) {
                    refused.put(one.draft().id(), known);
                }
            }
        }
        failOn(refused);
    }

    private static void failOn(Map<String, Problem> refused) {
        if (!refused.isEmpty()) {
            throw new SubmissionsRefused(refused);
        }
    }

    private Map<String, String> received(List<Admitted> admitted) {
        List<String> ids = admitted.stream()
                .filter(one -> !one.is(EnrollmentStatus.INELIGIBLE))
                .map(one -> one.enrollment().getId())
                .toList();
        return ids.isEmpty() ? Map.of() : links.applicationsReceived(ids);
    }

    /**
     * Adds the files, and submits where the rules allow it.
     *
     * @param recorded see {@link Outcome}
     * @throws SubmissionsRefused where the submission of some is refused
     */
    private List<Outcome> complete(List<Admitted> admitted, boolean recorded, Actor applicant) {
        Map<String, Integer> documents = new HashMap<>();
        for (Admitted one : admitted) {
            DraftAnswers answers = one.submission().answers();
            if (!answers.files().isEmpty() && !one.is(EnrollmentStatus.INELIGIBLE)) {
                documents.put(
                        one.draft().id(),
                        files.attach(
                                one.draft().id(),
                                answers.wantedFiles(),
                                one.enrollment().getId(),
                                applicant));
            }
        }
        submitEligible(admitted, applicant);
        Map<String, Integer> places = queries.waitlistPositions(
                admitted.stream().map(Admitted::enrollment).toList());
        return admitted.stream()
                .map(one -> outcome(
                        one,
                        places.get(one.enrollment().getId()),
                        documents.getOrDefault(one.draft().id(), 0),
                        recorded))
                .toList();
    }

    private void submitEligible(List<Admitted> admitted, Actor applicant) {
        Map<String, EnrollmentService.Answered> answered = new HashMap<>();
        for (Admitted one : admitted) {
            if (one.is(EnrollmentStatus.ELIGIBLE)) {
                answered.put(
                        one.enrollment().getId(),
                        new EnrollmentService.Answered(
                                one.submission().form().definition(),
                                one.submission().termsVersion()));
            }
        }
        if (answered.isEmpty()) {
            return;
        }
        Map<String, BulkTransitionService.Result> results = transitions.submit(answered, applicant);
        Map<String, Problem> refused = new LinkedHashMap<>();
        for (Admitted one : admitted) {
            BulkTransitionService.Result result = results.get(one.enrollment().getId());
            if (result != null && result.problem() != null) {
                refused.put(one.draft().id(), result.problem());
            }
        }
        failOn(refused);
    }

    private Outcome outcome(Admitted one, @Nullable Integer place, int documents, boolean recorded) {
        Enrollment enrollment = one.enrollment();
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
                one.submission().email(),
                ineligible ? enrollment.reason().orElse(null) : null,
                ineligible ? changes(one.submission(), enrollment) : List.of(),
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
            return allowed(() -> complete(List.of(new Admitted(draft, submission, unknown)), false, applicant)
                    .get(0));
        }));
        return Objects.requireNonNull(transactions.execute(status -> {
            Draft locked = drafts.lock(draft.id()).orElseThrow(DraftService.DraftClosed::new);
            if (locked.isSent()) {
                return Objects.requireNonNull(locked.outcome());
            }
            drafts.finish(List.of(new DraftRepository.Finished(draft.id(), null, shown)), clock.instant());
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
