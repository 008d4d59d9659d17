package dev.enlist.process.engine;

import dev.enlist.enrollment.ReviewClaimService;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.process.delegate.SignedInPerson;
import dev.enlist.shared.AuditNote;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.PropertyChange;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Records each claim, release and assignment of a task, in the transaction of the change: those of a review in its
 * enrollment, which holds the claim, and those of other models in the audit trail.
 *
 * <p>Engine internals: only a parse listener reaches the user tasks of every model, also of models that an operator adds,
 * and only the task entity has the assignee before and after the change.
 */
@Component
class AssignmentRecorder extends AbstractBpmnParseListener implements TaskListener {

    private static final String ASSIGNEE = TaskEntity.ASSIGNEE;

    private final ApplicationEventPublisher events;
    private final People people;
    private final ObjectProvider<ReviewClaimService> claims;

    /** @param claims looked up late: the engine is configured before the services that use it */
    AssignmentRecorder(ApplicationEventPublisher events, People people, ObjectProvider<ReviewClaimService> claims) {
        this.events = events;
        this.people = people;
        this.claims = claims;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        ((UserTaskActivityBehavior) activity.getActivityBehavior())
                .getTaskDefinition()
                .addBuiltInTaskListener(EVENTNAME_ASSIGNMENT, this);
    }

    @Override
    public void notify(DelegateTask task) {
        PropertyChange change = ((TaskEntity) task).getPropertyChanges().get(ASSIGNEE);
        if (change == null) {
            return;
        }
        if (EnrollmentProcess.isReviewTask(task.getTaskDefinitionKey())) {
            claims.getObject()
                    .recordAssignment(
                            EnrollmentProcess.enrollmentId(task.getExecution()),
                            (String) change.getOrgValue(),
                            (String) change.getNewValue(),
                            SignedInPerson.find());
            return;
        }
        String before = userId(change.getOrgValue());
        String after = userId(change.getNewValue());
        String action = after == null ? "task.release" : before == null ? "task.claim" : "task.reassign";
        events.publishEvent(new AuditNote(
                action, "enrollment", task.getExecution().getProcessBusinessKey(), holder(before), holder(after)));
    }

    private @Nullable String userId(@Nullable Object email) {
        return email == null
                ? null
                : people.memberByEmail(WorkspaceScope.current(), email.toString())
                        .map(Member::userId)
                        .orElse("unknown");
    }

    private static Map<String, @Nullable Object> holder(@Nullable String userId) {
        Map<String, @Nullable Object> holder = new HashMap<>();
        holder.put("assignee", userId);
        return holder;
    }
}
