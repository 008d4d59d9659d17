package dev.enlist.shared;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money, exact, with the number of decimals of its currency. Amounts of different currencies are never added
 * or compared.
 *
 * @param amount   with as many decimals as the currency has, below 10^12; negative where money is due back
 * @param currency ISO 4217, such as USD
 */
public record Money(BigDecimal amount, String currency) implements Comparable<Money> {

    /** Amounts are smaller than this, of either sign. */
    public static final BigDecimal BOUND = BigDecimal.TEN.pow(12);

    /** Digits that an amount may have at most; guards the arithmetic against numbers such as 1e400. */
    private static final int MOST_DIGITS = 40;

    /** @throws IllegalArgumentException saying what is wrong, see {@link #problems} */
    public Money {
        Map<String, String> problems = problems(amount, currency);
        if (!problems.isEmpty()) {
            problems.forEach((member, problem) -> {
                throw new IllegalArgumentException(member + " " + problem);
            });
        }
        amount = amount.setScale(decimals(currency), RoundingMode.UNNECESSARY);
    }

    /** The amount, whatever its number of zeros. */
    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), currency);
    }

    public static Money zero(String currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /** A computed amount, rounded half up to the decimals of the currency. */
    public static Money rounded(BigDecimal amount, String currency) {
        return new Money(amount.setScale(decimals(currency), RoundingMode.HALF_UP), currency);
    }

    /**
     * What is wrong with an amount of money that a caller stated: error by member, {@code amount} or {@code currency}.
     * Empty where nothing is. Negative amounts are no error here; see {@link #problemsOfPayable}.
     */
    public static Map<String, String> problems(@Nullable BigDecimal amount, @Nullable String currency) {
        Map<String, String> found = new LinkedHashMap<>();
        Optional<Currency> known = currency(currency);
        if (known.isEmpty()) {
            found.put("currency", "must be a currency code of ISO 4217, such as USD");
        }
        if (amount == null) {
            found.put("amount", "is required");
        } else if (isBeyondBound(amount)) {
            found.put("amount", "must be less than 1,000,000,000,000");
        } else {
            known.ifPresent(money -> {
                int decimals = money.getDefaultFractionDigits();
                if (amount.stripTrailingZeros().scale() > decimals) {
                    found.put(
                            "amount",
                            decimals == 0
                                    ? "must be a whole number in " + money.getCurrencyCode()
                                    : "must have at most " + decimals + " decimals in " + money.getCurrencyCode());
                }
            });
        }
        return found;
    }

    /** As {@link #problems}, for amounts that must not be negative. */
    public static Map<String, String> problemsOfPayable(@Nullable BigDecimal amount, @Nullable String currency) {
        Map<String, String> found = problems(amount, currency);
        if (amount != null && amount.signum() < 0) {
            found.put("amount", "must not be negative");
        }
        return found;
    }

    /** Whether a number is too large for an amount. Cheap for any number. */
    public static boolean isBeyondBound(BigDecimal amount) {
        return amount.signum() != 0
                && ((long) amount.precision() - amount.scale() > MOST_DIGITS
                        || amount.abs().compareTo(BOUND) >= 0);
    }

    /** Whether a text is the code of a currency that payments are made in. */
    public static boolean isCurrency(@Nullable String code) {
        return currency(code).isPresent();
    }

    /** Number of decimals of a currency, such as 2 of USD and 0 of JPY. */
    public static int decimals(String currency) {
        return currency(currency)
                .orElseThrow(() -> new IllegalArgumentException("No currency: " + currency))
                .getDefaultFractionDigits();
    }

    private static Optional<Currency> currency(@Nullable String code) {
        if (code == null || !code.matches("[A-Z]{3}")) {
            return Optional.empty();
        }
        try {
            // metals, and the codes for testing and for no currency, have no decimals
            return Optional.of(Currency.getInstance(code)).filter(known -> known.getDefaultFractionDigits() >= 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException for another currency */
    public Money plus(Money more) {
        requireSameCurrency(more);
        return new Money(amount.add(more.amount), currency);
    }

    /** @throws IllegalArgumentException for another currency */
    public Money minus(Money less) {
        requireSameCurrency(less);
        return new Money(amount.subtract(less.amount), currency);
    }

    public Money negate() {
        return new Money(amount.negate(), currency);
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    /** @throws IllegalArgumentException for another currency */
    @Override
    public int compareTo(Money other) {
        requireSameCurrency(other);
        return amount.compareTo(other.amount);
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(currency + " and " + other.currency + " cannot be combined.");
        }
    }

    /** As in sentences: {@code 1,500.00 USD}. */
    public String text() {
        return String.format(java.util.Locale.ROOT, "%,." + decimals(currency) + "f", amount) + " " + currency;
    }
}
