package dev.enlist.enrollment;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.ProgramNotAccepting;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Enrolls people. Every way in is a caller of this pipeline: REST, GraphQL, form keys, imports, renewal and rollover. Its
 * stages are: resolve person, check, store, start process, rules, record. The verdict is always reached at the business rule
 * task of the process. A batch costs a number of statements that does not grow with its size.
 *
 * <p>The row of an enrollment is written by the last stage, so that one INSERT writes its final status.
 */
@Service
public class AdmissionService {

    private final ProgramInstanceService instances;
    private final ApplicantResolver applicants;
    private final List<AdmissionValidator> validators;
    private final DuplicateUpdate duplicates;
    private final ApplicationNumberPool numbers;
    private final RuleInputCollector ruleInputs;
    private final AdmissionProcessStages processes;
    private final RuleSetService ruleSets;
    private final Clock clock;

    AdmissionService(
            ProgramInstanceService instances,
            ApplicantResolver applicants,
            List<AdmissionValidator> validators,
            DuplicateUpdate duplicates,
            ApplicationNumberPool numbers,
            RuleInputCollector ruleInputs,
            AdmissionProcessStages processes,
            RuleSetService ruleSets,
            Clock clock) {
        this.instances = instances;
        this.applicants = applicants;
        this.validators = List.copyOf(validators);
        this.duplicates = duplicates;
        this.numbers = numbers;
        this.ruleInputs = ruleInputs;
        this.processes = processes;
        this.ruleSets = ruleSets;
        this.clock = clock;
    }

    /** @throws ProgramNotAccepting where the program instance accepts no new enrollments now */
    @Transactional(readOnly = true)
    public void requireAccepting(String programInstanceId) {
        instances.instance(programInstanceId).requireAccepting(clock.instant());
    }

    /**
     * Enrolls one person.
     *
     * @param evaluate whether the rules run at once; otherwise the enrollment stays a candidate until it is evaluated
     * @return as it is after the rules have run
     * @throws ProgramNotAccepting where the program instance accepts no new enrollments now
     * @throws AlreadyEnrolled     where the person has an open or approved enrollment in the instance
     */
    @Transactional
    public Enrollment enroll(String programInstanceId, NewEnrollment person, boolean evaluate, Actor by) {
        return enrollAll(programInstanceId, List.of(person), evaluate, by).get(0);
    }

    /**
     * Enrolls all these people, or none; otherwise as {@link #enroll}.
     *
     * @return in the order of {@code people}
     */
    @Transactional
    public List<Enrollment> enrollAll(
            String programInstanceId, List<NewEnrollment> people, boolean evaluate, Actor by) {
        List<AdmitCommand> commands =
                people.stream().map(person -> new AdmitCommand(person, by)).toList();
        return admit(programInstanceId, commands, AdmissionOptions.allOrNone(evaluate)).stream()
                .map(result -> Objects.requireNonNull(((AdmissionResult.Created) result).enrollment()))
                .toList();
    }

    /**
     * Sends commands through the pipeline, within the transaction that runs.
     *
     * @return one result for each command, in their order; with {@link AdmissionOptions.RepeatedPerson#STOP} for the first
     *     of them only, those before the first command about a person of an earlier one
     * @throws ProgramNotAccepting where the program instance accepts no new enrollments
     */
    @Transactional
    public List<AdmissionResult> admit(
            String programInstanceId, List<AdmitCommand> commands, AdmissionOptions options) {
        AdmissionBatch batch =
                new AdmissionBatch(instances.instance(programInstanceId), commands, options, clock.instant());
        applicants.resolve(batch);
        check(batch);
        if (options.isDryRun()) {
            preview(batch);
        } else {
            duplicates.apply(batch);
            store(batch);
            startProcesses(batch);
        }
        return batch.results();
    }

    private void check(AdmissionBatch batch) {
        validators.forEach(validator -> validator.validate(batch));
        if (batch.options().allOrNone()) {
            batch.failOnRefusal();
        }
    }

