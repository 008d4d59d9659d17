package dev.enlist.workflow;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The published versions of the workspace in scope. Has no method that changes or deletes a version. */
interface WorkflowVersionRepository extends Repository<WorkflowVersion, String> {

    WorkflowVersion save(WorkflowVersion version);

    @Query("from WorkflowVersion v where v.workflowId = :workflowId order by v.number")
    List<WorkflowVersion> ofWorkflow(String workflowId);

    @Query("from WorkflowVersion v where v.number = :number"
            + " and v.workflowId = (select w.id from Workflow w where w.slug = :slug)")
    Optional<WorkflowVersion> find(String slug, int number);

    @Query("select max(v.number) from WorkflowVersion v"
            + " where v.workflowId = (select w.id from Workflow w where w.slug = :slug)")
    Optional<Integer> latest(String slug);

    /** Ids of the workflows with the number of their newest version. */
    @Query("select v.workflowId, max(v.number) from WorkflowVersion v group by v.workflowId")
    List<Object[]> latestOfAll();
}
