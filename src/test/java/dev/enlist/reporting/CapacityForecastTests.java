package dev.enlist.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the range of a forecast promises, on data whose future is known. */
class CapacityForecastTests {

    private static final Random RANDOM = new Random(7);

    private static double[] poisson(double mean, int weeks) {
        double[] made = new double[weeks];
        for (int week = 0; week < weeks; week++) {
            double limit = Math.exp(-mean);
            int events = -1;
            for (double product = 1; product > limit; product *= RANDOM.nextDouble()) {
                events++;
            }
            made[week] = events;
        }
        return made;
    }

    @Test
    void theRangeHoldsWhatHappenedInAboutFourOfFiveCases() {
        int within = 0;
        int series = 400;
        for (int n = 0; n < series; n++) {
            double[] weeks = poisson(6, 26 + 60);
            double remaining = 6 * 12;
            CapacityForecast.Range range =
                    CapacityForecast.of(Arrays.copyOf(weeks, 26), remaining).range();
            double used = 0;
            double actual = Double.POSITIVE_INFINITY;
            for (int week = 26; week < weeks.length; week++) {
                if (used + weeks[week] >= remaining) {
                    actual = week - 26 + (remaining - used) / weeks[week];
                    break;
                }
                used += weeks[week];
            }
            if (range.earliest() <= actual && actual <= range.latest()) {
                within++;
            }
        }
        assertThat(within / (double) series).as("coverage").isBetween(0.72, 0.88);
    }

    @Test
    void theBackTestFindsTheSameCoverage() {
        int forecasts = 0;
        int within = 0;
        for (int n = 0; n < 60; n++) {
            CapacityForecast.BackTest test =
                    CapacityForecast.backTest(poisson(8, 52)).orElseThrow();
            forecasts += test.forecasts();
            within += test.within();
        }
        assertThat(within / (double) forecasts).as("coverage").isBetween(0.70, 0.95);
    }

    @Test
    void aRateThatBreaksOffIsSeenInTheBackTest() {
        double[] weeks = new double[40];
        Arrays.fill(weeks, 0, 20, 10);
        Arrays.fill(weeks, 20, 40, 1);

        CapacityForecast.BackTest test = CapacityForecast.backTest(weeks).orElseThrow();

        assertThat(test.within()).isLessThan(test.forecasts());
    }

    @Test
    void withTooLittleDataThereIsNoDate() {
        assertThat(CapacityForecast.of(poisson(6, 7), 50).refusal())
                .isEqualTo(CapacityForecast.Refusal.TOO_LITTLE_DATA);
        double[] fewSteps = new double[20];
        Arrays.fill(fewSteps, 0, 4, 25);
        assertThat(CapacityForecast.of(fewSteps, 50).refusal()).isEqualTo(CapacityForecast.Refusal.TOO_LITTLE_DATA);
        assertThat(CapacityForecast.backTest(poisson(6, 15))).isEmpty();
    }

    @Test
    void aPoolThatDoesNotFillHasNoDate() {
        double[] back = {5, -3, 2, -6, 1, -2, 3, -4, 2, -1};
        assertThat(CapacityForecast.of(back, 50).refusal()).isEqualTo(CapacityForecast.Refusal.NOT_GROWING);
        double[] slow = {1, 0, 1, 0, 1, 0, 1, 0, 1, 0};
        assertThat(CapacityForecast.of(slow, 5000).refusal()).isEqualTo(CapacityForecast.Refusal.BEYOND_HORIZON);
    }

    @Test
    void aSteadyRateGivesTheExactTime() {
        double[] steady = new double[20];
        Arrays.fill(steady, 7);

        CapacityForecast.Range range = CapacityForecast.of(steady, 35).range();

        assertThat(range.earliest()).isEqualTo(5);
        assertThat(range.expected()).isEqualTo(5);
        assertThat(range.latest()).isEqualTo(5);
    }
}
