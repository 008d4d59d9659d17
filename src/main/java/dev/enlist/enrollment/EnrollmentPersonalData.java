package dev.enlist.enrollment;

import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Money;
import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Exports and erases the enrollments of a person with their histories and rule inputs. */
@Component
@Order(100)
class EnrollmentPersonalData implements PersonalDataSource {

    /** A status change as exported, without the name of the actor, which is not data of the person. */
    record Move(
            @Nullable String from,
            String to,
            Instant at,
            Actor.Type by,
            @Nullable String reason) {}

    /** Inputs and decision of the rules. */
    record Decided(
            RuleSetRef rules,
            Verdict verdict,
            Map<String, @Nullable Object> inputs,
            List<MatchedRule> matchedRules,
            Instant at) {}

    /** A question to the person, and the answer. */
    record Asked(
            String status,
            String message,
            List<String> fields,
            List<String> documents,
            Instant requestedAt,
            Instant dueAt,
            @Nullable String answerMessage,
            List<InformationRequest.Change> changes,
            @Nullable Instant closedAt) {}

    /** A place that was offered from the waitlist. */
    record Offered(
            Instant madeAt,
            Instant endsAt,
            WaitlistOffer.@Nullable Answer answer,
            @Nullable Instant answeredAt) {}

    /** The incentive: the amount, how it came about, and the changes by people without their names. */
    record Paid(@Nullable Money money, String explanation, List<PaidChange> changes) {}

    /** A change of the incentive by a person. */
    record PaidChange(@Nullable Money from, Money to, String reason, Instant at) {}

    /** A requested exit. */
    record Exit(String kind, String reason, Instant requestedAt) {}

    /** How staff applied for the person, without the name of the member. */
    record Assisted(String consent, @Nullable String note, Instant at) {}

    /** An enrollment as exported. */
    record Held(
            String id,
            String applicationNumber,
            String programInstanceId,
            Identification identification,
            Application application,
            String status,
            @Nullable String reason,
            @Nullable String code,
            @Nullable Instant enrollmentStartDate,
            @Nullable Exit exit,
            @Nullable Assisted assisted,
            @Nullable Paid incentive,
            Instant createdAt,
            Instant updatedAt,
            List<Move> history,
            List<Decided> decisions,
            List<Asked> informationRequests,
            List<Offered> waitlistOffers) {}

    private final EnrollmentRepository enrollments;
    private final StatusChangeRepository history;
    private final DecisionRecordRepository decisions;
    private final InformationRequestRepository requests;
    private final WaitlistOfferRepository offers;
    private final IncentiveChangeRepository incentives;
    private final EnrollmentService service;

    EnrollmentPersonalData(
            EnrollmentRepository enrollments,
            StatusChangeRepository history,
            DecisionRecordRepository decisions,
            InformationRequestRepository requests,
            WaitlistOfferRepository offers,
            IncentiveChangeRepository incentives,
            EnrollmentService service) {
        this.incentives = incentives;
        this.enrollments = enrollments;
        this.history = history;
        this.decisions = decisions;
        this.requests = requests;
        this.offers = offers;
        this.service = service;
    }

    @Override
    public String section() {
        return "enrollments";
    }

    @Override
    public Set<String> tables() {
        return Set.of(
                "enrollment",
                "status_history",
                "decision_record",
                "claim_change",
                "information_request",
                "waitlist_offer",
                "incentive_change");
    }

