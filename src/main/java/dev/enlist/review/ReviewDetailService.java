package dev.enlist.review;

import dev.enlist.analysis.explain.Explanation;
import dev.enlist.analysis.explain.ExplanationService;
import dev.enlist.capacity.CapacityPool;
import dev.enlist.eligibility.Verdict;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.DecisionRecord;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentIncentive;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.VerdictChange;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Money;
import dev.enlist.shared.access.AccessGate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Collects what a reviewer needs to decide about one enrollment, in a fixed number of statements. */
@Service
@Transactional(readOnly = true)
public class ReviewDetailService {

    /** As a FEEL literal, the way a table states its output. */
    private static final String ELIGIBLE = "\"eligible\"";

    private final EnrollmentQueries enrollments;
    private final ProgramInstanceService instances;
    private final ExplanationService explanations;
    private final ReviewQuery reviews;
    private final AccessGate gate;

    ReviewDetailService(
            EnrollmentQueries enrollments,
            ProgramInstanceService instances,
            ExplanationService explanations,
            ReviewQuery reviews,
            AccessGate gate) {
        this.enrollments = enrollments;
        this.instances = instances;
        this.explanations = explanations;
        this.reviews = reviews;
        this.gate = gate;
    }

    public ReviewDetail detail(String enrollmentId) {
        Enrollment enrollment = enrollments.enrollment(enrollmentId);
        Application application = enrollment.application();
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        InstanceDetails details = instance.details();
        List<CapacityPool> pools = enrollments.pools(enrollment);
        return new ReviewDetail(
                enrollmentId,
                enrollment.applicationNumber(),
                enrollment.status(),
                ReviewQuery.personName(application.firstName(), application.lastName(), application.email()),
                application.email(),
                application.phone(),
                instance.program().name(),
                instance.getId(),
                details.title(),
                enrollment.createdAt(),
                reviews.ofEnrollment(enrollmentId).orElse(null),
                enrollments
                        .latestDecision(enrollmentId)
                        .map(decision -> verdict(enrollment, decision))
                        .orElse(null),
                ReviewAnswers.of(application, details.formConfig()),
                ReviewAnswers.documentTypes(details.formConfig()),
                others(enrollment),
                capacity(pools),
                enrollment.incentive().map(paid -> incentive(paid, pools)).orElse(null),
                details.eligibilityCriteria(),
                details.programTerms(),
                enrollment.termsVersionAccepted().orElse(null),
                instance.rejectionReasons());
    }

    /** Of the pool of units with least left; of a budget where none counts units. */
    private static ReviewDetail.@Nullable Capacity capacity(List<CapacityPool> pools) {
        return pools.stream()
                .min(Comparator.comparing(CapacityPool::isBudget).thenComparing(CapacityPool::available))
                .map(pool -> new ReviewDetail.Capacity(
                        CapacityPool.plain(pool.available()),
                        CapacityPool.plain(pool.limit()),
                        pool.terms().budget() == null
                                ? null
                                : pool.terms().budget().currency()))
                .orElse(null);
    }

    private static ReviewDetail.Incentive incentive(EnrollmentIncentive paid, List<CapacityPool> pools) {
        return new ReviewDetail.Incentive(
                paid.money().map(Money::amount).orElse(null),
                paid.money().map(Money::currency).orElse(null),
                paid.explanation(),
                pools.stream()
                        .filter(CapacityPool::isBudget)
                        .map(CapacityPool::available)
                        .min(Comparator.naturalOrder())
                        .map(CapacityPool::plain)
                        .orElse(null));
    }

    private ReviewDetail.ReviewVerdict verdict(Enrollment enrollment, DecisionRecord decision) {
        Optional<Verdict> changed = enrollment.review().verdictChange().map(VerdictChange::verdict);
        Verdict verdict = changed.orElse(decision.verdict());
        Explanation explanation = explanations.explain(decision.rules(), decision.decided(), decision.inputs());
        return new ReviewDetail.ReviewVerdict(
                verdict.status(), verdict.reason(), changed.isPresent(), conditions(explanation));
    }

    /** The conditions of the row that decided, if it makes eligible; else of the row that is nearest to doing so. */
    private static List<ReviewDetail.Condition> conditions(Explanation explanation) {
        return explanation.rules().stream()
                .filter(rule -> rule.answers().equals(ELIGIBLE))
                .max(Comparator.comparing(Explanation.Rule::met).thenComparing(ReviewDetailService::shareMet))
                .map(rule -> rule.conditions().stream()
                        .map(cell -> new ReviewDetail.Condition(cell.column(), cell.seen(), cell.met()))
                        .toList())
                .orElse(List.of());
    }

    private static double shareMet(Explanation.Rule rule) {
        long met = rule.conditions().stream().filter(Explanation.Condition::met).count();
        return rule.conditions().isEmpty()
                ? 1
                : (double) met / rule.conditions().size();
    }

    private List<ReviewDetail.OtherEnrollment> others(Enrollment enrollment) {
        List<Enrollment> others = enrollments.othersOfSamePerson(enrollment).stream()
                .filter(other -> gate.limit().allows(other.programInstanceId()))
                .toList();
        Map<String, ProgramInstance> known = instances.byIds(
                others.stream().map(Enrollment::programInstanceId).distinct().toList());
        return others.stream()
                .map(other -> new ReviewDetail.OtherEnrollment(
                        other.getId(),
                        other.applicationNumber(),
                        known.get(other.programInstanceId()).details().title(),
                        other.status(),
                        other.reason().orElse(null),
                        other.updatedAt()))
                .toList();
    }
}
