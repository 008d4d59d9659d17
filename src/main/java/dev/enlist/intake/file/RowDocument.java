package dev.enlist.intake.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a row the JSON document that a request would have been. An empty cell says nothing; several values in one
 * cell are separated by {@code |}. In metadata, where no type is known, a cell that reads as a number, a truth value
 * or JSON is that: a text that looks like one is written in quotes, as in JSON.
 */
public final class RowDocument {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?");
    private static final List<String> LISTS = List.of("manufacturerSlugs", "tags");

    private RowDocument() {}

    /** @throws InvalidInput where the row is no document at all */
    public static JsonNode of(SentRow row, @Nullable Columns columns, StrictJson json) {
        return columns == null ? parsed(row.cells().get(0), json) : of(row.cells(), columns, json);
    }

    private static JsonNode parsed(String line, StrictJson json) {
        if (line.length() > NdjsonRows.LONGEST_LINE) {
            throw new InvalidInput("", "is longer than " + NdjsonRows.LONGEST_LINE + " characters");
        }
        try {
            return complete(json.parse(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode of(List<String> cells, Columns columns, StrictJson json) {
        if (cells.size() != columns.header().size()) {
            throw new InvalidInput(
                    "",
                    "has " + cells.size() + " cells, and the header has "
                            + columns.header().size());
        }
        ObjectNode document = NODES.objectNode();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            String member = columns.members().get(i);
            String cell = plain(cells.get(i));
            if (member.equals(Columns.ROW)) {
                return parsed(cells.get(i), json);
            }
            if (member.isEmpty() || cell.isEmpty()) {
                continue;
            }
            try {
                put(document, member, value(member, cell));
            } catch (IllegalArgumentException e) {
                faults.add(new Fault("/" + member.replace('.', '/'), String.valueOf(e.getMessage())));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return complete(document);
    }

    /** A quote that was put in front so that a spreadsheet would not take the cell for a formula. */
    private static String plain(String cell) {
        boolean guarded = cell.length() > 1 && cell.charAt(0) == '\'' && "=+-@\t\r\n".indexOf(cell.charAt(1)) >= 0;
        return guarded ? cell.substring(1) : cell;
    }

    private static void put(ObjectNode document, String member, JsonNode value) {
        ObjectNode place = document;
        String[] path = member.split("\\.");
        for (int i = 0; i < path.length - 1; i++) {
            JsonNode inner = place.get(path[i]);
            if (inner != null && !inner.isObject()) {
                throw new IllegalArgumentException("stands in two columns, once as a value and once as an object");
            }
            place = inner == null ? place.putObject(path[i]) : (ObjectNode) inner;
        }
        JsonNode before = place.get(path[path.length - 1]);
        if (before instanceof ObjectNode object && value instanceof ObjectNode more) {
            object.setAll(more);
        } else {
            place.set(path[path.length - 1], value);
        }
    }

    private static JsonNode value(String member, String cell) {
        if (LISTS.contains(member)) {
            return list(cell, false);
        }
        if (member.equals("metadata")) {
            return read(cell);
        }
        return member.startsWith("metadata.") ? guessed(cell) : NODES.textNode(cell);
    }

    private static JsonNode guessed(String cell) {
        if ("[{\"".indexOf(cell.charAt(0)) >= 0) {
            return read(cell);
        }
        return cell.indexOf('|') >= 0 ? list(cell, true) : scalar(cell);
    }

    private static JsonNode scalar(String text) {
        if (NUMBER.matcher(text).matches()) {
            return text.indexOf('.') >= 0 || text.length() > 9
                    ? NODES.numberNode(new BigDecimal(text))
                    : NODES.numberNode(Integer.parseInt(text));
        }
        return text.equals("true") || text.equals("false")
                ? NODES.booleanNode(Boolean.parseBoolean(text))
                : NODES.textNode(text);
    }

    private static ArrayNode list(String cell, boolean typed) {
        ArrayNode list = NODES.arrayNode();
        String[] items = cell.split("\\|", -1);
        for (int i = 0; i < items.length; i++) {
            String item = items[i].trim();
            // a list of one ends in the separator
            if (!(i == items.length - 1 && item.isEmpty())) {
                list.add(typed ? scalar(item) : NODES.textNode(item));
            }
        }
        return list;
    }

    private static JsonNode read(String cell) {
        try {
            return JSON.readTree(cell);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not well-formed JSON");
        }
    }

    /** Where it is not said how the person is named, it is by what there is. */
    private static JsonNode complete(JsonNode document) {
        if (document instanceof ObjectNode object && !object.hasNonNull("identificationType")) {
            String type = "customerInfo";
            for (String id : List.of("customerId", "leadId", "enrollmentId")) {
                if (object.hasNonNull(id)) {
                    type = id;
                }
            }
            object.put("identificationType", type);
        }
        return document;
    }
}
