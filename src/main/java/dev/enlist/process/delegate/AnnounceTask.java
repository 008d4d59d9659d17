package dev.enlist.process.delegate;

import dev.enlist.enrollment.Admission;
import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.enrollment.ReviewClaimService;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.shared.validation.TextCharacters;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/**
 * Puts the program and the number of the application into the name of a task, and assigns it to the person who has
 * claimed the review already. Personal data stays out of the engine.
 */
@Component("announceTask")
class AnnounceTask implements TaskListener {

    private static final int LONGEST_NAME = 250;
    private static final String SECOND_APPROVAL = "Second approval";

    private final EnrollmentLifecycle lifecycle;
    private final ReviewClaimService claims;

    AnnounceTask(EnrollmentLifecycle lifecycle, ReviewClaimService claims) {
        this.lifecycle = lifecycle;
        this.claims = claims;
    }

    @Override
    public void notify(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        String id = EnrollmentProcess.enrollmentId(execution);
        Optional<Admission> admission = EnrollmentProcess.admission(execution);
        String title = admission
                .map(Admission::instance)
                .orElseGet(() -> lifecycle.instanceOf(id))
                .details()
                .title();
        String number = " ("
                + admission.map(Admission::applicationNumber).orElseGet(() -> lifecycle.applicationNumberOf(id)) + ")";
        boolean second = admission.isEmpty() && lifecycle.awaitsSecondApproval(id);
        String name = (second ? SECOND_APPROVAL : task.getName()) + ": " + title;
        task.setName(TextCharacters.first(name, LONGEST_NAME - number.length()) + number);
        if (admission.isEmpty()) {
            claims.holderOfNewTask(id).ifPresent(task::setAssignee);
        }
    }
}
