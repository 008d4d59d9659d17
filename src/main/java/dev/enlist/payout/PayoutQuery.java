package dev.enlist.payout;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import jakarta.persistence.criteria.Predicate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lists payouts and batches. A member of single program instances sees the payouts of these. */
@Service
@Transactional(readOnly = true)
public class PayoutQuery {

    private final PayoutRepository payouts;
    private final PayoutBatchRepository batches;
    private final AccessGate gate;

    PayoutQuery(PayoutRepository payouts, PayoutBatchRepository batches, AccessGate gate) {
        this.payouts = payouts;
        this.batches = batches;
        this.gate = gate;
    }

    /**
     * Which payouts.
     *
     * @param statuses           empty for all
     * @param programInstanceIds empty for all
     * @param held               whether they are held; null for all
     */
    public record Filter(
            List<PayoutStatus> statuses,
            List<String> programInstanceIds,
            @Nullable String enrollmentId,
            @Nullable String batchId,
            @Nullable String currency,
            @Nullable Boolean held,
            @Nullable Instant dueFrom,
            @Nullable Instant dueTo) {}

    /** The page with the requested shape of all its payouts together. */
    public <T> Page<T> list(ListQuery query, Filter filter, Function<List<Payout>, List<T>> shape) {
        Page<Payout> found = query.fetch(payouts, matching(filter), Payout::getId, Function.identity());
        return new Page<>(
                shape.apply(found.data()),
                found.page(),
                found.perPage(),
                found.totalItems(),
                found.totalPages(),
                found.totalIsLowerBound(),
                found.next());
    }

    private Specification<Payout> matching(Filter filter) {
        List<String> instances = gate.limit().narrow(filter.programInstanceIds());
        return (root, query, builder) -> {
            List<Predicate> all = new ArrayList<>();
            if (!filter.statuses().isEmpty()) {
                all.add(root.get("status").in(filter.statuses()));
            }
            if (!instances.isEmpty()) {
                all.add(root.get("programInstanceId").in(instances));
            }
            if (filter.enrollmentId() != null) {
                all.add(builder.equal(root.get("enrollmentId"), filter.enrollmentId()));
            }
            if (filter.batchId() != null) {
                all.add(builder.equal(root.get("batchId"), filter.batchId()));
            }
            if (filter.currency() != null) {
                all.add(builder.equal(root.get("currency"), filter.currency()));
            }
            if (filter.held() != null) {
                all.add(filter.held() ? builder.isNotNull(root.get("heldAt")) : builder.isNull(root.get("heldAt")));
            }
            if (filter.dueFrom() != null) {
                all.add(builder.greaterThanOrEqualTo(root.get("dueAt"), filter.dueFrom()));
            }
            if (filter.dueTo() != null) {
                all.add(builder.lessThan(root.get("dueAt"), filter.dueTo()));
            }
            return builder.and(all.toArray(Predicate[]::new));
        };
    }

    /** The batches with their sums, newest first where no key is given. */
    public <T> Page<T> batches(ListQuery query, @Nullable String status, Function<List<PayoutBatch>, List<T>> shape) {
        Specification<PayoutBatch> wanted = (root, q, builder) ->
                status == null ? builder.conjunction() : builder.equal(root.get("status"), status);
        Page<PayoutBatch> found = query.fetch(batches, wanted, PayoutBatch::getId, Function.identity());
        return new Page<>(
                shape.apply(found.data()),
                found.page(),
                found.perPage(),
                found.totalItems(),
                found.totalPages(),
                found.totalIsLowerBound(),
                found.next());
    }
}
