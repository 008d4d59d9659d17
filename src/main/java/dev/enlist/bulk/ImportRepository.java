package dev.enlist.bulk;

import dev.enlist.bulk.file.ColumnMapping;
import dev.enlist.bulk.file.RawRow;
import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores imports: the rows of the file in chunks, the progress of each partition, and the outcomes of rows. */
@Repository
class ImportRepository {

    private static final String COLUMNS = """
            select i.*, (select title from program_instance p where p.id = i.program_instance_id) instance_title,
                (select id from enrollment_import m where m.source_id = i.id) made_into,
                coalesce(l.processed, 0) processed, coalesce(l.created, 0) created,
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
            ImportOptions options,
            String charset,
            @Nullable Character delimiter,
            @Nullable ColumnMapping columns,
            Import.@Nullable Source source,
            Actor by) {
        jdbc.sql("""
                        insert into enrollment_import (id, workspace_id, program_instance_id, kind, status, format, charset,
                            delimiter, dry_run, evaluate, on_duplicate, header, members, file_name, source_id,
                            source_kind, by_type, by_id, by_name, created_at)
                        values (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(
                        id,
                        workspaceId(),
                        programInstanceId,
                        options.kind(),
                        options.format().wire(),
                        charset,
                        delimiter == null ? null : String.valueOf(delimiter),
                        options.dryRun(),
                        options.evaluate(),
                        options.onDuplicate().wire(),
                        columns == null ? null : columns.header().toArray(String[]::new),
                        columns == null ? null : columns.members().toArray(String[]::new),
                        options.fileName(),
                        source == null ? null : source.importId(),
                        source == null ? null : source.kind(),
                        by.type().wire(),
                        by.id(),
                        by.name(),
                        Timestamp.from(clock.instant())))
                .update();
    }

    /**
     * Rows of a partition, in the order of the file.
     *
     * @param number from 1 within the partition
     */
    record Chunk(int partition, int number, String content) {}

    void insertChunks(String id, List<Chunk> chunks, int rowsSoFar) {
        batches.batchUpdate(
                "insert into import_chunk (import_id, lane, number, workspace_id, content) values (?, ?, ?, ?, ?)",
                chunks.stream()
                        .map(chunk ->
                                new Object[] {id, chunk.partition(), chunk.number(), workspaceId(), chunk.content()})
                        .toList());
        jdbc.sql("update enrollment_import set total = ? where id = ? and workspace_id = ?")
                .params(rowsSoFar, id, workspaceId())
                .update();
    }

    /**
     * Marks the file as received completely, so that its partitions can be processed.
     *
     * @param chunks number of chunks of each partition
     */
    void markReceived(String id, int[] chunks) {
        for (int partition = 0; partition < chunks.length; partition++) {
            jdbc.sql("""
                            insert into import_lane (import_id, lane, workspace_id, chunks, open)
                            values (?, ?, ?, ?, ?)
                            """)
                    .params(id, partition, workspaceId(), chunks[partition], chunks[partition] > 0)
                    .update();
        }
        jdbc.sql("update enrollment_import set received = true where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .update();
        completeIfAllPartitionsFinished(id);
    }

    void delete(String id) {
        jdbc.sql("delete from enrollment_import where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .update();
    }

    /**
     * A partition that is locked for processing.
     *
     * @param number   from 0
     * @param chunks   number of chunks
     * @param position number of the current chunk, from 1
     * @param done     number of processed rows of the current chunk
     */
    record Partition(
            String importId,
            int number,
            int chunks,
            int position,
            int done,
            boolean isNew,
            String kind,
            String programInstanceId,
            boolean dryRun,
            boolean evaluate,
            String onDuplicate,
            @Nullable ColumnMapping columns,
            Actor by) {}

    /**
     * Locks, for this transaction, a partition that no worker has locked, of the oldest import that has one. The last
     * partition of an import starts when its other partitions are finished; see {@link RowPartitioner}.
     */
    Optional<Partition> lockNext() {
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
                .params(workspaceId(), ImportUpload.PARALLEL_PARTITIONS)
                .query((row, n) -> partition(row))
                .optional();
    }

    /** Whether an import is queued or running. */
    boolean isOpen() {
        return jdbc.sql("""
                        select exists (select 1 from enrollment_import i
                            where i.workspace_id = ? and i.received and i.status in ('queued', 'running'))
                        """).param(workspaceId()).query(Boolean.class).single();
    }

    /** Locks this partition again; empty where it needs no more processing, or another transaction has locked it. */
    Optional<Partition> lock(String importId, int partition) {
        return jdbc.sql("""
                        select l.lane, l.chunks, l.position, l.done, i.* from import_lane l
                        join enrollment_import i on i.id = l.import_id
                        where l.workspace_id = ? and l.import_id = ? and l.lane = ? and l.open
                          and i.status in ('queued', 'running')
                        for update of l skip locked
                        """)
                .params(workspaceId(), importId, partition)
                .query((row, n) -> partition(row))
                .optional();
    }

    private static Partition partition(ResultSet row) throws SQLException {
        return new Partition(
                row.getString("id"),
                row.getInt("lane"),
                row.getInt("chunks"),
                row.getInt("position"),
                row.getInt("done"),
                row.getString("status").equals("queued"),
                row.getString("kind"),
                row.getString("program_instance_id"),
                row.getBoolean("dry_run"),
                row.getBoolean("evaluate"),
                row.getString("on_duplicate"),
                columns(row),
                new Actor(
                        Actor.Type.ofWire(row.getString("by_type")), row.getString("by_id"), row.getString("by_name")));
    }

    /** The options of an import as a partition, for a check of one of its rows. */
    Partition asPartition(String importId) {
        return jdbc.sql("""
                        select 0 lane, 0 chunks, 0 position, 0 done, i.* from enrollment_import i
                        where i.id = ? and i.workspace_id = ?
                        """)
                .params(importId, workspaceId())
                .query((row, n) -> partition(row))
                .single();
    }

    /** The mapping of the columns; null for NDJSON. */
    @Nullable
    ColumnMapping mapping(String importId) {
        return asPartition(importId).columns();
    }

    static @Nullable ColumnMapping columns(ResultSet row) throws SQLException {
        return row.getArray("header") == null
                ? null
                : new ColumnMapping(List.of((String[]) row.getArray("header").getArray()), List.of((String[])
                        row.getArray("members").getArray()));
    }

    /** @return whether the import was queued and runs now */
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

    List<RawRow> chunk(Partition partition) {
        return RowCodec.read(jdbc.sql("""
                        select content from import_chunk
                        where import_id = ? and lane = ? and number = ? and workspace_id = ?
                        """)
                .params(partition.importId(), partition.number(), partition.position(), workspaceId())
                .query(String.class)
                .single());
    }

    /** Numbers of processed rows by outcome. */
    static final class Counts {

        int created;
        int updated;
        int skipped;
        int refused;

        int processed() {
            return created + updated + skipped + refused;
        }
    }

    /**
     * Stores the progress of the partition.
     *
     * @param chunkFinished whether all rows of the chunk are processed; the chunk is then deleted, except that of a dry
     *                      run, whose rows can be imported later
     * @return whether this was the last chunk of the import
     */
    boolean advance(Partition partition, Counts counts, boolean chunkFinished) {
        boolean last = chunkFinished && partition.position() == partition.chunks();
        if (last) {
            // when two partitions finish at the same time, the second one sees that the first has finished
            jdbc.sql("select 1 from enrollment_import where id = ? and workspace_id = ? for no key update")
                    .params(partition.importId(), workspaceId())
                    .query(Integer.class)
                    .single();
        }
        if (chunkFinished && !partition.dryRun()) {
            jdbc.sql("delete from import_chunk where import_id = ? and lane = ? and number = ? and workspace_id = ?")
                    .params(partition.importId(), partition.number(), partition.position(), workspaceId())
                    .update();
        }
        jdbc.sql("""
                        update import_lane set position = position + ?, done = ?, open = ?, processed = processed + ?,
                            created = created + ?, updated = updated + ?, skipped = skipped + ?, refused = refused + ?
                        where import_id = ? and lane = ? and workspace_id = ?
                        """)
                .params(
                        chunkFinished ? 1 : 0,
                        chunkFinished ? 0 : partition.done() + counts.processed(),
                        !last,
                        counts.processed(),
                        counts.created,
                        counts.updated,
                        counts.skipped,
                        counts.refused,
                        partition.importId(),
                        partition.number(),
                        workspaceId())
                .update();
        return last && completeIfAllPartitionsFinished(partition.importId());
    }

    private boolean completeIfAllPartitionsFinished(String id) {
        return jdbc.sql("""
                        update enrollment_import set status = 'completed', finished_at = ?
                        where id = ? and workspace_id = ? and status in ('queued', 'running')
                          and not exists (select 1 from import_lane where import_id = ? and open)
                        """)
                        .params(Timestamp.from(clock.instant()), id, workspaceId(), id)
                        .update()
                == 1;
    }

    /** The number of a chunk within its partition. */
    record ChunkKey(int partition, int number) {}

    /** The stored chunks of an import by partition, in the order of the file within each. */
    List<ChunkKey> chunkKeys(String importId) {
        return jdbc.sql("""
                        select lane, number from import_chunk where import_id = ? and workspace_id = ?
                        order by lane, number
                        """)
                .params(importId, workspaceId())
                .query((row, n) -> new ChunkKey(row.getInt(1), row.getInt(2)))
                .list();
    }

    /** The rows of a chunk with the corrections that people made; without rows that were erased. */
    List<RawRow> correctedRows(String importId, ChunkKey chunk) {
        List<RawRow> rows = RowCodec.read(jdbc.sql("""
                        select content from import_chunk
                        where import_id = ? and lane = ? and number = ? and workspace_id = ?
                        """)
                .params(importId, chunk.partition(), chunk.number(), workspaceId())
                .query(String.class)
                .single());
        Map<Integer, List<String>> corrected = new HashMap<>();
        jdbc.sql("""
                        select number, content from import_row
                        where import_id = ? and workspace_id = ? and corrected and number = any(?)
                        """)
                .params(
                        importId,
                        workspaceId(),
                        rows.stream().map(RawRow::number).toArray(Integer[]::new))
                .query(row -> {
                    corrected.put(row.getInt(1), RowCodec.cells(row.getString(2)));
                });
        return rows.stream()
                .filter(row -> !row.cells().isEmpty())
                .map(row -> new RawRow(row.number(), row.line(), corrected.getOrDefault(row.number(), row.cells())))
                .toList();
    }

    /** The refused rows of an import with a number greater than {@code after}, in the order of the file. */
    List<RawRow> refusedRows(String importId, int after, int limit) {
        return jdbc.sql("""
                        select number, line, content from import_row
                        where import_id = ? and workspace_id = ? and number > ? and outcome = 'refused'
                          and content is not null
                        order by number limit ?
                        """)
                .params(importId, workspaceId(), after, limit)
                .query((row, n) -> new RawRow(row.getInt(1), row.getLong(2), RowCodec.cells(row.getString(3))))
                .list();
    }

    /**
     * A row that is locked for a correction.
     *
     * @param version incremented with each correction
     */
    record LockedRow(Outcome outcome, int version) {}

    Optional<LockedRow> lockRow(String importId, int number) {
        return jdbc.sql("select * from import_row where import_id = ? and workspace_id = ? and number = ? for update")
                .params(importId, workspaceId(), number)
                .query((row, n) -> new LockedRow(outcome(row), row.getInt("version")))
                .optional();
    }

    /**
     * Stores a correction with what its check found.
     *
     * @param ready   whether the check found no fault
     * @param outcome of the row from now on; in a dry run that of the check
     */
    void correct(String importId, Outcome outcome, boolean ready) {
        jdbc.sql("""
                        update import_row set outcome = ?, enrollment_id = ?, status = ?, code = ?, reason = ?, columns = ?,
                            content = ?, corrected = true, ready = ?, version = version + 1
                        where import_id = ? and workspace_id = ? and number = ?
                        """)
                .params(Arrays.asList(
                        outcome.outcome(),
                        outcome.enrollmentId(),
                        outcome.status(),
                        outcome.code(),
                        outcome.reason(),
                        outcome.columns(),
                        outcome.content(),
                        ready,
                        importId,
                        workspaceId(),
                        outcome.number()))
                .update();
        insertKeys(importId, List.of(outcome));
    }

    /** Counts a corrected row of a dry run with its new outcome. */
    void recount(String importId, String from, String to) {
        if (from.equals(to)) {
            return;
        }
        jdbc.sql("""
                        update import_lane set created = created + ?, updated = updated + ?, skipped = skipped + ?,
                            refused = refused + ?
                        where import_id = ? and workspace_id = ? and lane = (
                          select lane from import_lane where import_id = ? and workspace_id = ?
                          order by refused desc, lane limit 1)
                        """)
                .params(
                        difference("created", from, to),
                        difference("updated", from, to),
                        difference("skipped", from, to),
                        difference("refused", from, to),
                        importId,
                        workspaceId(),
                        importId,
                        workspaceId())
                .update();
    }

    private static int difference(String outcome, String from, String to) {
        return (to.equals(outcome) ? 1 : 0) - (from.equals(outcome) ? 1 : 0);
    }

    /** Rows of an import with a number greater than {@code after}. */
    List<StoredRow> rows(String importId, @Nullable String outcome, @Nullable Boolean corrected, int after, int limit) {
        return jdbc.sql("""
                        select * from import_row
                        where import_id = :import and workspace_id = :workspace and number > :after
                          and (:outcome::text is null or outcome = :outcome)
                          and (:corrected::boolean is null or corrected = :corrected)
                        order by number limit :limit
                        """)
                .param("import", importId)
                .param("workspace", workspaceId())
                .param("after", after)
                .param("outcome", outcome)
                .param("corrected", corrected)
                .param("limit", limit)
                .query((row, n) -> storedRow(row))
                .list();
    }

    Optional<StoredRow> row(String importId, int number) {
        return jdbc.sql("select * from import_row where import_id = ? and workspace_id = ? and number = ?")
                .params(importId, workspaceId(), number)
                .query((row, n) -> storedRow(row))
                .optional();
    }

    /** A row with its correction. */
    record StoredRow(Outcome outcome, boolean corrected, boolean ready, int version) {}

    private static StoredRow storedRow(ResultSet row) throws SQLException {
        return new StoredRow(outcome(row), row.getBoolean("corrected"), row.getBoolean("ready"), row.getInt("version"));
    }

    /** The stored outcome of one row. Rows of a dry run and refused rows have one. */
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
            List<String> keys) {

        Outcome with(String otherOutcome, String otherContent) {
            return new Outcome(
                    number, line, otherOutcome, enrollmentId, status, code, reason, columns, otherContent, keys);
        }
    }

    void insertOutcomes(String importId, List<Outcome> outcomes) {
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
        insertKeys(importId, outcomes);
    }

    private void insertKeys(String importId, List<Outcome> outcomes) {
        List<Object[]> keys = outcomes.stream()
                .flatMap(outcome -> outcome.keys().stream()
                        .map(key -> new Object[] {importId, key, workspaceId(), outcome.number()}))
                .toList();
        batches.batchUpdate(
                "insert into import_key (import_id, key, workspace_id, number) values (?, ?, ?, ?)"
                        + " on conflict (import_id, key) do nothing",
                keys);
    }

    /** Of these keys, those of people that earlier rows of this dry run would enroll. */
    List<String> plannedKeys(String importId, String[] keys) {
        return jdbc.sql("select key from import_key where import_id = ? and workspace_id = ? and key = any(?)")
                .params(importId, workspaceId(), keys)
                .query(String.class)
                .list();
    }

    /**
     * @param refusedOnly whether to return the outcomes of refused rows only
     * @param after       returns rows with a greater number
     */
    List<Outcome> outcomes(String importId, boolean refusedOnly, int after, int limit) {
        return jdbc.sql("select * from import_row where import_id = ? and workspace_id = ? and number > ?"
                        + (refusedOnly ? " and outcome = 'refused'" : "") + " order by number limit ?")
                .params(importId, workspaceId(), after, limit)
                .query((row, n) -> outcome(row))
                .list();
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(
                row.getInt("number"),
                row.getLong("line"),
                row.getString("outcome"),
                row.getString("enrollment_id"),
                row.getString("status"),
                row.getString("code"),
                row.getString("reason"),
                row.getString("columns"),
                row.getString("content"),
                List.of());
    }

    /** @return the previous status, if it was one of {@code from} and the import was updated */
    Optional<String> move(String id, List<String> from, String to, @Nullable String failure) {
        boolean finished = !to.equals("queued");
        return jdbc.sql("""
                        update enrollment_import i set status = ?, failure = ?, finished_at = ?
                        from (select id, status from enrollment_import where id = ? and workspace_id = ? for update) b
                        where i.id = b.id and i.workspace_id = ? and b.status = any(?)
                        returning b.status
                        """)
                .params(
                        to,
                        failure,
                        finished ? Timestamp.from(clock.instant()) : null,
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

    /** Whether an import exists whose rows are not purged. */
    boolean isAnyToPurge() {
        return jdbc.sql("select exists (select 1 from enrollment_import where workspace_id = ? and not purged)")
                .param(workspaceId())
                .query(Boolean.class)
                .single();
    }

    /** Deletes the rows of imports that finished before this moment, and incomplete uploads that began before it. */
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
                .query((row, n) -> toImport(row))
                .optional();
    }

    /**
     * Selects imports of all instances.
     *
     * @param programInstanceIds instances of the imports; empty for all
     * @param status             null for every status
     */
    record Filter(List<String> programInstanceIds, @Nullable String status) {}

    private static final String FILTER = """
            i.workspace_id = :workspace and i.received
              and (cardinality(:instances::text[]) = 0 or i.program_instance_id = any(:instances))
              and (:status::text is null or i.status = :status)
            """;

    /**
     * Imports that match the filter.
     *
     * @param after       returns imports with a greater id
     * @param newestFirst whether the newest import comes first; else the oldest
     */
    List<Import> list(Filter filter, String after, boolean newestFirst, long offset, int limit) {
        return filtered(
                        COLUMNS + " where " + FILTER + " and i.id > :after order by i.id" + (newestFirst ? " desc" : "")
                                + " limit :limit offset :offset",
                        filter)
                .param("after", after)
                .param("limit", limit)
                .param("offset", offset)
                .query((row, n) -> toImport(row))
                .list();
    }

    long count(Filter filter) {
        return filtered("select count(*) from enrollment_import i where " + FILTER, filter)
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec filtered(String sql, Filter filter) {
        return jdbc.sql(sql)
                .param("workspace", workspaceId())
                .param("instances", filter.programInstanceIds().toArray(String[]::new))
                .param("status", filter.status());
    }

    /** Imports with a greater id than {@code after}, oldest first. */
    List<Import> list(String programInstanceId, String after, long offset, int limit) {
        return jdbc.sql(COLUMNS + """
                        where i.program_instance_id = ? and i.workspace_id = ? and i.id > ?
                        order by i.id limit ? offset ?
                        """)
                .params(programInstanceId, workspaceId(), after, limit, offset)
                .query((row, n) -> toImport(row))
                .list();
    }

    long count(String programInstanceId) {
        return jdbc.sql("select count(*) from enrollment_import where program_instance_id = ? and workspace_id = ?")
                .params(programInstanceId, workspaceId())
                .query(Long.class)
                .single();
    }

    private Import toImport(ResultSet row) throws SQLException {
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
                row.getString("kind"),
                row.getString("program_instance_id"),
                row.getString("instance_title"),
                row.getString("file_name"),
                row.getString("source_id") == null
                        ? null
                        : new Import.Source(row.getString("source_kind"), row.getString("source_id")),
                row.getString("made_into"),
                row.getString("status"),
                row.getString("format"),
                row.getString("charset"),
                row.getString("delimiter"),
                row.getBoolean("dry_run"),
                row.getBoolean("evaluate"),
                row.getString("on_duplicate"),
                columns == null ? null : columns.toMap(),
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
