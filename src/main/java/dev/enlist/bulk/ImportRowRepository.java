package dev.enlist.bulk;

import dev.enlist.bulk.file.RawRow;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores the outcomes of the rows of an import, and the corrections that people made. */
@Repository
class ImportRowRepository {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    ImportRowRepository(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** The rows of a chunk with the corrections that people made; without rows that were erased. */
    List<RawRow> correctedRows(String importId, ImportPartitionRepository.ChunkKey chunk) {
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

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