    /** Creates the enrollments, and customers for the people who have none. */
    private void store(AdmissionBatch batch) {
        List<AdmissionBatch.Item> items = batch.creating();
        if (items.isEmpty()) {
            return;
        }
        Iterator<Applicant> people = applicants
                .withCustomers(
                        items.stream().map(AdmissionBatch.Item::applicant).toList())
                .iterator();
        Iterator<String> applicationNumbers = numbers.take(items.size()).iterator();
        String workspaceId = WorkspaceScope.current().workspaceId();
        for (AdmissionBatch.Item item : items) {
            Applicant person = people.next();
            Enrollment created = new Enrollment(
                    workspaceId,
                    applicationNumbers.next(),
                    batch.instance().getId(),
                    person.identification(),
                    person.application(),
                    item.command().by(),
                    batch.now());
            item.creates(created);
            if (item.command().origin() != null) {
                AuditContext.attribute(created.getId(), item.command().origin());
                // the customer, where it was created with the enrollment
                AuditContext.attribute(
                        String.valueOf(person.identification().customerId()),
                        item.command().origin());
            }
        }
    }

    /** The rules run, and the verdicts are recorded, while the processes start. */
    private void startProcesses(AdmissionBatch batch) {
        List<AdmissionBatch.Item> items = batch.creating();
        if (items.isEmpty()) {
            return;
        }
        Map<String, Map<String, @Nullable Object>> byPerson = inputs(batch, items, batch.now());
        Map<String, Map<String, @Nullable Object>> byEnrollment = new HashMap<>();
        List<Enrollment> created = new ArrayList<>();
        for (AdmissionBatch.Item item : items) {
            created.add(item.enrollment());
            byEnrollment.put(
                    item.enrollment().getId(),
                    Objects.requireNonNull(byPerson.get(item.applicant().emailKey())));
        }
        processes.admit(batch.instance(), created, byEnrollment, batch.options().evaluate(), batch.now());
        items.forEach(item -> item.finish(AdmissionResult.Created.of(item.enrollment())));
    }

    private Map<String, Map<String, @Nullable Object>> inputs(
            AdmissionBatch batch, List<AdmissionBatch.Item> items, Instant moment) {
        return ruleInputs.of(
                batch.instance(),
                items.stream().map(AdmissionBatch.Item::applicant).toList(),
                moment);
    }

    /** A dry run starts no process, so it asks the rules directly. */
    private void preview(AdmissionBatch batch) {
        batch.updating()
                .forEach(item -> item.finish(
                        new AdmissionResult.Updated(item.duplicateOf().isEmpty() ? null : item.duplicateOf())));
        List<AdmissionBatch.Item> items = batch.creating();
        if (items.isEmpty()) {
            return;
        }
        if (!batch.options().evaluate()) {
            items.forEach(item -> item.finish(new AdmissionResult.Created(
                    null,
                    EnrollmentStatus.CANDIDATE,
                    null,
                    null,
                    item.applicant().keys())));
            return;
        }
        ProgramInstance instance = batch.instance();
        Instant moment = Objects.requireNonNull(batch.options().dryRun()).moment();
        Instant asOf = moment == null ? batch.now() : moment;
        Map<String, Map<String, @Nullable Object>> inputs = inputs(batch, items, asOf);
        Function<Map<String, @Nullable Object>, Decision> table =
                ruleSets.evaluator(ruleSets.inForce(instance.rules(), asOf));
        for (AdmissionBatch.Item item : items) {
            item.finish(preview(
                    table,
                    Objects.requireNonNull(inputs.get(item.applicant().emailKey())),
                    item.applicant().keys()));
        }
    }

    private static AdmissionResult preview(
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
            // an ineligible enrollment does not keep the person from enrolling again
            return new AdmissionResult.Created(
                    null, status, verdict.reason(), verdict.code(), status.isOpen() ? keys : Set.of());
        } catch (RulesFailed e) {
            return new AdmissionResult.Undecided(String.valueOf(e.getMessage()), keys);
        }
    }
}
