package dev.enlist.enrollment;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;

/** The information requests of the workspace in scope. */
interface InformationRequestRepository
        extends JpaRepository<InformationRequest, String>, JpaSpecificationExecutor<InformationRequest> {

    /** The enrollment of a request, without loading the request: it is read under the lock of the enrollment. */
    @Query("select r.enrollmentId from InformationRequest r where r.id = :id")
    Optional<String> enrollmentIdOf(String id);

    List<InformationRequest> findByEnrollmentIdOrderById(String enrollmentId);

    List<InformationRequest> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);

    @Query("from InformationRequest r where r.enrollmentId in :enrollmentIds and r.status = 'open'")
    List<InformationRequest> openOf(Collection<String> enrollmentIds);
}
