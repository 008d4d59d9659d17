package dev.enlist.intake;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An import and how far it is.
 *
 * @param status        {@code queued, running, completed, failed, cancelled}
 * @param charset       in which the file is read
 * @param delimiter     of CSV
 * @param mapping       of CSV: each column and the member it stands for, null where it is left out
 * @param total         rows that arrived, without header and empty lines; grows while the file is received
 * @param processed     rows dealt with; the sum of the four that follow
 * @param created       in a dry run, those that would be
 * @param ratePerSecond rows dealt with per second since it began, or was resumed
 * @param secondsLeft   at that rate; null where nothing runs
 * @param failure       why it failed
 */
public record Import(
        String id,
        String programInstanceId,
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
        @Nullable Instant finishedAt) {}
