package dev.enlist.workflowtask;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The workflow tasks of the workspace in scope. */
interface WorkflowTaskRepository extends JpaRepository<WorkflowTask, String>, JpaSpecificationExecutor<WorkflowTask> {

    /** Waits for a transaction that changes the task at the same time. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select t from WorkflowTask t where t.id = :id")
    Optional<WorkflowTask> lock(String id);

    /** In the order of their ids, as every transaction that locks several. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select t from WorkflowTask t where t.id in :ids order by t.id")
    List<WorkflowTask> lockAll(Collection<String> ids);

    @Query("select distinct t.enrollmentId from WorkflowTask t where t.id in :ids")
    List<String> enrollmentsOf(Collection<String> ids);

    @Query("select t from WorkflowTask t where t.stepId = :stepId and t.finishedAt is null")
    Optional<WorkflowTask> unfinishedOfStep(String stepId);

    List<WorkflowTask> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);

    List<WorkflowTask> findByIdIn(Collection<String> ids);
}
