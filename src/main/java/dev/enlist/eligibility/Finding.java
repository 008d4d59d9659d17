package dev.enlist.eligibility;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finding of a check of a table.
 *
 * @param code    kebab-case, machine-readable
 * @param rule    row, from 1; null where the finding concerns the whole table
 * @param column  label of the column; null where the finding concerns no column
 * @param message a sentence for a person who does not know XML
 * @param example inputs on which the table shows the finding; null where there are none
 * @param table   name of the table; null where the document has only one, or where the finding concerns no table
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
        Severity severity,
        String code,
        @Nullable Integer rule,
        @Nullable String column,
        String message,
        @Nullable Map<String, @Nullable Object> example,
        @Nullable String table) {

    public Finding(Severity severity, String code, @Nullable Integer rule, @Nullable String column, String message) {
        this(severity, code, rule, column, message, null, null);
    }

    /** An error prevents publication; a warning deserves a look; an info needs no action. */
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

    /** Returns this finding with example inputs. */
    public Finding with(@Nullable Map<String, @Nullable Object> inputs) {
        return new Finding(severity, code, rule, column, message, inputs, table);
    }

    /** Returns this finding as one of a table of a document with several. */
    public Finding in(@Nullable String name) {
        return new Finding(severity, code, rule, column, message, example, name);
    }

    /** The message, preceded by table, row and column. */
    public String sentence() {
        if (rule == null) {
            return table == null ? message : table + ": " + message;
        }
        return (table == null ? "Row " : table + ", row ") + rule + (column == null ? "" : ", " + column) + ": "
                + message;
    }

    @JsonIgnore
    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
