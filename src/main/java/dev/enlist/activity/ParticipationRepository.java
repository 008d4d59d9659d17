package dev.enlist.activity;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

interface ParticipationRepository
        extends JpaRepository<Participation, String>, JpaSpecificationExecutor<Participation> {

    Optional<Participation> findByActivityIdAndEnrollmentId(String activityId, String enrollmentId);

    List<Participation> findByActivityIdAndEnrollmentIdIn(String activityId, Collection<String> enrollmentIds);

    List<Participation> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);

    boolean existsByActivityId(String activityId);
}
