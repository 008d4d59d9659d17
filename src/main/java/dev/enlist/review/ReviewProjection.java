package dev.enlist.review;

import dev.enlist.enrollment.EnrollmentEvent;
import dev.enlist.shared.EmailKey;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Maintains the rows of the inbox from the tasks of the process. Collects the changes of a transaction and writes them
 * before its commit: a transaction that decides a thousand reviews sends one statement.
 */
@Component
public class ReviewProjection {

    private static final String INSERT = """
            insert into review (workspace_id, enrollment_id, program_instance_id, kind, opened_at, due_at, assignee_id)
            select :workspace, o.enrollment_id, o.program_instance_id, o.kind, o.opened_at::timestamptz,
                   o.due_at::timestamptz, coalesce(m.id, '')
            from unnest(:enrollments::text[], :instances::text[], :kinds::text[], :opened::text[], :due::text[],
                        :assignees::text[])
                 as o (enrollment_id, program_instance_id, kind, opened_at, due_at, assignee_key)
            left join workspace_member m on m.workspace_id = :workspace and m.email_key = o.assignee_key
            on conflict (workspace_id, enrollment_id) do update
            set kind = excluded.kind, due_at = excluded.due_at, assignee_id = excluded.assignee_id,
                answered_at = case when review.waiting_since is null then review.answered_at
                                   else excluded.opened_at end,
                waiting_since = null
            """;

    private static final String ASSIGN = """
            update review r set assignee_id = coalesce(m.id, '')
            from unnest(:enrollments::text[], :assignees::text[]) as a (enrollment_id, assignee_key)
            left join workspace_member m on m.workspace_id = :workspace and m.email_key = a.assignee_key
            where r.workspace_id = :workspace and r.enrollment_id = a.enrollment_id
            """;

    private static final String DELETE =
            "delete from review where workspace_id = :workspace and enrollment_id = any(:enrollments)";

    private final JdbcClient jdbc;

    ReviewProjection(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The enrollment waits for a person from now on. */
    public void open(OpenReview review) {
        changes().put(review.enrollmentId(), new Opened(review, null));
    }

    /** @param email of the member who claimed the task; null where it was released */
    public void assign(String enrollmentId, @Nullable String email) {
        String key = email == null ? null : EmailKey.of(email).value();
        changes()
                .merge(
                        enrollmentId,
                        new Assigned(key),
                        (earlier, later) ->
                                earlier instanceof Opened opened ? new Opened(opened.review(), key) : later);
    }

    /** The enrollment waits for no person any more. */
    public void close(String enrollmentId) {
        changes().put(enrollmentId, new Closed());
    }

    @EventListener
    void forget(EnrollmentEvent.Deleted deleted) {
        close(deleted.enrollmentId());
    }

    /** What happens to the row of an enrollment at the end of the transaction; the last change counts. */
    private sealed interface Change {}

    private record Opened(OpenReview review, @Nullable String assigneeKey) implements Change {}

    private record Assigned(@Nullable String assigneeKey) implements Change {}

    private record Closed() implements Change {}

    /** The changes of the present transaction, by enrollment id. */
    @SuppressWarnings("unchecked")
    private Map<String, Change> changes() {
        Object known = TransactionSynchronizationManager.getResource(this);
        if (known != null) {
            return (Map<String, Change>) known;
        }
        Map<String, Change> changes = new LinkedHashMap<>();
        TransactionSynchronizationManager.bindResource(this, changes);
        TransactionSynchronizationManager.registerSynchronization(
                new Write(WorkspaceScope.current().workspaceId(), changes));
        return changes;
    }

    private final class Write implements TransactionSynchronization {

        private final String workspaceId;
        private final Map<String, Change> changes;

        private Write(String workspaceId, Map<String, Change> changes) {
            this.workspaceId = workspaceId;
            this.changes = changes;
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(ReviewProjection.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(ReviewProjection.this, changes);
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            Map<String, Closed> closed = of(Closed.class);
            if (!closed.isEmpty()) {
                jdbc.sql(DELETE)
                        .param("workspace", workspaceId)
                        .param("enrollments", closed.keySet().toArray(String[]::new))
                        .update();
            }
            insert(of(Opened.class).values());
            assign(of(Assigned.class));
        }

        @Override
        public void beforeCompletion() {
            TransactionSynchronizationManager.unbindResource(ReviewProjection.this);
        }

        private <C extends Change> Map<String, C> of(Class<C> kind) {
            Map<String, C> some = new LinkedHashMap<>();
            changes.forEach((id, change) -> {
                if (kind.isInstance(change)) {
                    some.put(id, kind.cast(change));
                }
            });
            return some;
        }

        private void insert(Collection<Opened> opened) {
            if (!opened.isEmpty()) {
                jdbc.sql(INSERT)
                        .param("workspace", workspaceId)
                        .param("enrollments", texts(opened, o -> o.review().enrollmentId()))
                        .param("instances", texts(opened, o -> o.review().programInstanceId()))
                        .param("kinds", texts(opened, o -> o.review().kind().wire()))
                        .param(
                                "opened",
                                texts(opened, o -> o.review().openedAt().toString()))
                        .param(
                                "due",
                                texts(
                                        opened,
                                        o -> o.review()
                                                .openedAt()
                                                .plus(o.review().reviewTime())
                                                .toString()))
                        .param("assignees", texts(opened, Opened::assigneeKey))
                        .update();
            }
        }

        private void assign(Map<String, Assigned> assigned) {
            if (!assigned.isEmpty()) {
                jdbc.sql(ASSIGN)
                        .param("workspace", workspaceId)
                        .param("enrollments", assigned.keySet().toArray(String[]::new))
                        .param("assignees", texts(assigned.values(), Assigned::assigneeKey))
                        .update();
            }
        }
    }

    private static <C> String[] texts(Collection<C> changes, Function<C, @Nullable String> text) {
        List<@Nullable String> texts = new ArrayList<>();
        changes.forEach(change -> texts.add(text.apply(change)));
        return texts.toArray(String[]::new);
    }
}
