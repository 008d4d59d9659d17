package dev.enlist.enrollment;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** The claims, releases and reassignments of the workspace in scope. */
interface ClaimChangeRepository extends JpaRepository<ClaimChange, String> {

    List<ClaimChange> findByEnrollmentIdOrderById(String enrollmentId);

    List<ClaimChange> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);
}
