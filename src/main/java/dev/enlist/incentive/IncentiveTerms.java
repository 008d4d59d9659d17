package dev.enlist.incentive;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code incentive} of a configuration, as far as it states an amount. A template may describe the section itself,
 * so members that it does not know are ignored.
 *
 * @param amount    for each enrollment; null where a formula or the rules state it
 * @param currency  ISO 4217
 * @param formula   FEEL over the inputs of the rules; null where there is none
 * @param additions on top, in their order
 * @param maximum   upper bound of the sum; null for none
 */
record IncentiveTerms(
        @Nullable BigDecimal amount,
        String currency,
        @Nullable String formula,
        List<Addition> additions,
        @Nullable BigDecimal maximum) {

    /** Of incentives whose currency is stated nowhere, as the country of addresses is the US. */
    static final String USUAL_CURRENCY = "USD";

    /** Members by which a template says that its amount is not that of one enrollment. */
    private static final List<String> OTHER_BASES = List.of("per", "percentOfCost");

    /**
     * An addition.
     *
     * @param amount  null where it has a formula
     * @param formula null where it has an amount
     * @param when    FEEL condition; null for everybody
     */
    record Addition(
            String label,
            @Nullable BigDecimal amount,
            @Nullable String formula,
            @Nullable String when) {}

    /** @param config the effective configuration of the instance */
    static IncentiveTerms of(@Nullable Object config) {
        Object section = config instanceof Map<?, ?> all ? all.get("incentive") : null;
        if (!(section instanceof Map<?, ?> stated)) {
            return new IncentiveTerms(null, USUAL_CURRENCY, null, List.of(), null);
        }
        boolean isOfOneEnrollment = OTHER_BASES.stream().allMatch(member -> stated.get(member) == null);
        List<Addition> additions = new ArrayList<>();
        if (stated.get("additions") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> addition) {
                    additions.add(new Addition(
                            String.valueOf(addition.get("label")),
                            number(addition.get("amount")),
                            text(addition.get("formula")),
                            text(addition.get("when"))));
                }
            }
        }
        String currency = text(stated.get("currency"));
        return new IncentiveTerms(
                isOfOneEnrollment ? number(stated.get("amount")) : null,
                currency == null ? USUAL_CURRENCY : currency,
                text(stated.get("formula")),
                additions,
                number(stated.get("maximum")));
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        return value instanceof Number number ? new BigDecimal(number.toString()) : null;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }
}
