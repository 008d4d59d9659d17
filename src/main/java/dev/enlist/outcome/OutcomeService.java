package dev.enlist.outcome;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Records and corrects what participations bring. */
@Service
public class OutcomeService {

    /** Wire names of the fields that may order a list of outcomes. */
    public static final Map<String, String> SORTABLE =
            Map.of("createdAt", "createdAt", "metric", "metric", "periodFrom", "periodFrom");

    private final OutcomeRepository outcomes;
    private final EnrollmentQueries enrollments;
    private final ProgramInstanceService instances;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    OutcomeService(
            OutcomeRepository outcomes,
            EnrollmentQueries enrollments,
            ProgramInstanceService instances,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.outcomes = outcomes;
        this.enrollments = enrollments;
        this.instances = instances;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The metrics of a program instance, in the order of its configuration. */
    @Transactional(readOnly = true)
    public List<MetricDefinition> metrics(String programInstanceId) {
        return MetricDefinition.of(instances.instance(programInstanceId));
    }

    /**
     * Records an outcome.
     *
     * @throws InvalidInput naming every fault
     * @throws Conflict     {@code not-participating} where the enrollment is neither approved nor unenrolled
     */
    @Transactional
    public EnrollmentOutcome record(String enrollmentId, NewOutcome wanted, Actor by) {
        Enrollment enrollment = enrollments.enrollment(enrollmentId);
        return recordAll(enrollment.programInstanceId(), List.of(new Wanted(enrollment, wanted)), by)
                .get(0);
    }

    /**
     * Records outcomes of participants of one instance, or none of them; otherwise as {@link #record}. The number of
     * statements does not grow with that of the participants.
     *
     * @return in the order of {@code wanted}
     */
    @Transactional
    public List<EnrollmentOutcome> recordAll(String programInstanceId, List<Wanted> wanted, Actor by) {
        wanted.forEach(each -> OutcomeValidator.requireParticipant(each.enrollment()));
        return record(instances.instance(programInstanceId), wanted, false, by).stream()
                .map(attempt -> {
                    if (attempt.outcome() == null) {
                        throw new InvalidInput(attempt.faults());
                    }
                    return attempt.outcome();
                })
                .toList();
    }

    /** An outcome to record for an enrollment. */
    public record Wanted(Enrollment enrollment, NewOutcome outcome) {}

    /** A recorded outcome, or the faults that keep it from being recorded; no faults and no outcome in a dry run. */
    record Attempt(@Nullable EnrollmentOutcome outcome, List<Fault> faults) {}

    /**
     * Records outcomes of participants of one instance, each that has no fault. In the caller's transaction.
     *
     * @param dryRun whether to check and record nothing
     * @return in the order of {@code wanted}
     */
    List<Attempt> record(ProgramInstance instance, List<Wanted> wanted, boolean dryRun, Actor by) {
        List<MetricDefinition> metrics = MetricDefinition.of(instance);
        List<String> ids = wanted.stream()
                .map(each -> each.enrollment().getId())
                .distinct()
                .sorted()
                .toList();
        lock(ids);
        Map<String, List<EnrollmentOutcome>> current = new HashMap<>();
        outcomes.findByEnrollmentIdInAndSupersededAtIsNullOrderById(ids)
                .forEach(outcome -> current.computeIfAbsent(
                                outcome.enrollmentId().orElseThrow(), id -> new ArrayList<>())
                        .add(outcome));
        List<Attempt> attempts = new ArrayList<>();
        List<EnrollmentOutcome> added = new ArrayList<>();
        for (Wanted each : wanted) {
            List<EnrollmentOutcome> present =
                    current.computeIfAbsent(each.enrollment().getId(), id -> new ArrayList<>());
            List<Fault> faults = OutcomeValidator.faults(each.outcome(), metrics, present);
            if (!faults.isEmpty()) {
                attempts.add(new Attempt(null, faults));
                continue;
            }
            EnrollmentOutcome outcome = outcome(each, metrics, by);
            present.add(outcome);
            added.add(outcome);
            attempts.add(new Attempt(dryRun ? null : outcome, List.of()));
        }
        if (!dryRun && !added.isEmpty()) {
            outcomes.saveAllAndFlush(added);
            added.forEach(
                    outcome -> events.publishEvent(OutcomeEvent.recorded(outcome, workspaceId(), outcome.createdAt())));
        }
        return attempts;
    }

    private EnrollmentOutcome outcome(Wanted wanted, List<MetricDefinition> metrics, Actor by) {
        NewOutcome details = wanted.outcome();
        MetricDefinition metric = metrics.stream()
                .filter(known -> known.name().equals(details.metric()))
                .findFirst()
                .orElseThrow();
        return new EnrollmentOutcome(
                wanted.enrollment().getId(),
                wanted.enrollment().programInstanceId(),
                details.withMethod(details.method() == null ? metric.method() : details.method()),
                metric.unit(),
                by,
                clock.instant());
    }

    /** Two requests at the same moment must not both find the days free. */
    private void lock(Collection<String> sortedIds) {
        jdbc.sql("""
                        select id from enrollment where workspace_id = ? and id = any(?) order by id
                        for no key update
                        """)
                .params(workspaceId(), sortedIds.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /**
     * Corrects an outcome by a new entry that supersedes it.
     *
     * @param value  null for that of the superseded entry
     * @param period null for that of the superseded entry
     * @throws Conflict {@code already-superseded} where another entry superseded it
     */
    @Transactional
    public EnrollmentOutcome correct(
            String enrollmentId,
            String outcomeId,
            @Nullable String ifMatch,
            @Nullable BigDecimal value,
            @Nullable OutcomePeriod period,
            String reason,
            Actor by) {
        outcome(enrollmentId, outcomeId);
        lock(List.of(enrollmentId));
        List<EnrollmentOutcome> present =
                outcomes.findByEnrollmentIdInAndSupersededAtIsNullOrderById(List.of(enrollmentId));
        EnrollmentOutcome outcome = outcome(enrollmentId, outcomeId);
        EntityTags.check(ifMatch, outcome.version());
        if (outcome.supersededAt().isPresent()) {
            throw new Conflict("already-superseded", "Another entry superseded this outcome; correct the current one.");
        }
        BigDecimal newValue = value == null ? outcome.value() : value;
        OutcomePeriod newPeriod = period == null ? outcome.period() : period;
        List<Fault> faults = new ArrayList<>(OutcomeValidator.valueFaults(newValue));
        List<Fault> ofPeriod = OutcomeValidator.periodFaults(newPeriod);
        faults.addAll(ofPeriod);
        if (ofPeriod.isEmpty()) {
            OutcomeValidator.overlap(
                            outcome.metric(),
                            outcome.source(),
                            newPeriod,
                            present.stream()
                                    .filter(other -> !other.getId().equals(outcomeId))
                                    .toList())
                    .ifPresent(faults::add);
        }
        if (newValue.compareTo(outcome.value()) == 0 && newPeriod.equals(outcome.period())) {
            faults.add(new Fault("/value", "is the present one; send another value or another period"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        EnrollmentOutcome correction = outcome.corrected(newValue, newPeriod, reason, by, clock.instant());
        outcomes.save(outcome);
        EnrollmentOutcome stored = outcomes.saveAndFlush(correction);
        events.publishEvent(OutcomeEvent.corrected(stored, workspaceId(), stored.createdAt()));
        return stored;
    }

    @Transactional(readOnly = true)
    public EnrollmentOutcome outcome(String enrollmentId, String outcomeId) {
        if (!Cuid.isCuid(outcomeId)) {
            throw new NotFound("outcome");
        }
        return outcomes.findById(outcomeId)
                .filter(found ->
                        found.enrollmentId().filter(enrollmentId::equals).isPresent())
                .orElseThrow(() -> new NotFound("outcome"));
    }

    /** An outcome with the application number of its enrollment; null after the person was erased. */
    public record View(EnrollmentOutcome outcome, @Nullable String applicationNumber) {}

    /**
     * The outcomes of an enrollment, oldest first unless the query sorts otherwise.
     *
     * @param metric  null for every metric
     * @param history whether to include superseded entries
     */
    @Transactional(readOnly = true)
    public <T> Page<T> list(
            String enrollmentId, @Nullable String metric, boolean history, ListQuery query, Function<View, T> shape) {
        String number = enrollments.enrollment(enrollmentId).applicationNumber();
        return query.fetch(
                outcomes,
                filter("enrollmentId", enrollmentId, metric, history),
                EnrollmentOutcome::getId,
                outcome -> shape.apply(new View(outcome, number)));
    }

    /** The outcomes of a program instance, also those of erased people. */
    @Transactional(readOnly = true)
    public <T> Page<T> listOfInstance(
            String programInstanceId,
            @Nullable String metric,
            boolean history,
            ListQuery query,
            Function<View, T> shape) {
        instances.instance(programInstanceId);
        Page<EnrollmentOutcome> page = query.fetch(
                outcomes,
                filter("programInstanceId", programInstanceId, metric, history),
                EnrollmentOutcome::getId,
                Function.identity());
        Map<String, Enrollment> people = enrollments.byIds(page.data().stream()
                .flatMap(outcome -> outcome.enrollmentId().stream())
                .distinct()
                .toList());
        return page.map(outcome -> shape.apply(new View(
                outcome,
                outcome.enrollmentId()
                        .map(people::get)
                        .map(Enrollment::applicationNumber)
                        .orElse(null))));
    }

    private static Specification<EnrollmentOutcome> filter(
            String field, String value, @Nullable String metric, boolean history) {
        return (root, criteria, builder) -> builder.and(
                builder.equal(root.get(field), value),
                metric == null ? builder.conjunction() : builder.equal(root.get("metric"), metric),
                history ? builder.conjunction() : builder.isNull(root.get("supersededAt")));
    }

    /** The current outcomes of several enrollments, oldest first, by enrollment. One query. */
    @Transactional(readOnly = true)
    public Map<String, List<EnrollmentOutcome>> ofEnrollments(Collection<String> enrollmentIds) {
        return outcomes.findByEnrollmentIdInAndSupersededAtIsNullOrderById(enrollmentIds).stream()
                .collect(Collectors.groupingBy(outcome -> outcome.enrollmentId().orElseThrow()));
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
