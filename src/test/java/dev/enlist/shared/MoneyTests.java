package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTests {

    @Test
    void hasTheDecimalsOfItsCurrency() {
        assertThat(Money.of("1500", "USD").amount()).isEqualTo(new BigDecimal("1500.00"));
        assertThat(Money.of("1500.0", "JPY").amount()).isEqualTo(new BigDecimal("1500"));
        assertThat(Money.of("1.234", "KWD").amount()).isEqualTo(new BigDecimal("1.234"));
        assertThat(Money.of("1500", "USD")).isEqualTo(Money.of("1500.00", "USD"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.001, USD, amount, at most 2 decimals",
        "1.5, JPY, amount, whole number",
        "1e400, USD, amount, less than",
        "1e999999999, USD, amount, less than",
        "1000000000000, USD, amount, less than",
        "1, usd, currency, ISO 4217",
        "1, XAU, currency, ISO 4217",
        "1, ABC, currency, ISO 4217",
        "-1, USD, amount, negative",
    })
    void refusesInWords(BigDecimal amount, String currency, String member, String words) {
        assertThat(Money.problemsOfPayable(amount, currency)).containsOnlyKeys(member);
        assertThat(Money.problemsOfPayable(amount, currency).get(member)).contains(words);
    }

    @Test
    void neverMixesCurrencies() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of("1", "USD").plus(Money.of("1", "EUR")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of("1", "USD").compareTo(Money.of("1", "EUR")));
    }

    @Test
    void roundsWhatIsComputedHalfUp() {
        assertThat(Money.rounded(new BigDecimal("0.125"), "USD")).isEqualTo(Money.of("0.13", "USD"));
        assertThat(Money.of("1234567.5", "USD").text()).isEqualTo("1,234,567.50 USD");
    }
}
