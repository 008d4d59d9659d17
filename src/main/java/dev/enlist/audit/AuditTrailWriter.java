package dev.enlist.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.enlist.access.Caller;
import dev.enlist.access.EnlistUser;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.event.spi.EventSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes audit entries in the transaction of the change that they record, so that both commit or neither does. Collects
 * the entries during the transaction and inserts them with one statement before the commit; {@link ChainWriter} chains
 * them later.
 */
@Component
class AuditTrailWriter {

    private static final String INSERT = """
            insert into audit_entry (id, workspace_id, at, actor_type, actor_id, actor_name, ip, user_agent,
              request_id, action, subject_type, subject_id, changed, before, after, digest, keyed,
              operation)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?, ?, ?)
            """;

    private static final Object PENDING = new Object();

    private static final Actor OURSELVES = Actor.process("enlist", "Enlist");

    /** The entries that a transaction will write, and their workspace. */
    private record Pending(Map<Object, AuditEntryBuilder> drafts, WorkspaceRef workspace) {}

    private final JdbcTemplate jdbc;
    private final EntityManager entities;
    private final AuditDigest digests;
    private final ObjectMapper json;
    private final Clock clock;
    private final TransactionTemplate ownTransaction;

    AuditTrailWriter(
            JdbcTemplate jdbc,
            EntityManager entities,
            AuditDigest digests,
            ObjectMapper mapper,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.entities = entities;
        this.digests = digests;
        this.json = mapper.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        this.clock = clock;
        this.ownTransaction = new TransactionTemplate(transactions);
    }

    /**
     * Records a note: in the current transaction, or in one of its own where there is none.
     *
     * @throws IllegalStateException in a read-only transaction: its connection cannot write, and a second connection
     * must not be taken while it is open
     */
    @EventListener
    void take(AuditNote note) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
                throw new IllegalStateException(
                        "Cannot write an audit entry in a read-only transaction; record the note after it ends.");
            }
            add(entities.unwrap(EventSource.class), new Object(), AuditEntryBuilder.of(note));
        } else {
            ownTransaction.executeWithoutResult(
                    status -> add(entities.unwrap(EventSource.class), new Object(), AuditEntryBuilder.of(note)));
        }
    }

    /**
     * @param what the key of the changed thing; changes with equal keys become one entry
     */
    void add(EventSource session, Object what, AuditEntryBuilder draft) {
        // read now: one transaction may hold several operations and commit after the last
        draft.within(AuditContext.current().operation());
        AuditEntryBuilder earlier = pending(session).drafts().putIfAbsent(what, draft);
        if (earlier != null) {
            earlier.add(draft);
        }
    }

    private Pending pending(EventSource session) {
        Pending known = (Pending) TransactionSynchronizationManager.getResource(PENDING);
        if (known != null) {
            return known;
        }
        Pending pending = new Pending(new LinkedHashMap<>(), WorkspaceScope.current());
        TransactionSynchronizationManager.bindResource(PENDING, pending);
        TransactionSynchronizationManager.registerSynchronization(new Release(pending));
        // runs after the last flush, which may find further changes; a Spring callback would run before it
        session.getActionQueue().registerProcess(completing -> write(pending));
        return pending;
    }

    private void write(Pending pending) {
        pending.drafts().values().forEach(AuditEntryBuilder::settle);
        List<AuditEntryBuilder> drafts = pending.drafts().values().stream()
                .filter(draft -> !draft.isEmpty())
                .toList();
        if (drafts.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(INSERT, drafts, drafts.size(), (statement, draft) -> {
            AuditContext origin = AuditContext.about(draft.subjectId());
            Actor actor = actor(origin);
            DigestedEntry entry = entry(draft, pending.workspace(), actor, origin);
            statement.setString(1, entry.id());
            statement.setString(2, entry.workspaceId());
            statement.setTimestamp(3, Timestamp.from(entry.at()));
            statement.setString(4, actor.type().wire());
            statement.setString(5, actor.id());
            statement.setString(6, actor.name());
            statement.setString(7, entry.ip());
            statement.setString(8, entry.userAgent());
            statement.setString(9, entry.requestId());
            statement.setString(10, entry.action());
            statement.setString(11, entry.subjectType());
            statement.setString(12, entry.subjectId());
            statement.setArray(
                    13,
                    statement
                            .getConnection()
                            .createArrayOf("varchar", entry.changed().toArray()));
            statement.setString(14, entry.before());
            statement.setString(15, entry.after());
            statement.setBytes(16, digests.entry(entry, digests.hasKey()));
            statement.setBoolean(17, digests.hasKey());
            statement.setString(18, entry.operation());
        });
    }

    private DigestedEntry entry(AuditEntryBuilder draft, WorkspaceRef workspace, Actor actor, AuditContext origin) {
        return new DigestedEntry(
                Cuid.next(),
                workspace.workspaceId(),
                clock.instant(),
                actor,
                origin.ip(),
                origin.userAgent(),
                origin.requestId(),
                draft.action(),
                draft.subjectType(),
                draft.subjectId(),
                List.copyOf(draft.changed()),
                json(draft.before()),
                json(draft.after()),
                draft.operation());
    }

    private String json(Map<String, @Nullable Object> values) {
        try {
            return json.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An audited value cannot be written as JSON", e);
        }
    }

    /** The authenticated caller of this thread, or the actor of the background job. */
    private static Actor actor(AuditContext origin) {
        Actor named = origin.actor();
        if (named != null) {
            return named;
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        Object principal = authentication == null ? null : authentication.getPrincipal();
        if (principal instanceof Caller caller) {
            return caller.actor();
        }
        return principal instanceof EnlistUser user ? user.actor() : OURSELVES;
    }

    /** Clears the pending entries at the end, and unbinds them while another transaction is nested. */
    private final class Release implements TransactionSynchronization {

        private final Pending pending;

        Release(Pending pending) {
            this.pending = pending;
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(PENDING);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(PENDING, pending);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(PENDING);
        }
    }
}
