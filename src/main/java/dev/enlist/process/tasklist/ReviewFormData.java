package dev.enlist.process.tasklist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.capacity.CapacityPool;
import dev.enlist.customer.Address;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.AskableFields;
import dev.enlist.enrollment.DecisionRecord;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentIncentive;
import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.Money;
import dev.enlist.shared.PlainNumber;
import dev.enlist.shared.access.AccessGate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The data that a person needs to decide about an enrollment, under the names that the forms in {@code bpmn/} use. */
@Component
public class ReviewFormData {

    private static final String NONE = "–";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.US).withZone(ZoneOffset.UTC);

    private final EnrollmentQueries enrollments;
    private final EnrollmentLifecycle lifecycle;
    private final ObjectMapper mapper;
    private final AccessGate gate;
    private final InformationRequestService questions;

    ReviewFormData(
            EnrollmentQueries enrollments,
            EnrollmentLifecycle lifecycle,
            ObjectMapper mapper,
            AccessGate gate,
            InformationRequestService questions) {
        this.questions = questions;
        this.gate = gate;
        this.enrollments = enrollments;
        this.lifecycle = lifecycle;
        this.mapper = mapper;
    }

    @Transactional(readOnly = true)
    public Map<String, TypedValue> of(String enrollmentId) {
        Enrollment enrollment = enrollments.enrollment(enrollmentId);
        Map<String, TypedValue> dossier = new LinkedHashMap<>();
        applicant(enrollment.application(), dossier);
        ProgramInstance instance = lifecycle.instanceOf(enrollmentId);
        program(instance, dossier);
        put(dossier, "applicationNumber", enrollment.applicationNumber());
        put(dossier, "enrollmentStatus", enrollment.status().wire());
        put(
                dossier,
                "appliedOn",
                DAY.withZone(lifecycle.instanceOf(enrollmentId).zone()).format(enrollment.createdAt()));
        put(dossier, "statusReason", enrollment.reason().orElse(null));
        put(
                dossier,
                "incentive",
                enrollment.incentive().map(EnrollmentIncentive::explanation).orElse(null));
        put(
                dossier,
                "capacityLeft",
                enrollments.pools(enrollment).stream().map(ReviewFormData::left).collect(Collectors.joining("; ")));
        dossier.put("firstApproval", Variables.stringValue(firstApproval(enrollment, instance)));
        enrollments
                .latestDecision(enrollmentId)
                .ifPresent(decision -> decision(decision, instance.details().formConfig(), dossier));
        information(enrollmentId, instance, dossier);
        dossier.put(
                "earlierEnrollments",
                json(enrollments.othersOfSamePerson(enrollment).stream()
                        .filter(other -> gate.limit().allows(other.programInstanceId()))
                        .map(this::earlier)
                        .toList()));
        return dossier;
    }

    /** Such as "18 of 100 places", or "48,000.00 USD of 50,000.00 USD". */
    private static String left(CapacityPool pool) {
        return pool.terms().budget() == null
                ? PlainNumber.of(pool.available()) + " of " + PlainNumber.of(pool.limit()) + " places"
                : money(pool.available(), pool).text() + " of "
                        + money(pool.limit(), pool).text();
    }

    private static Money money(BigDecimal amount, CapacityPool budget) {
        return Money.rounded(
                amount, Objects.requireNonNull(budget.terms().budget()).currency());
    }

    /** A sentence behind the name of the program; empty unless a second person has to approve. */
    private static String firstApproval(Enrollment enrollment, ProgramInstance instance) {
        return enrollment.review().approvals().stream()
                .findFirst()
                .filter(approval -> enrollment.review().awaitsSecondApproval())
                .map(approval -> ". **Second approval needed.** First approval: "
                        + MarkdownText.line(approval.by().name() + " on "
                                + DAY.withZone(instance.zone()).format(approval.at())
                                + approval.reason().map(reason -> ", " + reason).orElse("")))
                .orElse("");
    }

    /** The answer of the applicant with the values before it, and the members that can be asked for. */
    private void information(String enrollmentId, ProgramInstance instance, Map<String, TypedValue> dossier) {
        AskableFields askable = AskableFields.of(instance);
        dossier.put(
                "askableFields",
                json(askable.pointers().stream()
                        .map(pointer -> Map.of("label", askable.label(pointer), "value", pointer))
                        .toList()));
        Optional<InformationRequest> answered = questions.latestAnswered(enrollmentId);
        dossier.put("informationArrived", Variables.booleanValue(answered.isPresent()));
        putLines(
                dossier,
                "informationQuestion",
                answered.map(InformationRequest::message).orElse(null));
        putLines(
                dossier,
                "informationMessage",
                answered.flatMap(InformationRequest::answerMessage).orElse(null));
        put(
                dossier,
                "informationMissingDocuments",
                answered.map(questions::missingDocuments)
                        .map(types -> String.join(", ", types))
                        .orElse(null));
        dossier.put(
                "informationChanges",
                json(answered.map(request -> changes(request, askable)).orElse(List.of())));
    }

    /** One row for each field that was asked for; a field without an answer says so. */
    private static List<Map<String, String>> changes(InformationRequest request, AskableFields askable) {
        return request.fields().stream()
                .map(pointer -> request.changes().stream()
                        .filter(change -> change.pointer().equals(pointer))
                        .findFirst()
                        .map(change -> Map.of(
                                "field",
                                askable.label(pointer),
                                "before",
                                LabelledAnswers.element(change.before()),
                                "after",
                                LabelledAnswers.element(change.after())))
                        .orElseGet(() ->
                                Map.of("field", askable.label(pointer), "before", NONE, "after", "(not answered)")))
                .toList();
    }

    private static void applicant(Application application, Map<String, TypedValue> dossier) {
        put(dossier, "applicantName", joined(" ", application.firstName(), application.lastName()));
        put(dossier, "applicantEmail", application.email());
        put(dossier, "applicantPhone", application.phone());
        put(dossier, "applicantAddress", address(application.address()));
        put(dossier, "applicantDevices", String.join(", ", application.manufacturerSlugs()));
        put(dossier, "applicantSerialNumber", application.serialNumber());
        put(
                dossier,
                "applicantReference",
                joined(" – ", application.referenceId(), application.referenceDescription()));
        put(dossier, "applicantTags", String.join(", ", application.tags()));
    }

    private static void program(ProgramInstance instance, Map<String, TypedValue> dossier) {
        InstanceDetails details = instance.details();
        put(dossier, "programName", instance.program().name());
        put(dossier, "programTitle", details.title());
        putLines(dossier, "programCriteria", details.eligibilityCriteria());
        putLines(dossier, "programTerms", details.programTerms());
    }

    private void decision(
            DecisionRecord decision, @Nullable Map<String, Object> formConfig, Map<String, TypedValue> dossier) {
        put(
                dossier,
                "decisionVerdict",
                decision.verdict().status().wire() + " (" + decision.verdict().code() + ")");
        put(dossier, "decisionReason", decision.verdict().reason());
        put(
                dossier,
                "decisionRules",
                decision.rules().slug() + " version " + decision.rules().version() + ", "
                        + decision.matchedRules().stream()
                                .map(ReviewFormData::row)
                                .collect(Collectors.joining(", ")));
        dossier.put("decisionInputs", json(LabelledAnswers.of(formConfig).rows(decision.inputs())));
    }

    private static String row(MatchedRule rule) {
        return "row " + rule.number();
    }

    private Map<String, String> earlier(Enrollment other) {
        ProgramInstance instance = lifecycle.instanceOf(other.getId());
        return Map.of(
                "program",
                instance.details().title(),
                "status",
                other.status().wire(),
                "since",
                DAY.withZone(instance.zone()).format(since(other)),
                "reason",
                other.reason().orElse(NONE));
    }

    private static Instant since(Enrollment other) {
        return other.updatedAt();
    }

    /** Sets a value for use within a line of the form's Markdown. */
    private static void put(Map<String, TypedValue> dossier, String name, @Nullable String value) {
        boolean none = value == null || value.isBlank();
        dossier.put(name, Variables.stringValue(none ? NONE : MarkdownText.line(value)));
    }

    /** Sets a value for a paragraph of the form's Markdown. */
    private static void putLines(Map<String, TypedValue> dossier, String name, @Nullable String value) {
        boolean none = value == null || value.isBlank();
        dossier.put(name, Variables.stringValue(none ? NONE : MarkdownText.lines(value)));
    }

    private static String joined(String separator, @Nullable String... parts) {
        return Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(separator));
    }

    private static @Nullable String address(@Nullable Address address) {
        return address == null
                ? null
                : joined(
                        ", ",
                        address.streetOne(),
                        address.streetTwo(),
                        address.city(),
                        joined(" ", address.state(), address.postalCode()),
                        address.country());
    }

    private TypedValue json(List<Map<String, String>> rows) {
        return Variables.serializedObjectValue(write(rows))
                .serializationDataFormat("application/json")
                .objectTypeName("java.util.ArrayList")
                .create();
    }

    private String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was stored as JSON can be written as JSON", e);
        }
    }
}
