package dev.enlist.bulk;

import dev.enlist.enrollment.OnDuplicate;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options of an import.
 *
 * @param kind        of the rows: {@value #ENROLLMENTS}, or the name of an {@link ImportKind}
 * @param dryRun      whether to report the outcome of each row and change nothing
 * @param evaluate    whether the rules run at once; otherwise each new enrollment stays a candidate
 * @param onDuplicate treatment of a row whose person already has an open or approved enrollment
 * @param charset     as stated by the sender; null to detect it
 * @param delimiter   for CSV, as stated by the sender; null to detect it
 * @param sheet       for workbooks, the name of the sheet; null for the first visible one
 * @param mapping     for CSV and workbooks, from column to member; null to map columns by their names
 * @param fileName    as uploaded; null where only rows were sent
 */
public record ImportOptions(
        String kind,
        Format format,
        boolean dryRun,
        boolean evaluate,
        OnDuplicate onDuplicate,
        @Nullable Charset charset,
        @Nullable Character delimiter,
        @Nullable String sheet,
        @Nullable Map<String, @Nullable String> mapping,
        @Nullable String fileName) {

    /** People to enroll. */
    public static final String ENROLLMENTS = "enrollments";

    /** Format of the file. */
    public enum Format {
        CSV,
        NDJSON,
        XLSX;

        String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
