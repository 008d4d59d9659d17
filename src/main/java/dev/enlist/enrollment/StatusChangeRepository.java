package dev.enlist.enrollment;

import java.util.Collection;
import java.util.List;
import org.springframework.data.repository.Repository;

/** The status history; it is only read here, and written with each move. */
interface StatusChangeRepository extends Repository<StatusChange, StatusChange.Key> {

    List<StatusChange> findByEnrollmentIdOrderByNumber(String enrollmentId);

    List<StatusChange> findByEnrollmentIdInOrderByEnrollmentIdAscNumberAsc(Collection<String> enrollmentIds);
}
