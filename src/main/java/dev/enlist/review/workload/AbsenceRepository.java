package dev.enlist.review.workload;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The absences of the workspace in scope. */
interface AbsenceRepository extends JpaRepository<Absence, String>, JpaSpecificationExecutor<Absence> {

    /** Absences that include one of the days. */
    List<Absence> findByUserIdAndFirstDayLessThanEqualAndLastDayGreaterThanEqual(
            String userId, LocalDate last, LocalDate first);

    boolean existsByUserIdAndFirstDayLessThanEqualAndLastDayGreaterThanEqual(
            String userId, LocalDate day, LocalDate sameDay);

    List<Absence> findByLastDayGreaterThanEqualOrderByFirstDayAscIdAsc(LocalDate day);

    /** The next absence whose claimed reviews are to be released. */
    Optional<Absence> findFirstByClaimedReviewsAndReleasedAtIsNullAndLastDayGreaterThanEqualOrderByFirstDayAscIdAsc(
            ClaimedReviews claimedReviews, LocalDate day);
}
