package dev.enlist.setup;

import dev.enlist.payout.BankAnswer;
import dev.enlist.payout.Payout;
import dev.enlist.payout.PayoutBatchService;
import dev.enlist.payout.PayoutQuery;
import dev.enlist.payout.PayoutSelection;
import dev.enlist.payout.PayoutService;
import dev.enlist.payout.PayoutStatus;
import dev.enlist.shared.Actor;
import dev.enlist.shared.ScopedClock;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/**
 * Pays what the approvals of a demo program made due, so that payouts and batches are in every state. The parts are shares
 * of the payouts in the order of time, not periods of days: none is empty, on whichever day the demo is loaded.
 */
@Component
class DemoPayoutInitializer {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MMM d, uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** The fewest payouts that give a payout in each state. */
    static final int FEWEST = 20;

    /** Where each batch ends, in hundredths of the payouts. The rest is due. */
    private static final int PAID_UNTIL = 45;

    private static final int ANSWERED_UNTIL = 70;
    private static final int WITH_THE_BANK_UNTIL = 85;
    private static final int WAITING_UNTIL = 93;

    private static final Duration TO_BATCH = Duration.ofDays(1);
    private static final Duration TO_RELEASE = Duration.ofHours(3);
    private static final Duration TO_ANSWER = Duration.ofDays(2);

    private final PayoutBatchService batches;
    private final PayoutService payouts;
    private final PayoutQuery query;

    DemoPayoutInitializer(PayoutBatchService batches, PayoutService payouts, PayoutQuery query) {
        this.batches = batches;
        this.payouts = payouts;
        this.query = query;
    }

    /**
     * Does nothing for a program with fewer than {@value #FEWEST} payouts that are due.
     *
     * @param builder  who builds the batches
     * @param releaser another person, who releases them
     */
    void pay(String programInstanceId, Actor builder, Actor releaser, Instant now) {
        List<Payout> due = due(programInstanceId);
        if (due.size() < FEWEST) {
            return;
        }
        Run run = new Run(due, builder, releaser, now);
        String paid = run.released(0, PAID_UNTIL);
        run.answer(paid, List.of());
        String answered = run.released(PAID_UNTIL, ANSWERED_UNTIL);
        run.answer(answered, List.of(PayoutStatus.FAILED, PayoutStatus.RETURNED, PayoutStatus.FAILED));
        run.released(ANSWERED_UNTIL, WITH_THE_BANK_UNTIL);
        run.build(WITH_THE_BANK_UNTIL, WAITING_UNTIL);
        // the account of the first payment that failed is known by now
        Payout failed = first(batches.file(answered).payouts(), PayoutStatus.FAILED);
        payouts.reissue(failed.getId(), null, "The person sent another account", builder);
        payouts.hold(due.get(due.size() - 1).getId(), null, "The name on the receipt is another one", builder);
        payouts.cancel(due.get(due.size() - 2).getId(), null, "Paid by the installer already", builder);
    }

    private static Payout first(List<Payout> all, PayoutStatus status) {
        return all.stream().filter(each -> each.status() == status).findFirst().orElseThrow();
    }

    /** The payouts that are due and not held, in the order of time. */
    private List<Payout> due(String programInstanceId) {
        PayoutQuery.Filter filter = new PayoutQuery.Filter(
                List.of(PayoutStatus.DUE), List.of(programInstanceId), null, null, null, false, null, null);
        Sort sort = Sort.by("dueAt", "id");
        List<Payout> all = new ArrayList<>();
        Page<Payout> page;
        do {
            page = query.list(
                    new ListQuery(all.size() / ListQuery.MAX_PER_PAGE, ListQuery.MAX_PER_PAGE, null, sort),
                    filter,
                    payouts -> payouts);
            all.addAll(page.data());
        } while (page.data().size() == ListQuery.MAX_PER_PAGE);
        return all;
    }

    /** The payouts of one program and the two people who pay them. */
    private final class Run {

        private final List<Payout> due;
        private final Actor builder;
        private final Actor releaser;
        private final Instant now;

        Run(List<Payout> due, Actor builder, Actor releaser, Instant now) {
            this.due = due;
            this.builder = builder;
            this.releaser = releaser;
            this.now = now;
        }

        String build(int fromShare, int untilShare) {
            List<Payout> part = due.subList(due.size() * fromShare / 100, due.size() * untilShare / 100);
            Instant latest = part.get(part.size() - 1).dueAt();
            PayoutSelection selection = new PayoutSelection(
                    List.of(), part.stream().map(Payout::getId).toList(), null, null);
            return ScopedClock.at(
                    past(latest.plus(TO_BATCH)),
                    () -> batches.build(selection, null, "Payments due until " + DAY.format(latest), builder)
                            .batch()
                            .getId());
        }

        String released(int fromShare, int untilShare) {
            String batch = build(fromShare, untilShare);
            Instant built = batches.read(batch).batch().createdAt();
            ScopedClock.run(past(built.plus(TO_RELEASE)), () -> batches.release(batch, null, releaser));
            return batch;
        }

        /** @param others results of the first payments; all others were paid */
        void answer(String batch, List<PayoutStatus> others) {
            List<BankAnswer> answers = new ArrayList<>();
            for (Payout payout : batches.file(batch).payouts()) {
                int row = answers.size();
                PayoutStatus result = row < others.size() ? others.get(row) : PayoutStatus.PAID;
                String reason = result == PayoutStatus.PAID ? null : "The account is closed";
                answers.add(new BankAnswer(row + 1, payout.getId(), result, reason, null, null));
            }
            Instant released = batches.read(batch).batch().releasedAt().orElseThrow();
            ScopedClock.run(past(released.plus(TO_ANSWER)), () -> batches.answer(batch, answers, releaser));
        }

        private Instant past(Instant moment) {
            return moment.isBefore(now) ? moment : now;
        }
    }
}
