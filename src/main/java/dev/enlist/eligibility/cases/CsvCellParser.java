package dev.enlist.eligibility.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses the value of a cell. List items are separated by {@code |}; a list of one item ends with {@code |}, and an
 * empty list is {@code |} alone. Without a declared type, a cell that parses as a number, a boolean or JSON has that
 * type; a text that looks like one must be quoted, as in JSON.
 */
final class CsvCellParser {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String NUMBER = "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?";

    private CsvCellParser() {}

    /** Throws {@link IllegalArgumentException} with a message for the user. */
    static @Nullable Object read(String cell, String type) {
        return switch (type) {
            case "string" -> cell;
            case "number" -> number(cell.trim());
            case "boolean" -> truth(cell.trim());
            case "context" -> json(cell, Map.class);
            case "any" -> guess(cell);
            default -> cell.startsWith("[") ? json(cell, List.class) : List.copyOf(split(cell));
        };
    }

    private static Object number(String cell) {
        if (!cell.matches(NUMBER)) {
            throw new IllegalArgumentException("must be a number, such as 2025 or 0.5");
        }
        return cell.contains(".") || cell.length() > 9 ? new BigDecimal(cell) : (Object) Integer.valueOf(cell);
    }

    private static boolean truth(String cell) {
        if (!cell.matches("true|false")) {
            throw new IllegalArgumentException("must be true or false");
        }
        return Boolean.parseBoolean(cell);
    }

    private static @Nullable Object guess(String cell) {
        if (cell.matches(NUMBER)) {
            return number(cell);
        }
        if (cell.matches("true|false")) {
            return truth(cell);
        }
        if (cell.equals("null")) {
            return null;
        }
        if ("[{\"".indexOf(cell.charAt(0)) >= 0) {
            return json(cell, Object.class);
        }
        return cell.contains("|")
                ? split(cell).stream().map(CsvCellParser::item).toList()
                : cell;
    }

    private static Object item(String text) {
        return text.matches(NUMBER) ? number(text) : text.matches("true|false") ? truth(text) : text;
    }

    private static List<String> split(String cell) {
        List<String> items = new ArrayList<>(List.of(cell.split("\\|", -1)));
        if (items.get(items.size() - 1).isEmpty()) {
            items.remove(items.size() - 1);
        }
        return items.equals(List.of("")) ? List.of() : items;
    }

    private static Object json(String cell, Class<?> type) {
        try {
            return JSON.readValue(cell, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not well-formed JSON");
        }
    }

    static String write(@Nullable Object value, String type) {
        if (value == null) {
            return type.equals("any") ? "null" : "";
        }
        if (value instanceof String text) {
            boolean plain = type.equals("string") || !text.isEmpty() && text.equals(guessed(text));
            return plain ? text : quoted(text);
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof List<?> list) {
            String cell = String.join("|", list.stream().map(String::valueOf).toList());
            String marked = list.size() < 2 ? cell + "|" : cell;
            return list.equals(guessed(marked)) || !type.equals("any") && list.equals(read(marked, type))
                    ? marked
                    : quoted(list);
        }
        return value instanceof Map<?, ?> ? quoted(value) : value.toString();
    }

    private static @Nullable Object guessed(String cell) {
        try {
            return guess(cell);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String quoted(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored value is not JSON", e);
        }
    }
}
