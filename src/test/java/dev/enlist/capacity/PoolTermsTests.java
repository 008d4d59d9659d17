package dev.enlist.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limit and rate of each pricing model. */
class PoolTermsTests {

    @ParameterizedTest
    @CsvSource({"mentorship, 10", "language, 15", "buddy, 5", "upskilling, 2", "Mentorship, 10", "rebate, 10", ", 10"})
    void creditsTakeTheRateOfTheProgramType(String type, BigDecimal rate) {
        assertThat(PoolTerms.credits(BigDecimal.TEN, null).orRateOf(type).units())
                .isEqualByComparingTo(rate);
    }

    @Test
    void aStatedRateStays() {
        PoolTerms terms = PoolTerms.credits(new BigDecimal("250.5"), new BigDecimal("2.5"));

        assertThat(terms.orRateOf("language").units()).isEqualByComparingTo("2.5");
        assertThat(terms.limit(BigDecimal.ZERO)).isEqualByComparingTo("250.5");
    }

    @Test
    void seatsAndLearnersAreOneForEach() {
        assertThat(PoolTerms.seats(7).units()).isEqualByComparingTo("1");
        assertThat(PoolTerms.seats(7).limit(BigDecimal.TEN)).isEqualByComparingTo("7");
        assertThat(PoolTerms.iaas(9).units()).isEqualByComparingTo("1");
        assertThat(PoolTerms.iaas(9).limit(BigDecimal.TEN)).isEqualByComparingTo("9");
    }

    @Test
    void aBundleIsAShareOfItsParent() {
        PoolTerms terms = PoolTerms.bundle("c123456789012345678901234", new BigDecimal("0.333333"));

        assertThat(terms.units()).isEqualByComparingTo("1");
        assertThat(terms.limit(new BigDecimal("300"))).isEqualByComparingTo("99.9999");
    }

    @Test
    void customIsAsConfigured() {
        PoolTerms terms = new PoolTerms(
                "custom", null, new BigDecimal("12.5"), new BigDecimal("0.5"), null, null, null, null, null, null);

        assertThat(terms.contradictions()).isEmpty();
        assertThat(terms.units()).isEqualByComparingTo("0.5");
        assertThat(terms.limit(BigDecimal.ZERO)).isEqualByComparingTo("12.5");
    }

    @ParameterizedTest
    @CsvSource({
        "seats, , , , , , , committedSeats",
        "seats, 5, 3, , , , , creditAllocation",
        "seats, 5, , 2, , , , creditConsumptionRate",
        "credits, , , , , , , creditAllocation",
        "credits, 5, 3, , , , , committedSeats",
        "iaas, , , , , , , learnersCommitted",
        "iaas, , , , 5, , 0.5, allocationShare",
        "bundle, , , , , , 0.5, parentPoolId",
        "bundle, , , , , c123456789012345678901234, , allocationShare",
        "custom, , , 2, , , , creditAllocation",
        "custom, 5, 3, , , , , committedSeats|creditAllocation"
    })
    void wrongFiguresAreNamed(
            String model,
            Integer seats,
            BigDecimal credits,
            BigDecimal rate,
            Integer learners,
            String parent,
            BigDecimal share,
            String named) {
        PoolTerms terms = new PoolTerms(model, seats, credits, rate, learners, parent, share, null, null, null);

        assertThat(terms.contradictions().keySet()).containsExactlyInAnyOrder(named.split("\\|"));
    }
}
