package dev.enlist.enrollment;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The decision records of the workspace in scope. */
interface DecisionRecordRepository extends Repository<DecisionRecord, String> {

    Optional<DecisionRecord> findFirstByEnrollmentIdOrderByIdDesc(String enrollmentId);

    List<DecisionRecord> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);
}
