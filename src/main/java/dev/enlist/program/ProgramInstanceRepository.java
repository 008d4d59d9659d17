package dev.enlist.program;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The program instances of the workspace in scope. */
interface ProgramInstanceRepository
        extends JpaRepository<ProgramInstance, String>, JpaSpecificationExecutor<ProgramInstance> {

    boolean existsBySlug(String slug);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from ProgramInstance i where i.id = :id")
    Optional<ProgramInstance> lockById(String id);

    /** The cohorts of a campaign in their order, locked. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from ProgramInstance i where i.campaignId = :campaignId order by i.cohort")
    List<ProgramInstance> lockCohorts(String campaignId);
}
