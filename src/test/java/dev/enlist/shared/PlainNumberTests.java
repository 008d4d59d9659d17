package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as they are put into sentences. */
class PlainNumberTests {

    @ParameterizedTest
    @CsvSource({
        "5E+3, 5000",
        "5000.00, 5000",
        "0.50, 0.5",
        "0E+5, 0",
        "0.000, 0",
        "-1.20E+2, -120",
        "1E-7, 0.0000001",
        "1E+400000, 1E+400000",
        "12345678901234567890, 12345678901234567890"
    })
    void decimals(BigDecimal number, String words) {
        assertThat(PlainNumber.of(number)).isEqualTo(words);
    }

    @Test
    void others() {
        assertThat(PlainNumber.of(5_000_000_000.0)).isEqualTo("5000000000");
        assertThat(PlainNumber.of(0.1f)).isEqualTo("0.1");
        assertThat(PlainNumber.of(7)).isEqualTo("7");
        assertThat(PlainNumber.of(Double.NaN)).isEqualTo("NaN");
        assertThat(PlainNumber.orText("NY")).isEqualTo("NY");
    }
}
