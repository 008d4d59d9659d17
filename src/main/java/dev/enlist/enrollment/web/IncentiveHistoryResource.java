package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.IncentiveChange;
import dev.enlist.shared.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The incentive of an enrollment with its history, on the wire.
 *
 * @param incentive absent where the program pays nothing for it
 * @param changes   by people, oldest first
 */
@Schema(name = "IncentiveHistory")
@JsonInclude(JsonInclude.Include.NON_NULL)
record IncentiveHistoryResource(@Nullable IncentiveResource incentive, List<Change> changes) {

    /**
     * A change by a person.
     *
     * @param from absent where there was no amount
     */
    @Schema(name = "IncentiveChange")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(@Nullable Amount from, Amount to, String reason, Instant at, HistoryResource.By by) {

        static Change of(IncentiveChange change) {
            return new Change(
                    change.from().map(Amount::of).orElse(null),
                    Amount.of(change.to()),
                    change.reason(),
                    change.at(),
                    HistoryResource.by(change.by()));
        }
    }

    /** An amount of money. */
    @Schema(name = "Money")
    record Amount(
            @Schema(example = "1500.00") java.math.BigDecimal amount,
            @Schema(example = "USD") String currency) {

        static Amount of(Money money) {
            return new Amount(money.amount(), money.currency());
        }
    }

    static IncentiveHistoryResource of(Enrollment enrollment, List<IncentiveChange> changes) {
        return new IncentiveHistoryResource(
                enrollment.incentive().map(IncentiveResource::of).orElse(null),
                changes.stream().map(Change::of).toList());
    }
}
