package dev.enlist.analysis.check;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.PublicationValidator;
import dev.enlist.eligibility.RuleSet;
import dev.enlist.eligibility.RulesUnpublishable;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Refuses to publish a draft with errors. Warnings do not prevent publication. */
@Component
@Order(1)
class CheckPublicationValidator implements PublicationValidator {

    private final DmnTableChecker review;

    CheckPublicationValidator(DmnTableChecker review) {
        this.review = review;
    }

    @Override
    public void admit(RuleSet ruleSet) {
        List<Finding> errors = review.errors(ruleSet.draft());
        if (!errors.isEmpty()) {
            throw new RulesUnpublishable(errors);
        }
    }
}
