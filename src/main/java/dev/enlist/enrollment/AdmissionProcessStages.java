package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.incentive.IncentiveEvaluator;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * The last stages of an admission: start process, rules, record. The process of each enrollment starts, its rule task
 * decides, and the enrollment moves by that decision. All processes of a batch start in one engine command.
 */
@Component
class AdmissionProcessStages {

    private final EnrollmentStore store;
    private final RuleSetService ruleSets;
    private final IncentiveEvaluator incentives;
    private final ApplicationEventPublisher events;

    AdmissionProcessStages(
            EnrollmentStore store,
            RuleSetService ruleSets,
            IncentiveEvaluator incentives,
            ApplicationEventPublisher events) {
        this.incentives = incentives;
        this.store = store;
        this.ruleSets = ruleSets;
        this.events = events;
    }

    /**
     * Starts the processes of new enrollments, and stores the enrollments with the verdicts.
     *
     * @param inputs   of the rules, by the id of the enrollment
     * @param evaluate whether the rules run now; otherwise each process waits until it is asked for the evaluation
     */
    void admit(
            ProgramInstance instance,
            Collection<Enrollment> created,
            Map<String, Map<String, @Nullable Object>> inputs,
            boolean evaluate,
            Instant now) {
        List<Admission> admissions = startProcesses(instance, created, inputs, rules(instance, now), evaluate, now);
        store.insert(created, record(admissions, now));
    }

    /**
     * Re-opens ineligible or rejected enrollments, and starts a new process for each.
     *
     * @param reopened stored enrollments, locked
     * @param inputs   of the rules, by the id of the enrollment
     * @param by       who re-opens them
     * @param why      as the history tells it
     */
    void readmit(
            ProgramInstance instance,
            Collection<Enrollment> reopened,
            Map<String, Map<String, @Nullable Object>> inputs,
            RuleSetRef rules,
            Actor by,
            String why,
            Instant now) {
        if (reopened.isEmpty()) {
            return;
        }
        reopened.forEach(enrollment -> enrollment.reopen(by, now, why));
        List<Admission> admissions = startProcesses(instance, reopened, inputs, rules, true, now);
        record(admissions, now).forEach(store::persist);
        store.publish(reopened);
    }

    private RuleSetRef rules(ProgramInstance instance, Instant now) {
        return ruleSets.inForce(instance.rules(), now);
    }

    private List<Admission> startProcesses(
            ProgramInstance instance,
            Collection<Enrollment> enrollments,
            Map<String, Map<String, @Nullable Object>> inputs,
            RuleSetRef rules,
            boolean evaluate,
            Instant now) {
        List<Admission> admissions = new ArrayList<>();
        for (Enrollment enrollment : enrollments) {
            admissions.add(
                    new Admission(enrollment, instance, Objects.requireNonNull(inputs.get(enrollment.getId())), rules));
        }
        events.publishEvent(
                new EnrollmentProcessEvent.Started(WorkspaceScope.current().workspaceId(), admissions, evaluate, now));
        return admissions;
    }

    private List<DecisionRecord> record(List<Admission> admissions, Instant now) {
        return admissions.stream()
                .flatMap(admission -> admission.record(incentives, now).stream())
                .toList();
    }
}
