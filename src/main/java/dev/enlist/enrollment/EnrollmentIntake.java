package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.ProgramNotAccepting;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Fault;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Enrolls many who come together, each judged by itself: who may not enter keeps nobody else out. A constant
 * number of statements, however many they are.
 */
@Service
public class EnrollmentIntake {

    private final Applicants applicants;
    private final EntryChecks checks;
    private final Entrance entrance;
    private final Enrollments enrollments;
    private final EnrollmentStore store;
    private final ProgramInstanceService instances;
    private final RuleSetService ruleSets;
    private final VerdictService verdicts;
    private final Clock clock;

    EnrollmentIntake(
            Applicants applicants,
            EntryChecks checks,
            Entrance entrance,
            Enrollments enrollments,
            EnrollmentStore store,
            ProgramInstanceService instances,
            RuleSetService ruleSets,
            VerdictService verdicts,
            Clock clock) {
        this.applicants = applicants;
        this.checks = checks;
        this.entrance = entrance;
        this.enrollments = enrollments;
        this.store = store;
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.verdicts = verdicts;
        this.clock = clock;
    }

    /** What is to be done with those who come. */
    public record Manner(boolean evaluate, OnDuplicate onDuplicate) {}

    /** One of several who come at the same moment, each in a name of its own. */
    public record Arrival(NewEnrollment wanted, Actor by) {}

    /** Tells which of these keys an earlier part of the same rehearsal would have enrolled. */
    public interface Rehearsed {

        Set<String> among(Collection<String> keys);
    }

    /** What becomes of the rest where somebody is the same person as one before. */
    private enum Repeated {
        /** They wait until that one is stored. */
        STOPS,
        /** Nothing: only who is repeated is passed over. */
        IS_PASSED_OVER
    }

    /** Those who may enter, those to be brought up to date, and what is to be said of each. */
    private static final class Sorted {

        private final List<@Nullable Entry> entries = new ArrayList<>();
        private final Map<Integer, Applicants.Applicant> entering = new LinkedHashMap<>();
        private final Map<Integer, String> known = new LinkedHashMap<>();
    }

    /** @throws ProgramNotAccepting where nobody may enter now */
    @Transactional(readOnly = true)
    public void requireAccepting(String programInstanceId) {
        instances.instance(programInstanceId).requireAccepting(clock.instant());
    }

    /**
     * Enrolls them, in the transaction that runs.
     *
     * @return what became of the first of them, in their order: of those before the first who is the same person as
     *     one before. The others are to be sent again, once these are stored.
     * @throws ProgramNotAccepting where nobody may enter any more
     */
    @Transactional
    public List<Entry> enter(String programInstanceId, List<NewEnrollment> wanted, Manner manner, Actor by) {
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(programInstanceId);
        instance.requireAccepting(now);
        Sorted sorted = sort(instance, wanted, manner.onDuplicate(), Repeated.STOPS, keys -> Set.of());
        update(instance, sorted, wanted, by, now);
        if (!sorted.entering.isEmpty()) {
            List<Applicants.Applicant> people = applicants.linked(List.copyOf(sorted.entering.values()));
            List<Enrollment> entered =
                    entrance.letMany(instance, people, manner.evaluate(), Collections.nCopies(people.size(), by), now);
            int next = 0;
            for (int row : sorted.entering.keySet()) {
                Enrollment newcomer = entered.get(next++);
                sorted.entries.set(
                        row,
                        new Entry.Created(
                                newcomer.getId(),
                                newcomer.status(),
                                newcomer.reason().orElse(null),
                                newcomer.code().orElse(null),
                                Set.of()));
            }
        }
        return sorted.entries.stream().map(Objects::requireNonNull).toList();
    }

    /**
     * Enrolls those of them who may enter, in the transaction that runs, and leaves the others as they are.
     *
     * @return in their order; nobody where something stands in the way
     * @throws ProgramNotAccepting where nobody may enter
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Optional<Enrollment>> admit(String programInstanceId, List<Arrival> arrivals, boolean evaluate) {
        List<Optional<Enrollment>> admitted = new ArrayList<>(Collections.nCopies(arrivals.size(), Optional.empty()));
        if (arrivals.isEmpty()) {
            return admitted;
        }
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(programInstanceId);
        instance.requireAccepting(now);
        List<NewEnrollment> wanted = arrivals.stream().map(Arrival::wanted).toList();
        Sorted sorted = sort(instance, wanted, OnDuplicate.SKIP, Repeated.IS_PASSED_OVER, keys -> Set.of());
        if (sorted.entering.isEmpty()) {
            return admitted;
        }
        List<Applicants.Applicant> people = applicants.linked(List.copyOf(sorted.entering.values()));
        List<Actor> by = sorted.entering.keySet().stream()
                .map(place -> arrivals.get(place).by())
                .toList();
        Iterator<Enrollment> entered =
                entrance.letMany(instance, people, evaluate, by, now).iterator();
        sorted.entering.keySet().forEach(place -> admitted.set(place, Optional.of(entered.next())));
        return admitted;
    }

    /** Says what {@link #enter} would do, and does nothing. */
    @Transactional(readOnly = true)
    public List<Entry> rehearse(
            String programInstanceId, List<NewEnrollment> wanted, Manner manner, Rehearsed rehearsed) {
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(programInstanceId);
        instance.requireAccepting(now);
        Sorted sorted = sort(instance, wanted, manner.onDuplicate(), Repeated.STOPS, rehearsed);
        sorted.known.forEach((row, id) -> sorted.entries.set(row, new Entry.Updated(id.isEmpty() ? null : id)));
        Map<String, Map<String, @Nullable Object>> inputs =
                entrance.inputs(instance, List.copyOf(sorted.entering.values()), now);
        RuleSetRef rules = ruleSets.inForce(instance.rules(), now);
        Function<Map<String, @Nullable Object>, Decision> table = ruleSets.evaluator(rules);
        sorted.entering.forEach((row, person) -> sorted.entries.set(
                row,
                manner.evaluate()
                        ? verdict(
                                table,
                                inputs.get(
                                        CustomerService.key(person.application().email())),
                                keys(person))
                        : new Entry.Created(null, EnrollmentStatus.CANDIDATE, null, null, keys(person))));
        return sorted.entries.stream().map(Objects::requireNonNull).toList();
    }