    @Override
    public PersonIdentifiers widen(PersonIdentifiers known) {
        return known.withEnrollments(
                enrollments.ofPerson(known.enrollmentIds(), known.emails(), known.customerIds(), known.leadIds()));
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        Map<String, List<StatusChange>> moves =
                history.findByEnrollmentIdInOrderByEnrollmentIdAscNumberAsc(person.enrollmentIds()).stream()
                        .collect(Collectors.groupingBy(StatusChange::enrollmentId));
        Map<String, List<DecisionRecord>> decided =
                decisions.findByEnrollmentIdInOrderById(person.enrollmentIds()).stream()
                        .collect(Collectors.groupingBy(DecisionRecord::enrollmentId));
        Map<String, List<InformationRequest>> asked =
                requests.findByEnrollmentIdInOrderById(person.enrollmentIds()).stream()
                        .collect(Collectors.groupingBy(InformationRequest::enrollmentId));
        Map<String, List<WaitlistOffer>> offered =
                offers.of(person.enrollmentIds()).stream().collect(Collectors.groupingBy(WaitlistOffer::enrollmentId));
        Map<String, List<IncentiveChange>> changed =
                incentives.findByEnrollmentIdInOrderById(person.enrollmentIds()).stream()
                        .collect(Collectors.groupingBy(IncentiveChange::enrollmentId));
        return enrollments.findAllById(person.enrollmentIds()).stream()
                .map(enrollment -> held(
                        enrollment,
                        moves.getOrDefault(enrollment.getId(), List.of()),
                        decided.getOrDefault(enrollment.getId(), List.of()),
                        asked.getOrDefault(enrollment.getId(), List.of()),
                        offered.getOrDefault(enrollment.getId(), List.of()),
                        changed.getOrDefault(enrollment.getId(), List.of())))
                .toList();
    }

    private static Held held(
            Enrollment enrollment,
            List<StatusChange> moves,
            List<DecisionRecord> decided,
            List<InformationRequest> asked,
            List<WaitlistOffer> offered,
            List<IncentiveChange> changes) {
        return new Held(
                enrollment.getId(),
                enrollment.applicationNumber(),
                enrollment.programInstanceId(),
                enrollment.identification(),
                enrollment.application(),
                enrollment.status().wire(),
                enrollment.reason().orElse(null),
                enrollment.code().orElse(null),
                enrollment.enrollmentStartDate().orElse(null),
                enrollment
                        .exit()
                        .requested()
                        .map(exit -> new Exit(exit.kind().wire(), exit.reason(), exit.at()))
                        .orElse(null),
                enrollment
                        .assisted()
                        .map(assisted -> new Assisted(assisted.consent(), assisted.note(), assisted.at()))
                        .orElse(null),
                paid(enrollment, changes),
                enrollment.createdAt(),
                enrollment.updatedAt(),
                moves.stream()
                        .map(move -> new Move(
                                move.from().map(EnrollmentStatus::wire).orElse(null),
                                move.to().wire(),
                                move.at(),
                                move.by().type(),
                                move.reason().orElse(null)))
                        .toList(),
                decided.stream()
                        .map(decision -> new Decided(
                                decision.rules(),
                                decision.verdict(),
                                decision.inputs(),
                                decision.matchedRules(),
                                decision.evaluatedAt()))
                        .toList(),
                asked.stream()
                        .map(request -> new Asked(
                                request.status().wire(),
                                request.message(),
                                request.fields(),
                                request.documents(),
                                request.requestedAt(),
                                request.dueAt(),
                                request.answerMessage().orElse(null),
                                request.changes(),
                                request.closedAt().orElse(null)))
                        .toList(),
                offered.stream()
                        .map(offer -> new Offered(offer.madeAt(), offer.endsAt(), offer.answer(), offer.answeredAt()))
                        .toList());
    }

    private static @Nullable Paid paid(Enrollment enrollment, List<IncentiveChange> changes) {
        return enrollment
                .incentive()
                .map(incentive -> new Paid(
                        incentive.money().orElse(null),
                        incentive.explanation(),
                        changes.stream()
                                .map(change -> new PaidChange(
                                        change.from().orElse(null), change.to(), change.reason(), change.at()))
                                .toList()))
                .orElse(null);
    }

    /** Approved enrollments are active, also while an exit is under way. */
    @Override
    public List<String> active(PersonIdentifiers person) {
        return enrollments.findAllById(person.enrollmentIds()).stream()
                .filter(enrollment -> enrollment.status() == EnrollmentStatus.APPROVED)
                .map(Enrollment::getId)
                .sorted()
                .toList();
    }

    /** Erases each enrollment with its process, its history and the stored idempotent responses. */
    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        service.eraseAll(person.enrollmentIds());
        return Map.of("enrollments", person.enrollmentIds().size());
    }
}
