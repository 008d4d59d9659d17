package dev.enlist.eligibility;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The rule sets of the workspace in scope. */
interface RuleSetRepository extends JpaRepository<RuleSet, String>, JpaSpecificationExecutor<RuleSet> {

    Optional<RuleSet> findBySlug(String slug);

    /** Locks the rule set, so that publications run one after another and version numbers have no gaps. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from RuleSet r where r.slug = :slug")
    Optional<RuleSet> lockBySlug(String slug);
}
