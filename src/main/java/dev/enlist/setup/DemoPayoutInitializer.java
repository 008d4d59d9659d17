package dev.enlist.setup;

import dev.enlist.payout.BankAnswer;
import dev.enlist.payout.Payout;
import dev.enlist.payout.PayoutBatchService;
import dev.enlist.payout.PayoutSelection;
import dev.enlist.payout.PayoutService;
import dev.enlist.payout.PayoutStatus;
import dev.enlist.shared.Actor;
import dev.enlist.shared.ScopedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Pays what the approvals of the demo programs made due: a batch that the bank has answered, one that is with the bank, one
 * that waits for a second person, and the latest payouts, of which one is held.
 */
@Component
class DemoPayoutInitializer {

    private static final Duration ANSWERED = Duration.ofDays(30);
    private static final Duration WITH_THE_BANK = Duration.ofDays(14);
    private static final Duration WAITING = Duration.ofDays(5);

    /** Of so many payments one fails, and one comes back. */
    private static final int ONE_FAILS_OF = 40;

    private final PayoutBatchService batches;
    private final PayoutService payouts;

    DemoPayoutInitializer(PayoutBatchService batches, PayoutService payouts) {
        this.batches = batches;
        this.payouts = payouts;
    }

    /**
     * @param builder  who builds the batches
     * @param releaser another person, who releases them
     */
    void pay(String programInstanceId, Actor builder, Actor releaser, Instant now) {
        String answered = ScopedClock.at(
                now.minus(ANSWERED),
                () -> released(programInstanceId, "Last month", builder, releaser, now.minus(ANSWERED)));
        ScopedClock.run(now.minus(ANSWERED).plus(Duration.ofDays(2)), () -> answer(answered, releaser));
        ScopedClock.run(
                now.minus(WITH_THE_BANK),
                () -> released(programInstanceId, "Two weeks ago", builder, releaser, now.minus(WITH_THE_BANK)));
        ScopedClock.run(
                now.minus(WAITING),
                () -> batches.build(selection(programInstanceId, now.minus(WAITING)), null, "This week", builder));
        payouts.hold(
                batches.preview(selection(programInstanceId, now))
                        .first()
                        .get(0)
                        .getId(),
                null,
                "The name on the receipt is another one",
                builder);
    }

    private static PayoutSelection selection(String programInstanceId, Instant dueUntil) {
        return new PayoutSelection(List.of(programInstanceId), List.of(), dueUntil, null);
    }

    private String released(String programInstanceId, String note, Actor builder, Actor releaser, Instant dueUntil) {
        String batch = batches.build(selection(programInstanceId, dueUntil), null, note, builder)
                .batch()
                .getId();
        batches.release(batch, null, releaser);
        return batch;
    }

    private void answer(String batch, Actor by) {
        List<BankAnswer> answers = new ArrayList<>();
        int row = 0;
        for (Payout payout : batches.file(batch).payouts()) {
            row++;
            PayoutStatus result = row % ONE_FAILS_OF == 0
                    ? PayoutStatus.FAILED
                    : row % ONE_FAILS_OF == 1 ? PayoutStatus.RETURNED : PayoutStatus.PAID;
            String reason = result == PayoutStatus.PAID ? null : "The account is closed";
            answers.add(new BankAnswer(row, payout.getId(), result, reason, null, null));
        }
        batches.answer(batch, answers, by);
    }
}
