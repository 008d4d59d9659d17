package dev.enlist.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.enlist.bulk.file.RawRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Encodes rows for storage as JSON arrays of their cells, without column names. JSON escapes NUL characters, which
 * PostgreSQL does not store in a text.
 */
final class RowCodec {

    private static final ObjectMapper JSON = new JsonMapper();

    private RowCodec() {}

    static String write(List<RawRow> rows) {
        ArrayNode all = JSON.createArrayNode();
        for (RawRow row : rows) {
            ArrayNode cells = all.addArray().add(row.number()).add(row.line());
            row.cells().forEach(cell -> cells.add(cell));
        }
        return all.toString();
    }

    static List<RawRow> read(String content) {
        List<RawRow> rows = new ArrayList<>();
        for (JsonNode row : tree(content)) {
            Iterator<JsonNode> items = row.iterator();
            int number = items.next().intValue();
            long line = items.next().longValue();
            List<String> cells = new ArrayList<>(row.size() - 2);
            items.forEachRemaining(cell -> cells.add(cell.textValue()));
            rows.add(new RawRow(number, line, cells));
        }
        return rows;
    }

    static String cells(RawRow row) {
        ArrayNode cells = JSON.createArrayNode();
        row.cells().forEach(cells::add);
        return cells.toString();
    }

    static List<String> cells(String content) {
        List<String> cells = new ArrayList<>();
        tree(content).forEach(cell -> cells.add(cell.textValue()));
        return cells;
    }

    private static JsonNode tree(String content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored rows are not valid JSON", e);
        }
    }
}
