package dev.enlist.eligibility.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Tables;
import dev.enlist.eligibility.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The result of the engine: a verdict with the matched rows, or a failure with its reason. */
class RulesEngineTests {

    private final RulesEngine engine = new RulesEngine();

    /** Every input, all null except the state. */
    private static Map<String, Object> livingIn(String state) {
        Map<String, Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), null));
        inputs.put("state", state);
        return inputs;
    }

    private Decision decide(String dmn, String state) {
        return engine.evaluate(dmn, livingIn(state));
    }

    @Test
    void answersWhatTheRowThatMatchedSays() {
        Decision decision = decide(Tables.SOUND, "NY");

        assertThat(decision.verdict()).isEqualTo(new Verdict(Verdict.Status.ELIGIBLE, "Lives in NY", "at-home"));
        assertThat(decision.matchedRules()).containsExactly(new MatchedRule("rule_home", 1, null));
    }

    @Test
    void needsNoReason() {
        assertThat(decide(Tables.SOUND, "CA").verdict())
                .isEqualTo(new Verdict(Verdict.Status.INELIGIBLE, null, "elsewhere"));
    }

    @Test
    void isIneligibleWhenNoRowMatches() {
        Decision decision = decide(Tables.with("<text>-</text>", "<text>\"NJ\"</text>"), "CA");

        assertThat(decision.verdict().status()).isEqualTo(Verdict.Status.INELIGIBLE);
        assertThat(decision.verdict().code()).isEqualTo("no-rule-matched");
        assertThat(decision.verdict().reason()).isNotBlank();
        assertThat(decision.matchedRules()).isEmpty();
    }

    @Test
    void takesOneOfTheRowsThatAgree() {
        String any = Tables.with("FIRST", "ANY")
                .replace("\"ineligible\"", "\"eligible\"")
                .replace("\"Lives in \" + state", "")
                .replace("\"elsewhere\"", "\"at-home\"");

        assertThat(decide(any, "NY").verdict().code()).isEqualTo("at-home");
        assertThat(decide(any, "NY").matchedRules())
                .extracting(MatchedRule::number)
                .containsExactly(1);
    }

    @Test
    void takesTheFirstOfSeveralWherePolicyIsFirst() {
        assertThat(decide(Tables.SOUND, "NY").matchedRules())
                .extracting(MatchedRule::number)
                .containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"boolean", "integer", "long", "double", "date"})
    void fitsNoConditionWhereAValueIsNotOfTheTypeOfItsColumn(String type) {
        String typed = Tables.with("<inputExpression ", "<inputExpression typeRef=\"" + type + "\" ");

        assertThat(decide(typed, "not one").matchedRules())
                .extracting(MatchedRule::number)
                .containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNIQUE", "ANY"})
    void failsWhenRowsContradictEachOther(String policy) {
        assertThatThrownBy(() -> decide(Tables.with("FIRST", policy), "NY"))
                .isInstanceOfSatisfying(
                        RulesFailed.class, failure -> assertThat(failure.code()).isEqualTo("rules-failed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"approved\"", "\"Eligible\"", "42", "null", "", "[\"eligible\"]"})
    void failsWhenTheStatusIsNoneOfThree(String status) {
        assertThatThrownBy(() -> decide(Tables.withStatus(status), "NY"))
                .isInstanceOf(RulesFailed.class)
                .hasMessage("Row 1 answered a status that is none of eligible, ineligible and manual.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"At home\"", "\"at_home\"", "\"-\"", "\"a--b\"", "\"\"", "7", "null", ""})
    void failsWhenTheCodeIsNotForMachines(String code) {
        assertThatThrownBy(() -> decide(Tables.withCode(code), "NY"))
                .isInstanceOf(RulesFailed.class)
                .hasMessage("Row 1 answered a code that is not kebab-case.");
    }

    @Test
    void shortensAReasonThatIsABook() {
        Verdict verdict =
                decide(Tables.withReason("\"" + "x".repeat(3000) + "\""), "NY").verdict();

        assertThat(verdict.reason()).isEqualTo("x".repeat(2000));
    }

    @Test
    void makesATextOfAnyReason() {
        assertThat(decide(Tables.withReason("40 + 2"), "NY").verdict().reason()).isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assert(state, state = \"CA\")",
                "(((",
                "sort([2, 1], function(x, y) external {java:"
                        + " {class: \"java.lang.Math\", method signature: \"max(int, int)\"}})"
            })
    void failsWhenACellDoes(String cell) {
        assertThatThrownBy(() -> decide(Tables.withReason(cell), "NY")).isInstanceOf(RulesFailed.class);
    }

    @Test
    void failsWhenACellIsNestedTooDeeplyForTheStack() {
        assertThatThrownBy(() -> decide(Tables.withReason("1=2" + " or 1=2".repeat(20_000)), "NY"))
                .isInstanceOf(RulesFailed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"juel", "groovy", "javascript", "python"})
    void refusesOtherLanguagesEvenUnchecked(String language) {
        String dmn = Tables.with(
                "<outputEntry id=\"status_1\"", "<outputEntry id=\"status_1\" expressionLanguage=\"" + language + "\"");

        assertThatThrownBy(() -> decide(dmn, "NY")).isInstanceOf(RulesFailed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "feel", "https://www.omg.org/spec/DMN/20191111/FEEL/"})
    void takesTheseForFeelAsTheCheckDoes(String language) {
        String dmn = Tables.with(
                "<outputEntry id=\"status_1\"", "<outputEntry id=\"status_1\" expressionLanguage=\"" + language + "\"");

        assertThat(decide(dmn, "NY").verdict().status()).isEqualTo(Verdict.Status.ELIGIBLE);
    }

    @Test
    void failsOnWhatIsNoTable() {
        assertThatThrownBy(() -> decide("not XML", "NY")).isInstanceOf(RulesFailed.class);
        assertThatThrownBy(() -> decide(
                        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"d\" name=\"d\""
                                + " namespace=\"d\"/>",
                        "NY"))
                .isInstanceOf(RulesFailed.class);
    }

    @Test
    void remembersNothingOfAFailure() {
        assertThatThrownBy(() -> decide(Tables.withCode("null"), "NY")).isInstanceOf(RulesFailed.class);

        assertThat(decide(Tables.SOUND, "NY").verdict().code()).isEqualTo("at-home");
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                String state = "S" + i;
                String dmn = i % 2 == 0 ? Tables.withCondition("-") : Tables.withCondition("not(\"NY\")");
                answers.add(threads.submit(() -> ("Lives in " + state)
                        .equals(decide(dmn, state).verdict().reason())));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void documentsEachInputOnce() {
        assertThat(RuleInput.ALL).extracting(RuleInput::name).doesNotHaveDuplicates();
        assertThat(RuleInput.ALL).allSatisfy(input -> {
            assertThat(RuleInput.isKnown(input.name())).isTrue();
            assertThat(input.description()).isNotBlank();
            assertThat(input.example()).isNotNull();
        });
        assertThat(RuleInput.isKnown("email")).isFalse();
    }
}
