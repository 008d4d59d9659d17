package dev.enlist.eligibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something a check noticed in a table.
 *
 * @param code    kebab-case, for machines
 * @param rule    row, from 1; null where it concerns the whole table
 * @param column  label of the column; null where it concerns none
 * @param message a sentence for a person who does not know XML
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
        Severity severity,
        String code,
        @Nullable Integer rule,
        @Nullable String column,
        String message) {

    /** An error keeps a table from being published. */
    public enum Severity {
        ERROR,
        WARNING;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding error(String code, String message) {
        return new Finding(Severity.ERROR, code, null, null, message);
    }

    static Finding error(String code, @Nullable Integer rule, @Nullable String column, String message) {
        return new Finding(Severity.ERROR, code, rule, column, message);
    }
}
