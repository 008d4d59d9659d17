package dev.enlist.process.engine;

import dev.enlist.enrollment.Admission;
import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.program.ProgramInstance;
import dev.enlist.review.OpenReview;
import dev.enlist.review.ReviewKind;
import dev.enlist.review.ReviewProjection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.stereotype.Component;

/**
 * Keeps the inbox of reviewers up to date with the tasks of enrollments, in the transaction of each task.
 *
 * <p>Engine internals: only a parse listener can add a listener to the user tasks of models that are deployed already,
 * and those of running processes.
 */
@Component
class ReviewTaskListener extends AbstractBpmnParseListener implements TaskListener {

    private static final List<String> EVENTS =
            List.of(EVENTNAME_CREATE, EVENTNAME_ASSIGNMENT, EVENTNAME_COMPLETE, EVENTNAME_DELETE);

    private final ReviewProjection inbox;
    private final EnrollmentLifecycle lifecycle;
    private final Clock clock;

    ReviewTaskListener(ReviewProjection inbox, EnrollmentLifecycle lifecycle, Clock clock) {
        this.inbox = inbox;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        if (EnrollmentProcess.isReviewTask(activity.getId())) {
            TaskDefinition task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
            EVENTS.forEach(event -> task.addBuiltInTaskListener(event, this));
        }
    }

    @Override
    public void notify(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        String enrollmentId = EnrollmentProcess.enrollmentId(execution);
        switch (task.getEventName()) {
            case EVENTNAME_CREATE -> inbox.open(opened(task, enrollmentId));
            case EVENTNAME_ASSIGNMENT -> inbox.assign(enrollmentId, task.getAssignee());
            default -> inbox.close(task.getTenantId(), enrollmentId);
        }
    }

    private OpenReview opened(DelegateTask task, String enrollmentId) {
        ProgramInstance instance = EnrollmentProcess.admission(task.getExecution())
                .map(Admission::instance)
                .orElseGet(() -> lifecycle.instanceOf(enrollmentId));
        return new OpenReview(
                enrollmentId,
                instance.getId(),
                kind(task.getTaskDefinitionKey()),
                clock.instant(),
                Optional.ofNullable((String) task.getExecution().getVariable(EnrollmentProcess.REMINDER_AFTER))
                        .map(Duration::parse)
                        .orElseGet(instance::reminderAfter));
    }

    private static ReviewKind kind(String definitionKey) {
        if (definitionKey.equals(EnrollmentProcess.EVALUATE_MANUALLY)) {
            return ReviewKind.MANUAL_EVALUATION;
        }
        return EnrollmentProcess.hasReviewForm(definitionKey) ? ReviewKind.REVIEW : ReviewKind.WORKFLOW_STEP;
    }
}
