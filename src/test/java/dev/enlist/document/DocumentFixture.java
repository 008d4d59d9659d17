package dev.enlist.document;

import dev.enlist.enrollment.EnrollmentDocumentRecorder;
import dev.enlist.jobs.JobQueue;
import dev.enlist.shared.Actor;
import dev.enlist.shared.TemporaryFile;
import dev.enlist.support.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.unit.DataSize;

/** The services of documents with other settings than those of the application that the tests share. */
record DocumentFixture(
        DocumentRepository documents,
        DocumentContentRepository contents,
        DocumentTypePolicy types,
        DocumentFormatDetector formats,
        EnrollmentDocumentRecorder recorder,
        JobQueue jobs,
        JdbcClient jdbc,
        PlatformTransactionManager transactions) {

    static DocumentFixture of(ApplicationContext context) {
        return new DocumentFixture(
                context.getBean(DocumentRepository.class),
                context.getBean(DocumentContentRepository.class),
                context.getBean(DocumentTypePolicy.class),
                context.getBean(DocumentFormatDetector.class),
                context.getBean(EnrollmentDocumentRecorder.class),
                context.getBean(JobQueue.class),
                context.getBean(JdbcClient.class),
                context.getBean(PlatformTransactionManager.class));
    }

    /** Waits of jobs are over. */
    static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

    DocumentService service(VirusScanner scanner, Optional<ObjectStorage> storage) {
        DocumentProperties properties = new DocumentProperties(
                DataSize.ofMegabytes(20),
                20,
                storage.isPresent() ? DocumentProperties.Storage.S3 : DocumentProperties.Storage.DATABASE,
                null,
                null,
                Duration.ofSeconds(2));
        return new DocumentService(
                documents,
                contents,
                types,
                formats,
                scanner,
                storage,
                recorder,
                jobs,
                properties,
                transactions,
                Clock.systemUTC());
    }

    DocumentScanJob scanJob(VirusScanner scanner) {
        return new DocumentScanJob(documents, contents, scanner, jobs, transactions, LATER);
    }

    DocumentTransferJob transferJob(ObjectStorage storage) {
        return new DocumentTransferJob(jdbc, contents, Optional.of(storage), transactions, LATER);
    }

    DocumentRemovalJob removalJob(ObjectStorage storage) {
        return new DocumentRemovalJob(jdbc, Optional.of(storage), LATER);
    }

    /** Adds a document of the type {@code other}. */
    static Document add(World world, DocumentService service, String enrollmentId, String fileName, byte[] content) {
        return world.in(() -> {
            try (TemporaryFile file = TemporaryFile.create()) {
                file.append(content, 0, content.length);
                return service.add(
                        enrollmentId,
                        new NewDocument("other", null, fileName, null),
                        file,
                        Actor.key("test", "Test key"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
