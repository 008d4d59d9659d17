package dev.enlist.enrollment;

import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.problem.Conflict;

/** The person is no longer eligible by the current facts. An approval has to override that. */
public class VerdictChanged extends Conflict {

    private static final String OVERRIDE = " To approve nevertheless, send {\"override\": true, \"reason\": \"…\"};"
            + " that needs the scope enrollments:override.";

    /** At submission, which cannot be overridden. */
    static VerdictChanged atSubmission(Verdict verdict) {
        return new VerdictChanged(verdict, "");
    }

    static VerdictChanged atApproval(Verdict verdict) {
        return new VerdictChanged(verdict, OVERRIDE);
    }

    private VerdictChanged(Verdict verdict, String advice) {
        super(
                "verdict-changed",
                "The facts changed, and the rules now answer "
                        + verdict.status().wire() + (verdict.reason() == null ? "." : ": " + verdict.reason())
                        + advice);
        with("verdict", verdict.status().wire());
        with("verdictCode", verdict.code());
    }
}
