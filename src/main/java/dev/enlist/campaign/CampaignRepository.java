package dev.enlist.campaign;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The campaigns of the workspace in scope. */
interface CampaignRepository extends JpaRepository<Campaign, String>, JpaSpecificationExecutor<Campaign> {

    /** Those who move a campaign take turns, so that the second sees what the first did. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Campaign c where c.id = :id")
    Optional<Campaign> lock(String id);
}
