package dev.enlist.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Lets the chain of a workspace grow. An entry counts as new while it has no seal; which ones to look at is
 * narrowed by the transaction that wrote them. Each round notes the oldest transaction that was still running
 * when it looked: whatever was written before that one is sealed for good. A transaction that runs for hours
 * makes a round look at more, and holds up nobody else's entries.
 */
@Component
class AuditChain {

    /**
     * What can be seen was written by transactions before the last that is over. A greater number is one of
     * another cluster, out of which the tables were restored: such entries have their seals, or are found while
     * the number at the head is a greater one, too. The bound below is one expression: joined by {@code or} it would
     * serve no index, and each round would read the whole trail.
     */
    static final String UNSEALED = "select " + AuditEntryRow.COLUMNS + """
            , pg_snapshot_xmin(pg_current_snapshot()) as oldest_running
            from audit_entry e
            where e.workspace_id = ?
              and e.transaction_id >= case when ?::xid8 < pg_snapshot_xmax(pg_current_snapshot()) then ?::xid8
                                      else '0'::xid8 end
              and (e.transaction_id < pg_snapshot_xmax(pg_current_snapshot())
                   or ?::xid8 >= pg_snapshot_xmax(pg_current_snapshot()))
              and not exists (select 1 from audit_seal s where s.entry_id = e.id)
            order by e.transaction_id, e.id limit ?
            """;

    private static final Logger log = LoggerFactory.getLogger(AuditChain.class);

    private record Unsealed(AuditEntryRow row, String oldestRunning) {}

    /** What a round did. */
    record Round(int sealed, boolean more, ChainHead head) {}

    private record State(
            long entries, byte[] hash, @Nullable Long keyedFrom, String sealedBelow) {}

    private final JdbcTemplate jdbc;
    private final AuditDigest digests;

    AuditChain(JdbcTemplate jdbc, AuditDigest digests) {
        this.jdbc = jdbc;
        this.digests = digests;
    }

    /** Within a transaction: seals so many entries at most. Two who do it take turns. */
    Round grow(String workspaceId, int most) {
        State state = lock(workspaceId);
        if (state.keyedFrom() != null && !digests.hasKey()) {
            throw new IllegalStateException("This trail is sealed under a key; set ENLIST_AUDIT_KEY.");
        }
        List<Unsealed> found = jdbc.query(
                UNSEALED,
                (row, n) -> new Unsealed(AuditEntryRow.read(row), row.getString("oldest_running")),
                workspaceId,
                state.sealedBelow(),
                state.sealedBelow(),
                state.sealedBelow(),
                most);
        if (found.isEmpty()) {
            return new Round(0, false, ChainHead.of(state.entries(), state.hash()));
        }
        long position = state.entries();
        byte[] hash = state.hash();
        Long keyedFrom = state.keyedFrom();
        List<Object[]> seals = new ArrayList<>();
        for (Unsealed unsealed : found) {
            AuditEntryRow row = unsealed.row();
            position++;
            if (keyedFrom == null && row.keyed()) {
                keyedFrom = position;
                if (position > 1) {
                    log.warn("The audit trail of workspace {} is under the key from {} on", workspaceId, position);
                }
            }
            boolean keyed = keyedFrom != null;
            hash = digests.seal(hash, position, row.entry().id(), row.digest(), row.transactionId(), keyed);
            seals.add(new Object[] {workspaceId, position, row.entry().id(), hash, keyed});
        }
        jdbc.batchUpdate(
                "insert into audit_seal (workspace_id, position, entry_id, hash, keyed) values (?, ?, ?, ?, ?)", seals);
        boolean more = found.size() == most;
        Unsealed last = found.get(found.size() - 1);
        move(
                workspaceId,
                new State(position, hash, keyedFrom, more ? last.row().transactionId() : last.oldestRunning()));
        return new Round(found.size(), more, ChainHead.of(position, hash));
    }

    private State lock(String workspaceId) {
        Optional<State> known = read(workspaceId);
        if (known.isPresent()) {
            return known.get();
        }
        jdbc.update("""
                        insert into audit_head (workspace_id, entries, hash, keyed_from, proof, sealed_below)
                        values (?, 0, ?, null, ?, '0') on conflict do nothing
                        """, workspaceId, AuditDigest.BEGINNING, digests.head(workspaceId, 0, AuditDigest.BEGINNING, null));
        return read(workspaceId).orElseThrow();
    }

    private Optional<State> read(String workspaceId) {
        return jdbc
                .query(
                        """
                                select entries, hash, keyed_from, sealed_below from audit_head
                                where workspace_id = ? for update
                                """,
                        (row, n) ->
                                new State(row.getLong(1), row.getBytes(2), (Long) row.getObject(3), row.getString(4)),
                        workspaceId)
                .stream()
                .findFirst();
    }

    private void move(String workspaceId, State state) {
        jdbc.update(
                """
                        update audit_head set entries = ?, hash = ?, keyed_from = ?, proof = ?, sealed_below = ?::xid8
                        where workspace_id = ?
                        """,
                state.entries(),
                state.hash(),
                state.keyedFrom(),
                digests.head(workspaceId, state.entries(), state.hash(), state.keyedFrom()),
                state.sealedBelow(),
                workspaceId);
    }
}
