package dev.enlist.payout;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The batches of the workspace in scope. */
interface PayoutBatchRepository extends JpaRepository<PayoutBatch, String>, JpaSpecificationExecutor<PayoutBatch> {

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from PayoutBatch b where b.id = :id")
    Optional<PayoutBatch> lock(String id);
}
