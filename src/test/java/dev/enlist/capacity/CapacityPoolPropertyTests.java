package dev.enlist.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;

/** The arithmetic of pools is exact, for any decimals: compared with integers in millionths. */
class CapacityPoolPropertyTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static CapacityPool pool(
            BigDecimal units, BigDecimal limit, BigDecimal overage, BigDecimal reserved, BigDecimal committed) {
        return pool(units, limit, overage, reserved, committed, Map.of());
    }

    private static CapacityPool pool(
            BigDecimal units,
            BigDecimal limit,
            BigDecimal overage,
            BigDecimal reserved,
            BigDecimal committed,
            Map<AlertLevel, Instant> told) {
        return new CapacityPool(
                "pool",
                PoolOwner.instance("instance"),
                PoolTerms.credits(limit, units),
                units,
                limit,
                overage,
                reserved,
                committed,
                told,
                NOW,
                NOW,
                null,
                0);
    }

    private static BigInteger millionths(BigDecimal number) {
        return number.movePointRight(6).toBigIntegerExact();
    }

    @Property
    void somebodyFitsExactlyWhileTheSumStaysWithinTheLimit(
            @ForAll @BigRange(min = "0.000001", max = "1000") @Scale(6) BigDecimal units,
            @ForAll @BigRange(min = "0", max = "1000000") @Scale(6) BigDecimal limit,
            @ForAll @BigRange(min = "0", max = "100") @Scale(6) BigDecimal overage,
            @ForAll @BigRange(min = "0", max = "1000000") @Scale(6) BigDecimal reserved,
            @ForAll @BigRange(min = "0", max = "1000000") @Scale(6) BigDecimal committed) {
        BigInteger needed = millionths(units).add(millionths(reserved)).add(millionths(committed));
        BigInteger hundred = BigInteger.valueOf(100_000_000);
        boolean within =
                needed.multiply(hundred).compareTo(millionths(limit).multiply(hundred.add(millionths(overage)))) <= 0;

        assertThat(pool(units, limit, overage, reserved, committed).fits()).isEqualTo(within);
    }

    @Property
    void asManyFitAsTheLimitDividedByTheUnits(
            @ForAll @BigRange(min = "0.1", max = "7") @Scale(6) BigDecimal units,
            @ForAll @BigRange(min = "0", max = "50") @Scale(6) BigDecimal limit) {
        int taken = 0;
        CapacityPool pool = pool(units, limit, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        while (pool.fits()) {
            taken++;
            pool = pool(units, limit, BigDecimal.ZERO, units.multiply(BigDecimal.valueOf(taken)), BigDecimal.ZERO);
        }

        assertThat(taken).isEqualTo(millionths(limit).divide(millionths(units)).intValueExact());
        assertThat(pool.available()).isLessThan(units).isNotNegative();
    }

    @Property
    void theLevelIsTheHighestWhoseThresholdIsReached(
            @ForAll @BigRange(min = "0.000001", max = "1000") @Scale(6) BigDecimal limit,
            @ForAll @BigRange(min = "0", max = "1300") @Scale(6) BigDecimal used) {
        BigInteger share = millionths(used).multiply(BigInteger.valueOf(100));
        BigInteger of = millionths(limit);
        AlertLevel expected = AlertLevel.NONE;
        int[] percents = {80, 90, 100, 110};
        for (int i = 0; i < percents.length; i++) {
            if (share.compareTo(of.multiply(BigInteger.valueOf(percents[i]))) >= 0) {
                expected = AlertLevel.values()[i + 1];
            }
        }

        assertThat(AlertLevel.of(used, limit)).isEqualTo(expected);
    }

    @Example
    void utilisationIsRoundedDownSoThatItNeverLooksFullerThanItIs() {
        CapacityPool pool =
                pool(BigDecimal.ONE, new BigDecimal("3"), BigDecimal.ZERO, BigDecimal.ONE, new BigDecimal("1.39999"));

        assertThat(pool.utilisation()).isEqualByComparingTo("0.7999");
        assertThat(pool.level()).isEqualTo(AlertLevel.NONE);
    }

    @Example
    void aPoolOfNothingIsFull() {
        CapacityPool pool = pool(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.TEN, BigDecimal.ZERO, BigDecimal.ZERO);

        assertThat(pool.fits()).isFalse();
        assertThat(pool.level()).isEqualTo(AlertLevel.ERROR);
        assertThat(pool.utilisation()).isEqualByComparingTo("1");
    }

    @Example
    void aLevelIsNewsAgainWhenItsTimeIsOver() {
        for (AlertLevel level : AlertLevel.values()) {
            CapacityPool told = pool(
                    BigDecimal.ONE,
                    BigDecimal.TEN,
                    BigDecimal.ZERO,
                    BigDecimal.ONE,
                    BigDecimal.ONE,
                    Map.of(level, NOW));
            Instant over = NOW.plus(level.throttle());
            boolean tells = level != AlertLevel.NONE;

            assertThat(CapacityAlertPublisher.isNews(told, level, over.minusMillis(1)))
                    .as(level.wire())
                    .isFalse();
            assertThat(CapacityAlertPublisher.isNews(told, level, over))
                    .as(level.wire())
                    .isEqualTo(tells);
        }
        assertThat(AlertLevel.INFO.throttle()).isEqualTo(Duration.ofHours(24));
        assertThat(AlertLevel.WARNING.throttle()).isEqualTo(Duration.ofHours(12));
        assertThat(AlertLevel.ERROR.throttle()).isEqualTo(Duration.ofHours(6));
        assertThat(AlertLevel.CRITICAL.throttle()).isEqualTo(Duration.ofHours(1));
    }
}
