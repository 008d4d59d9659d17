package dev.enlist.document;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.tenancy.WorkspaceScope;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Deletes the objects of documents that are gone. A trigger of the database writes a row for each deleted document in
 * the transaction that deletes it; the row stays until the storage confirmed the deletion. The first failure ends a
 * chunk: a storage that hangs costs the timeout of one object in a minute, not that of each.
 */
@Component
class DocumentRemovalJob implements WorkspaceJob {

    static final String KIND = "document-removal";

    private static final int AT_A_TIME = 20;
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(DocumentRemovalJob.class);

    private final JdbcClient jdbc;
    private final Optional<ObjectStorage> storage;
    private final Clock clock;

    DocumentRemovalJob(JdbcClient jdbc, Optional<ObjectStorage> storage, Clock clock) {
        this.jdbc = jdbc;
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome runChunk() {
        List<String> due = jdbc.sql("select object_key from document_removal where workspace_id = ? and due_at <= ?"
                        + " order by due_at, object_key limit ?")
                .params(workspaceId(), Timestamp.from(clock.instant()), AT_A_TIME)
                .query(String.class)
                .list();
        for (String key : due) {
            try {
                delete(key);
            } catch (IOException e) {
                log.warn("Object {} of a deleted document could not be deleted; it is tried again", key, e);
                retryLater(key);
                return JobOutcome.at(clock.instant().plus(RETRY));
            }
        }
        return due.size() == AT_A_TIME ? JobOutcome.more() : JobOutcome.atOrDone(nextDue());
    }

    private void delete(String key) throws IOException {
        storage.orElseThrow(() -> new IOException("enlist.documents.s3 is not configured"))
                .delete(key);
        jdbc.sql("delete from document_removal where object_key = ? and workspace_id = ?")
                .params(key, workspaceId())
                .update();
    }

    /** Then it comes after those that wait meanwhile. */
    private void retryLater(String key) {
        jdbc.sql("update document_removal set due_at = ? where object_key = ? and workspace_id = ?")
                .params(Timestamp.from(clock.instant().plus(RETRY)), key, workspaceId())
                .update();
    }

    private Optional<Instant> nextDue() {
        return jdbc.sql("select min(due_at) from document_removal where workspace_id = ?")
                .param(workspaceId())
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
