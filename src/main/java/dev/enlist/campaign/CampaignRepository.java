package dev.enlist.campaign;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The campaigns of the workspace in scope. */
interface CampaignRepository extends JpaRepository<Campaign, String>, JpaSpecificationExecutor<Campaign> {

    /** Locks the row, so that concurrent transitions run one after the other and each sees the current status. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Campaign c where c.id = :id")
    Optional<Campaign> lock(String id);
}
