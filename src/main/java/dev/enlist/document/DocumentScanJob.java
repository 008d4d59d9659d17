package dev.enlist.document;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.JobQueue;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Scans the documents for which the scanner did not answer when they were uploaded. Holds no connection and no lock
 * while it waits for the scanner: where two nodes scan the same document, the first answer counts. Deletes the content of
 * an infected document and keeps its row, so that staff see what happened.
 */
@Component
class DocumentScanJob implements WorkspaceJob {

    static final String KIND = "document-scan";

    /** A scanner serves a limited number of connections. */
    private static final int WORKSPACES_AT_A_TIME = 2;

    private static final Duration WITHOUT_SCANNER = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(DocumentScanJob.class);
    private static final Actor SCANNER = Actor.process(KIND, "Virus scanner");

    private final DocumentRepository documents;
    private final DocumentContentRepository contents;
    private final VirusScanner scanner;
    private final JobQueue jobs;
    private final TransactionTemplate transactions;
    private final Clock clock;

    DocumentScanJob(
            DocumentRepository documents,
            DocumentContentRepository contents,
            VirusScanner scanner,
            JobQueue jobs,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.documents = documents;
        this.contents = contents;
        this.scanner = scanner;
        this.jobs = jobs;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

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
        if (!scanner.isEnabled()) {
            // a document that was to be scanned waits until the settings name a scanner again
            return documents.nextScan().isPresent()
                    ? JobOutcome.at(clock.instant().plus(WITHOUT_SCANNER))
                    : JobOutcome.done();
        }
        Optional<Document> next = documents.nextToScan(clock.instant());
        if (next.isEmpty()) {
            return JobOutcome.atOrDone(documents.nextScan());
        }
        scan(next.get());
        return JobOutcome.more();
    }

    private void scan(Document document) {
        Boolean clean = answer(document);
        try (AuditContext.Entered origin = AuditContext.enter(AuditContext.of(SCANNER))) {
            transactions.executeWithoutResult(status -> documents
                    .findById(document.getId())
                    .ifPresent(current -> {
                        if (clean == null) {
                            current.deferScan(clock.instant());
                            return;
                        }
                        current.scanned(clean, clock.instant());
                        if (current.status() == DocumentStatus.INFECTED) {
                            contents.delete(current.getId());
                        } else {
                            jobs.enqueue(DocumentTransferJob.KIND);
                        }
                    }));
        }
    }

    /** Null where the scanner does not answer. */
    private @Nullable Boolean answer(Document document) {
        try (InputStream content = contents.read(document.getId(), document.size(), 0)) {
            return scanner.isClean(content);
        } catch (IOException e) {
            log.warn("Document {} could not be scanned, and waits: {}", document.getId(), e.toString());
            return null;
        }
    }
}
