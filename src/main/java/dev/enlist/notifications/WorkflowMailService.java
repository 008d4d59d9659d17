package dev.enlist.notifications;

import dev.enlist.template.MessageTemplate;
import dev.enlist.template.Notifications;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sends the messages of workflows, with words that the workflow states. */
@Service
public class WorkflowMailService {

    private final NotificationQueue queue;

    WorkflowMailService(NotificationQueue queue) {
        this.queue = queue;
    }

    /** What is wrong with the words, which may have the placeholders of other messages; empty where nothing is. */
    public static Optional<String> problem(String words) {
        return MessageTemplate.fault(words);
    }

    /**
     * Queues a message in the transaction of the step.
     *
     * @param applicant whether it goes to the applicant; otherwise to the administrators that the instance names
     */
    @Transactional
    public void send(String enrollmentId, boolean applicant, String subject, String body) {
        queue.withWords(
                enrollmentId,
                MessageType.ofWorkflow(applicant ? Audience.APPLICANT : Audience.ADMINISTRATORS),
                new Notifications.Text(subject, body));
    }
}
