package dev.enlist.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTests {

    private final Histogram histogram = new Histogram();

    /** Adds a duration as the projection does. */
    private void add(long millis) {
        int bucket = millis <= 1 ? 0 : (int) Math.ceil(Math.log(millis) / Histogram.WIDTH);
        histogram.add(bucket, 1, BigDecimal.valueOf(millis), millis);
    }

    @Test
    void nothingMeasuredHasNoFigures() {
        assertThat(histogram.count()).isZero();
        assertThat(histogram.meanSeconds()).isNull();
        assertThat(histogram.quantileSeconds(0.5)).isNull();
        assertThat(histogram.maxSeconds()).isNull();
    }

    @Test
    void meanAndMaximumAreExact() {
        add(0);
        add(1_001);
        add(86_400_000);
        assertThat(histogram.count()).isEqualTo(3);
        assertThat(histogram.meanSeconds()).isEqualByComparingTo("28800.334");
        assertThat(histogram.maxSeconds()).isEqualByComparingTo("86400");
    }

    @Test
    void quantilesAreOffByNoMoreThanTheyClaim() {
        Random random = new Random(7);
        long[] measured = random.longs(20_000, 0, 42)
                .map(exponent -> (long) Math.pow(2, random.nextDouble() * exponent))
                .sorted()
                .toArray();
        Arrays.stream(measured).forEach(this::add);
        for (double part : new double[] {0.01, 0.1, 0.5, 0.9, 0.99, 1}) {
            double exact = measured[(int) Math.ceil(part * measured.length) - 1] / 1000.0;
            double estimated = histogram.quantileSeconds(part).doubleValue();
            assertThat(Math.abs(estimated - exact))
                    .as("%s: %s of %s", part, estimated, exact)
                    .isLessThanOrEqualTo(exact * Histogram.QUANTILE_ERROR.doubleValue() + 0.001);
        }
    }

    @Test
    void noQuantileIsBeyondTheMaximum() {
        add(1_000);
        assertThat(histogram.quantileSeconds(0.99)).isLessThanOrEqualTo(histogram.maxSeconds());
    }
}
