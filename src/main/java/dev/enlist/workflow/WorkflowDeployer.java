package dev.enlist.workflow;

import dev.enlist.workflow.model.WorkflowModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deploys compiled workflows to the engine. Implemented by the module of the processes. */
public interface WorkflowDeployer {

    /**
     * Deploys in the transaction that publishes the version, under the deployment lock.
     *
     * @param workspaceId null for a shipped workflow, which every workspace can run
     * @param model       whose user steps get a form in the task list
     * @param bpmn        written by {@link dev.enlist.workflow.model.WorkflowCompiler} from the model
     */
    void deploy(@Nullable String workspaceId, WorkflowRef workflow, WorkflowModel model, String bpmn);

    /** What a migration would do with one waiting run. */
    record Movable(String enrollmentId, List<String> obstacles) {

        public boolean isMovable() {
            return obstacles.isEmpty();
        }
    }

    /** Which of these enrollments, whose runs wait at the version, could be moved; each obstacle in words. */
    List<Movable> preview(WorkflowRef from, WorkflowRef to, List<String> enrollmentIds);

    /** Moves the waiting runs of these enrollments, which the preview found movable. */
    void migrate(WorkflowRef from, WorkflowRef to, List<String> enrollmentIds);
}
