package dev.enlist.intake;

import dev.enlist.intake.file.ColumnMapping;
import dev.enlist.intake.file.RawRow;
import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows in which an import lies and is led: the file in chunks, the lanes, what became of single rows. */
@Repository
class ImportRepository {

    private static final String COLUMNS = """
            select i.*, coalesce(l.processed, 0) processed, coalesce(l.created, 0) created,
                coalesce(l.updated, 0) updated, coalesce(l.skipped, 0) skipped, coalesce(l.refused, 0) refused
            from enrollment_import i
            left join lateral (
                select sum(processed) processed, sum(created) created, sum(updated) updated, sum(skipped) skipped,
                    sum(refused) refused
                from import_lane where import_id = i.id) l on true
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    ImportRepository(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    void insert(
            String id,
            String programInstanceId,
            ImportOptions manner,
            String charset,
            @Nullable Character delimiter,
            @Nullable ColumnMapping columns,
            Actor by) {
        jdbc.sql("""
                        insert into enrollment_import (id, workspace_id, program_instance_id, status, format, charset,
                            delimiter, dry_run, evaluate, on_duplicate, header, members, by_type, by_id, by_name,
                            created_at)
                        values (?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(
                        id,
                        workspaceId(),
                        programInstanceId,
                        manner.format().wire(),
                        charset,
                        delimiter == null ? null : String.valueOf(delimiter),
                        manner.dryRun(),
                        manner.evaluate(),
                        manner.onDuplicate().wire(),
                        columns == null ? null : columns.header().toArray(String[]::new),
                        columns == null ? null : columns.members().toArray(String[]::new),
                        by.type().wire(),
                        by.id(),
                        by.name(),
                        Timestamp.from(clock.instant())))
                .update();
    }

    /** Rows of a lane, in the order in which they come. */
    record Chunk(int lane, int number, String content) {}

    void insertChunks(String id, List<Chunk> chunks, int rowsSoFar) {
        batches.batchUpdate(
                "insert into import_chunk (import_id, lane, number, workspace_id, content) values (?, ?, ?, ?, ?)",
                chunks.stream()
                        .map(chunk -> new Object[] {id, chunk.lane(), chunk.number(), workspaceId(), chunk.content()})
                        .toList());
        jdbc.sql("update enrollment_import set total = ? where id = ? and workspace_id = ?")
                .params(rowsSoFar, id, workspaceId())
                .update();
    }

    /** All of it is here. @param chunks how many each lane has */
    void received(String id, int[] chunks) {
        for (int lane = 0; lane < chunks.length; lane++) {
            jdbc.sql("""
                            insert into import_lane (import_id, lane, workspace_id, chunks, open)
                            values (?, ?, ?, ?, ?)
                            """)
                    .params(id, lane, workspaceId(), chunks[lane], chunks[lane] > 0)
                    .update();
        }
        jdbc.sql("update enrollment_import set received = true where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .update();
        completeWhenThrough(id);
    }

    void delete(String id) {
        jdbc.sql("delete from enrollment_import where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .update();
    }

    /** @param done rows of the chunk in hand that are dealt with */
    record Lane(
            String importId,
            int lane,
            int chunks,
            int position,
            int done,
            boolean isNew,
            String programInstanceId,
            boolean dryRun,
            boolean evaluate,
            String onDuplicate,
            @Nullable ColumnMapping columns,
            Actor by) {}

    /**
     * A lane that no worker has, locked for this transaction: of the oldest import that has any. The last lane begins
     * when the others of its import have ended, see {@link RowPartitioner}.
     */
    Optional<Lane> lockNext() {
        return jdbc.sql("""
                        select l.lane, l.chunks, l.position, l.done, i.* from import_lane l
                        join enrollment_import i on i.id = l.import_id
                        where l.workspace_id = ? and i.workspace_id = l.workspace_id and l.open and i.received
                          and i.status in ('queued', 'running')
                          and (l.lane < ? or not exists (
                            select 1 from import_lane o where o.import_id = l.import_id and o.lane < l.lane and o.open))
                        order by l.import_id, l.position, l.lane limit 1
                        for update of l skip locked
                        """)
                .params(workspaceId(), ImportUpload.PARALLEL_LANES)
                .query((row, n) -> lane(row))
                .optional();
    }

    /** Whether any import is not over yet. */
    boolean isOpen() {
        return jdbc.sql("""
                        select exists (select 1 from enrollment_import i
                            where i.workspace_id = ? and i.received and i.status in ('queued', 'running'))
                        """).param(workspaceId()).query(Boolean.class).single();
    }

    /** The same lane once more; empty where it is not to be worked on any more, or another has it. */
    Optional<Lane> lock(String importId, int lane) {
        return jdbc.sql("""
                        select l.lane, l.chunks, l.position, l.done, i.* from import_lane l
                        join enrollment_import i on i.id = l.import_id
                        where l.workspace_id = ? and l.import_id = ? and l.lane = ? and l.open
                          and i.status in ('queued', 'running')
                        for update of l skip locked
                        """)
                .params(workspaceId(), importId, lane)
                .query((row, n) -> lane(row))
                .optional();
    }

    private static Lane lane(ResultSet row) throws SQLException {
        return new Lane(
                row.getString("id"),
                row.getInt("lane"),
                row.getInt("chunks"),
                row.getInt("position"),
                row.getInt("done"),
                row.getString("status").equals("queued"),
                row.getString("program_instance_id"),
                row.getBoolean("dry_run"),
                row.getBoolean("evaluate"),
                row.getString("on_duplicate"),
                columns(row),
                new Actor(
                        Actor.Type.ofWire(row.getString("by_type")), row.getString("by_id"), row.getString("by_name")));
    }

    static @Nullable ColumnMapping columns(ResultSet row) throws SQLException {
        return row.getArray("header") == null
                ? null
                : new ColumnMapping(List.of((String[]) row.getArray("header").getArray()), List.of((String[])
                        row.getArray("members").getArray()));
    }

    /** @return whether it was waiting, and runs now */
    boolean begin(String id) {
        return jdbc.sql("""
                        update enrollment_import set status = 'running', started_at = ?,
                            started_from = (select coalesce(sum(processed), 0) from import_lane where import_id = ?)
                        where id = ? and workspace_id = ? and status = 'queued'
                        """)
                        .params(Timestamp.from(clock.instant()), id, id, workspaceId())
                        .update()
                == 1;
    }

    List<RawRow> chunk(Lane lane) {
        return RowCodec.read(jdbc.sql("""
                        select content from import_chunk
                        where import_id = ? and lane = ? and number = ? and workspace_id = ?
                        """)
                .params(lane.importId(), lane.lane(), lane.position(), workspaceId())
                .query(String.class)
                .single());
    }

    /** What became of some rows. */
    static final class Tally {

        int created;
        int updated;
        int skipped;
        int refused;

        int processed() {
            return created + updated + skipped + refused;
        }
    }

    /**
     * Stores how far the lane is.
     *
     * @param through whether all rows of the chunk are dealt with; then it is forgotten
     * @return whether that was the last chunk of the whole import
     */
    boolean advance(Lane lane, Tally tally, boolean through) {
        boolean last = through && lane.position() == lane.chunks();
        if (last) {
            // two lanes that end at the same moment: the second sees the first
            jdbc.sql("select 1 from enrollment_import where id = ? and workspace_id = ? for update")
                    .params(lane.importId(), workspaceId())
                    .query(Integer.class)
                    .single();
        }
        if (through) {
            jdbc.sql("delete from import_chunk where import_id = ? and lane = ? and number = ? and workspace_id = ?")
                    .params(lane.importId(), lane.lane(), lane.position(), workspaceId())
                    .update();
        }
        jdbc.sql("""
                        update import_lane set position = position + ?, done = ?, open = ?, processed = processed + ?,
                            created = created + ?, updated = updated + ?, skipped = skipped + ?, refused = refused + ?
                        where import_id = ? and lane = ? and workspace_id = ?
                        """)
                .params(
                        through ? 1 : 0,
                        through ? 0 : lane.done() + tally.processed(),
                        !last,
                        tally.processed(),
                        tally.created,
                        tally.updated,
                        tally.skipped,
                        tally.refused,
                        lane.importId(),
                        lane.lane(),
                        workspaceId())
                .update();
        return last && completeWhenThrough(lane.importId());
    }

    private boolean completeWhenThrough(String id) {
        return jdbc.sql("""
                        update enrollment_import set status = 'completed', finished_at = ?
                        where id = ? and workspace_id = ? and status in ('queued', 'running')
                          and not exists (select 1 from import_lane where import_id = ? and open)
                        """)
                        .params(Timestamp.from(clock.instant()), id, workspaceId(), id)
                        .update()
                == 1;
    }

    /** What became of one row, where that is kept. */
    record Outcome(
            int number,
            long line,
            String outcome,
            @Nullable String enrollmentId,
            @Nullable String status,
            @Nullable String code,
            @Nullable String reason,
            @Nullable String columns,
            @Nullable String content,
            List<String> keys) {}

    void keep(String importId, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        batches.batchUpdate("""
                insert into import_row (import_id, number, workspace_id, line, outcome, enrollment_id, status, code,
                    reason, columns, content)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, outcomes, outcomes.size(), (insert, outcome) -> {
            insert.setString(1, importId);
            insert.setInt(2, outcome.number());
            insert.setString(3, workspaceId());
            insert.setLong(4, outcome.line());
            insert.setString(5, outcome.outcome());
            insert.setString(6, outcome.enrollmentId());
            insert.setString(7, outcome.status());
            insert.setString(8, outcome.code());
            insert.setString(9, outcome.reason());
            insert.setString(10, outcome.columns());
            insert.setString(11, outcome.content());
        });
        List<Object[]> keys = outcomes.stream()
                .flatMap(outcome -> outcome.keys().stream()
                        .map(key -> new Object[] {importId, key, workspaceId(), outcome.number()}))
                .toList();
        batches.batchUpdate(
                "insert into import_key (import_id, key, workspace_id, number) values (?, ?, ?, ?)"
                        + " on conflict (import_id, key) do nothing",
                keys);
    }

    /** Of these keys, those of rows that would have been enrolled earlier in this rehearsal. */
    List<String> rehearsed(String importId, String[] keys) {
        return jdbc.sql("select key from import_key where import_id = ? and workspace_id = ? and key = any(?)")
                .params(importId, workspaceId(), keys)
                .query(String.class)
                .list();
    }

    /** Behind the one with this number; of those refused, or of all. */
    List<Outcome> outcomes(String importId, boolean refusedOnly, int after, int limit) {
        return jdbc.sql("select * from import_row where import_id = ? and workspace_id = ? and number > ?"
                        + (refusedOnly ? " and outcome = 'refused'" : "") + " order by number limit ?")
                .params(importId, workspaceId(), after, limit)
                .query((row, n) -> new Outcome(
                        row.getInt("number"),
                        row.getLong("line"),
                        row.getString("outcome"),
                        row.getString("enrollment_id"),
                        row.getString("status"),
                        row.getString("code"),
                        row.getString("reason"),
                        row.getString("columns"),
                        row.getString("content"),
                        List.of()))
                .list();
    }

    /** @return the status it had, where it had one of these and has the new one now */
    Optional<String> move(String id, List<String> from, String to, @Nullable String failure) {
        boolean over = !to.equals("queued");
        return jdbc.sql("""
                        update enrollment_import i set status = ?, failure = ?, finished_at = ?
                        from (select id, status from enrollment_import where id = ? and workspace_id = ? for update) b
                        where i.id = b.id and i.workspace_id = ? and b.status = any(?)
                        returning b.status
                        """)
                .params(
                        to,
                        failure,
                        over ? Timestamp.from(clock.instant()) : null,
                        id,
                        workspaceId(),
                        workspaceId(),
                        from.toArray(String[]::new))
                .query(String.class)
                .optional();
    }

    List<String> header(String id) {
        return jdbc.sql("select coalesce(header, '{}') from enrollment_import where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .query((row, n) -> List.of((String[]) row.getArray(1).getArray()))
                .single();
    }

    boolean isPurged(String id) {
        return jdbc.sql("select purged from enrollment_import where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .query(Boolean.class)
                .single();
    }

    /** Whether the rows of any import are still kept. */
    boolean isAnyToPurge() {
        return jdbc.sql("select exists (select 1 from enrollment_import where workspace_id = ? and not purged)")
                .param(workspaceId())
                .query(Boolean.class)
                .single();
    }

    /** Forgets what was sent with imports that are long over, and those that never arrived. */
    void purge(Instant before) {
        List<String> old = jdbc.sql("""
                        update enrollment_import set purged = true
                        where workspace_id = ? and not purged and finished_at < ? returning id
                        """)
                .params(workspaceId(), Timestamp.from(before))
                .query(String.class)
                .list();
        for (String table : List.of("import_chunk", "import_row", "import_key")) {
            jdbc.sql("delete from " + table + " where workspace_id = ? and import_id = any(?)")
                    .params(workspaceId(), old.toArray(String[]::new))
                    .update();
        }
        jdbc.sql("delete from enrollment_import where workspace_id = ? and not received and created_at < ?")
                .params(workspaceId(), Timestamp.from(before))
                .update();
    }

    Optional<Import> find(String id) {
        return jdbc.sql(COLUMNS + " where i.id = ? and i.workspace_id = ?")
                .params(id, workspaceId())
                .query((row, n) -> shown(row))
                .optional();
    }

    /** Oldest first, behind this id. */
    List<Import> list(String programInstanceId, String after, long offset, int limit) {
        return jdbc.sql(COLUMNS + """
                        where i.program_instance_id = ? and i.workspace_id = ? and i.id > ?
                        order by i.id limit ? offset ?
                        """)
                .params(programInstanceId, workspaceId(), after, limit, offset)
                .query((row, n) -> shown(row))
                .list();
    }

    long count(String programInstanceId) {
        return jdbc.sql("select count(*) from enrollment_import where program_instance_id = ? and workspace_id = ?")
                .params(programInstanceId, workspaceId())
                .query(Long.class)
                .single();
    }

    private Import shown(ResultSet row) throws SQLException {
        Instant started = moment(row, "started_at");
        Instant finished = moment(row, "finished_at");
        int processed = row.getInt("processed");
        int total = row.getInt("total");
        double rate = 0;
        if (started != null) {
            double seconds = Duration.between(started, finished == null ? clock.instant() : finished)
                            .toMillis()
                    / 1000.0;
            rate = Math.round(10 * (processed - row.getInt("started_from")) / Math.max(0.001, seconds)) / 10.0;
        }
        boolean running = row.getString("status").equals("running");
        ColumnMapping columns = columns(row);
        return new Import(
                row.getString("id"),
                row.getString("program_instance_id"),
                row.getString("status"),
                row.getString("format"),
                row.getString("charset"),
                row.getString("delimiter"),
                row.getBoolean("dry_run"),
                row.getBoolean("evaluate"),
                row.getString("on_duplicate"),
                columns == null ? null : columns.shown(),
                total,
                processed,
                row.getInt("created"),
                row.getInt("updated"),
                row.getInt("skipped"),
                row.getInt("refused"),
                rate,
                running && rate > 0 ? (long) Math.ceil((total - processed) / rate) : null,
                row.getString("failure"),
                row.getString("by_name"),
                row.getTimestamp("created_at").toInstant(),
                started,
                finished);
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        Timestamp moment = row.getTimestamp(column);
        return moment == null ? null : moment.toInstant();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
