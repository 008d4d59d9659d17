package dev.enlist.process.engine;

import dev.enlist.enrollment.Admission;
import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.program.ProgramInstance;
import dev.enlist.review.OpenReview;
import dev.enlist.review.ReviewKind;
import dev.enlist.review.ReviewProjection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
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

    private static final Map<String, ReviewKind> KINDS = Map.of(
            EnrollmentProcess.REVIEW, ReviewKind.REVIEW,
            EnrollmentProcess.EVALUATE_MANUALLY, ReviewKind.MANUAL_EVALUATION);

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
        if (KINDS.containsKey(activity.getId())) {
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
                KINDS.get(task.getTaskDefinitionKey()),
                clock.instant(),
                instance.reminderAfter());
    }
}
