package dev.enlist.capacity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.Money;
import dev.enlist.shared.validation.MoneyRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pool holds and how it is consumed, as callers state it. Which figures belong to which pricing model is held
 * here; numbers have six decimals at most and are exact.
 *
 * @param pricingModel          seats, credits, iaas, bundle, custom or budget
 * @param committedSeats        the limit of seats
 * @param creditAllocation      the limit of credits
 * @param creditConsumptionRate of credits and custom: how many units an enrollment takes; see {@link #rateOf} where
 *                              absent
 * @param learnersCommitted     the limit of iaas
 * @param parentPoolId          of bundle: the pool that it is a part of
 * @param allocationShare       of bundle: which part, from 0 to 1
 * @param budget                the limit of budget: money, of which an enrollment takes the amount of its incentive
 * @param overagePercent        allowed overage beyond the limit in percent, 0 to 100; none if absent
 * @param reservationHours      hours for which an undecided enrollment keeps its reservation; unlimited if absent
 */
@Schema(name = "CapacityTerms")
@ValidPoolTerms
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PoolTerms(
        @Schema(
                example = "seats",
                allowableValues = {"seats", "credits", "iaas", "bundle", "custom", "budget"})
        @NotNull
        @Pattern(
                regexp = "seats|credits|iaas|bundle|custom|budget",
                message = "must be seats, credits, iaas, bundle, custom or budget")
        String pricingModel,

        @Schema(example = "100") @Nullable @PositiveOrZero Integer committedSeats,

        @Schema(example = "250.5") @Nullable @PositiveOrZero @Digits(integer = 12, fraction = 6)
        BigDecimal creditAllocation,

        @Schema(
                description = "Units that an enrollment takes. Where absent, of credits: mentorship 10, language 15,"
                        + " buddy 5, upskilling 2, others 10; of custom: 1",
                example = "2.5")
        @Nullable
        @Positive
        @Digits(integer = 12, fraction = 6)
        BigDecimal creditConsumptionRate,

        @Nullable @PositiveOrZero Integer learnersCommitted,

        @Schema(description = "A pool of this workspace that is no bundle itself")
        @Nullable
        @Pattern(regexp = "c[0-9a-z]{24}", message = "must be an id")
        String parentPoolId,

        @Schema(description = "Part of the parent pool, 0 to 1", example = "0.25")
        @Nullable
        @DecimalMin("0")
        @DecimalMax("1")
        @Digits(integer = 1, fraction = 6)
        BigDecimal allocationShare,

        @Schema(
                description = "Money to give away as incentives",
                example = "{\"amount\": 250000, \"currency\": \"USD\"}")
        @Nullable
        @Valid
        MoneyRequest budget,

        @Schema(description = "How far beyond the limit, in percent; 0 where absent", example = "10")
        @Nullable
        @DecimalMin("0")
        @DecimalMax("100")
        @Digits(integer = 3, fraction = 6)
        BigDecimal overagePercent,

        @Schema(description = "How long a submitted enrollment keeps its units; until it is decided where absent")
        @Nullable
        @Positive
        @Max(87600)
        Integer reservationHours) {

    /** For the documents of operations that open a pool. */
    public static final String BUDGET_EXAMPLE =
            "{\"pricingModel\": \"budget\", \"budget\": {\"amount\": 250000, \"currency\": \"USD\"}}";

    /** The rate of program types that are not listed here. */
    static final BigDecimal USUAL_RATE = BigDecimal.TEN;

    private static final Map<String, BigDecimal> RATES = Map.of(
            "mentorship", BigDecimal.TEN,
            "language", new BigDecimal(15),
            "buddy", new BigDecimal(5),
            "upskilling", new BigDecimal(2));

    private static final Map<String, Set<String>> FIGURES = Map.of(
            "seats", Set.of("committedSeats"),
            "credits", Set.of("creditAllocation", "creditConsumptionRate"),
            "iaas", Set.of("learnersCommitted"),
            "bundle", Set.of("parentPoolId", "allocationShare"),
            "custom", Set.of("committedSeats", "creditAllocation", "learnersCommitted", "creditConsumptionRate"),
            "budget", Set.of("budget"));

    public static PoolTerms seats(int committedSeats) {
        return new PoolTerms("seats", committedSeats, null, null, null, null, null, null, null, null);
    }

    /** @param rate null for that of the program's type, see {@link #orRateOf} */
    public static PoolTerms credits(BigDecimal allocation, @Nullable BigDecimal rate) {
        return new PoolTerms("credits", null, allocation, rate, null, null, null, null, null, null);
    }

    public static PoolTerms iaas(int learnersCommitted) {
        return new PoolTerms("iaas", null, null, null, learnersCommitted, null, null, null, null, null);
    }

    public static PoolTerms bundle(String parentPoolId, BigDecimal allocationShare) {
        return new PoolTerms("bundle", null, null, null, null, parentPoolId, allocationShare, null, null, null);
    }

    public static PoolTerms budget(Money money) {
        return new PoolTerms(
                "budget",
                null,
                null,
                null,
                null,
                null,
                null,
                new MoneyRequest(money.amount(), money.currency()),
                null,
                null);
    }

    public PoolTerms withOverage(BigDecimal percent) {
        return new PoolTerms(
                pricingModel,
                committedSeats,
                creditAllocation,
                creditConsumptionRate,
                learnersCommitted,
                parentPoolId,
                allocationShare,
                budget,
                percent,
                reservationHours);
    }

    public PoolTerms withReservationHours(int hours) {
        return new PoolTerms(
                pricingModel,
                committedSeats,
                creditAllocation,
                creditConsumptionRate,
                learnersCommitted,
                parentPoolId,
                allocationShare,
                budget,
                overagePercent,
                hours);
    }

    /** Credits without a rate take that of the program's type, whatever its case; others stay as they are. */
    public PoolTerms orRateOf(@Nullable String programType) {
        if (model() != PricingModel.CREDITS || creditConsumptionRate != null) {
            return this;
        }
        return new PoolTerms(
                pricingModel,
                committedSeats,
                creditAllocation,
                rateOf(programType),
                learnersCommitted,
                parentPoolId,
                allocationShare,
                budget,
                overagePercent,
                reservationHours);
    }

    /** Credits that one enrollment takes by default: mentorship 10, language 15, buddy 5, upskilling 2, others 10. */
    public static BigDecimal rateOf(@Nullable String programType) {
        return programType == null
                ? USUAL_RATE
                : RATES.getOrDefault(programType.toLowerCase(java.util.Locale.ROOT), USUAL_RATE);
    }

    public PricingModel model() {
        return PricingModel.ofWire(pricingModel);
    }

    /** The currency of a budget; null for other units. */
    @Nullable
    String currency() {
        return budget == null ? null : budget.currency();
    }

    /** A pool with less than this can pay nothing more. */
    private BigDecimal smallestPayment() {
        return budget == null ? BigDecimal.ONE : BigDecimal.ONE.movePointLeft(Money.decimals(budget.currency()));
    }

    /** How many units an enrollment takes; of a budget the least that it can. */
    BigDecimal units() {
        return switch (model()) {
            case SEATS, IAAS, BUNDLE -> BigDecimal.ONE;
            case CREDITS -> creditConsumptionRate == null ? USUAL_RATE : creditConsumptionRate;
            case CUSTOM -> creditConsumptionRate == null ? BigDecimal.ONE : creditConsumptionRate;
            case BUDGET -> smallestPayment();
        };
    }

    /**
     * How many units there are, without overage.
     *
     * @param parent limit of the parent pool; zero where there is none
     */
    BigDecimal limit(BigDecimal parent) {
        if (model() == PricingModel.BUNDLE) {
            return allocationShare == null ? BigDecimal.ZERO : parent.multiply(allocationShare);
        }
        if (budget != null) {
            return budget.amount();
        }
        if (creditAllocation != null) {
            return creditAllocation;
        }
        Integer whole = committedSeats != null ? committedSeats : learnersCommitted;
        return whole == null ? BigDecimal.ZERO : BigDecimal.valueOf(whole);
    }

    /** Inconsistent members: error by the name of the member. */
    Map<String, String> contradictions() {
        Map<String, @Nullable Object> figures = figures();
        Map<String, String> found = new LinkedHashMap<>();
        Set<String> own = FIGURES.get(String.valueOf(pricingModel));
        if (own == null) {
            return found;
        }
        figures.forEach((name, figure) -> {
            if (figure != null && !own.contains(name)) {
                found.put(name, "is no figure of the pricing model " + pricingModel);
            }
        });
        switch (model()) {
            case SEATS -> need("committedSeats", figures, found);
            case CREDITS -> need("creditAllocation", figures, found);
            case IAAS -> need("learnersCommitted", figures, found);
            case BUNDLE -> {
                need("parentPoolId", figures, found);
                need("allocationShare", figures, found);
            }
            case CUSTOM -> needOneLimit(found);
            case BUDGET -> need("budget", figures, found);
        }
        return found;
    }

    private void need(String name, Map<String, @Nullable Object> figures, Map<String, String> found) {
        if (figures.get(name) == null) {
            found.put(name, "is needed with the pricing model " + pricingModel);
        }
    }

    private void needOneLimit(Map<String, String> found) {
        Map<String, @Nullable Object> limits = figures();
        limits.keySet().retainAll(Set.of("committedSeats", "creditAllocation", "learnersCommitted"));
        limits.values().removeIf(java.util.Objects::isNull);
        if (limits.isEmpty()) {
            found.put("creditAllocation", "is needed, or committedSeats or learnersCommitted, as the limit");
        } else if (limits.size() > 1) {
            limits.keySet().forEach(name -> found.put(name, "is one of several limits; there is one"));
        }
    }

    private Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("committedSeats", committedSeats);
        figures.put("creditAllocation", creditAllocation);
        figures.put("creditConsumptionRate", creditConsumptionRate);
        figures.put("learnersCommitted", learnersCommitted);
        figures.put("parentPoolId", parentPoolId);
        figures.put("allocationShare", allocationShare);
        figures.put("budget", budget);
        return figures;
    }
}
