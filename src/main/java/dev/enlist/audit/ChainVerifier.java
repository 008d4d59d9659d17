package dev.enlist.audit;

import dev.enlist.audit.VerificationResult.Fault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Reads the chain of a workspace from the start and recomputes it: each entry against its digest, each chain hash
 * against its predecessor, the end against the head. Holds one row in memory at a time.
 */
final class ChainVerifier {

    private static final int FETCH = 1000;

    /** The rows of earlier releases, one for each entry; blocks follow them. */
    private static final String SEALED =
            "select s.position, s.entry_id, s.hash, s.keyed as seal_keyed, e.transaction_id as chained_transaction, "
                    + AuditEntryRow.COLUMNS + """
                     from audit_seal s
                    left join audit_entry e on e.id = s.entry_id and e.workspace_id = s.workspace_id
                    where s.workspace_id = ? order by s.position
                    """;

    private static final String CHAINED =
            "select c.position, c.entry_id, c.hash, c.keyed as seal_keyed, c.chained_transaction, "
                    + AuditEntryRow.COLUMNS + """
                     from (
                        select b.workspace_id, b.position as block, i.place, i.entry_id, b.keyed,
                               b.position - cardinality(b.entry_ids) + i.place as position,
                               substring(b.hashes from (32 * i.place - 31)::int for 32) as hash,
                               b.transaction_id as chained_transaction
                        from audit_block b cross join lateral unnest(b.entry_ids) with ordinality i (entry_id, place)
                        where b.workspace_id = ?) c
                    left join audit_entry e on e.id = c.entry_id and e.workspace_id = c.workspace_id
                    order by c.block, c.place
                    """;

    private static final String UNCHAINED = "select " + AuditEntryRow.COLUMNS + """
            , e.transaction_id < coalesce((select sealed_below from audit_head h where h.workspace_id = e.workspace_id
                and h.sealed_below < pg_snapshot_xmax(pg_current_snapshot())), '0') as overlooked
            from audit_entry e
            where e.workspace_id = ?
              and not exists (select 1 from audit_block b where b.workspace_id = e.workspace_id
                              and b.transaction_id = e.transaction_id and e.id = any (b.entry_ids))
              and not exists (select 1 from audit_seal s where s.entry_id = e.id)
            order by e.id
            """;

    private record Stored(
            long entries, byte[] hash, @Nullable Long keyedFrom, byte[] proof) {}

    private final JdbcTemplate jdbc;
    private final AuditDigest digests;

    ChainVerifier(JdbcTemplate jdbc, AuditDigest digests) {
        this.jdbc = new JdbcTemplate(jdbc.getDataSource());
        this.jdbc.setFetchSize(FETCH);
        this.digests = digests;
    }

    /**
     * Verifies the chain. The caller's transaction must see one snapshot.
     *
     * @param expected a chain head from an earlier verification; null for none
     */
    VerificationResult verify(String workspaceId, @Nullable ChainHead expected) {
        Stored stored = stored(workspaceId);
        if (stored.keyedFrom() != null && !digests.hasKey()) {
            return new VerificationResult(
                    false,
                    0,
                    0,
                    ChainHead.of(stored.entries(), stored.hash()).toString(),
                    stored.keyedFrom(),
                    new Fault(0, "The audit chain uses a key; ENLIST_AUDIT_KEY is not set."));
        }
        Verification verification = new Verification(stored, expected);
        for (String chained : List.of(SEALED, CHAINED)) {
            jdbc.query(chained, (ResultSetExtractor<Verification>) rows -> verification.through(rows), workspaceId);
        }
        if (verification.fault == null) {
            verification.checkEnd(workspaceId);
        }
        long[] unsealed = new long[1];
        jdbc.query(
                UNCHAINED,
                (ResultSetExtractor<Verification>) rows -> verification.throughUnchained(rows, unsealed),
                workspaceId);
        return new VerificationResult(
                verification.fault == null,
                verification.position,
                unsealed[0],
                ChainHead.of(verification.position, verification.hash).toString(),
                stored.keyedFrom(),
                verification.fault);
    }

    private Stored stored(String workspaceId) {
        return jdbc
                .query(
                        "select entries, hash, keyed_from, proof from audit_head where workspace_id = ?",
                        (row, n) ->
                                new Stored(row.getLong(1), row.getBytes(2), (Long) row.getObject(3), row.getBytes(4)),
                        workspaceId)
                .stream()
                .findFirst()
                .orElse(new Stored(0, AuditDigest.BEGINNING, null, new byte[0]));
    }

