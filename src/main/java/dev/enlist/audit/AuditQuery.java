package dev.enlist.audit;

import dev.enlist.shared.paging.BoundedCounter;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the audit trail of the current workspace: pages, exports and verification. */
@Service
public class AuditQuery {

    /** Wire names of the fields by which entries can be sorted. */
    public static final Map<String, String> SORTABLE = Map.of("at", "at");

    private static final int FETCH = 1000;

    /** Position and chain hash of each entry, from its block; from {@code audit_seal} for entries of earlier releases. */
    private static final String CHAINED = """
            , coalesce(b.position - cardinality(b.entry_ids) + array_position(b.entry_ids, e.id), s.position) as position,
              coalesce(substring(b.hashes from 32 * array_position(b.entry_ids, e.id) - 31 for 32), s.hash) as hash
            from audit_entry e
            left join audit_block b on b.workspace_id = e.workspace_id and b.transaction_id = e.transaction_id
                and e.id = any (b.entry_ids)
            left join audit_seal s on s.entry_id = e.id
            where""" + " ";

    private final AuditEntryRepository entries;
    private final BoundedCounter totals;
    private final JdbcTemplate jdbc;
    private final ChainVerifier verifier;

    AuditQuery(AuditEntryRepository entries, BoundedCounter totals, JdbcTemplate jdbc, AuditDigest digests) {
        this.entries = entries;
        this.totals = totals;
        this.jdbc = jdbc;
        this.verifier = new ChainVerifier(jdbc, digests);
    }

    /** Reads one page with two or three statements. */
    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, AuditFilter filter, Function<ChainedEntry, T> shape) {
        Specification<AuditEntry> wanted = filter.specification();
        Page<AuditEntry> page = query.fetch(
                entries, wanted, AuditEntry::id, Function.identity(), () -> totals.of(AuditEntry.class, wanted));
        Map<String, ChainedEntry> lines =
                lines(page.data().stream().map(AuditEntry::id).toList());
        return page.map(entry -> shape.apply(lines.get(entry.id())));
    }

    /** Streams every matching entry, oldest first, one row at a time. */
    @Transactional(readOnly = true)
    public void each(AuditFilter filter, Consumer<ChainedEntry> reader) {
        List<Object> values = new ArrayList<>(List.of(workspaceId()));
        String sql = select("e.workspace_id = ?" + filter.sql(values)) + " order by position, e.id";
        JdbcTemplate streaming = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
        streaming.setFetchSize(FETCH);
        streaming.query(sql, (RowCallbackHandler) row -> reader.accept(line(row)), values.toArray());
    }

    /**
     * @param expected a chain head from an earlier verification; null for none
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public VerificationResult verify(@Nullable ChainHead expected) {
        return verifier.verify(workspaceId(), expected);
    }

    private Map<String, ChainedEntry> lines(List<String> ids) {
        Map<String, ChainedEntry> lines = new HashMap<>();
        jdbc.query(
                select("e.workspace_id = ? and e.id = any(?)"),
                (RowCallbackHandler) row -> lines.put(row.getString("id"), line(row)),
                workspaceId(),
                ids.toArray(String[]::new));
        return lines;
    }

    private static String select(String where) {
        return "select " + AuditEntryRow.COLUMNS + CHAINED + where;
    }

    private static ChainedEntry line(ResultSet row) throws SQLException {
        AuditEntryRow stored = AuditEntryRow.read(row);
        DigestedEntry entry = stored.entry();
        byte[] hash = row.getBytes("hash");
        return new ChainedEntry(
                (Long) row.getObject("position"),
                entry.id(),
                entry.at(),
                entry.actor(),
                entry.ip(),
                entry.userAgent(),
                entry.requestId(),
                entry.operation(),
                entry.action(),
                entry.subjectType(),
                entry.subjectId(),
                entry.changed(),
                entry.before(),
                entry.after(),
                AuditDigest.hex(stored.digest()),
                stored.transactionId(),
                hash == null ? null : AuditDigest.hex(hash));
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
