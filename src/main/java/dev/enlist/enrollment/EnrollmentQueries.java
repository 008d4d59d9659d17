package dev.enlist.enrollment;

import dev.enlist.capacity.CapacityPool;
import dev.enlist.capacity.CapacityPoolService;
import dev.enlist.capacity.WaitlistRepository;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.paging.BoundedCount;
import dev.enlist.shared.paging.BoundedCounter;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads enrollments, their histories and their decisions. */
@Service
@Transactional(readOnly = true)
public class EnrollmentQueries {

    /** Wire names of the fields that may order a list of enrollments. */
    public static final Map<String, String> SORTABLE = Map.of(
            "createdAt", "createdAt",
            "updatedAt", "updatedAt",
            "status", "status",
            "lastName", "lastNameKey",
            "firstName", "firstNameKey",
            "email", "emailKey",
            "enrollmentStartDate", "enrollmentStartDate");

    private static final int OTHERS_SHOWN = 20;

    private final EnrollmentRepository enrollments;
    private final StatusChangeRepository history;
    private final DecisionRecordRepository decisions;
    private final ProgramInstanceService instances;
    private final EnrollmentCounter counter;
    private final FacetCounter facetTally;
    private final BoundedCounter totals;
    private final WaitlistRepository line;
    private final CapacityPoolService pools;
    private final Clock clock;

    EnrollmentQueries(
            EnrollmentRepository enrollments,
            StatusChangeRepository history,
            DecisionRecordRepository decisions,
            ProgramInstanceService instances,
            EnrollmentCounter counter,
            FacetCounter facetTally,
            BoundedCounter totals,
            WaitlistRepository line,
            CapacityPoolService pools,
            Clock clock) {
        this.enrollments = enrollments;
        this.history = history;
        this.decisions = decisions;
        this.instances = instances;
        this.counter = counter;
        this.facetTally = facetTally;
        this.totals = totals;
        this.line = line;
        this.pools = pools;
        this.clock = clock;
    }

    /** The time zone of the dates of an instance. */
    public ZoneId zone(String programInstanceId) {
        return instances.instance(programInstanceId).zone();
    }

    /** The application number that a person typed, as it is stored; empty where the text is none. */
    public static Optional<String> applicationNumber(String typed) {
        return ApplicationNumber.read(typed).map(ApplicationNumber::value);
    }

    /** The capacity pools that an enrollment draws from, units before money. One statement. */
    public List<CapacityPool> pools(Enrollment enrollment) {
        return pools.applyingTo(EnrollmentCapacityService.participant(enrollment));
    }

    public Enrollment enrollment(String id) {
        return enrollments.findById(id).orElseThrow(() -> new NotFound("enrollment"));
    }

    public <T> Page<T> list(
            String programInstanceId, ListQuery query, EnrollmentFilter filter, Function<Enrollment, T> shape) {
        instances.instance(programInstanceId);
        Specification<Enrollment> wanted = filter.within(programInstanceId);
        if (filter.combination()
                .filter(facet -> facetTally.count(programInstanceId, facet, filter.statuses()) == 0)
                .isPresent()) {
            return query.page(List.of(), Enrollment::getId, shape, () -> 0);
        }
        return query.fetch(
                enrollments, wanted, Enrollment::getId, shape, () -> total(programInstanceId, filter, wanted));
    }

    /**
     * Exact numbers of enrollments by status, in one statement; a status without enrollments is absent.
     *
     * @param programInstanceIds empty for all of the workspace
     */
    public Map<EnrollmentStatus, Long> counts(Collection<String> programInstanceIds) {
        return counter.counts(programInstanceIds);
    }

    /** Counts the enrollments of each of these instances by status; an instance without enrollments is absent. */
    @Transactional(readOnly = true)
    public Map<String, Map<EnrollmentStatus, Long>> countsByInstance(Collection<String> programInstanceIds) {
        return counter.countsByInstance(programInstanceIds);
    }

    private BoundedCount total(String programInstanceId, EnrollmentFilter filter, Specification<Enrollment> wanted) {
        return filter.isOfStatusesOnly()
                ? BoundedCount.of(counter.count(programInstanceId, filter.statuses()))
                : filter.soleFacet()
                        .map(facet -> BoundedCount.of(facetTally.count(programInstanceId, facet, filter.statuses())))
                        .orElseGet(() -> totals.of(Enrollment.class, wanted));
    }

