package dev.enlist.bulk;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An import and its progress.
 *
 * @param kind          of the rows: {@code enrollments, outcomes, participations}
 * @param fileName      as uploaded; null where only rows were sent
 * @param source        the import that its rows come from; null for an uploaded file
 * @param madeInto      id of the import that was made of the rows of this one; null for none
 * @param status        {@code queued, running, completed, failed, cancelled}
 * @param charset       with which the file is decoded
 * @param delimiter     between the cells of a CSV file; null for other formats
 * @param mapping       for CSV and workbooks, from column to member; a null member means that the column is ignored
 * @param total         number of received rows, without header and empty lines; grows during the upload
 * @param processed     number of processed rows; the sum of the next four
 * @param created       number of created enrollments, or of recorded rows of another kind; in a dry run, of those that would be created
 * @param ratePerSecond processed rows per second since the import started or was resumed
 * @param secondsLeft   estimated seconds until completion at that rate; null unless the import is running
 * @param failure       reason of the failure; null unless the import failed
 */
public record Import(
        String id,
        String kind,
        String programInstanceId,
        String programInstanceTitle,
        @Nullable String fileName,
        @Nullable Source source,
        @Nullable String madeInto,
        String status,
        String format,
        String charset,
        @Nullable String delimiter,
        boolean dryRun,
        boolean evaluate,
        String onDuplicate,
        @Nullable Map<String, @Nullable String> mapping,
        int total,
        int processed,
        int created,
        int updated,
        int skipped,
        int refused,
        double ratePerSecond,
        @Nullable Long secondsLeft,
        @Nullable String failure,
        String requestedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /**
     * Where the rows come from.
     *
     * @param kind {@code trial}: all rows of a trial run; {@code retry}: the refused rows of an import
     */
    public record Source(String kind, String importId) {}
}
