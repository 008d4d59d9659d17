package dev.enlist.overview;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Merges what happened to one enrollment from the tables of all modules, newest first. One statement, which reads the rows
 * of the enrollment by an index of each table; kinds that the caller may not read are not part of it.
 */
@Service
@Transactional(readOnly = true)
public class TimelineService {

    /** Parameters: kind, rows of the kind. */
    private static final String KIND = """
            (select '%1$s' as kind, r.* from (%2$s) r (id, at, by_type, by_id, by_name, action, text, before, status,
                                                       problem, reference)
             where cast(:afterAt as timestamptz) is null or (r.at, '%1$s-' || r.id) < (:afterAt, :afterKey)
             order by r.at desc, '%1$s-' || r.id desc limit :most)
            """;

    private final JdbcClient jdbc;
    private final AccessGate gate;

    TimelineService(JdbcClient jdbc, AccessGate gate) {
        this.jdbc = jdbc;
        this.gate = gate;
    }

    /** @param next position of the last entry; null where none follows */
    public record TimelinePage(
            List<TimelineEntry> entries, @Nullable TimelineCursor next) {}

    /**
     * A page of the timeline of an enrollment, which the caller may see.
     *
     * @param kinds   kinds to read; empty for all
     * @param after   position after which the page begins; null for the newest entries
     * @param perPage maximum number of entries
     */
    public TimelinePage page(
            String enrollmentId, Set<TimelineKind> kinds, @Nullable TimelineCursor after, int perPage) {
        List<TimelineKind> readable = Stream.of(TimelineKind.values())
                .filter(kind -> kinds.isEmpty() || kinds.contains(kind))
                .filter(kind -> gate.has(kind.scope()))
                .toList();
        if (readable.isEmpty()) {
            return new TimelinePage(List.of(), null);
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("workspace", WorkspaceScope.current().workspaceId());
        values.put("enrollment", enrollmentId);
        values.put("afterAt", after == null ? null : Timestamp.from(after.at()));
        values.put("afterKey", after == null ? "" : after.key());
        values.put("most", perPage + 1);
        String sql = readable.stream()
                .map(kind -> KIND.formatted(kind.wire(), kind.rows()))
                .collect(Collectors.joining(" union all "));
        List<TimelineEntry> found = jdbc.sql(
                        "select * from (" + sql + ") entries order by at desc, kind || '-' || id desc limit :most")
                .params(values)
                .query((row, n) -> entry(row))
                .list();
        boolean more = found.size() > perPage;
        List<TimelineEntry> entries = more ? found.subList(0, perPage) : found;
        TimelineEntry last = more ? entries.get(perPage - 1) : null;
        return new TimelinePage(entries, last == null ? null : new TimelineCursor(last.at(), last.id()));
    }

    private static TimelineEntry entry(ResultSet row) throws SQLException {
        TimelineKind kind = TimelineKind.ofWire(row.getString("kind")).orElseThrow();
        String by = row.getString("by_type");
        return new TimelineEntry(
                kind.wire() + "-" + row.getString("id"),
                kind,
                row.getTimestamp("at").toInstant(),
                by == null ? null : new TimelineEntry.By(by, row.getString("by_id"), row.getString("by_name")),
                row.getString("action"),
                row.getString("text"),
                row.getString("before"),
                row.getString("status"),
                row.getString("problem"),
                row.getString("reference"));
    }
}
