package dev.enlist.document;

import dev.enlist.enrollment.EnrollmentDocumentRecorder;
import dev.enlist.jobs.JobQueue;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.Sha256;
import dev.enlist.shared.TemporaryFile;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.PreconditionFailed;
import dev.enlist.shared.problem.Unavailable;
import dev.enlist.shared.validation.TextCharacters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds, reads and removes the documents of enrollments. A document and its content are stored in one transaction, after
 * the content was checked; where an object storage is configured, a job moves the content there afterwards.
 */
@Service
public class DocumentService {

    public static final int MAX_DESCRIPTION = 1_000;
    static final int MAX_FILE_NAME = 255;

    private static final Logger log = LoggerFactory.getLogger(DocumentService.class);
    private static final int BUFFER = 65_536;
    private static final int STORAGE_RETRY_SECONDS = 30;

    private final DocumentRepository documents;
    private final DocumentContentRepository contents;
    private final DocumentTypePolicy types;
    private final DocumentFormatDetector formats;
    private final VirusScanner scanner;
    private final Optional<ObjectStorage> objects;
    private final EnrollmentDocumentRecorder enrollments;
    private final JobQueue jobs;
    private final DocumentProperties properties;
    private final TransactionTemplate transactions;
    private final TransactionTemplate reading;
    private final Clock clock;

    DocumentService(
            DocumentRepository documents,
            DocumentContentRepository contents,
            DocumentTypePolicy types,
            DocumentFormatDetector formats,
            VirusScanner scanner,
            Optional<ObjectStorage> objects,
            EnrollmentDocumentRecorder enrollments,
            JobQueue jobs,
            DocumentProperties properties,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.documents = documents;
        this.contents = contents;
        this.types = types;
        this.formats = formats;
        this.scanner = scanner;
        this.objects = objects;
        this.enrollments = enrollments;
        this.jobs = jobs;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.clock = clock;
    }

    /** Largest document in bytes. */
    public long maxBytes() {
        return properties.maxSize().toBytes();
    }

    /** @throws NotFound where the enrollment does not exist */
    public void requireEnrollment(String enrollmentId) {
        enrollments.instanceOf(enrollmentId);
    }

    /**
     * Adds a document. Holds no database connection while the content is checked and scanned.
     *
     * @throws DocumentRefused where the content is too large, of another format, infected, or one document too many
     */
    public Document add(String enrollmentId, NewDocument wanted, TemporaryFile content, Actor by) throws IOException {
        validate(wanted, content);
        int limit = types.limit(enrollments.instanceOf(enrollmentId), wanted.type());
        requireBelow(limit, enrollmentId, wanted.type());
        Checked checked = check(wanted, content);
        Document document = new Document(
                enrollmentId,
                wanted,
                checked.format(),
                content.size(),
                checked.sha256(),
                checked.scanned(),
                storage(),
                by,
                clock.instant());
        return transactions.execute(status -> store(document, content, limit));
    }

    /**
     * What the check of a content found.
     *
     * @param scanned false where the scanner did not answer
     */
    record Checked(DocumentFormat format, String sha256, boolean scanned) {}

    /** @throws DocumentRefused where the content is of another format than accepted, or infected */
    Checked check(NewDocument wanted, TemporaryFile content) throws IOException {
        DocumentFormat format = formats.detect(content, wanted.fileName(), wanted.declared());
        boolean scanned = scan(content);
        return new Checked(format, sha256(content), scanned);
    }

    /** The document that a file of a draft becomes. */
    Document document(DraftFile file, String enrollmentId, Actor by) {
        DocumentFormat format =
                DocumentFormat.ofMediaType(String.valueOf(file.mediaType())).orElseThrow();
        return new Document(
                enrollmentId,
                new NewDocument(file.type(), null, file.fileName(), file.declared()),
                format,
                file.size(),
                String.valueOf(file.sha256()),
                file.scanned(),
                storage(),
                by,
                clock.instant());
    }

    private Document.Storage storage() {
        return properties.storage() == DocumentProperties.Storage.S3
                ? Document.Storage.OBJECT
                : Document.Storage.DATABASE;
    }

