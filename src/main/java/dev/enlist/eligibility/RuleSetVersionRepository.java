package dev.enlist.eligibility;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The published versions of the workspace in scope. Has no method that changes or deletes a version. */
interface RuleSetVersionRepository extends Repository<RuleSetVersion, String> {

    RuleSetVersion save(RuleSetVersion version);

    @Query("from RuleSetVersion v where v.ruleSetId = :ruleSetId order by v.number")
    List<RuleSetVersion> ofRuleSet(String ruleSetId);

    @Query("from RuleSetVersion v where v.number = :number"
            + " and v.ruleSetId = (select r.id from RuleSet r where r.slug = :slug)")
    Optional<RuleSetVersion> find(String slug, int number);
}
