package dev.enlist.eligibility.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a draft did on its test cases. */
public record TestReport(List<Outcome> outcomes, Coverage coverage) {

    /**
     * One case.
     *
     * @param status       what the draft answered; null where it could not be evaluated
     * @param matchedRules numbers of the rows that decided, from 1
     * @param failure      why it could not be evaluated
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

        /** Why it failed, for a person. */
        public String sentence() {
            String wanted = expectedStatus + (expectedCode == null ? "" : " (" + expectedCode + ")");
            return "The test case \"" + name + "\" expects " + wanted
                    + (status == null ? ", but: " + failure : ", and the draft answers " + status + " (" + code + ").");
        }
    }

    /**
     * The rows that decided at least one case.
     *
     * @param rules     rows of the table
     * @param covered   how many of them
     * @param uncovered numbers of the others, from 1
     */
    public record Coverage(int rules, int covered, List<Integer> uncovered) {}

    public List<Outcome> failures() {
        return outcomes.stream().filter(outcome -> !outcome.passed()).toList();
    }
}
