package dev.enlist.process;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Problem;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.request.RequestStepCompletion;
import dev.enlist.workflow.request.RequestStepHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.runtime.Incident;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tries failed steps of the processes of an enrollment again. */
@Service
public class EnrollmentIncidentService {

    private final JdbcClient jdbc;
    private final ManagementService management;
    private final ObjectProvider<RequestStepHandler> requests;
    private final ApplicationEventPublisher events;

    EnrollmentIncidentService(
            JdbcClient jdbc,
            @Lazy ManagementService management,
            ObjectProvider<RequestStepHandler> requests,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.management = management;
        this.requests = requests;
        this.events = events;
    }

    /**
     * A step that was tried again.
     *
     * @param elementId id of the element in the model
     * @param request   whether another system does it: a worker gets it now; otherwise it is done
     */
    public record RetriedStep(String elementId, boolean request) {}

    private record Failed(String type, String configuration, String elementId) {}

    /**
     * Tries all failed steps of an enrollment again, all or none: jobs run now, requests are due again.
     *
     * @throws Conflict {@code no-incident} where no step has failed; {@code step-failed} where one fails again: nothing changes
     */
    @Transactional
    public List<RetriedStep> retry(String enrollmentId) {
        List<RetriedStep> retried =
                failed(enrollmentId).stream().map(this::retry).toList();
        if (retried.isEmpty()) {
            throw new Conflict("no-incident", "No step of the process of this enrollment has failed.");
        }
        events.publishEvent(new AuditNote(
                "enrollment.retrySteps",
                "enrollment",
                enrollmentId,
                Map.of(),
                Map.of("steps", retried.stream().map(RetriedStep::elementId).toList())));
        return retried;
    }

    private RetriedStep retry(Failed step) {
        boolean request = step.type().equals(RequestStepCompletion.INCIDENT);
        if (request) {
            requests.getObject().retry(step.configuration());
        } else {
            run(step);
        }
        return new RetriedStep(step.elementId(), request);
    }

    private void run(Failed step) {
        try {
            management.executeJob(step.configuration());
        } catch (OptimisticLockingException e) {
            throw new OptimisticLockingFailureException("The job is already running.", e);
        } catch (RuntimeException e) {
            throw new Conflict(
                    "step-failed", "The step " + step.elementId() + " still fails" + reason(e) + " Nothing changed.");
        }
    }

    /** What the product refused; of other failures only the log has the details. */
    private static String reason(Throwable failure) {
        return refusal(failure).map(refused -> ": " + refused.getMessage()).orElse("; the log of the server says why.");
    }

    private static Optional<Problem> refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem refused) {
                return Optional.of(refused);
            }
        }
        return Optional.empty();
    }

    /** Without the copies that the engine makes at the calling processes. Oldest first. */
    private List<Failed> failed(String enrollmentId) {
        return jdbc.sql("""
                        select i.incident_type_, i.configuration_, i.activity_id_
                        from act_ru_incident i join act_ru_execution x on x.id_ = i.proc_inst_id_
                        where i.tenant_id_ = :workspace and x.business_key_ = :enrollment
                          and i.id_ = i.root_cause_incident_id_ and i.incident_type_ in (:types)
                        order by i.incident_timestamp_, i.id_
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("enrollment", enrollmentId)
                .param("types", List.of(Incident.FAILED_JOB_HANDLER_TYPE, RequestStepCompletion.INCIDENT))
                .query((row, n) -> new Failed(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }
}
