package dev.enlist.eligibility.feel;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kind of a value, as far as it is known without evaluation. */
public enum ValueKind {
    NUMBER("a number"),
    TEXT("a text"),
    TRUTH("true or false"),
    DATE("a date"),
    LIST("a list"),
    CONTEXT("a context"),
    NOTHING("null"),
    UNKNOWN("a value");

    private final String words;

    ValueKind(String words) {
        this.words = words;
    }

    /** The kind as text. */
    public String words() {
        return words;
    }

    /** Whether no value can be of both kinds. */
    public boolean clashes(ValueKind other) {
        return isKnown() && other.isKnown() && this != other;
    }

    private boolean isKnown() {
        return this != UNKNOWN && this != NOTHING;
    }

    /** The common kind of two alternatives. */
    ValueKind or(ValueKind other) {
        if (this == other || other == NOTHING) {
            return this;
        }
        return this == NOTHING ? other : UNKNOWN;
    }

    public static ValueKind of(@Nullable Object value) {
        if (value == null) {
            return NOTHING;
        }
        if (value instanceof BigDecimal) {
            return NUMBER;
        }
        if (value instanceof String) {
            return TEXT;
        }
        if (value instanceof Boolean) {
            return TRUTH;
        }
        if (value instanceof LocalDate) {
            return DATE;
        }
        if (value instanceof List<?>) {
            return LIST;
        }
        return value instanceof Map<?, ?> ? CONTEXT : UNKNOWN;
    }
}
