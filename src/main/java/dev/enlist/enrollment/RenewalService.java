package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Enrolls the approved people of one instance in another, some at a time, or tells what would become of them. Each new
 * enrollment is linked to the old one and asked about by the rules of the new instance, all of a chunk in one command
 * of the engine.
 */
@Service
public class RenewalService {

    private final Enrollments enrollments;
    private final EnrollmentService service;
    private final RenewalQueries queries;
    private final RuleInputs ruleInputs;
    private final ProgramInstanceService instances;
    private final RuleSetService ruleSets;
    private final Clock clock;

    RenewalService(
            Enrollments enrollments,
            EnrollmentService service,
            RenewalQueries queries,
            RuleInputs ruleInputs,
            ProgramInstanceService instances,
            RuleSetService ruleSets,
            Clock clock) {
        this.enrollments = enrollments;
        this.service = service;
        this.queries = queries;
        this.ruleInputs = ruleInputs;
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.clock = clock;
    }

    /** How many there are to renew: those approved, and those whom the end of the instance sent away. */
    @Transactional(readOnly = true)
    public int count(String sourceInstanceId) {
        return queries.count(sourceInstanceId);
    }

    /** The next of them, in the order of their ids. */
    @Transactional(readOnly = true)
    public List<String> next(String sourceInstanceId, String after, int limit) {
        return queries.next(sourceInstanceId, after, limit);
    }

    /**
     * Renews these, within the transaction of the caller; the same people once, however often they are asked for.
     *
     * @return what became of each, in the order asked for
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Renewal> renew(String targetInstanceId, List<String> ids, Actor by) {
        Map<String, Renewal> found = standing(targetInstanceId, ids);
        List<String> rest = ids.stream().filter(id -> !found.containsKey(id)).toList();
        if (!rest.isEmpty()) {
            List<NewEnrollment> requests =
                    rest.stream().map(RenewalService::renewalOf).toList();
            for (Enrollment newcomer : service.enrollAll(targetInstanceId, requests, true, by)) {
                String source = Objects.requireNonNull(newcomer.identification().previousEnrollmentId());
                found.put(
                        source,
                        new Renewal(
                                source,
                                outcome(newcomer.status()),
                                newcomer.getId(),
                                newcomer.code().orElse(null),
                                newcomer.reason().orElse(null)));
            }
        }
        return ids.stream().map(id -> Objects.requireNonNull(found.get(id))).toList();
    }

    /** What would become of these, at this moment or at that when the new instance begins. Nothing is written. */
    @Transactional(readOnly = true)
    public List<Renewal> preview(String targetInstanceId, List<String> ids) {
        Map<String, Renewal> found = standing(targetInstanceId, ids);
        ProgramInstance target = instances.instance(targetInstanceId);
        Instant moment = beginning(target);
        Function<Map<String, @Nullable Object>, Decision> table =
                ruleSets.evaluator(ruleSets.inForce(target.rules(), moment));
        Map<String, Enrollment> people = people(ids);
        Map<String, List<String>> active = ruleInputs.activePrograms(people.values().stream()
                .map(person -> person.application().email())
                .toList());
        for (String id : ids) {
            if (!found.containsKey(id)) {
                Enrollment person = Objects.requireNonNull(people.get(id));
                String email = CustomerService.key(person.application().email());
                found.put(
                        id,
                        verdict(
                                id,
                                table,
                                ruleInputs.of(
                                        target,
                                        person.application(),
                                        active.getOrDefault(email, List.of()),
                                        person.status(),
                                        moment)));
            }
        }
        return ids.stream().map(id -> Objects.requireNonNull(found.get(id))).toList();
    }

    private static Renewal verdict(
            String id, Function<Map<String, @Nullable Object>, Decision> table, Map<String, @Nullable Object> inputs) {
        try {
            Verdict verdict = table.apply(inputs).verdict();
            Renewal.Outcome outcome =
                    switch (verdict.status()) {
                        case ELIGIBLE -> Renewal.Outcome.ELIGIBLE;
                        case INELIGIBLE -> Renewal.Outcome.INELIGIBLE;
                        case MANUAL -> Renewal.Outcome.MANUAL;
                    };
            return new Renewal(id, outcome, null, verdict.code(), verdict.reason());
        } catch (RulesFailed e) {
            return new Renewal(id, Renewal.Outcome.FAILED, null, "rules-failed", e.getMessage());
        }
    }

    private Instant beginning(ProgramInstance target) {
        Instant now = clock.instant();
        return Optional.ofNullable(target.details().startDate())
                .filter(now::isBefore)
                .orElse(now);
    }

    /** Those about whom nothing is to be done: renewed before, in by another way, or twice among those asked for. */
    private Map<String, Renewal> standing(String targetInstanceId, List<String> ids) {
        Map<String, Renewal> found = new LinkedHashMap<>();
        queries.renewed(targetInstanceId, ids)
                .forEach((source, renewed) ->
                        found.put(source, new Renewal(source, Renewal.Outcome.ALREADY_RENEWED, renewed, null, null)));
        Map<String, Enrollment> people = people(ids);
        RenewalQueries.Open open = queries.open(targetInstanceId, people.values());
        for (String id : ids) {
            Enrollment person = people.get(id);
            if (!found.containsKey(id) && person != null) {
                open.standsInTheWayOf(person)
                        .ifPresentOrElse(
                                other -> found.put(
                                        id,
                                        new Renewal(id, Renewal.Outcome.ALREADY_ENROLLED, blank(other), null, null)),
                                () -> open.willHold(person));
            }
        }
        return found;
    }

    private static @Nullable String blank(String id) {
        return id.isEmpty() ? null : id;
    }

    private Map<String, Enrollment> people(List<String> ids) {
        return enrollments.findAllById(ids).stream()
                .collect(Collectors.toMap(Enrollment::getId, Function.identity(), (a, b) -> a, HashMap::new));
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
