package dev.enlist.payout.web;

import dev.enlist.payout.ActivityPayoutService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What activities pay. */
@RestController
@RequestMapping("/activities/{id}/payouts")
@Tag(name = "Payouts")
class ActivityPayoutController {

    /**
     * What became due.
     *
     * @param count number of payouts
     * @param more  whether further participants are not paid yet: repeat the request
     */
    @Schema(name = "ActivityPayouts")
    record Result(
            @Schema(example = "42") int count,
            @Schema(example = "1050.00") BigDecimal amount,
            @Schema(example = "USD") String currency,
            boolean more) {}

    private final ActivityPayoutService payouts;

    ActivityPayoutController(ActivityPayoutService payouts) {
        this.payouts = payouts;
    }

    @Requires(value = Scope.PAYOUTS_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping
    @Operation(
            operationId = "payActivity",
            summary = "Make due what an activity pays",
            description =
                    "One payout for each approved enrollment that attended or delivered, of `activities.payment` of"
                            + " the configuration; at most 500 in one request, all or none. Who was paid for the activity is left"
                            + " out, so the request can be repeated. 409 `activity-not-finished`, `activity-pays-nothing`, or"
                            + " `capacity-exhausted` where a budget has too little left.")
    Result pay(@PathVariable String id, @Parameter(hidden = true) Actor actor) {
        ActivityPayoutService.Paid paid = payouts.pay(id, actor);
        return new Result(paid.count(), paid.total().amount(), paid.total().currency(), paid.more());
    }
}