    private Document store(Document document, TemporaryFile content, int limit) {
        String enrollmentId = document.enrollmentId();
        enrollments.lock(enrollmentId);
        requireBelow(limit, enrollmentId, document.type());
        Document stored = documents.saveAndFlush(document);
        try {
            contents.store(stored.getId(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        added(stored);
        return stored;
    }

    /** Publishes a stored document, and enqueues the work that its content needs. */
    void added(Document stored) {
        enrollments.added(stored.enrollmentId(), stored.getId(), stored.type());
        if (stored.status() == DocumentStatus.SCANNING) {
            jobs.enqueue(DocumentScanJob.KIND);
        } else if (properties.storage() == DocumentProperties.Storage.S3) {
            jobs.enqueue(DocumentTransferJob.KIND);
        }
    }

    void validate(NewDocument wanted, TemporaryFile content) {
        validate(wanted, content.size());
    }

    /** @param size of the content, in bytes */
    void validate(NewDocument wanted, long size) {
        List<Fault> faults = new ArrayList<>();
        String name = wanted.fileName();
        if (name.isBlank() || name.codePointCount(0, name.length()) > MAX_FILE_NAME) {
            faults.add(new Fault("/file", "must have a file name of 1 to " + MAX_FILE_NAME + " characters"));
        } else if (name.contains("/") || name.contains("\\") || name.matches("\\.+")) {
            faults.add(new Fault("/file", "must have a file name without a path"));
        } else if (!TextCharacters.isName(name)) {
            faults.add(new Fault("/file", "must have a file name without control, direction or invisible characters"));
        }
        String description = wanted.description();
        if (description != null && description.codePointCount(0, description.length()) > MAX_DESCRIPTION) {
            faults.add(new Fault("/description", "must have " + MAX_DESCRIPTION + " characters at most"));
        }
        if (description != null && description.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
            faults.add(new Fault("/description", "must not contain control characters"));
        }
        if (size == 0) {
            faults.add(new Fault("/file", "must not be empty"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        if (size > maxBytes()) {
            throw tooLarge();
        }
    }

    /** For the reader of a request, which stops at the limit. */
    public RuntimeException tooLarge() {
        return DocumentRefused.tooLarge(maxBytes());
    }

    private void requireBelow(int limit, String enrollmentId, String type) {
        long present = Optional.ofNullable(
                        reading.execute(status -> documents.countByEnrollmentIdAndType(enrollmentId, type)))
                .orElse(0L);
        if (present >= limit) {
            throw DocumentRefused.limitReached(type, limit);
        }
    }

    /**
     * @return whether the content is clean; false where the scanner did not answer
     * @throws DocumentRefused where the content is infected
     */
    private boolean scan(TemporaryFile content) {
        if (!scanner.isEnabled()) {
            return true;
        }
        try (InputStream read = content.newInputStream()) {
            if (!scanner.isClean(read)) {
                throw DocumentRefused.infected();
            }
            return true;
        } catch (IOException e) {
            log.warn("The virus scanner did not answer; the document waits for it: {}", e.toString());
            return false;
        }
    }

    private static String sha256(TemporaryFile content) throws IOException {
        try (InputStream read = content.newInputStream()) {
            MessageDigest digest = Sha256.digest();
            byte[] buffer = new byte[BUFFER];
            for (int got = read.read(buffer); got > 0; got = read.read(buffer)) {
                digest.update(buffer, 0, got);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** The greatest number of documents of each type that an enrollment of the instance may have, in the order of its form. */
    public Map<String, Integer> limits(ProgramInstance instance) {
        return types.limits(instance);
    }

    /** The documents of an enrollment, oldest first. */
    public <T> Page<T> list(String enrollmentId, ListQuery query, Function<Document, T> shape) {
        return reading.execute(status -> {
            enrollments.instanceOf(enrollmentId);
            Specification<Document> ofEnrollment =
                    (root, select, builder) -> builder.equal(root.get("enrollmentId"), enrollmentId);
            return query.fetch(documents, ofEnrollment, Document::getId, shape);
        });
    }

    /** The documents of several enrollments, oldest first, by enrollment. One query. */
    public Map<String, List<Document>> ofEnrollments(Collection<String> enrollmentIds) {
        List<Document> found = reading.execute(status -> documents.findByEnrollmentIdInOrderById(enrollmentIds));
        return (found == null ? List.<Document>of() : found)
                .stream().collect(Collectors.groupingBy(Document::enrollmentId));
    }

    /**
     * A document whose content may be read.
     *
     * @throws DocumentRefused where it is not scanned yet, or infected
     */
    public DocumentContent open(String enrollmentId, String documentId) {
        Document document = find(enrollmentId, documentId);
        document.requireReadable();
        return new DocumentContent(document, content(document));
    }

    private DocumentContent.Source content(Document document) {
        Optional<String> key = document.objectKey();
        if (key.isEmpty()) {
            return position -> contents.read(document.getId(), document.size(), position);
        }
        ObjectStorage storage = objects.orElseThrow(DocumentService::storageUnavailable);
        return position -> {
            try {
                return storage.read(key.get(), position);
            } catch (IOException e) {
                log.warn("Document {} could not be read from the object storage", document.getId(), e);
                throw storageUnavailable();
            }
        };
    }

    private static Unavailable storageUnavailable() {
        return new Unavailable(
                "document-storage-unavailable",
                "The storage of documents does not answer now. Try again later.",
                STORAGE_RETRY_SECONDS);
    }

    private Document find(String enrollmentId, String documentId) {
        // what is no id names nothing, and may hold characters that the database does not take
        Optional<Document> found = Cuid.isCuid(documentId)
                ? reading.execute(status -> documents.findByIdAndEnrollmentId(documentId, enrollmentId))
                : Optional.empty();
        return (found == null ? Optional.<Document>empty() : found).orElseThrow(() -> new NotFound("document"));
    }

    /**
     * Removes a document and its content.
     *
     * @param ifMatch entity tags of which one must be that of the document; null for any
     */
    public void remove(String enrollmentId, String documentId, @Nullable String ifMatch) {
        transactions.executeWithoutResult(status -> {
            enrollments.lock(enrollmentId);
            Document document = find(enrollmentId, documentId);
            requireMatch(ifMatch, document.etag());
            documents.delete(document);
            documents.flush();
            enrollments.removed(enrollmentId, documentId, document.type());
            jobs.startAfterCommit();
        });
    }

    /** A document that is named without its enrollment. */
    public Document document(String documentId) {
        Optional<Document> found = reading.execute(status -> documents.findById(documentId));
        return (found == null ? Optional.<Document>empty() : found).orElseThrow(() -> new NotFound("document"));
    }

    private static void requireMatch(@Nullable String ifMatch, String etag) {
        if (ifMatch != null
                && !ifMatch.isBlank()
                && Arrays.stream(ifMatch.split(","))
                        .map(String::trim)
                        .noneMatch(tag -> tag.equals("*") || tag.equals(etag))) {
            throw new PreconditionFailed(etag);
        }
    }
}
