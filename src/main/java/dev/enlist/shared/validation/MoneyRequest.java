package dev.enlist.shared.validation;

import dev.enlist.shared.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;

/**
 * Money that a caller states: not negative, with at most the decimals of its currency.
 *
 * @param amount   a number, such as 1500 or 1500.00
 * @param currency ISO 4217
 */
@Schema(
        name = "MoneyRequest",
        requiredProperties = {"amount", "currency"})
@ValidMoney
public record MoneyRequest(
        @Schema(example = "1500.00") BigDecimal amount,
        @Schema(example = "USD") String currency) {

    /** The stated money; only after validation. */
    public Money money() {
        return new Money(amount, currency);
    }
}
