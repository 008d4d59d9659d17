package dev.enlist.review;

import dev.enlist.enrollment.EnrollmentEvent;
import dev.enlist.enrollment.EnrollmentProcessEvent;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.shared.EmailKey;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            set kind = excluded.kind,
                opened_at = case when review.kind = excluded.kind then review.opened_at else excluded.opened_at end,
                due_at = case when review.kind = excluded.kind
                              then review.due_at + coalesce(excluded.opened_at - review.waiting_since, interval '0')
                              else excluded.due_at end,
                assignee_id = excluded.assignee_id,
                waiting_since = null
            """;

    private static final String ASSIGN = """
            update review r set assignee_id = coalesce(a.member_id, m.id, '')
            from unnest(:enrollments::text[], :assignees::text[], :members::text[])
                 as a (enrollment_id, assignee_key, member_id)
            left join workspace_member m on m.workspace_id = :workspace and m.email_key = a.assignee_key
            where r.workspace_id = :workspace and r.enrollment_id = a.enrollment_id
            """;

    /** A workflow may ask before any person had the application; then there is no row yet. */
    private static final String WAIT = """
            insert into review (workspace_id, enrollment_id, program_instance_id, kind, opened_at, due_at, assignee_id,
                                waiting_since)
            values (:workspace, :enrollment, :instance, 'workflow-step', :at::timestamptz, :due::timestamptz, '',
                    :at::timestamptz)
            on conflict (workspace_id, enrollment_id) do update set waiting_since = excluded.waiting_since
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
                        new Assigned(key, null),
                        (earlier, later) -> withHolder(earlier, key).orElse(later));
    }

    /** An earlier change of the transaction that goes on beside an assignment. */
    private static Optional<Change> withHolder(Change earlier, @Nullable String key) {
        if (earlier instanceof Opened opened) {
            return Optional.of(new Opened(opened.review(), key));
        }
        return earlier instanceof Waiting ? Optional.of(earlier) : Optional.empty();
    }

    /**
     * The task ended: the enrollment waits for no person any more, unless its applicant was asked in this transaction.
     *
     * @param workspaceId of the task; the engine deletes processes of any workspace, also where none is in scope
     */
    public void close(String workspaceId, String enrollmentId) {
        changes(workspaceId)
                .merge(enrollmentId, new Closed(), (earlier, later) -> earlier instanceof Waiting ? earlier : later);
    }

    /** The review stops until the applicant answers. */
    @EventListener
    void await(EnrollmentEvent.InformationRequested asked) {
        if (asked.reminders() == 0) {
            changes().put(asked.enrollmentId(), new Waiting(asked.programInstanceId(), asked.at(), asked.dueAt()));
        }
    }

    /** While the applicant is asked there is no task, whose assignment would tell. */
    @EventListener
    void assign(EnrollmentProcessEvent.ReviewAssigned assigned) {
        changes().putIfAbsent(assigned.enrollmentId(), new Assigned(null, assigned.holderId()));
    }

    /** A decision while the applicant is asked ends no task. */
    @EventListener
    void close(EnrollmentEvent.StatusChanged changed) {
        if (changed.from() == EnrollmentStatus.SUBMITTED) {
            changes().put(changed.enrollmentId(), new Closed());
        }
    }

    @EventListener
    void forget(EnrollmentEvent.Deleted deleted) {
        changes().put(deleted.enrollmentId(), new Closed());
    }

    /** What happens to the row of an enrollment at the end of the transaction; the last change counts. */
    private sealed interface Change {}

    private record Opened(OpenReview review, @Nullable String assigneeKey) implements Change {}

    /** Of one member: by e-mail, as the engine names people, or by id. */
    private record Assigned(
            @Nullable String assigneeKey, @Nullable String memberId) implements Change {}

    private record Waiting(String programInstanceId, Instant since, Instant dueAt) implements Change {}

    private record Closed() implements Change {}

    /** The changes of the present transaction in the workspace in scope, by enrollment id. */
    private Map<String, Change> changes() {
        return changes(WorkspaceScope.current().workspaceId());
    }

    @SuppressWarnings("unchecked")
    private Map<String, Change> changes(String workspaceId) {
        Map<String, Map<String, Change>> known =
                (Map<String, Map<String, Change>>) TransactionSynchronizationManager.getResource(this);
        if (known == null) {
            known = new LinkedHashMap<>();
            // first what fails without a transaction, so that the thread keeps nothing
            TransactionSynchronizationManager.registerSynchronization(new Write(known));
            TransactionSynchronizationManager.bindResource(this, known);
        }
        return known.computeIfAbsent(workspaceId, id -> new LinkedHashMap<>());
    }

    private final class Write implements TransactionSynchronization {

        private final Map<String, Map<String, Change>> changes;

        private Write(Map<String, Map<String, Change>> changes) {
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
            changes.forEach((workspaceId, own) -> {
                if (WorkspaceScope.isCurrent(workspaceId)) {
                    new Batch(workspaceId, own).write();
                } else {
                    String here = jdbc.sql("select current_workspace()")
                            .query(String.class)
                            .single();
                    bindTo(workspaceId);
                    new Batch(workspaceId, own).write();
                    bindTo(here);
                }
            });
        }

        /** Row security shows the rows of this workspace, until the end of the transaction at the latest. */
        private void bindTo(String workspaceId) {
            jdbc.sql("select set_config('enlist.workspace', :workspace, true)")
                    .param("workspace", workspaceId)
                    .query(String.class)
                    .single();
        }

        @Override
        public void beforeCompletion() {
            TransactionSynchronizationManager.unbindResource(ReviewProjection.this);
        }
    }

    /** Writes the changes of one workspace. */
    private final class Batch {

        private final String workspaceId;
        private final Map<String, Change> changes;

        private Batch(String workspaceId, Map<String, Change> changes) {
            this.workspaceId = workspaceId;
            this.changes = changes;
        }

        private void write() {
            Map<String, Closed> closed = of(Closed.class);
            if (!closed.isEmpty()) {
                jdbc.sql(DELETE)
                        .param("workspace", workspaceId)
                        .param("enrollments", closed.keySet().toArray(String[]::new))
                        .update();
            }
            insert(of(Opened.class).values());
            assign(of(Assigned.class));
            of(Waiting.class).forEach(this::await);
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
                        .param("members", texts(assigned.values(), Assigned::memberId))
                        .update();
            }
        }

        private void await(String enrollmentId, Waiting waiting) {
            jdbc.sql(WAIT)
                    .param("workspace", workspaceId)
                    .param("enrollment", enrollmentId)
                    .param("instance", waiting.programInstanceId())
                    .param("at", waiting.since().toString())
                    .param("due", waiting.dueAt().toString())
                    .update();
        }
    }

    private static <C> String[] texts(Collection<C> changes, Function<C, @Nullable String> text) {
        List<@Nullable String> texts = new ArrayList<>();
        changes.forEach(change -> texts.add(text.apply(change)));
        return texts.toArray(String[]::new);
    }
}
