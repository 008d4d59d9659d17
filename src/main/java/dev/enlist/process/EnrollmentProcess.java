package dev.enlist.process;

import dev.enlist.enrollment.Admission;
import dev.enlist.workflow.model.WorkflowCompiler;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names in {@code bpmn/enrollment-lifecycle.bpmn} that the code uses. A test compares them with the model. */
public final class EnrollmentProcess {

    public static final String KEY = "enrollment-lifecycle";

    /** Messages; correlated by the business key, which is the id of the enrollment. */
    public static final String EVALUATION_REQUESTED = "enrollment.evaluation-requested";

    public static final String INFORMATION_PROVIDED = "enrollment.information-provided";
    public static final String INFORMATION_REQUEST_CANCELLED = "enrollment.information-request-cancelled";
    public static final String REJECTED_MEANWHILE = "enrollment.rejected-meanwhile";

    /** Messages of version 4 of the model and earlier ones; later versions have receive tasks. */
    static final String SUBMITTED = "enrollment.submitted";

    static final String EXIT_REQUESTED = "enrollment.exit-requested";

    /**
     * Receive tasks. They have no message, so that the engine stores no subscription and no execution of their own for
     * them.
     */
    public static final String RECEIVE_EVALUATION_REQUEST = "receive_evaluation_request";

    /** Waits after an eligible verdict for the submission or for changed facts. */
    public static final String RECEIVE_APPLICATION = "receive_application";

    public static final String RECEIVE_EXIT_REQUEST = "receive_exit_request";

    /** User tasks. */
    public static final String REVIEW = "user_review_enrollment";

    /** The timers at the review. */
    public static final String REVIEW_REMINDER = "timer_review_reminder";

    public static final String REVIEW_ESCALATION = "timer_review_escalation";

    /** The business rule task. */
    public static final String CHECK = "rule_check_eligibility";

    /**
     * The event that waits for the submission in processes started with version 1 of the model, which had no path back
     * to the rules.
     */
    static final String SUBMISSION_OF_EARLIER_MODEL = "catch_application_submitted";

    public static final String EVALUATE_MANUALLY = "user_evaluate_manually";

    /** The tasks in which a person decides about an enrollment. */
    public static final Set<String> REVIEWS = Set.of(REVIEW, EVALUATE_MANUALLY);

    /** The job that waits, with an incident, until an analyst corrects a table. */
    public static final String CHECK_ONCE_MENDED = "rule_check_once_mended";

    /** Whether the rules run at the start. Transient. */
    public static final String EVALUATE = "evaluate";

    /** Whether the application that the process waits for was submitted; otherwise facts changed. Transient. */
    public static final String APPLICATION_SUBMITTED = "applicationSubmitted";

    /** The {@link Admission}, while the process starts: the enrollment is stored only afterwards. Transient. */
    public static final String ADMISSION = "admission";

    /** The inputs of the rules, where the caller has already read them. Transient. */
    public static final String RULE_INPUTS = "ruleInputs";

    /** The effective version, where the caller has already looked it up. Transient. */
    public static final String RULES_IN_FORCE = "rulesInForce";

    /** The decision to evaluate: key, version tag and tenant. Transient. */
    public static final String RULE_SET = "ruleSet";

    public static final String RULE_SET_VERSION = "ruleSetVersion";
    public static final String RULE_SET_TENANT = "ruleSetTenant";

    /** The verdict of the table. Transient. */
    public static final String DECISION = "decision";

    /** {@code eligible}, {@code ineligible} or {@code manual}. Transient. */
    public static final String VERDICT = "verdict";

    /** Durations, ISO 8601. Transient: the engine stores the due dates. */
    public static final String REMINDER_AFTER = "reminderAfter";

    public static final String ESCALATE_AFTER = "escalateAfter";

    /**
     * {@code approved}, {@code asked}, {@code second} (a second approval is needed), {@code waitlisted} or {@code rejected}.
     * Transient.
     */
    public static final String REVIEW_OUTCOME = "reviewOutcome";

    /** ISO 8601 timestamp. Transient: the engine stores the due date. */
    public static final String INFORMATION_DUE_AT = "informationDueAt";

    /** {@code remind}, {@code return} or {@code reject}. Transient. */
    public static final String INFORMATION_DUE_RULE = "informationDueRule";

    /** Whether the rules approved the application. Transient. */
    public static final String APPROVED_BY_RULES = "approvedByRules";

    /** The way back to the review; a process of an earlier model has none. */
    public static final String WAY_TO_SECOND_APPROVAL = "flow_second_approval_needed";

    /** Key of the exit workflow. Transient. */
    public static final String EXIT_PROCESS = "exitProcess";

    /** Business key of the exit workflow. Transient. */
    public static final String ENROLLMENT_ID = "enrollmentId";

    /** Whether the program instance has a review or an exit workflow of its own. Transient. */
    public static final String OWN_REVIEW = "ownReview";

    public static final String OWN_EXIT = "ownExit";

    /** The workflow to call: key, version tag, and workspace, which is null for a shipped workflow. Transient. */
    public static final String WORKFLOW_PROCESS = "workflowProcess";

    public static final String WORKFLOW_VERSION = "workflowVersion";
    public static final String WORKFLOW_TENANT = "workflowTenant";

    /** Fields that a form submits: the choice and the reason. Removed as soon as they are read. */
    public static final String FORM_DECISION = "reviewDecision";

    public static final String FORM_REASON = "reviewReason";

    /** The question to the applicant, and the pointers of the members that the answer may change, as a JSON array. */
    public static final String FORM_QUESTION = "reviewQuestion";

    public static final String FORM_FIELDS = "reviewFields";

    /** Key of the value of a field in the form of a workflow step, followed by the number of the field from 0. */
    public static final String FORM_STEP_FIELD = "stepField";

    /** What a person entered in a workflow step: the values by these keys, as a JSON object. Transient. */
    public static final String FORM_STEP = "stepFields";

    private EnrollmentProcess() {}

    /** Whether a person decides about an enrollment in the task, or does a step of its workflow. */
    public static boolean isReviewTask(String definitionKey) {
        return REVIEWS.contains(definitionKey)
                || definitionKey.endsWith(WorkflowCompiler.DECISION_TASK)
                || definitionKey.endsWith(WorkflowCompiler.FORM_TASK);
    }

    /** Whether the task has the form of a review: approve, reject or ask. A workflow step has fields of its own. */
    public static boolean hasReviewForm(String definitionKey) {
        return REVIEWS.contains(definitionKey) || definitionKey.endsWith(WorkflowCompiler.DECISION_TASK);
    }

    public static String enrollmentId(DelegateExecution execution) {
        return execution.getProcessBusinessKey();
    }

    /** Present until the process waits for the first time; afterwards the enrollment is stored and found by its id. */
    public static Optional<Admission> admission(DelegateExecution execution) {
        return Optional.ofNullable((Admission) execution.getVariable(ADMISSION));
    }
}
