package dev.enlist.payout;

import dev.enlist.shared.Money;
import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Exports the payouts of a person. They hold ids and amounts and are kept when the person is erased, without their texts, since
 * the sums of the budgets and of the batches would be wrong otherwise.
 */
@Component
@Order(320)
class PayoutPersonalData implements PersonalDataSource {

    /** A payout in the export. */
    record Exported(
            String id,
            String enrollmentId,
            Money money,
            String status,
            @Nullable String reason,
            Instant dueAt,
            @Nullable Instant sentAt,
            @Nullable Instant settledAt,
            List<Step> history) {}

    /** A step in the export, without the name of the member of staff. */
    record Step(String step, @Nullable String reason, Instant at) {}

    private final PayoutRepository payouts;
    private final PayoutChangeRepository changes;

    PayoutPersonalData(PayoutRepository payouts, PayoutChangeRepository changes) {
        this.payouts = payouts;
        this.changes = changes;
    }

    @Override
    public String section() {
        return "payouts";
    }

    @Override
    public Set<String> tables() {
        return Set.of("payout", "payout_change");
    }

    @Override
    public List<Exported> export(PersonIdentifiers person) {
        List<Payout> found = payouts.findByEnrollmentIdInOrderById(person.enrollmentIds());
        Map<String, List<PayoutChange>> steps =
                changes
                        .findByPayoutIdInOrderById(
                                found.stream().map(Payout::getId).toList())
                        .stream()
                        .collect(java.util.stream.Collectors.groupingBy(PayoutChange::payoutId));
        return found.stream()
                .map(payout -> new Exported(
                        payout.getId(),
                        payout.enrollmentId(),
                        payout.money(),
                        payout.status().wire(),
                        payout.statusReason().orElse(null),
                        payout.dueAt(),
                        payout.sentAt().orElse(null),
                        payout.settledAt().orElse(null),
                        steps.getOrDefault(payout.getId(), List.of()).stream()
                                .map(step -> new Step(step.step(), step.reason().orElse(null), step.at()))
                                .toList()))
                .toList();
    }

    /** The erasure of each enrollment removes the texts. */
    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of();
    }
}
