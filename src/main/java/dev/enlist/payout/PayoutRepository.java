package dev.enlist.payout;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The payouts of the workspace in scope. Each lock takes them in the order of their ids. */
interface PayoutRepository extends JpaRepository<Payout, String>, JpaSpecificationExecutor<Payout> {

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Payout p where p.id = :id")
    Optional<Payout> lock(String id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Payout p where p.enrollmentId = :enrollmentId order by p.id")
    List<Payout> lockOf(String enrollmentId);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Payout p where p.enrollmentId in :enrollmentIds order by p.id")
    List<Payout> lockOfAll(Collection<String> enrollmentIds);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Payout p where p.batchId = :batchId order by p.id")
    List<Payout> lockBatch(String batchId);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Payout p where p.id in :ids order by p.id")
    List<Payout> lockAll(Collection<String> ids);

    List<Payout> findByEnrollmentIdOrderByNumber(String enrollmentId);

    List<Payout> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);

    List<Payout> findByBatchIdOrderById(String batchId);
}
