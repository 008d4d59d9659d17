package dev.enlist.process;

import dev.enlist.enrollment.Admission;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names in {@code bpmn/enrollment-lifecycle.bpmn} that code speaks of. A test holds them against the model. */
public final class EnrollmentProcess {

    public static final String KEY = "enrollment-lifecycle";

    /** Messages; correlated by the business key, which is the id of the enrollment. */
    public static final String EVALUATION_REQUESTED = "enrollment.evaluation-requested";

    public static final String SUBMITTED = "enrollment.submitted";
    public static final String EXIT_REQUESTED = "enrollment.exit-requested";

    /** Tasks of people. */
    public static final String REVIEW = "user_review_enrollment";

    /** Where the rules are asked. */
    public static final String CHECK = "rule_check_eligibility";

    /** Where the process waits after an eligible verdict: for the submission, or for facts that changed. */
    public static final String AWAIT_SUBMISSION = "gw_await_submission";

    /** Where it waits in processes that began with version 1 of the model, which had no way back to the rules. */
    public static final String SUBMISSION_OF_EARLIER_MODEL = "catch_application_submitted";

    public static final String EVALUATE_MANUALLY = "user_evaluate_manually";

    /** The job that waits, with an incident, for a table to be mended. */
    public static final String CHECK_ONCE_MENDED = "rule_check_once_mended";

    /** Whether the rules run at the start. Transient. */
    public static final String EVALUATE = "evaluate";

    /** The {@link Admission}, while the process starts: the enrollment is stored only afterwards. Transient. */
    public static final String ADMISSION = "admission";

    /** The inputs of the rules, where the caller has read them already. Transient. */
    public static final String RULE_INPUTS = "ruleInputs";

    /** The version that decides, where the caller has looked it up already. Transient. */
    public static final String RULES_IN_FORCE = "rulesInForce";

    /** Which decision is evaluated: key, version tag and tenant. Transient. */
    public static final String RULE_SET = "ruleSet";

    public static final String RULE_SET_VERSION = "ruleSetVersion";
    public static final String RULE_SET_TENANT = "ruleSetTenant";

    /** What the table answered. Transient. */
    public static final String DECISION = "decision";

    /** {@code eligible}, {@code ineligible} or {@code manual}. Transient. */
    public static final String VERDICT = "verdict";

    /** Durations, ISO 8601. Transient: the engine keeps the due dates. */
    public static final String REMINDER_AFTER = "reminderAfter";

    public static final String ESCALATE_AFTER = "escalateAfter";

    /** Whether the review ended well. Transient. */
    public static final String APPROVED = "approved";

    /** Key of the exit workflow. Transient. */
    public static final String EXIT_PROCESS = "exitProcess";

    /** Business key of the exit workflow. Transient. */
    public static final String ENROLLMENT_ID = "enrollmentId";

    /** What a form hands over: the choice, and why. Removed as soon as they are read. */
    public static final String FORM_DECISION = "reviewDecision";

    public static final String FORM_REASON = "reviewReason";

    private EnrollmentProcess() {}

    public static String enrollmentId(DelegateExecution execution) {
        return execution.getProcessBusinessKey();
    }

    /** Present until the process waits for the first time; afterwards the enrollment is stored and found by its id. */
    public static Optional<Admission> admission(DelegateExecution execution) {
        return Optional.ofNullable((Admission) execution.getVariable(ADMISSION));
    }
}
