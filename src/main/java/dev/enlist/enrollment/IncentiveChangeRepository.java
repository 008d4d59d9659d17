package dev.enlist.enrollment;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** The changes of incentives by people in the workspace in scope. */
interface IncentiveChangeRepository extends JpaRepository<IncentiveChange, String> {

    List<IncentiveChange> findByEnrollmentIdOrderById(String enrollmentId);

    List<IncentiveChange> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);
}
