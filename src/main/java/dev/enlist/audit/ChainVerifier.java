package dev.enlist.audit;

import dev.enlist.audit.VerificationResult.Fault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Walks through the chain of a workspace and computes everything anew: each entry against its digest, each
 * seal against the one before, the end against the head. Holds one row at a time, however long the chain.
 */
final class ChainVerifier {

    private static final int FETCH = 1000;

    private static final String SEALED =
            "select s.position, s.entry_id, s.hash, s.keyed as seal_keyed, " + AuditEntryRow.COLUMNS + """
             from audit_seal s left join audit_entry e on e.id = s.entry_id and e.workspace_id = s.workspace_id
            where s.workspace_id = ? order by s.position
            """;

    private static final String UNSEALED = "select " + AuditEntryRow.COLUMNS + """
            , e.transaction_id < coalesce((select sealed_below from audit_head h where h.workspace_id = e.workspace_id
                and h.sealed_below < pg_snapshot_xmax(pg_current_snapshot())), '0') as passed_over
            from audit_entry e
            where e.workspace_id = ? and not exists (select 1 from audit_seal s where s.entry_id = e.id)
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
     * Within a transaction that sees one state of things.
     *
     * @param expected an end of the chain as it was told earlier; null where none is known
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
                    new Fault(0, "This trail is sealed under a key; ENLIST_AUDIT_KEY is not set."));
        }
        Walk walk = new Walk(stored, expected);
        jdbc.query(SEALED, (ResultSetExtractor<Walk>) rows -> walk.through(rows), workspaceId);
        if (walk.fault == null) {
            walk.arrive(workspaceId);
        }
        long[] unsealed = new long[1];
        jdbc.query(UNSEALED, (ResultSetExtractor<Walk>) rows -> walk.throughUnsealed(rows, unsealed), workspaceId);
        return new VerificationResult(
                walk.fault == null,
                walk.position,
                unsealed[0],
                ChainHead.of(walk.position, walk.hash).toString(),
                stored.keyedFrom(),
                walk.fault);
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

    /** One walk: how far it is, what it saw last, and what was wrong first. */
    private final class Walk {

        private final Stored stored;
        private final @Nullable ChainHead expected;
        private long position;
        private byte[] hash = AuditDigest.BEGINNING;
        private boolean expectedSeen;
        private @Nullable Fault fault;

        Walk(Stored stored, @Nullable ChainHead expected) {
            this.stored = stored;
            this.expected = expected;
        }

        Walk through(ResultSet rows) throws SQLException {
            while (fault == null && rows.next()) {
                step(rows);
            }
            return this;
        }

        private void step(ResultSet row) throws SQLException {
            long next = position + 1;
            if (row.getLong("position") != next) {
                fault = new Fault(next, "The seal of this position is missing.");
            } else if (row.getString("id") == null) {
                fault = new Fault(next, "The entry " + row.getString("entry_id") + " is missing.");
            } else {
                step(next, AuditEntryRow.read(row), row.getBytes("hash"), row.getBoolean("seal_keyed"));
            }
        }

        private void step(long next, AuditEntryRow row, byte[] sealedWith, boolean sealKeyed) {
            boolean keyed = stored.keyedFrom() != null && next >= stored.keyedFrom();
            if (sealKeyed != keyed) {
                fault = new Fault(next, "The seal is " + (keyed ? "not " : "") + "under the key.");
                return;
            }
            entryFault(row, keyed).ifPresent(what -> fault = new Fault(next, what));
            if (fault != null) {
                return;
            }
            byte[] due = digests.seal(hash, next, row.entry().id(), row.digest(), row.transactionId(), keyed);
            if (!Arrays.equals(due, sealedWith)) {
                fault = new Fault(next, "The seal does not follow from the one before.");
                return;
            }
            position = next;
            hash = due;
            if (expected != null && expected.position() == position) {
                expectedSeen = expected.is(hash);
            }
        }

        private Optional<String> entryFault(AuditEntryRow row, boolean sealKeyed) {
            if (row.keyed() && !digests.hasKey()) {
                return Optional.of("The entry is under a key; ENLIST_AUDIT_KEY is not set.");
            }
            if (sealKeyed && !row.keyed()) {
                return Optional.of("The entry " + row.entry().id() + " was not written under the key.");
            }
            return Arrays.equals(digests.entry(row.entry(), row.keyed()), row.digest())
                    ? Optional.empty()
                    : Optional.of("The entry " + row.entry().id() + " was changed.");
        }

        /** At the end: is it the end that was noted, and was what is expected on the way? */
        void arrive(String workspaceId) {
            boolean began = position > 0 || stored.proof().length > 0;
            if (stored.entries() != position || !Arrays.equals(stored.hash(), hash)) {
                fault = new Fault(
                        position, "The chain ends here; its head says that it has " + stored.entries() + " entries.");
            } else if (began
                    && !Arrays.equals(digests.head(workspaceId, position, hash, stored.keyedFrom()), stored.proof())) {
                fault = new Fault(position, "The head of the chain was not written by its sealer.");
            } else if (expected != null && expected.position() > 0 && !expectedSeen) {
                fault = new Fault(
                        Math.min(position, expected.position()),
                        position < expected.position()
                                ? "The chain ends before the head that is expected."
                                : "The chain has another hash here than the head that is expected.");
            }
        }

        Walk throughUnsealed(ResultSet rows, long[] count) throws SQLException {
            while (rows.next()) {
                count[0]++;
                AuditEntryRow row = AuditEntryRow.read(rows);
                if (fault != null) {
                    continue;
                }
                if (rows.getBoolean("passed_over")) {
                    fault = new Fault(
                            0, "The entry " + row.entry().id() + " has no seal, and is older than what is sealed.");
                } else {
                    entryFault(row, stored.keyedFrom() != null).ifPresent(what -> fault = new Fault(0, what));
                }
            }
            return this;
        }
    }
}
