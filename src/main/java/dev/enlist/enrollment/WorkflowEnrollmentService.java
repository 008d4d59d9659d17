package dev.enlist.enrollment;

import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.problem.Problem;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The steps of a workflow that read or change an enrollment, within the transaction of the process. */
@Service
public class WorkflowEnrollmentService {

    private final EnrollmentStore store;
    private final EnrollmentLifecycle lifecycle;
    private final EnrollmentService enrollments;
    private final EnrollmentDocuments documents;
    private final InformationRequestService questions;
    private final EnrollmentCapacityService units;
    private final ProgramInstanceService instances;
    private final ExclusivityPolicy exclusivity;
    private final SamePerson persons;
    private final Clock clock;

    WorkflowEnrollmentService(
            EnrollmentStore store,
            EnrollmentLifecycle lifecycle,
            EnrollmentService enrollments,
            EnrollmentDocuments documents,
            InformationRequestService questions,
            EnrollmentCapacityService units,
            ProgramInstanceService instances,
            ExclusivityPolicy exclusivity,
            SamePerson persons,
            Clock clock) {
        this.store = store;
        this.lifecycle = lifecycle;
        this.enrollments = enrollments;
        this.documents = documents;
        this.questions = questions;
        this.units = units;
        this.instances = instances;
        this.exclusivity = exclusivity;
        this.persons = persons;
        this.clock = clock;
    }

    /** Locks these enrollments in the order of their ids. One statement. */
    @Transactional
    public void lockAll(Collection<String> ids) {
        store.lockAll(ids);
    }

    /** Notes that the enrollment is in a review workflow from now on. */
    @Transactional
    public void enter(String id, String workflow) {
        store.lock(id).review().enterWorkflow(workflow);
    }

    /** Notes that the review workflow of the enrollment has ended. */
    @Transactional
    public void leave(String id) {
        store.lock(id).review().leaveWorkflow();
    }

    /** Notes at what the workflow waits, and that no one has claimed the step. */
    @Transactional
    public void waitAt(String id, boolean decides) {
        store.lock(id).review().waitInWorkflow(decides);
    }

    /**
     * The person who does a step of the workflow.
     *
     * @throws ClaimedByOther where another person has claimed the step
     */
    @Transactional
    public void requireUnclaimedOrClaimedBy(String id, Actor by) {
        store.lock(id).review().requireUnclaimedOrClaimedBy(by);
    }

    /** Releases the claim of a step that was done. */
    @Transactional
    public void finishStep(String id) {
        store.lock(id).review().finishWorkflowStep();
    }

    /**
     * What a decide step does.
     *
     * @param decision  {@code approve} or {@code reject} of the last decision step; null where no person decided
     * @param approvers how many different people approved in the workflow
     * @param by        the person who decided, or the workflow
     */
    public record Ruling(
            @Nullable String decision, @Nullable String reason, boolean override, int approvers, Actor by) {}

    /** Approves, or records the first of two approvals where the instance requires two and the workflow had one. */
    @Transactional
    public void approve(String id, Ruling ruling) {
        Enrollment enrollment = store.lock(id);
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        exclusivity.require(enrollment, instance);
        ApprovalPolicy policy = ApprovalPolicy.of(instance, persons);
        enrollment
                .review()
                .approveByWorkflow(
                        ruling.by(),
                        clock.instant(),
                        ruling.reason(),
                        ruling.override(),
                        ruling.approvers() > 1 ? new ApprovalPolicy(1, persons) : policy);
        store.publish(enrollment);
    }

    @Transactional
    public void reject(String id, String reason, Actor by) {
        Enrollment enrollment = store.lock(id);
        enrollment.review().rejectByWorkflow(by, clock.instant(), reason);
        store.publish(enrollment);
    }

    /** Gives the units back, and puts the application at the end of the waitlist. */
    @Transactional
    public void waitlist(String id, @Nullable String reason, Actor by) {
        Enrollment enrollment = store.lock(id);
        Instant now = clock.instant();
        enrollment.waitlist().takeBack(by, now, reason);
        units.returnToWaitlist(enrollment, instances.instance(enrollment.programInstanceId()), now);
        store.publish(enrollment);
    }

    /**
     * Approves where the rules answered {@code approve}; a drawn share goes to a person.
     *
     * @param share from 0 to 1; null for that of the instance
     * @return whether the application is approved now
     */
    @Transactional
    public boolean approveByRules(String id, @Nullable BigDecimal share) {
        return lifecycle.reviewByRules(id, share);
    }

    /**
     * Changes one member that clients may write, and re-evaluates if the rules read it. A value that the member refuses leaves
     * the transaction intact, so that the process can try the step again later.
     */
    @Transactional(noRollbackFor = Problem.class)
    public void set(String id, String pointer, @Nullable Object value, Actor by) {
        Enrollment enrollment = store.lock(id);
        Map<String, @Nullable Object> given = new HashMap<>();
        given.put(pointer, value);
        enrollments.revise(enrollment, documents.change(documents.patch(given)), by);
        store.publish(enrollment);
    }

    /**
     * Asks the applicant.
     *
     * @param dueAfter null for the period of the instance
     * @return due date of the answer
     */
    @Transactional
    public Instant ask(
            String id, String message, List<String> fields, List<String> types, @Nullable Duration dueAfter, Actor by) {
        Instant due = dueAfter == null ? null : clock.instant().plus(dueAfter);
        questions.askInTask(id, new InformationRequest.Question(message, fields, types, due), by);
        return questions.dueAt(id);
    }

    /** The inputs of rules, for conditions. */
    @Transactional(readOnly = true)
    public Map<String, @Nullable Object> inputs(String id) {
        return lifecycle.ruleInputs(id);
    }

    /** The fields of the person that a request may hand out, by name. */
    @Transactional(readOnly = true)
    public Map<String, @Nullable Object> person(String id) {
        Enrollment enrollment = store.find(id);
        Application application = enrollment.application();
        Map<String, @Nullable Object> person = new LinkedHashMap<>(documents.members(application));
        person.put("applicationNumber", enrollment.applicationNumber());
        person.put("enrollmentId", id);
        return person;
    }

    @Transactional(readOnly = true)
    public EnrollmentStatus statusOf(String id) {
        return store.find(id).status();
    }

    @Transactional(readOnly = true)
    public String programInstanceOf(String id) {
        return store.find(id).programInstanceId();
    }

    /** Application numbers by id, for those that exist. One statement. */
    @Transactional(readOnly = true)
    public Map<String, String> applicationNumbers(List<String> ids) {
        Map<String, String> numbers = new HashMap<>();
        store.findAll(ids).forEach(enrollment -> numbers.put(enrollment.getId(), enrollment.applicationNumber()));
        return numbers;
    }

    /** The workflow version in which an enrollment is; empty while it is in none. */
    @Transactional(readOnly = true)
    public Optional<String> workflowOf(String id) {
        return store.find(id).review().workflow();
    }
}
