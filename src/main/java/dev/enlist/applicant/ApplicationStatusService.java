package dev.enlist.applicant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.analysis.explain.Explanation;
import dev.enlist.analysis.explain.ExplanationService;
import dev.enlist.document.Document;
import dev.enlist.document.DocumentService;
import dev.enlist.document.DocumentStatus;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentExit;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.ExitKind;
import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.enrollment.StatusChange;
import dev.enlist.enrollment.WaitlistOffer;
import dev.enlist.enrollment.WaitlistService;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormDefinitionParser;
import dev.enlist.form.PublishedForm;
import dev.enlist.form.PublishedFormService;
import dev.enlist.notifications.OptOutRepository;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.reporting.ReportFilter;
import dev.enlist.reporting.ReportQueries;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads what the status page of an application shows. Runs in the workspace of the enrollment. */
@Service
public class ApplicationStatusService {

    /** Changes of status within this time are one entry of the timeline. */
    private static final Duration AT_ONCE = Duration.ofSeconds(30);

    /** Decisions that have to be known before their usual duration is shown. */
    private static final int FEWEST_DECISIONS = 5;

    private static final long SECONDS_PER_DAY = 86_400;
    private static final Duration DURATIONS_KEPT = Duration.ofMinutes(10);

    private final EnrollmentQueries enrollments;
    private final InformationRequestService requests;
    private final WaitlistService waitlist;
    private final DocumentService documents;
    private final ExplanationService explanations;
    private final ProgramInstanceService instances;
    private final PublishedFormService forms;
    private final RenewalFinder renewals;
    private final ApplicationAnswerRenderer answers;
    private final AnswerValueRenderer formatter;
    private final OptOutRepository optOuts;
    private final TenancyService tenancy;
    private final ReportQueries reports;
    private final ApplicantIncentiveQuery incentives;
    private final Clock clock;

    /** Days by id of the instance; empty where too few decisions are known. */
    private final Cache<String, Optional<Long>> durations = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(DURATIONS_KEPT)
            .build();

    ApplicationStatusService(
            EnrollmentQueries enrollments,
            InformationRequestService requests,
            WaitlistService waitlist,
            DocumentService documents,
            ExplanationService explanations,
            ProgramInstanceService instances,
            PublishedFormService forms,
            RenewalFinder renewals,
            ApplicationAnswerRenderer answers,
            AnswerValueRenderer formatter,
            OptOutRepository optOuts,
            TenancyService tenancy,
            ReportQueries reports,
            ApplicantIncentiveQuery incentives,
            Clock clock) {
        this.enrollments = enrollments;
        this.requests = requests;
        this.waitlist = waitlist;
        this.documents = documents;
        this.explanations = explanations;
        this.instances = instances;
        this.forms = forms;
        this.renewals = renewals;
        this.answers = answers;
        this.formatter = formatter;
        this.optOuts = optOuts;
        this.tenancy = tenancy;
        this.reports = reports;
        this.incentives = incentives;
        this.clock = clock;
    }

    /** Language of the application, BCP 47; empty for English. */
    @Transactional(readOnly = true)
    public Optional<String> language(String enrollmentId) {
        return Optional.ofNullable(
                enrollments.enrollment(enrollmentId).application().language());
    }

    /** The form of the instance of an enrollment; {@link FormDefinition#EMPTY} where it has none. */
    FormDefinition form(ProgramInstance instance) {
        return forms.ofInstance(instance.getId())
                .map(PublishedForm::definition)
                .orElseGet(() -> FormDefinitionParser.parse(instance.details().formConfig()));
    }

    @Transactional(readOnly = true)
    public ApplicationStatus status(String enrollmentId, Locale locale) {
        Instant now = clock.instant();
        Enrollment enrollment = enrollments.enrollment(enrollmentId);
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        FormDefinition form = form(instance);
        List<InformationRequest> asked = requests.ofEnrollment(enrollmentId);
        InformationRequest open = requests.openRequest(enrollment).orElse(null);
        WaitlistOffer offer = waitlist.offer(enrollmentId).orElse(null);
        ApplicationState state = state(enrollment, open, offer, now);
        List<Document> attached = documents.ofEnrollments(List.of(enrollmentId)).getOrDefault(enrollmentId, List.of());
        List<ApplicationStatus.DocumentType> types =
                state.isOpen() ? documentTypes(form, instance, attached, locale) : List.of();
        return new ApplicationStatus(
                enrollmentId,
                instance.getId(),
                enrollment.applicationNumber(),
                instance.zone(),
                instance.program().name(),
                instance.details().title(),
                organization(),
                name(enrollment.application()),
                enrollment.application().email(),
                state,
                enrollment.status(),
                reason(enrollment, state),
                nearestChange(enrollment, form, instance, locale),
                timeline(enrollment, asked, offer, attached, state),
                state.isOpen() ? usualDays(instance.getId()) : null,
                answers.sections(form, enrollment.application(), locale),
                incentives.of(enrollment, locale).orElse(null),
                attached.stream()
                        .map(document -> new ApplicationStatus.AttachedDocument(
                                document.getId(),
                                document.fileName(),
                                answers.documentLabel(form, document.type(), locale),
                                document.size(),
                                document.createdAt(),
                                document.status() == DocumentStatus.AVAILABLE))
                        .toList(),
                types,
                open == null ? null : question(open, form, types, locale),
                enrollments.waitlistPosition(enrollment).orElse(null),
                state == ApplicationState.OFFER ? Objects.requireNonNull(offer).endsAt() : null,
                state.isOpen(),
                state == ApplicationState.APPROVED,
                renewals.of(enrollment, instance, now).orElse(null),
                optOuts.isOptedOut(enrollment.application().email()));
    }

