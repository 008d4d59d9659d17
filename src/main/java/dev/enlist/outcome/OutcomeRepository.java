package dev.enlist.outcome;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

interface OutcomeRepository extends JpaRepository<Outcome, String>, JpaSpecificationExecutor<Outcome> {

    List<Outcome> findByEnrollmentIdInAndSupersededAtIsNullOrderById(Collection<String> enrollmentIds);

    List<Outcome> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);
}
