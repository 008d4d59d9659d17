package dev.enlist.audit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Appends new audit entries to the hash chain of a workspace. An entry is new while no block names it. A block holds the
 * positions and chain hashes of entries that one transaction wrote; so the block of an entry is found by its transaction.
 *
 * <p>Each round records the oldest transaction that is still running. All entries of older transactions are chained, so
 * the next round starts its search there. A transaction that runs for hours makes each round read more rows; it does
 * not delay the entries of other transactions.
 */
@Component
class AuditChain {

    /**
     * Selects entries of transactions that have ended. A transaction id above {@code xmax} comes from another database
     * cluster from which the tables were restored. Such entries are chained already, or are found while the id at the
     * chain head is above {@code xmax} too.
     *
     * <p>Keep the lower bound as one expression: joined by {@code or} it cannot use the index, and each round would
     * read the whole table.
     */
    static final String UNCHAINED = "select " + AuditEntryRow.COLUMNS + """
            , pg_snapshot_xmin(pg_current_snapshot()) as oldest_running
            , pg_snapshot_xmax(pg_current_snapshot()) as next_transaction
            from audit_entry e
            where e.workspace_id = ?
              and e.transaction_id >= case when ?::xid8 < pg_snapshot_xmax(pg_current_snapshot()) then ?::xid8
                                      else '0'::xid8 end
              and (e.transaction_id < pg_snapshot_xmax(pg_current_snapshot())
                   or ?::xid8 >= pg_snapshot_xmax(pg_current_snapshot()))
              and not exists (select 1 from audit_block b where b.workspace_id = e.workspace_id
                              and b.transaction_id = e.transaction_id and e.id = any (b.entry_ids))
              and not exists (select 1 from audit_seal s where s.entry_id = e.id)
            order by e.transaction_id, e.id limit ?
            """;

    /** Maximum number of entries in a block, so that the block of an entry is read in one piece. */
    private static final int BLOCK = 100;

    private static final Logger log = LoggerFactory.getLogger(AuditChain.class);

    private record Unchained(AuditEntryRow row, String oldestRunning, String nextTransaction) {}

    /** A row of {@code audit_block} that grows. */
    private static final class Block {

        private final String transactionId;
        private final boolean keyed;
        private final List<String> entryIds = new ArrayList<>();
        private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();

        Block(String transactionId, boolean keyed) {
            this.transactionId = transactionId;
            this.keyed = keyed;
        }

        boolean takes(String transaction, boolean withKey) {
            return entryIds.size() < BLOCK && transactionId.equals(transaction) && keyed == withKey;
        }

        void add(String entryId, byte[] hash) {
            entryIds.add(entryId);
            hashes.writeBytes(hash);
        }
    }

    /** The result of one round. */
    record Round(int chained, boolean more, ChainHead head) {}

    private record State(
            long entries, byte[] hash, @Nullable Long keyedFrom, String chainedBelow) {}

    private final JdbcTemplate jdbc;
    private final AuditDigest digests;

    AuditChain(JdbcTemplate jdbc, AuditDigest digests) {
        this.jdbc = jdbc;
        this.digests = digests;
    }

    /**
     * Chains at most {@code most} entries, within the caller's transaction. Concurrent calls for one workspace run one
     * after the other.
     */
    Round append(String workspaceId, int most) {
        State state = lock(workspaceId);
        if (state.keyedFrom() != null && !digests.hasKey()) {
            throw new IllegalStateException("The audit chain of this workspace uses a key; set ENLIST_AUDIT_KEY.");
        }
        List<Unchained> found = jdbc.query(
                UNCHAINED,
                (row, n) -> new Unchained(
                        AuditEntryRow.read(row), row.getString("oldest_running"), row.getString("next_transaction")),
                workspaceId,
                state.chainedBelow(),
                state.chainedBelow(),
                state.chainedBelow(),
                most);
        if (found.isEmpty()) {
            return new Round(0, false, ChainHead.of(state.entries(), state.hash()));
        }
        long position = state.entries();
        byte[] hash = state.hash();
        Long keyedFrom = state.keyedFrom();
        List<Block> blocks = new ArrayList<>();
        for (Unchained entry : found) {
            AuditEntryRow row = entry.row();
            position++;
            if (keyedFrom == null && row.keyed()) {
                keyedFrom = position;
                if (position > 1) {
                    log.warn("The audit chain of workspace {} uses the key from position {} on", workspaceId, position);
                }
            }
            boolean keyed = keyedFrom != null;
            hash = digests.chainHash(hash, position, row.entry().id(), row.digest(), row.transactionId(), keyed);
            if (blocks.isEmpty() || !blocks.get(blocks.size() - 1).takes(row.transactionId(), keyed)) {
                blocks.add(new Block(row.transactionId(), keyed));
            }
            blocks.get(blocks.size() - 1).add(row.entry().id(), hash);
        }
        insert(workspaceId, state.entries(), blocks);
        boolean more = found.size() == most;
        Unchained last = found.get(found.size() - 1);
        String chainedBelow = more ? belowOf(last, state) : last.oldestRunning();
        move(workspaceId, new State(position, hash, keyedFrom, chainedBelow));
        return new Round(found.size(), more, ChainHead.of(position, hash));
    }

    /**
     * Where the next round begins while entries are left: at the last one, but not behind a transaction that still runs, whose
     * entries come later. Where the tables were restored from another database cluster, the id stays until nothing is left.
     */
    private static String belowOf(Unchained last, State state) {
        if (isBefore(last.nextTransaction(), state.chainedBelow())) {
            return state.chainedBelow();
        }
        String reached = last.row().transactionId();
        String below = isBefore(reached, last.oldestRunning()) ? reached : last.oldestRunning();
        return isBefore(below, state.chainedBelow()) ? state.chainedBelow() : below;
    }

    /** Whether the transaction id, an unsigned number of 64 bits, is lower than the other. */
    private static boolean isBefore(String transactionId, String other) {
        return Long.compareUnsigned(Long.parseUnsignedLong(transactionId), Long.parseUnsignedLong(other)) < 0;
    }

    private void insert(String workspaceId, long before, List<Block> blocks) {
        long[] position = {before};
        jdbc.batchUpdate("""
                        insert into audit_block (workspace_id, position, transaction_id, entry_ids, hashes, keyed)
                        values (?, ?, ?::xid8, ?, ?, ?)
                        """, blocks, blocks.size(), (statement, block) -> {
            position[0] += block.entryIds.size();
            statement.setString(1, workspaceId);
            statement.setLong(2, position[0]);
            statement.setString(3, block.transactionId);
            statement.setArray(4, statement.getConnection().createArrayOf("varchar", block.entryIds.toArray()));
            statement.setBytes(5, block.hashes.toByteArray());
            statement.setBoolean(6, block.keyed);
        });
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
                state.chainedBelow(),
                workspaceId);
    }
}
