package dev.enlist.rollover;

import dev.enlist.enrollment.AdmissionOptions;
import dev.enlist.enrollment.AdmissionResult;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.AdmitCommand;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.enrollment.OnDuplicate;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Enrolls the approved people of one instance in another, or previews that. Each new enrollment is linked to the earlier one
 * and goes through {@link AdmissionService} as any other.
 */
@Service
public class RenewalService {

    private static final Actor PREVIEW = Actor.process("preview", "Preview");

    private final AdmissionService admissions;
    private final RenewalQuery queries;
    private final ProgramInstanceService instances;
    private final Clock clock;

    RenewalService(AdmissionService admissions, RenewalQuery queries, ProgramInstanceService instances, Clock clock) {
        this.admissions = admissions;
        this.queries = queries;
        this.instances = instances;
        this.clock = clock;
    }

    /** Number of enrollments to renew: approved ones, and ones unenrolled by the end of the instance. */
    @Transactional(readOnly = true)
    public int count(String sourceInstanceId) {
        return queries.count(sourceInstanceId);
    }

    /** Ids of the next enrollments to renew, in order. */
    @Transactional(readOnly = true)
    public List<String> next(String sourceInstanceId, String after, int limit) {
        return queries.next(sourceInstanceId, after, limit);
    }

    /**
     * Renews these enrollments within the transaction of the caller; each person once, however often the caller asks.
     *
     * @return one result for each id, in their order
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Renewal> renew(String targetInstanceId, List<String> ids, Actor by) {
        return renew(
                targetInstanceId,
                ids,
                by,
                AdmissionOptions.each(true, OnDuplicate.SKIP, AdmissionOptions.RepeatedPerson.SKIP));
    }

    /** The results that {@link #renew} would have, now or when the target instance begins. Changes nothing. */
    @Transactional(readOnly = true)
    public List<Renewal> preview(String targetInstanceId, List<String> ids) {
        ProgramInstance target = instances.instance(targetInstanceId);
        return renew(
                targetInstanceId,
                ids,
                PREVIEW,
                AdmissionOptions.each(true, OnDuplicate.SKIP, AdmissionOptions.RepeatedPerson.SKIP)
                        .withDryRun(AdmissionOptions.DryRun.at(beginning(target))));
    }

    private List<Renewal> renew(String targetInstanceId, List<String> ids, Actor by, AdmissionOptions options) {
        Map<String, Renewal> results = new HashMap<>();
        queries.renewed(targetInstanceId, ids)
                .forEach((source, renewed) ->
                        results.put(source, new Renewal(source, Renewal.Outcome.ALREADY_RENEWED, renewed, null, null)));
        List<String> rest = ids.stream().filter(id -> !results.containsKey(id)).toList();
        if (!rest.isEmpty()) {
            List<AdmissionResult> admitted = admissions.admit(
                    targetInstanceId,
                    rest.stream().map(id -> new AdmitCommand(renewalOf(id), by)).toList(),
                    options);
            for (int i = 0; i < rest.size(); i++) {
                results.put(rest.get(i), renewal(rest.get(i), admitted.get(i)));
            }
        }
        return ids.stream().map(id -> Objects.requireNonNull(results.get(id))).toList();
    }

    private static Renewal renewal(String source, AdmissionResult result) {
        if (result instanceof AdmissionResult.Created created) {
            return new Renewal(
                    source, outcome(created.status()), created.enrollmentId(), created.code(), created.reason());
        }
        if (result instanceof AdmissionResult.Skipped skipped) {
            return new Renewal(source, Renewal.Outcome.ALREADY_ENROLLED, skipped.enrollmentId(), null, null);
        }
        if (result instanceof AdmissionResult.Undecided undecided) {
            return new Renewal(source, Renewal.Outcome.FAILED, null, "rules-failed", undecided.reason());
        }
        if (result instanceof AdmissionResult.Refused refused) {
            return new Renewal(
                    source,
                    Renewal.Outcome.FAILED,
                    null,
                    refused.problem().code(),
                    refused.problem().getMessage());
        }
        throw new IllegalStateException("A renewal updates no enrollment: " + result);
    }

    private Instant beginning(ProgramInstance target) {
        Instant now = clock.instant();
        return Optional.ofNullable(target.details().startDate())
                .filter(now::isBefore)
                .orElse(now);
    }

    private static Renewal.Outcome outcome(EnrollmentStatus status) {
        return switch (status) {
            case INELIGIBLE -> Renewal.Outcome.INELIGIBLE;
            case CANDIDATE -> Renewal.Outcome.MANUAL;
            default -> Renewal.Outcome.ELIGIBLE;
        };
    }

    private static NewEnrollment renewalOf(String id) {
        return new NewEnrollment(
                IdentificationType.ENROLLMENT_ID,
                null,
                null,
                id,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
