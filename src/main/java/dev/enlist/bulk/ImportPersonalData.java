package dev.enlist.bulk;

import dev.enlist.bulk.file.RawRow;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds and erases a person's data in uploaded files: in rows that are not processed yet, and in stored outcomes. An
 * erased row that is not processed yet has no cells and is refused later. An erased outcome is removed from the report.
 */
@Component
@Order(50)
class ImportPersonalData implements PersonalDataSource {

    private static final String FROM_PROCESSED_ROWS = """
            from import_row r
            where workspace_id = :workspace and (enrollment_id = any(:texts)
              or (import_id, number) in (select * from unnest(:imports, :numbers))
              or (import_id, number) in (select k.import_id, k.number from import_key k where k.workspace_id = :workspace
                  and k.key in (select kind || t from unnest(:texts) t, unnest(array['email ', 'customer ']) kind)))
            """;

    /** Rows fetched at a time. The rows are compared in Java, because SQL cannot normalize e-mail addresses. */
    private static final int FETCHED = 500;

    private final JdbcClient jdbc;

    private final JdbcTemplate streaming;

    ImportPersonalData(JdbcClient jdbc, DataSource database) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(database);
        this.streaming.setFetchSize(FETCHED);
    }

    /** A row as exported. */
    record Held(
            String importId,
            long line,
            @Nullable String outcome,
            @Nullable String reason,
            List<String> cells) {}

    private record Chunk(String importId, int partition, int number, List<RawRow> rows) {}

    @Override
    public String section() {
        return "imports";
    }

    @Override
    public Set<String> tables() {
        return Set.of("enrollment_import", "import_chunk", "import_row", "import_key");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        List<Held> held = new ArrayList<>(processedRows("select import_id, line, outcome, reason, content ", person)
                .query((row, n) -> new Held(
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5) == null ? List.of() : RowCodec.cells(row.getString(5))))
                .list());
        for (Chunk chunk : unprocessedChunks(person)) {
            chunk.rows().stream()
                    .filter(row -> isOf(person, row))
                    .forEach(row -> held.add(new Held(chunk.importId(), row.line(), null, null, row.cells())));
        }
        return held;
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        int rows = processedRows("delete ", person).update();
        jdbc.sql("""
                        delete from import_key k where k.workspace_id = :workspace
                          and k.key in (select kind || t from unnest(:texts) t, unnest(array['email ', 'customer ']) kind)
                        """)
                .param("workspace", workspaceId())
                .param("texts", texts(person))
                .update();
        for (Chunk chunk : unprocessedChunks(person)) {
            List<RawRow> left = new ArrayList<>();
            for (RawRow row : chunk.rows()) {
                boolean erased = isOf(person, row);
                rows += erased ? 1 : 0;
                left.add(erased ? new RawRow(row.number(), row.line(), List.of()) : row);
            }
            jdbc.sql("""
                            update import_chunk set content = ?
                            where import_id = ? and lane = ? and number = ? and workspace_id = ?
                            """)
                    .params(RowCodec.write(left), chunk.importId(), chunk.partition(), chunk.number(), workspaceId())
                    .update();
        }
        return rows == 0 ? Map.of() : Map.of("importRows", rows);
    }

    /** Stored outcomes about the person: found by the enrollment, the keys or the cells of the row. */
    private JdbcClient.StatementSpec processedRows(String verb, PersonIdentifiers person) {
        List<String> imports = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        streaming.query(
                "select import_id, number, content from import_row where workspace_id = ? and content is not null",
                row -> {
                    if (RowCodec.cells(row.getString(3)).stream().anyMatch(cell -> isOf(person, cell))) {
                        imports.add(row.getString(1));
                        numbers.add(row.getInt(2));
                    }
                },
                workspaceId());
        return jdbc.sql(verb + FROM_PROCESSED_ROWS)
                .param("workspace", workspaceId())
                .param("texts", texts(person))
                .param("imports", imports.toArray(String[]::new))
                .param("numbers", numbers.toArray(Integer[]::new));
    }

    private List<Chunk> unprocessedChunks(PersonIdentifiers person) {
        List<Chunk> chunks = new ArrayList<>();
        streaming.query(
                "select import_id, lane, number, content from import_chunk where workspace_id = ?",
                row -> {
                    List<RawRow> rows = RowCodec.read(row.getString(4));
                    if (rows.stream().anyMatch(sent -> isOf(person, sent))) {
                        chunks.add(new Chunk(row.getString(1), row.getInt(2), row.getInt(3), rows));
                    }
                },
                workspaceId());
        return chunks;
    }

    private static boolean isOf(PersonIdentifiers person, RawRow row) {
        return row.cells().stream().anyMatch(cell -> isOf(person, cell));
    }

    /** Whether the cell contains an e-mail address of the person, or is an id of the person, or is JSON with such an id. */
    private static boolean isOf(PersonIdentifiers person, String cell) {
        String text = cell.strip();
        return EmailKey.within(text).stream().anyMatch(person.emails()::contains)
                || person.ids().stream().anyMatch(id -> text.equals(id) || text.contains('"' + id + '"'));
    }

    private static String[] texts(PersonIdentifiers person) {
        Set<String> all = person.ids();
        all.addAll(person.emails());
        return all.toArray(String[]::new);
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
