package dev.enlist.intake;

import dev.enlist.enrollment.OnDuplicate;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be imported.
 *
 * @param dryRun      only say what would become of each row
 * @param evaluate    whether the rules run at once, or everybody stays a candidate
 * @param onDuplicate what is done about those who are in already
 * @param charset     as said by the sender; null to find out
 * @param delimiter   of CSV, as said by the sender; null to find out
 * @param mapping     of CSV, column to member; null to guess by the names of the columns
 */
public record ImportOptions(
        Format format,
        boolean dryRun,
        boolean evaluate,
        OnDuplicate onDuplicate,
        @Nullable Charset charset,
        @Nullable Character delimiter,
        @Nullable Map<String, @Nullable String> mapping) {

    /** How rows are written. */
    public enum Format {
        CSV,
        NDJSON;

        String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
