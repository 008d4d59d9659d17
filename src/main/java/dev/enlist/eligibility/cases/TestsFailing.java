package dev.enlist.eligibility.cases;

import dev.enlist.shared.problem.Conflict;
import java.util.List;
import java.util.Map;

/** The draft fails test cases; each failed case is named. */
public class TestsFailing extends Conflict {

    TestsFailing(List<TestReport.Outcome> failures) {
        super(
                "tests-failing",
                failures.size() == 1
                        ? failures.get(0).sentence()
                        : "The draft fails " + failures.size() + " of its test cases.");
        with(
                "cases",
                failures.stream()
                        .map(failure ->
                                Map.of("id", failure.id(), "name", failure.name(), "message", failure.sentence()))
                        .toList());
    }
}
