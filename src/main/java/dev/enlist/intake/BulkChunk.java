package dev.enlist.intake;

import dev.enlist.enrollment.BulkStep;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Deals with the next of a bulk decision, within the transaction of the caller. */
@Component
class BulkChunk {

    private final BulkStore store;
    private final BulkStep step;

    BulkChunk(BulkStore store, BulkStep step) {
        this.store = store;
        this.step = step;
    }

    void work(BulkStore.Work work, int limit) {
        List<BulkStore.Next> items = store.next(work, limit);
        Map<String, BulkStep.Result> results = new HashMap<>();
        if (!items.isEmpty()) {
            try (AuditContext.Entered named = AuditContext.enter(named(work))) {
                results.putAll(step.take(
                        work.order(), items.stream().map(BulkStore.Next::item).toList(), work.by()));
            }
        }
        advance(work, items, results);
    }

    /** Who called is known where the caller waits; in the background it is who asked for it. */
    private static AuditContext named(BulkStore.Work work) {
        AuditContext here = AuditContext.current();
        return here.requestId() == null ? AuditContext.of(work.by()) : here;
    }

    /** Refuses the next one untried: it cannot be moved, whatever the reason. */
    void passOver(BulkStore.Work work, RuntimeException why) {
        List<BulkStore.Next> items = store.next(work, 1);
        Problem problem = why instanceof Problem told
                ? told
                : new Conflict("process-failed", "Its process cannot take this step; see /actuator/consistency.");
        Map<String, BulkStep.Result> results = new HashMap<>();
        items.forEach(item -> results.put(
                item.item().enrollmentId(), new BulkStep.Result(item.item().status(), problem)));
        advance(work, items, results);
    }

    private void advance(BulkStore.Work work, List<BulkStore.Next> items, Map<String, BulkStep.Result> results) {
        int position =
                items.isEmpty() ? work.total() : items.get(items.size() - 1).number();
        store.advance(work, items, results, position >= work.total());
    }
}
