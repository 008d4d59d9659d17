package dev.enlist.outcome;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

interface OutcomeRepository
        extends JpaRepository<EnrollmentOutcome, String>, JpaSpecificationExecutor<EnrollmentOutcome> {

    List<EnrollmentOutcome> findByEnrollmentIdInAndSupersededAtIsNullOrderById(Collection<String> enrollmentIds);

    List<EnrollmentOutcome> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);
}