    private String organization() {
        return tenancy.organization(WorkspaceScope.current().organizationId())
                .map(Organization::name)
                .orElse("");
    }

    private static String name(Application application) {
        return Stream.of(application.firstName(), application.lastName())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    private static ApplicationState state(
            Enrollment enrollment, @Nullable InformationRequest open, @Nullable WaitlistOffer offer, Instant now) {
        if (enrollment.exit().isWithdrawal()) {
            return ApplicationState.WITHDRAWN;
        }
        return switch (enrollment.status()) {
            case CANDIDATE -> ApplicationState.CHECKING;
            case ELIGIBLE ->
                enrollment.waitlist().since().isPresent() ? ApplicationState.WAITING : ApplicationState.ELIGIBLE;
            case INELIGIBLE -> ApplicationState.INELIGIBLE;
            case SUBMITTED -> {
                if (open != null) {
                    yield ApplicationState.QUESTION;
                }
                yield offer != null && offer.isOpen(now) ? ApplicationState.OFFER : ApplicationState.REVIEW;
            }
            case APPROVED -> enrollment.exit().isRequested() ? ApplicationState.LEAVING : ApplicationState.APPROVED;
            case REJECTED -> ApplicationState.REJECTED;
            case UNENROLLED -> ApplicationState.LEFT;
        };
    }

    /** The reason is for the applicant only where it explains a decision. */
    private static @Nullable String reason(Enrollment enrollment, ApplicationState state) {
        return switch (state) {
            case INELIGIBLE, REJECTED, APPROVED, LEFT -> enrollment.reason().orElse(null);
            default -> null;
        };
    }

    private List<ApplicationStatus.Change> nearestChange(
            Enrollment enrollment, FormDefinition form, ProgramInstance instance, Locale locale) {
        boolean shown = enrollment.status() == EnrollmentStatus.INELIGIBLE
                && !enrollment.exit().isWithdrawal()
                && forms.ofInstance(instance.getId())
                        .map(published ->
                                Boolean.TRUE.equals(published.settings().showNearestChange()))
                        .orElse(false);
        if (!shown) {
            return List.of();
        }
        return enrollments
                .latestDecision(enrollment.getId())
                .map(record -> explanations.explain(record.rules(), record.decided(), record.inputs()))
                .map(Explanation::nearestChange)
                .filter(Explanation.NearestChange::changeable)
                .map(change -> change.changes().stream()
                        .map(each -> change(each, form, locale))
                        .toList())
                .orElse(List.of());
    }

    private ApplicationStatus.Change change(Explanation.Change change, FormDefinition form, Locale locale) {
        String name =
                switch (change.input()) {
                    case "state", "postalCode", "country" -> "address." + change.input();
                    default -> change.input();
                };
        return new ApplicationStatus.Change(
                answers.label(form, name, locale),
                answers.field(form, name)
                        .map(field -> formatter.format(field, change.from(), locale))
                        .orElseGet(() -> formatter.plain(change.from(), locale)),
                answers.field(form, name)
                        .map(field -> formatter.format(field, change.to(), locale))
                        .orElseGet(() -> formatter.plain(change.to(), locale)));
    }

    private List<ApplicationStatus.DocumentType> documentTypes(
            FormDefinition form, ProgramInstance instance, List<Document> attached, Locale locale) {
        Map<String, Long> present =
                attached.stream().collect(Collectors.groupingBy(Document::type, Collectors.counting()));
        return documents.limits(instance).entrySet().stream()
                .map(limit -> new ApplicationStatus.DocumentType(
                        limit.getKey(), answers.documentLabel(form, limit.getKey(), locale), (int)
                                Math.max(0, limit.getValue() - present.getOrDefault(limit.getKey(), 0L))))
                .filter(type -> type.left() > 0)
                .toList();
    }

    private ApplicationStatus.Question question(
            InformationRequest open, FormDefinition form, List<ApplicationStatus.DocumentType> types, Locale locale) {
        List<String> missing = requests.missingDocuments(open);
        return new ApplicationStatus.Question(
                open.getId(),
                open.message(),
                open.dueAt(),
                open.fields(),
                missing.stream()
                        .map(type -> types.stream()
                                .filter(known -> known.type().equals(type))
                                .findFirst()
                                .orElseGet(() -> new ApplicationStatus.DocumentType(
                                        type, answers.documentLabel(form, type, locale), 0)))
                        .toList());
    }

    private List<ApplicationStatus.Milestone> timeline(
            Enrollment enrollment,
            List<InformationRequest> asked,
            @Nullable WaitlistOffer offer,
            List<Document> attached,
            ApplicationState state) {
        List<ApplicationStatus.Milestone> past = new ArrayList<>();
        List<StatusChange> history = enrollments.history(enrollment.getId());
        for (int i = 0; i < history.size(); i++) {
            StatusChange change = history.get(i);
            boolean passedAtOnce = i + 1 < history.size()
                    && i > 0
                    && change.to() != EnrollmentStatus.SUBMITTED
                    && Duration.between(change.at(), history.get(i + 1).at()).compareTo(AT_ONCE) < 0;
            boolean last = i + 1 == history.size();
            String key = last && state == ApplicationState.WITHDRAWN ? "withdrawn" : key(change, i == 0);
            boolean sentAtOnce = change.to() == EnrollmentStatus.SUBMITTED
                    && Duration.between(history.get(0).at(), change.at()).compareTo(AT_ONCE) < 0;
            if (!passedAtOnce && !sentAtOnce) {
                past.add(new ApplicationStatus.Milestone(key, change.at(), null, false));
            }
        }
        enrollment.waitlist().since().ifPresent(at -> past.add(milestone("waitlisted", at, null)));
        for (InformationRequest request : asked) {
            past.add(milestone("asked", request.requestedAt(), request.message()));
            if (request.status() == InformationRequest.Status.ANSWERED) {
                past.add(milestone(
                        "answered",
                        request.closedAt().orElse(request.requestedAt()),
                        request.answerMessage().orElse(null)));
            }
        }
        if (offer != null) {
            past.add(milestone("offered", offer.madeAt(), null));
            if (offer.answer() == WaitlistOffer.Answer.ACCEPTED && offer.answeredAt() != null) {
                past.add(milestone("offer-accepted", offer.answeredAt(), null));
            }
        }
        attached.stream()
                .filter(document -> Duration.between(enrollment.createdAt(), document.createdAt())
                                .compareTo(AT_ONCE)
                        > 0)
                .forEach(document -> past.add(milestone("document", document.createdAt(), document.fileName())));
        past.sort(Comparator.comparing(milestone -> Objects.requireNonNullElse(milestone.at(), Instant.MAX)));
        next(state).ifPresent(key -> past.add(new ApplicationStatus.Milestone(key, null, null, true)));
        return past;
    }

    private static ApplicationStatus.Milestone milestone(String key, Instant at, @Nullable String text) {
        return new ApplicationStatus.Milestone(key, at, text, false);
    }

    private static String key(StatusChange change, boolean first) {
        if (first) {
            return "received";
        }
        return change.to() == EnrollmentStatus.CANDIDATE
                ? "rechecked"
                : change.to().wire();
    }

    /** What happens next; empty after the end. */
    private static Optional<String> next(ApplicationState state) {
        return switch (state) {
            case CHECKING, REVIEW -> Optional.of("next-decision");
            case QUESTION -> Optional.of("next-answer");
            case OFFER -> Optional.of("next-offer");
            case WAITING -> Optional.of("next-place");
            case ELIGIBLE -> Optional.of("next-send");
            case LEAVING -> Optional.of("next-exit");
            default -> Optional.empty();
        };
    }

    private @Nullable Long usualDays(String instanceId) {
        return durations
                .get(
                        instanceId,
                        id -> reports.durations(ReportFilter.of(id, null, null, null, null)).steps().stream()
                                .filter(step -> step.step().equals("decision")
                                        && step.count() >= FEWEST_DECISIONS
                                        && step.p50Seconds() != null)
                                .findFirst()
                                .map(step -> days(Objects.requireNonNull(step.p50Seconds()))))
                .orElse(null);
    }

    private static long days(BigDecimal seconds) {
        return Math.max(1, (seconds.longValue() + SECONDS_PER_DAY - 1) / SECONDS_PER_DAY);
    }

    /** Whether the participation ended with its program. */
    static boolean endedWithProgram(Enrollment enrollment) {
        return enrollment
                .exit()
                .requested()
                .map(EnrollmentExit::kind)
                .filter(ExitKind.PROGRAM_ENDED::equals)
                .isPresent();
    }
}