    /** The state of one verification: position, last hash and first fault. */
    private final class Verification {

        private final Stored stored;
        private final @Nullable ChainHead expected;
        private long position;
        private byte[] hash = AuditDigest.BEGINNING;
        private boolean expectedSeen;
        private @Nullable Fault fault;

        Verification(Stored stored, @Nullable ChainHead expected) {
            this.stored = stored;
            this.expected = expected;
        }

        Verification through(ResultSet rows) throws SQLException {
            while (fault == null && rows.next()) {
                step(rows);
            }
            return this;
        }

        private void step(ResultSet row) throws SQLException {
            long next = position + 1;
            if (row.getLong("position") != next) {
                fault = new Fault(next, "The chain hash of this position is missing.");
            } else if (row.getString("id") == null) {
                fault = new Fault(next, "The entry " + row.getString("entry_id") + " is missing.");
            } else if (!row.getString("transaction_id").equals(row.getString("chained_transaction"))) {
                fault = new Fault(next, "The entry " + row.getString("entry_id") + " is of another transaction.");
            } else {
                step(next, AuditEntryRow.read(row), row.getBytes("hash"), row.getBoolean("seal_keyed"));
            }
        }

        private void step(long next, AuditEntryRow row, byte[] storedHash, boolean hashKeyed) {
            boolean keyed = stored.keyedFrom() != null && next >= stored.keyedFrom();
            if (hashKeyed != keyed) {
                fault = new Fault(next, "The chain hash was " + (keyed ? "not " : "") + "computed with the key.");
                return;
            }
            entryFault(row, keyed).ifPresent(what -> fault = new Fault(next, what));
            if (fault != null) {
                return;
            }
            byte[] expectedHash =
                    digests.chainHash(hash, next, row.entry().id(), row.digest(), row.transactionId(), keyed);
            if (!Arrays.equals(expectedHash, storedHash)) {
                fault = new Fault(next, "The chain hash does not match its predecessor and entry.");
                return;
            }
            position = next;
            hash = expectedHash;
            if (expected != null && expected.position() == position) {
                expectedSeen = expected.is(hash);
            }
        }

        private Optional<String> entryFault(AuditEntryRow row, boolean hashKeyed) {
            if (row.keyed() && !digests.hasKey()) {
                return Optional.of("The entry uses a key; ENLIST_AUDIT_KEY is not set.");
            }
            if (hashKeyed && !row.keyed()) {
                return Optional.of("The entry " + row.entry().id() + " was not digested with the key.");
            }
            return Arrays.equals(digests.entry(row.entry(), row.keyed()), row.digest())
                    ? Optional.empty()
                    : Optional.of("The entry " + row.entry().id() + " was changed.");
        }

        /** Compares the end of the chain with the stored head and with the expected head. */
        void checkEnd(String workspaceId) {
            boolean began = position > 0 || stored.proof().length > 0;
            if (stored.entries() != position || !Arrays.equals(stored.hash(), hash)) {
                fault = new Fault(
                        position, "The chain ends here, but its head records " + stored.entries() + " entries.");
            } else if (began
                    && !Arrays.equals(digests.head(workspaceId, position, hash, stored.keyedFrom()), stored.proof())) {
                fault = new Fault(position, "The proof of the chain head does not match it.");
            } else if (expected != null && expected.position() > 0 && !expectedSeen) {
                fault = new Fault(
                        Math.min(position, expected.position()),
                        position < expected.position()
                                ? "The chain ends before the expected head."
                                : "The chain hash here differs from the expected head.");
            }
        }

        Verification throughUnchained(ResultSet rows, long[] count) throws SQLException {
            while (rows.next()) {
                count[0]++;
                AuditEntryRow row = AuditEntryRow.read(rows);
                if (fault != null) {
                    continue;
                }
                if (rows.getBoolean("overlooked")) {
                    fault = new Fault(
                            0,
                            "The entry " + row.entry().id()
                                    + " is not chained, but is older than the chained entries.");
                } else {
                    entryFault(row, stored.keyedFrom() != null).ifPresent(what -> fault = new Fault(0, what));
                }
            }
            return this;
        }
    }
}