    private static Entry verdict(
            Function<Map<String, @Nullable Object>, Decision> table,
            Map<String, @Nullable Object> inputs,
            Set<String> keys) {
        try {
            Verdict verdict = table.apply(inputs).verdict();
            EnrollmentStatus status =
                    switch (verdict.status()) {
                        case ELIGIBLE -> EnrollmentStatus.ELIGIBLE;
                        case INELIGIBLE -> EnrollmentStatus.INELIGIBLE;
                        case MANUAL -> EnrollmentStatus.CANDIDATE;
                    };
            // an enrollment that is turned away keeps no later row of the person out
            return new Entry.Created(null, status, verdict.reason(), verdict.code(), status.isOpen() ? keys : Set.of());
        } catch (RulesFailed e) {
            return new Entry.Created(null, EnrollmentStatus.CANDIDATE, "The rules cannot be evaluated.", null, keys);
        }
    }

    private Sorted sort(
            ProgramInstance instance,
            List<NewEnrollment> wanted,
            OnDuplicate onDuplicate,
            Repeated repeated,
            Rehearsed rehearsed) {
        List<Applicants.Attempt> attempts = applicants.each(instance, wanted);
        List<Applicants.Applicant> found = attempts.stream()
                .map(Applicants.Attempt::applicant)
                .filter(Objects::nonNull)
                .toList();
        EntryChecks.Standing standing = checks.standing(instance.getId(), found);
        Set<String> before = rehearsed.among(
                found.stream().flatMap(person -> keys(person).stream()).collect(Collectors.toSet()));
        Set<String> here = new HashSet<>();
        Sorted sorted = new Sorted();
        for (Applicants.Attempt attempt : attempts) {
            Applicants.Applicant person = attempt.applicant();
            if (person == null) {
                sorted.entries.add(new Entry.Refused(attempt.faults()));
                continue;
            }
            Set<String> keys = keys(person);
            if (keys.stream().anyMatch(here::contains)) {
                if (repeated == Repeated.STOPS) {
                    return sorted;
                }
                sorted.entries.add(null);
                continue;
            }
            here.addAll(keys);
            Map.Entry<String, String> in = standing.of(person)
                    .orElse(keys.stream().anyMatch(before::contains) ? Map.entry("email", "") : null);
            if (in == null) {
                sorted.entering.put(sorted.entries.size(), person);
                sorted.entries.add(null);
            } else if (onDuplicate == OnDuplicate.UPDATE) {
                sorted.known.put(sorted.entries.size(), in.getValue());
                sorted.entries.add(null);
            } else {
                sorted.entries.add(duplicate(in, onDuplicate));
            }
        }
        return sorted;
    }

    private static Entry duplicate(Map.Entry<String, String> in, OnDuplicate onDuplicate) {
        String id = in.getValue();
        if (onDuplicate == OnDuplicate.SKIP) {
            return new Entry.Skipped(id.isEmpty() ? null : id);
        }
        return new Entry.Refused(List.of(new Fault(
                "/" + in.getKey(), id.isEmpty() ? "is that of an earlier row" : "is enrolled already, as " + id)));
    }

    private void update(ProgramInstance instance, Sorted sorted, List<NewEnrollment> wanted, Actor by, Instant now) {
        if (sorted.known.isEmpty()) {
            return;
        }
        Map<String, NewEnrollment> ofCustomers = new HashMap<>();
        Map<String, Enrollment> locked = new HashMap<>();
        enrollments.lockAll(sorted.known.values()).forEach(enrollment -> locked.put(enrollment.getId(), enrollment));
        List<Enrollment> changed = new ArrayList<>();
        sorted.known.forEach((row, id) -> {
            Enrollment enrollment = locked.get(id);
            if (enrollment == null) {
                sorted.entries.set(
                        row, new Entry.Refused(List.of(new Fault("", "was enrolled, and erased at this moment"))));
                return;
            }
            VerdictService.Facts before = VerdictService.Facts.of(enrollment);
            enrollment.revise(Applicants.updated(instance, enrollment.application(), wanted.get(row)), now);
            String customerId = enrollment.identification().customerId();
            if (customerId != null) {
                ofCustomers.put(customerId, wanted.get(row));
            }
            if (before.changedFor(enrollment)) {
                changed.add(enrollment);
            }
            store.publish(enrollment);
            sorted.entries.set(row, new Entry.Updated(id));
        });
        verdicts.judgeAgain(changed, by, VerdictService.FACTS_CHANGED);
        applicants.updateCustomers(ofCustomers);
        enrollments.flush();
    }

    /** By what somebody is known again: e-mail, customer, reference. */
    private static Set<String> keys(Applicants.Applicant person) {
        Set<String> keys = new HashSet<>();
        keys.add("email " + CustomerService.key(person.application().email()));
        if (person.identification().customerId() != null) {
            keys.add("customer " + person.identification().customerId());
        }
        if (person.application().referenceId() != null) {
            keys.add("reference " + person.application().referenceId());
        }
        return keys;
    }
}
