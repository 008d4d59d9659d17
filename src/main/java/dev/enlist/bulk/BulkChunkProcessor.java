package dev.enlist.bulk;

import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Processes the next items of a bulk decision, within the transaction of the caller. */
@Component
class BulkChunkProcessor {

    private final BulkRepository store;
    private final BulkTransitionService step;

    BulkChunkProcessor(BulkRepository store, BulkTransitionService step) {
        this.store = store;
        this.step = step;
    }

    void work(BulkRepository.Work work, int limit) {
        List<BulkRepository.Next> items = store.next(work, limit);
        Map<String, BulkTransitionService.Result> results = new HashMap<>();
        if (!items.isEmpty()) {
            try (AuditContext.Entered entered = AuditContext.enter(auditContext(work))) {
                results.putAll(step.take(
                        work.order(),
                        items.stream().map(BulkRepository.Next::item).toList(),
                        work.by()));
            }
        }
        advance(work, items, results);
    }

    /** The context of the request that waits for the result; in the background, the actor who ordered the decision. */
    private static AuditContext auditContext(BulkRepository.Work work) {
        AuditContext current = AuditContext.current();
        return current.requestId() == null ? AuditContext.of(work.by()) : current;
    }

    /** Refuses the next item without trying it, because {@code failure} keeps it from being moved. */
    void passOver(BulkRepository.Work work, RuntimeException failure) {
        List<BulkRepository.Next> items = store.next(work, 1);
        Problem problem = failure instanceof Problem refusal
                ? refusal
                : new Conflict("process-failed", "Its process cannot take this step; see /actuator/consistency.");
        Map<String, BulkTransitionService.Result> results = new HashMap<>();
        items.forEach(item -> results.put(
                item.item().enrollmentId(),
                new BulkTransitionService.Result(item.item().status(), problem)));
        advance(work, items, results);
    }

    private void advance(
            BulkRepository.Work work,
            List<BulkRepository.Next> items,
            Map<String, BulkTransitionService.Result> results) {
        int position =
                items.isEmpty() ? work.total() : items.get(items.size() - 1).number();
        store.advance(work, items, results, position >= work.total());
    }
}