    /** Position on the waitlist of its instance, from 1; empty if it is not on the waitlist. */
    public Optional<Integer> waitlistPosition(Enrollment enrollment) {
        return enrollment.waitlist().since().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(waitlistPositions(List.of(enrollment)).get(enrollment.getId()));
    }

    /** Waitlist positions by enrollment id. One statement; none if no enrollment is on a waitlist. */
    public Map<String, Integer> waitlistPositions(Collection<Enrollment> some) {
        return line.positions(some.stream()
                .filter(enrollment -> enrollment.waitlist().since().isPresent())
                .map(Enrollment::getId)
                .toList());
    }

    /**
     * The transitions that the policies allow now: none while an exit is under way; no submission and no return to candidate
     * while the instance accepts no enrollments. One statement at most.
     */
    public List<EnrollmentStatus> allowedTransitions(Enrollment enrollment) {
        List<EnrollmentStatus> allowed = enrollment.allowedTransitions();
        EnrollmentStatus entry =
                switch (enrollment.status()) {
                    case ELIGIBLE -> EnrollmentStatus.SUBMITTED;
                    case REJECTED -> EnrollmentStatus.CANDIDATE;
                    default -> null;
                };
        return entry == null || accepts(enrollment)
                ? allowed
                : allowed.stream().filter(next -> next != entry).toList();
    }

    /** Allowed transitions by enrollment id. One statement per instance. */
    public Map<String, List<EnrollmentStatus>> allowedTransitions(Collection<Enrollment> some) {
        return some.stream().collect(Collectors.toMap(Enrollment::getId, this::allowedTransitions));
    }

    private boolean accepts(Enrollment enrollment) {
        return AcceptancePolicy.accepts(instances.instance(enrollment.programInstanceId()), clock.instant());
    }

    /** Oldest first; never empty. */
    public List<StatusChange> history(String id) {
        List<StatusChange> moves = history.findByEnrollmentIdOrderByNumber(id);
        if (moves.isEmpty()) {
            // each enrollment has a first row
            throw new NotFound("enrollment");
        }
        return moves;
    }

    /** The existing enrollments with these ids, by id. One statement. */
    public Map<String, Enrollment> byIds(Collection<String> ids) {
        return enrollments.findAllById(ids).stream().collect(Collectors.toMap(Enrollment::getId, Function.identity()));
    }

    /** Histories by enrollment id, each oldest first. The caller has checked access to these ids. One statement. */
    public Map<String, List<StatusChange>> histories(Collection<String> ids) {
        return history.findByEnrollmentIdInOrderByEnrollmentIdAscNumberAsc(ids).stream()
                .collect(Collectors.groupingBy(StatusChange::enrollmentId));
    }

    /** The latest decision by enrollment id, if any. The caller has checked access to these ids. One statement. */
    public Map<String, DecisionRecord> latestDecisions(Collection<String> ids) {
        return decisions.findByEnrollmentIdInOrderById(ids).stream()
                .collect(
                        Collectors.toMap(DecisionRecord::enrollmentId, Function.identity(), (earlier, later) -> later));
    }

    /** The latest decision of the rules about an enrollment. */
    public DecisionRecord decision(String id) {
        enrollment(id);
        return decisions
                .findFirstByEnrollmentIdOrderByIdDesc(id)
                .orElseThrow(() -> new NotFound("decision: the rules have not run yet"));
    }

    /** The latest decision; empty if the rules have not run yet. */
    public Optional<DecisionRecord> latestDecision(String id) {
        return decisions.findFirstByEnrollmentIdOrderByIdDesc(id);
    }

    /** Other enrollments of the same person in this workspace, newest first, as many as a reviewer can read. */
    public List<Enrollment> othersOfSamePerson(Enrollment enrollment) {
        return enrollments.othersOfPerson(
                enrollment.getId(),
                EmailKey.of(enrollment.application().email()).value(),
                enrollment.identification().customerId(),
                OTHERS_SHOWN);
    }
}
