package dev.enlist.bulk.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.CsvFormulaEscaper;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts a row to the JSON document of an enrollment request. Ignores empty cells and the blanks around a cell. Several
 * values in one cell are separated by {@code |}.
 *
 * <p>Metadata has no declared type: a cell that reads as a number, as {@code true} or {@code false}, or as JSON becomes that
 * value. To keep such a cell as text, the sender writes it in quotes, as in JSON, or as {@code ="00501"}, as spreadsheets
 * do. {@code TRUE} and {@code FALSE}, as spreadsheets write them, are boolean only where the member is known to be boolean.
 * A row of an export of Enlist becomes the application that was exported.
 */
public final class RowDocumentBuilder {

    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(100).build());
    }

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?");

    /** A number with thousands separators, where the commas cannot be decimal separators. */
    private static final Pattern GROUPED =
            Pattern.compile("-?[1-9][0-9]{0,2}(,[0-9]{3}){0,8}(,[0-9]{3}\\.[0-9]{1,30}|(,[0-9]{3}){2})");

    /** A number of more than eleven digits as shortened by a spreadsheet. The missing digits are lost. */
    private static final Pattern SHORTENED = Pattern.compile("-?[0-9]([.,][0-9]+)?[eE]\\+[0-9]{2,3}");

    /** What a spreadsheet writes for a formula that failed. */
    private static final Pattern ERROR = Pattern.compile("#(N/A|REF!|VALUE!|DIV/0!|NAME\\?|NUM!|NULL!|SPILL!|CALC!)");

    /** A cell such as {@code ="00501"}, which spreadsheets keep as text. */
    private static final Pattern LITERAL = Pattern.compile("=\"((?:[^\"]|\"\")*)\"", Pattern.DOTALL);

    private static final String MANUFACTURERS = "manufacturerSlugs";
    private static final List<String> LISTS = List.of(MANUFACTURERS, "tags");

    /** Members that only exports of Enlist have. */
    private static final List<String> EXPORTED = List.of("id", "createdAt", "updatedAt");

    /** Members of an exported row that are about the person. */
    private static final List<String> PERSON_MEMBERS = List.of(
            "leadId",
            "firstName",
            "lastName",
            "email",
            "phone",
            "address",
            "manufacturerSlugs",
            "serialNumber",
            "referenceId",
            "referenceDescription",
            "language",
            "tags",
            "metadata",
            "meta");

    private RowDocumentBuilder() {}

    /**
     * @param booleans boolean members of metadata, with dots
     * @throws InvalidInput where the row cannot be converted
     */
    public static JsonNode of(RawRow row, @Nullable ColumnMapping columns, Set<String> booleans, StrictJson json) {
        return columns == null ? parsed(row.cells().get(0), json) : of(row.cells(), columns, booleans, json);
    }

    /**
     * The same for a row of another kind than an enrollment, as its columns map: every cell is a text.
     *
     * @throws InvalidInput where the row cannot be converted
     */
    public static JsonNode fields(RawRow row, @Nullable ColumnMapping columns, StrictJson json) {
        return columns == null ? document(row.cells().get(0), json) : fields(row.cells(), columns, Set.of(), json);
    }

    private static JsonNode parsed(String line, StrictJson json) {
        JsonNode document = document(line, json);
        if (document instanceof ObjectNode object && EXPORTED.stream().allMatch(object::has)) {
            object.retain(PERSON_MEMBERS);
            return exported(object);
        }
        return complete(document);
    }

    private static JsonNode document(String line, StrictJson json) {
        if (line.length() > NdjsonRowReader.MAX_LINE_CHARACTERS) {
            throw new InvalidInput("", "is longer than " + NdjsonRowReader.MAX_LINE_CHARACTERS + " characters");
        }
        try {
            return json.parse(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode of(List<String> cells, ColumnMapping columns, Set<String> booleans, StrictJson json) {
        int whole = columns.members().indexOf(ColumnMapping.ROW);
        if (whole >= 0 && cells.size() == columns.header().size()) {
            return parsed(plain(cells.get(whole)), json);
        }
        ObjectNode document = (ObjectNode) fields(cells, columns, booleans, json);
        return columns.isExport() ? exported(document) : complete(document);
    }

    private static JsonNode fields(List<String> cells, ColumnMapping columns, Set<String> booleans, StrictJson json) {
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
            if (member.equals(ColumnMapping.ROW)) {
                return document(plain(cells.get(i)), json);
            }
            String cell = columns.isExport() ? plain(cells.get(i)) : plain(stripped(cells.get(i)));
            if (member.isEmpty() || cell.isEmpty()) {
                continue;
            }
            try {
                if (cell.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("has a NUL character (U+0000); remove it");
                }
                put(document, member, value(member, cell, columns.isExport(), booleans.contains(member)));
            } catch (IllegalArgumentException e) {
                faults.add(new Fault(Fault.pointerTo((Object[]) member.split("\\.")), String.valueOf(e.getMessage())));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return document;
    }

    /**
     * Identifies the person by e-mail, because ids belong to the exporting workspace. A lead without names is identified by
     * its id. Removes the exit, which clients cannot write.
     */
    private static ObjectNode exported(ObjectNode document) {
        boolean named = document.hasNonNull("firstName") || document.hasNonNull("lastName");
        boolean lead = !named && document.hasNonNull("leadId");
        if (!lead) {
            document.remove("leadId");
        }
        for (String name : List.of("metadata", "meta")) {
            if (document.get(name) instanceof ObjectNode metadata) {
                metadata.remove("exit");
            }
        }
        return document.put("identificationType", lead ? "leadId" : "customerInfo");
    }

    /** Removes blanks at both ends, including non-breaking spaces. */
    static String stripped(String cell) {
        int from = 0;
        int to = cell.length();
        while (from < to && isBlank(cell.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(cell.charAt(to - 1))) {
            to--;
        }
        return cell.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
    }

    /** Removes the apostrophe with which exports keep a spreadsheet from reading the cell as a formula. */
    private static String plain(String cell) {
        return CsvFormulaEscaper.isGuarded(cell) ? cell.substring(1) : cell;
    }

    private static void put(ObjectNode document, String member, JsonNode value) {
        ObjectNode place = document;
        String[] path = member.split("\\.");
        for (int i = 0; i < path.length - 1; i++) {
            JsonNode inner = place.get(path[i]);
            if (inner != null && !inner.isObject()) {
                throw new IllegalArgumentException(
                        "is in two columns, once as a value and once as an object; remove one");
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

    private static JsonNode value(String member, String cell, boolean export, boolean truth) {
        Matcher literal = LITERAL.matcher(cell);
        boolean text = !export && literal.matches();
        String value = text ? literal.group(1).replace("\"\"", "\"") : cell;
        if (!export && !text && SHORTENED.matcher(value).matches() && !member.equals("metadata")) {
            throw new IllegalArgumentException("is a long number that a spreadsheet has shortened (" + value
                    + "): format the column as text, and export it again");
        }
        if (!export && !text && ERROR.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "is " + value + ", an error of the spreadsheet: correct its formula, or write a value");
        }
        if (LISTS.contains(member)) {
            return value.startsWith("[")
                    ? read(value)
                    : list(value, item -> NODES.textNode(member.equals(MANUFACTURERS) ? slug(item) : item));
        }
        if (member.equals("metadata")) {
            return read(value);
        }
        return member.startsWith("metadata.") && !text ? guessed(value, truth) : NODES.textNode(value);
    }

    /** A manufacturer as files name it becomes its slug: {@code Mercedes-Benz} becomes {@code mercedes-benz}. */
    private static String slug(String name) {
        return name.matches(Slugs.PATTERN) || !name.matches("(?s).*[A-Za-z0-9].*") ? name : Slugs.of(name);
    }

    private static JsonNode guessed(String cell, boolean truth) {
        if ("[{\"".indexOf(cell.charAt(0)) >= 0) {
            return read(cell);
        }
        return cell.indexOf('|') >= 0 ? list(cell, item -> scalar(item, truth)) : scalar(cell, truth);
    }

    private static JsonNode scalar(String text, boolean truth) {
        if (NUMBER.matcher(text).matches()) {
            return number(text);
        }
        if (GROUPED.matcher(text).matches()) {
            return number(text.replace(",", ""));
        }
        return switch (truth ? text.toLowerCase(Locale.ROOT) : text) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            default -> NODES.textNode(text);
        };
    }

    private static JsonNode number(String text) {
        return text.indexOf('.') >= 0 || text.length() > 9
                ? NODES.numberNode(new BigDecimal(text))
                : NODES.numberNode(Integer.parseInt(text));
    }

    private static ArrayNode list(String cell, Function<String, JsonNode> item) {
        ArrayNode list = NODES.arrayNode();
        String[] items = cell.split("\\|", -1);
        for (int i = 0; i < items.length; i++) {
            String text = items[i].trim();
            // a list of one value ends with the separator
            if (!(i == items.length - 1 && text.isEmpty())) {
                list.add(item.apply(text));
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

    /** Adds a missing identificationType according to the ids that are present. */
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
