package dev.enlist.document;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.tenancy.WorkspaceScope;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves the content of documents from the database to the object storage, one document in a transaction. The row is
 * locked meanwhile, so that a deletion comes before the object is written or after it, and always finds it. If the node
 * dies, the content is still in the database, and is moved again to the same key.
 */
@Component
class DocumentTransferJob implements WorkspaceJob {

    static final String KIND = "document-transfer";

    /** Each occupies a connection while it sends. */
    private static final int WORKSPACES_AT_A_TIME = 2;

    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(DocumentTransferJob.class);

    private final JdbcClient jdbc;
    private final DocumentContentRepository contents;
    private final Optional<ObjectStorage> storage;
    private final TransactionTemplate transactions;
    private final Clock clock;

    DocumentTransferJob(
            JdbcClient jdbc,
            DocumentContentRepository contents,
            Optional<ObjectStorage> storage,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.contents = contents;
        this.storage = storage;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    private record Waiting(String id, long size, String mediaType) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int mostPerNode() {
        return WORKSPACES_AT_A_TIME;
    }

    @Override
    public JobOutcome runChunk() {
        if (storage.isEmpty()) {
            return JobOutcome.done();
        }
        try {
            Boolean moved = transactions.execute(status -> move(storage.get()));
            return Boolean.TRUE.equals(moved) ? JobOutcome.more() : JobOutcome.busyIf(isAnyWaiting());
        } catch (StorageFailed e) {
            log.warn("A document could not be moved to the object storage, and stays in the database", e);
            return JobOutcome.at(clock.instant().plus(RETRY));
        }
    }

    /** @return whether there was a document to move */
    private boolean move(ObjectStorage target) {
        Optional<Waiting> next = jdbc.sql(
                        "select id, size, media_type " + WAITING + " order by id limit 1 for update skip locked")
                .param(workspaceId())
                .query((row, n) -> new Waiting(row.getString(1), row.getLong(2), row.getString(3)))
                .optional();
        if (next.isEmpty()) {
            return false;
        }
        Waiting document = next.get();
        try {
            target.put(
                    workspaceId() + "/" + document.id(),
                    document.size(),
                    document.mediaType(),
                    () -> contents.read(document.id(), document.size(), 0));
        } catch (IOException e) {
            throw new StorageFailed(e);
        }
        jdbc.sql("update document set moved_at = ? where id = ? and workspace_id = ?")
                .params(Timestamp.from(clock.instant()), document.id(), workspaceId())
                .update();
        contents.delete(document.id());
        return true;
    }

    private static final String WAITING =
            "from document where workspace_id = ? and storage = 'object' and moved_at is null and status = 'available'";

    private boolean isAnyWaiting() {
        return jdbc.sql("select exists (select 1 " + WAITING + ")")
                .param(workspaceId())
                .query(Boolean.class)
                .single();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }

    /** Rolls the transaction back. */
    private static final class StorageFailed extends RuntimeException {

        StorageFailed(IOException cause) {
            super(cause);
        }
    }
}
