package dev.enlist.eligibility;

import dev.enlist.shared.problem.Problem;
import java.util.List;

/** The draft has errors; each is listed. */
public class RulesUnpublishable extends Problem {

    public RulesUnpublishable(List<Finding> findings) {
        super(Kind.UNPROCESSABLE, "rules-unpublishable", "The draft has errors and cannot be published.");
        with("findings", findings);
    }
}
