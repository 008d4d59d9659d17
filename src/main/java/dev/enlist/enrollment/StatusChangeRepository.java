package dev.enlist.enrollment;

import java.util.Collection;
import java.util.List;
import org.springframework.data.repository.Repository;

/** Reads the status history. {@link EnrollmentStore} writes it. */
interface StatusChangeRepository extends Repository<StatusChange, StatusChange.Key> {

    List<StatusChange> findByEnrollmentIdOrderByNumber(String enrollmentId);

    List<StatusChange> findByEnrollmentIdInOrderByEnrollmentIdAscNumberAsc(Collection<String> enrollmentIds);
}
