package dev.enlist.eligibility.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of the test cases of a draft. */
public record TestReport(List<Outcome> outcomes, Coverage coverage) {

    /**
     * The result of one case.
     *
     * @param status       verdict of the draft; null where it could not be evaluated
     * @param matchedRules rows that matched, from 1
     * @param failure      why the draft could not be evaluated
     */
    public record Outcome(
            String id,
            String name,
            boolean passed,
            String expectedStatus,
            @Nullable String status,
            @Nullable String expectedCode,
            @Nullable String code,
            @Nullable String reason,
            List<Integer> matchedRules,
            @Nullable String failure) {

        /** The reason of the failure, as a sentence for people. */
        public String sentence() {
            String wanted = expectedStatus + (expectedCode == null ? "" : " (" + expectedCode + ")");
            return "The test case \"" + name + "\" expects " + wanted
                    + (status == null ? ", but: " + failure : ", and the draft answers " + status + " (" + code + ").");
        }
    }

    /**
     * The rows that decide at least one case.
     *
     * @param rules     number of rows of the table
     * @param covered   number of rows that decide a case
     * @param uncovered the other rows, from 1
     */
    public record Coverage(int rules, int covered, List<Integer> uncovered) {}

    public List<Outcome> failures() {
        return outcomes.stream().filter(outcome -> !outcome.passed()).toList();
    }
}
