package dev.enlist.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.validation.MoneyRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
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
 * The pricing that campaigns of a template begin with: what is consumed, and how much of it there is.
 *
 * @param pricingModel          seats, credits, iaas, bundle, custom or budget
 * @param committedSeats        of seats: one for each enrollment
 * @param creditAllocation      of credits: how many there are
 * @param creditConsumptionRate of credits: how many an enrollment takes
 * @param learnersCommitted     of iaas: how many learners
 * @param allocationShare       of bundle: the part of the parent pool, 0 to 1
 * @param budget                of budget: money to give away as incentives
 * @param overagePercent        how far beyond the limit one may go, 0 to 100; not at all where absent
 * @param reservationHours      how long a submitted enrollment keeps its unit
 * @param unitPrice             of one unit
 * @param currency              ISO 4217, such as USD; with a unit price
 */
@Schema(name = "PricingDefault")
@ValidCombination
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PricingDefault(
        @Schema(
                example = "seats",
                allowableValues = {"seats", "credits", "iaas", "bundle", "custom", "budget"})
        @NotNull
        @Pattern(
                regexp = "seats|credits|iaas|bundle|custom|budget",
                message = "must be seats, credits, iaas, bundle, custom or budget")
        String pricingModel,

        @Nullable @Positive Integer committedSeats,

        @Nullable @PositiveOrZero @Digits(integer = 12, fraction = 6)
        BigDecimal creditAllocation,

        @Nullable @Positive @Digits(integer = 12, fraction = 6)
        BigDecimal creditConsumptionRate,

        @Nullable @Positive Integer learnersCommitted,

        @Nullable @DecimalMin("0") @DecimalMax("1") @Digits(integer = 1, fraction = 6)
        BigDecimal allocationShare,

        @Nullable @Valid MoneyRequest budget,

        @Nullable @DecimalMin("0") @DecimalMax("100") @Digits(integer = 3, fraction = 6)
        BigDecimal overagePercent,

        @Nullable @Positive Integer reservationHours,

        @Nullable @PositiveOrZero @Digits(integer = 12, fraction = 6)
        BigDecimal unitPrice,

        @Schema(example = "USD") @Nullable @Pattern(regexp = "[A-Z]{3}", message = "must be three capital letters")
        String currency)
        implements CombinationChecked {

    private static final Map<String, Set<String>> FIGURES = Map.of(
            "seats", Set.of("committedSeats"),
            "credits", Set.of("creditAllocation", "creditConsumptionRate"),
            "iaas", Set.of("learnersCommitted"),
            "bundle", Set.of("allocationShare"),
            "custom", Set.of("committedSeats", "creditAllocation", "creditConsumptionRate", "learnersCommitted"),
            "budget", Set.of("budget"));

    @Override
    public Map<String, String> contradictions() {
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("committedSeats", committedSeats);
        figures.put("creditAllocation", creditAllocation);
        figures.put("creditConsumptionRate", creditConsumptionRate);
        figures.put("learnersCommitted", learnersCommitted);
        figures.put("allocationShare", allocationShare);
        figures.put("budget", budget);
        Set<String> own = FIGURES.getOrDefault(String.valueOf(pricingModel), figures.keySet());
        figures.forEach((name, figure) -> {
            if (figure != null && !own.contains(name)) {
                found.put(name, "is no figure of the pricing model " + pricingModel);
            }
        });
        if (unitPrice != null && currency == null) {
            found.put("currency", "is needed with unitPrice");
        }
        return found;
    }
}
