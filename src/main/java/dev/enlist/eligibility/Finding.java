package dev.enlist.eligibility;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a check noticed in a table.
 *
 * @param code    kebab-case, for machines
 * @param rule    row, from 1; null where it concerns the whole table
 * @param column  label of the column; null where it concerns none
 * @param message a sentence for a person who does not know XML
 * @param example inputs for which it is so, seen by running the table on them; null where there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
        Severity severity,
        String code,
        @Nullable Integer rule,
        @Nullable String column,
        String message,
        @Nullable Map<String, @Nullable Object> example) {

    public Finding(Severity severity, String code, @Nullable Integer rule, @Nullable String column, String message) {
        this(severity, code, rule, column, message, null);
    }

    /** An error keeps a table from being published; a warning is worth a look; an info needs none. */
    public enum Severity {
        ERROR,
        WARNING,
        INFO;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding error(String code, String message) {
        return new Finding(Severity.ERROR, code, null, null, message);
    }

    public static Finding error(String code, @Nullable Integer rule, @Nullable String column, String message) {
        return new Finding(Severity.ERROR, code, rule, column, message);
    }

    public static Finding warning(String code, @Nullable Integer rule, @Nullable String column, String message) {
        return new Finding(Severity.WARNING, code, rule, column, message);
    }

    public static Finding info(String code, String message) {
        return new Finding(Severity.INFO, code, null, null, message);
    }

    /** The same with inputs for which it is so. */
    public Finding with(@Nullable Map<String, @Nullable Object> inputs) {
        return new Finding(severity, code, rule, column, message, inputs);
    }

    /** The message, and before it where it is found. */
    public String sentence() {
        if (rule == null) {
            return message;
        }
        return "Row " + rule + (column == null ? "" : ", " + column) + ": " + message;
    }

    @JsonIgnore
    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
