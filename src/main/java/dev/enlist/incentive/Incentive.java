package dev.enlist.incentive;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.shared.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The amount that an enrollment gets, and its parts.
 *
 * @param money  not negative
 * @param parts  the base, the additions that apply, and a negative part where a maximum cut the sum; their sum is the amount
 * @param rules  the version of the rules that decided; null where a person set the amount
 * @param row    of the table, from 1; null where no row states the amount
 */
public record Incentive(
        Money money,
        IncentiveSource source,
        List<Part> parts,
        @Nullable RuleSetRef rules,
        @Nullable Integer row) {

    /**
     * A part of the amount.
     *
     * @param label for people, such as {@code base} or the label of an addition
     */
    public record Part(String label, BigDecimal amount) {}

    /** In one sentence, such as {@code 2,000.00 USD = base 1,500.00 + low income 500.00, row 7 of drive-clean version 3}. */
    public String explanation() {
        return explanation(money, parts, rules, row);
    }

    static String explanation(Money money, List<Part> parts, @Nullable RuleSetRef rules, @Nullable Integer row) {
        StringBuilder text = new StringBuilder(money.text());
        if (!parts.isEmpty()) {
            text.append(" = ").append(joined(parts, money.currency()));
        }
        if (rules != null) {
            text.append(row == null ? ", decided by " : ", row " + row + " of ")
                    .append(rules.slug())
                    .append(" version ")
                    .append(rules.version());
        }
        return text.toString();
    }

    private static String joined(List<Part> parts, String currency) {
        String all = parts.stream()
                .map(part -> (part.amount().signum() < 0 ? "− " : "+ ") + part.label() + " "
                        + plain(part.amount().abs(), currency))
                .collect(Collectors.joining(" "));
        return all.startsWith("+ ") ? all.substring(2) : all;
    }

    private static String plain(BigDecimal amount, String currency) {
        return new Money(amount, currency).text().replace(" " + currency, "");
    }
}
