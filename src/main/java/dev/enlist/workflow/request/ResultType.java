package dev.enlist.workflow.request;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The type of a result that a worker hands back. In lower case on the wire and in models. */
public enum ResultType {
    STRING("a text of at most " + ResultType.MAX_TEXT + " characters"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    DATE("a date, such as 2026-05-31");

    /** Characters of a text. */
    public static final int MAX_TEXT = 4_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}");

    private final String expected;

    ResultType(String expected) {
        this.expected = expected;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ResultType> ofWire(String wire) {
        return Arrays.stream(values()).filter(type -> type.wire().equals(wire)).findFirst();
    }

    /**
     * Parses the property {@code results} of a request step, such as {@code found: boolean, balance: number}.
     *
     * @return types by name, in their order; empty where the text is absent or blank
     * @throws IllegalArgumentException with a message for people, where the text is not such a list
     */
    public static Map<String, ResultType> parse(@Nullable String text) {
        Map<String, ResultType> types = new LinkedHashMap<>();
        if (text == null || text.isBlank()) {
            return types;
        }
        for (String part : text.split(",", -1)) {
            String[] sides = part.split(":", -1);
            String name = sides[0].strip();
            if (sides.length != 2 || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "'" + part.strip() + "' must be a name and a type, such as found: boolean");
            }
            ResultType type = ofWire(sides[1].strip())
                    .orElseThrow(() -> new IllegalArgumentException("'" + sides[1].strip()
                            + "' is not a type; use one of "
                            + Arrays.stream(values()).map(ResultType::wire).collect(Collectors.joining(", "))));
            if (types.put(name, type) != null) {
                throw new IllegalArgumentException("'" + name + "' is named twice");
            }
        }
        return types;
    }

    /** What a value of this type is, for messages: "a whole number". */
    public String expected() {
        return expected;
    }

    /** Whether a value that was read from JSON has this type. */
    public boolean accepts(Object value) {
        return switch (this) {
            case STRING -> value instanceof String text && text.codePointCount(0, text.length()) <= MAX_TEXT;
            case INTEGER ->
                value instanceof Integer
                        || value instanceof Long
                        || value instanceof BigInteger big && big.bitLength() < Long.SIZE;
            case NUMBER -> value instanceof Number number && isBounded(number);
            case BOOLEAN -> value instanceof Boolean;
            case DATE -> value instanceof String text && isDate(text);
        };
    }

    /** FEEL calculates with 34 digits; longer numbers would be rounded without notice. */
    private static boolean isBounded(Number number) {
        BigDecimal exact = new BigDecimal(number.toString());
        return exact.precision() <= 34 && Math.abs(exact.scale()) <= 34;
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == 10 && LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
