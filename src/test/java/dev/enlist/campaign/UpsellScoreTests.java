package dev.enlist.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.enrollment.EnrollmentStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The score at its boundaries, to the last digit. */
class UpsellScoreTests {

    private static final List<BigDecimal> WEIGHTS =
            List.of(UpsellScore.CAPACITY, UpsellScore.PERFORMANCE, UpsellScore.ENGAGEMENT, UpsellScore.SPEND);

    private static UpsellScore of(@Nullable Ratio... ratios) {
        List<UpsellScore.Input> inputs = new ArrayList<>();
        for (int part = 0; part < ratios.length; part++) {
            inputs.add(new UpsellScore.Input(
                    "part " + part,
                    WEIGHTS.get(part),
                    "",
                    Map.of(),
                    ratios[part],
                    ratios[part] == null ? "all" : null));
        }
        return UpsellScore.of(inputs);
    }

    private static Ratio decimal(String number) {
        return new Ratio(new BigDecimal(number), BigDecimal.ONE);
    }

    @Test
    void theWeightsAddUpToOne() {
        assertThat(WEIGHTS.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,100,hot",
        "0,0,0,0,0,none",
        "1,0,0,0,40,watch",
        "0,1,0,0,30,none",
        "0,0,1,0,20,none",
        "0,0,0,1,10,none",
        "0.5,0.5,0.5,0.5,50,watch",
        "1,1,0.5,0,80,hot",
        "1,1,0.499999,0,79.99,warm",
        "0.999999,1,0.5,0,79.99,warm",
        "1,0.5,0.25,0,60,warm",
        "1,0.5,0.249999,0,59.99,watch",
        "0.999999999999,0,0,0,39.99,none",
        "0,1,0.5,0,40,watch",
        "0,1,0.5,0.000000001,40,watch"
    })
    void levelsBeginExactlyWhereTheySay(
            String capacity, String performance, String engagement, String spend, String score, String level) {
        UpsellScore found = of(decimal(capacity), decimal(performance), decimal(engagement), decimal(spend));

        assertThat(found.score()).isEqualByComparingTo(score);
        assertThat(found.level()).isEqualTo(level);
        assertThat(found.atMost()).isEqualByComparingTo("100");
    }

    /** 40/3 + 30 * 8/9 = 40 exactly; truncating an intermediate result would give 39.99. */
    @Test
    void thirdsAddUpWithoutLoss() {
        UpsellScore found = of(Ratio.of(1, 3), Ratio.of(8, 9), Ratio.ZERO, Ratio.ZERO);

        assertThat(found.score()).isEqualByComparingTo("40");
        assertThat(found.level()).isEqualTo("watch");
        assertThat(found.parts().get(0).value()).isEqualByComparingTo("0.333333");
        assertThat(found.parts().get(0).points()).isEqualByComparingTo("13.33");
        assertThat(found.parts().get(1).points()).isEqualByComparingTo("26.66");
    }

    @Test
    void moreThanAllIsAll() {
        assertThat(of(Ratio.of(11, 10), Ratio.of(500, 1), Ratio.of(1, 1), Ratio.of(2, 1))
                        .score())
                .isEqualByComparingTo("100");
        assertThat(of(decimal("-0.5"), Ratio.ZERO, Ratio.ZERO, Ratio.ZERO).score())
                .isEqualByComparingTo("0");
    }

    @Test
    void whatIsMissingAddsNothingAndIsNotMadeUpFor() {
        UpsellScore found = of(null, Ratio.of(1, 1), Ratio.of(1, 1), Ratio.of(1, 1));

        assertThat(found.score()).isEqualByComparingTo("60");
        assertThat(found.level()).isEqualTo("warm");
        assertThat(found.atMost()).isEqualByComparingTo("60");
        assertThat(found.parts().get(0).value()).isNull();
        assertThat(found.parts().get(0).points()).isNull();
        assertThat(found.parts().get(0).missing()).isEqualTo("all");
    }

    @Test
    void withoutAnyFigureThereIsNoScore() {
        UpsellScore found = of(null, null, null, null);

        assertThat(found.score()).isNull();
        assertThat(found.level()).isEqualTo("none");
        assertThat(found.atMost()).isEqualByComparingTo("0");
    }

    private static final Map<EnrollmentStatus, Long> PEOPLE = Map.of(
            EnrollmentStatus.CANDIDATE, 1L,
            EnrollmentStatus.ELIGIBLE, 2L,
            EnrollmentStatus.INELIGIBLE, 4L,
            EnrollmentStatus.SUBMITTED, 8L,
            EnrollmentStatus.APPROVED, 16L,
            EnrollmentStatus.REJECTED, 32L,
            EnrollmentStatus.UNENROLLED, 64L);

    @Test
    void performanceIsApprovedOfTheParticipantsAimedAt() {
        UpsellScore.Input found = InsightService.performance(new CampaignDetails.Targets(100, 500), PEOPLE);

        assertThat(found.ratio()).isEqualTo(Ratio.of(80, 100));
        assertThat(found.figures())
                .containsEntry("approved", 80L)
                .containsEntry("applications", 127L)
                .containsEntry("targetParticipants", 100);
    }

    @Test
    void performanceIsApplicationsWhereTheyAreTheOnlyTarget() {
        assertThat(InsightService.performance(new CampaignDetails.Targets(null, 254), PEOPLE)
                        .ratio())
                .isEqualTo(Ratio.of(127, 254));
    }

    @Test
    void performanceWithoutATargetIsMissing() {
        for (CampaignDetails.Targets targets :
                List.of(CampaignDetails.Targets.NONE, new CampaignDetails.Targets(0, null))) {
            UpsellScore.Input found = InsightService.performance(targets, PEOPLE);
            assertThat(found.ratio()).isNull();
            assertThat(found.missing()).isNotNull();
        }
    }

    @Test
    void engagementIsCompletedOfThoseFoundEligible() {
        assertThat(InsightService.engagement(PEOPLE).ratio()).isEqualTo(Ratio.of(120, 122));
        assertThat(InsightService.engagement(Map.of(EnrollmentStatus.INELIGIBLE, 3L))
                        .ratio())
                .isNull();
    }

    @Test
    void spendIsSpentOfTheBudget() {
        BigDecimal budget = new BigDecimal("25000");
        assertThat(InsightService.spend(new CampaignDetails.Budget(budget, "EUR", new BigDecimal("9000.50")))
                        .ratio())
                .isEqualTo(new Ratio(new BigDecimal("9000.50"), budget));
        assertThat(InsightService.spend(new CampaignDetails.Budget(budget, "EUR", null))
                        .missing())
                .isEqualTo("budget.spent");
        assertThat(InsightService.spend(new CampaignDetails.Budget(BigDecimal.ZERO, "EUR", BigDecimal.ONE))
                        .ratio())
                .isNull();
    }
}
