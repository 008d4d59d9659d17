package dev.enlist.payout;

import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.Money;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Published events of a payout: ids, amounts and statuses, no personal data. */
sealed interface PayoutEvent extends DomainEvent.Published {

    String payoutId();

    String enrollmentId();

    Money money();

    @Override
    default String subject() {
        return payoutId();
    }

    /** A payout became due. */
    record Created(
            String payoutId,
            String workspaceId,
            String enrollmentId,
            String programInstanceId,
            Money money,
            PayoutKind kind,
            int number,
            Instant at)
            implements PayoutEvent {

        @Override
        public String type() {
            return "payout.created";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = base(this, programInstanceId);
            data.put("kind", kind.wire());
            data.put("number", number);
            data.put("status", PayoutStatus.DUE.wire());
            return data;
        }
    }

    /** @param batchId of the batch that it came into or left; null where there is none */
    record StatusChanged(
            String payoutId,
            String workspaceId,
            String enrollmentId,
            String programInstanceId,
            Money money,
            PayoutStatus from,
            PayoutStatus to,
            @Nullable String batchId,
            Instant at)
            implements PayoutEvent {

        @Override
        public String type() {
            return "payout.status_changed";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = base(this, programInstanceId);
            data.put("from", from.wire());
            data.put("to", to.wire());
            if (batchId != null) {
                data.put("batchId", batchId);
            }
            return data;
        }
    }

    /** @param step {@code held} or {@code released} */
    record Stepped(
            String payoutId,
            String workspaceId,
            String enrollmentId,
            String programInstanceId,
            Money money,
            PayoutStatus status,
            String step,
            Instant at)
            implements PayoutEvent {

        @Override
        public String type() {
            return "payout." + step;
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = base(this, programInstanceId);
            data.put("status", status.wire());
            return data;
        }
    }

    private static Map<String, Object> base(PayoutEvent event, String programInstanceId) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", event.payoutId());
        data.put("enrollmentId", event.enrollmentId());
        data.put("programInstanceId", programInstanceId);
        data.put("amount", event.money().amount());
        data.put("currency", event.money().currency());
        return data;
    }
}
