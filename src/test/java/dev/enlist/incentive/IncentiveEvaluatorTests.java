package dev.enlist.incentive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.feel.FormConditionEvaluator;
import dev.enlist.shared.Money;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncentiveEvaluatorTests {

    private final IncentiveEvaluator evaluator = new IncentiveEvaluator(new FormConditionEvaluator());
    private final RuleSetRef rules = new RuleSetRef("drive-clean", 3);

    private static Decision decision(Verdict.Status status, String amount) {
        return new Decision(
                new Verdict(status, null, "any"),
                List.of(new MatchedRule("r", 7, null)),
                false,
                amount == null ? null : new BigDecimal(amount),
                null);
    }

    private IncentiveResult evaluate(String ruleAmount, Map<String, Object> incentive, Map<String, Object> metadata) {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("config", Map.of("incentive", incentive));
        inputs.put("metadata", metadata);
        return evaluator.evaluate(rules, decision(Verdict.Status.ELIGIBLE, ruleAmount), inputs);
    }

    @Test
    void theAmountOfTheRowComesFirstAndIsExplained() {
        Map<String, Object> addition =
                Map.of("label", "low income", "amount", 500, "when", "metadata.lowIncome = true");
        Incentive incentive = evaluate(
                        "1500", Map.of("amount", 99, "additions", List.of(addition)), Map.of("lowIncome", true))
                .amount()
                .orElseThrow();
        assertThat(incentive.money()).isEqualTo(Money.of("2000", "USD"));
        assertThat(incentive.explanation())
                .isEqualTo("2,000.00 USD = base 1,500.00 + low income 500.00, row 7 of drive-clean version 3");
    }

    @Test
    void aFormulaIsRoundedToTheCurrency() {
        assertThat(evaluate(null, Map.of("formula", "metadata.kwh * 0.3333"), Map.of("kwh", 10))
                        .amount()
                        .orElseThrow()
                        .money())
                .isEqualTo(Money.of("3.33", "USD"));
        assertThat(evaluate(null, Map.of("formula", "metadata.kwh * 0.35", "currency", "JPY"), Map.of("kwh", 10))
                        .amount()
                        .orElseThrow()
                        .money())
                .isEqualTo(Money.of("4", "JPY"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "metadata.kwh * 2; has no value",
                "0 - 5; is negative",
                "10 ** 30; too large",
                "1 / 0; has no value",
                "\"text\"; answers no number",
            })
    void whatIsNoMoneyIsAProblemInWords(String formula, String words) {
        IncentiveResult result = evaluate(null, Map.of("formula", formula), Map.of());
        assertThat(result.amount()).isEmpty();
        assertThat(result.problem()).contains(words);
    }

    @Test
    void ineligiblePeopleAndProgramsWithoutAmountsGetNone() {
        assertThat(evaluate(null, Map.of(), Map.of())).isEqualTo(IncentiveResult.NONE);
        assertThat(evaluate(null, Map.of("amount", 25, "per", "season"), Map.of()))
                .isEqualTo(IncentiveResult.NONE);
        assertThat(evaluator.evaluate(
                        rules,
                        decision(Verdict.Status.INELIGIBLE, "10"),
                        Map.of("config", Map.of("incentive", Map.of("amount", 5)))))
                .isEqualTo(IncentiveResult.NONE);
    }
}
