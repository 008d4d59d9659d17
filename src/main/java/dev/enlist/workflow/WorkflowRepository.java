package dev.enlist.workflow;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The workflows of the workspace in scope. */
interface WorkflowRepository extends JpaRepository<Workflow, String>, JpaSpecificationExecutor<Workflow> {

    Optional<Workflow> findBySlug(String slug);

    /** Locks the workflow, so that publications run one after another and version numbers have no gaps. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Workflow w where w.slug = :slug")
    Optional<Workflow> lockBySlug(String slug);
}
