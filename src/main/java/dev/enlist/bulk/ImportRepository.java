package dev.enlist.bulk;

import dev.enlist.bulk.file.ColumnMapping;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores imports with their options and status. */
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
    private final Clock clock;

    ImportRepository(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
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

    void delete(String id) {
        jdbc.sql("delete from enrollment_import where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .update();
    }

    static @Nullable ColumnMapping columns(ResultSet row) throws SQLException {
        return row.getArray("header") == null
                ? null
                : new ColumnMapping(List.of((String[]) row.getArray("header").getArray()), List.of((String[])
                        row.getArray("members").getArray()));
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
