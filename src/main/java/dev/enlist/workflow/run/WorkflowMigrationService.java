package dev.enlist.workflow.run;

import dev.enlist.enrollment.WorkflowEnrollmentService;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.workflow.WorkflowDeployer;
import dev.enlist.workflow.WorkflowInfo;
import dev.enlist.workflow.WorkflowRef;
import dev.enlist.workflow.WorkflowService;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Moves applications that wait in one version of a workflow to another version. */
@Service
public class WorkflowMigrationService {

    /** Most applications of one call; the caller repeats it while some remain. */
    public static final int MOST = 500;

    private final WorkflowService workflows;
    private final WorkflowRunStore store;
    private final WorkflowDeployer deployer;
    private final WorkflowEnrollmentService enrollments;
    private final ApplicationEventPublisher events;

    WorkflowMigrationService(
            WorkflowService workflows,
            WorkflowRunStore store,
            WorkflowDeployer deployer,
            WorkflowEnrollmentService enrollments,
            ApplicationEventPublisher events) {
        this.workflows = workflows;
        this.store = store;
        this.deployer = deployer;
        this.enrollments = enrollments;
        this.events = events;
    }

    /**
     * An application in the version.
     *
     * @param obstacles why it cannot be moved, in words; empty where it can
     */
    public record Application(String enrollmentId, String applicationNumber, List<String> obstacles) {}

    /**
     * @param applications looked at, in the order of their ids
     * @param moved        how many were moved; 0 for a preview
     * @param next         id of the last application, after which a further call goes on; empty where none remain
     */
    public record Migration(WorkflowRef from, WorkflowRef to, List<Application> applications, int moved, String next) {}

    /**
     * Moves the applications that can be moved, or says which could be.
     *
     * @param to     version; a published one of the same workflow, other than {@code from}
     * @param after  id of the application after which to begin; empty for the first
     * @param dryRun only look
     * @throws InvalidInput naming an unusable version
     */
    @Transactional
    public Migration migrate(String slug, int from, int to, String after, boolean dryRun) {
        WorkflowInfo workflow = workflows.workflow(slug);
        if (!workflows.isPublished(slug, from, workflow.kind())) {
            throw new NotFound("workflow version");
        }
        if (from == to || !workflows.isPublished(slug, to, workflow.kind())) {
            throw new InvalidInput("/to", "must be another published version of this workflow");
        }
        WorkflowRef source = new WorkflowRef(slug, from);
        WorkflowRef target = new WorkflowRef(slug, to);
        List<String> ids = store.running(source, after, MOST);
        Map<String, String> numbers = enrollments.applicationNumbers(ids);
        List<Application> applications = deployer.preview(source, target, ids).stream()
                .map(movable -> new Application(
                        movable.enrollmentId(), numbers.getOrDefault(movable.enrollmentId(), ""), movable.obstacles()))
                .toList();
        List<String> movable = applications.stream()
                .filter(application -> application.obstacles().isEmpty())
                .map(Application::enrollmentId)
                .toList();
        if (!dryRun && !movable.isEmpty()) {
            deployer.migrate(source, target, movable);
            store.move(movable, source, target);
            movable.forEach(id -> enrollments.enter(id, slug + " version " + to));
        }
        if (!dryRun) {
            events.publishEvent(new AuditNote(
                    "workflow.migrate",
                    "workflow",
                    workflow.id(),
                    Map.of("version", from),
                    Map.of("version", to, "moved", movable.size())));
        }
        return new Migration(
                source,
                target,
                applications,
                dryRun ? 0 : movable.size(),
                ids.size() < MOST ? "" : ids.get(ids.size() - 1));
    }
}
