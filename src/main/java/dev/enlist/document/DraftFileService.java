package dev.enlist.document;

import dev.enlist.enrollment.EnrollmentDocumentRecorder;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.TemporaryFile;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the files of applications that are not sent yet. They arrive as a whole or in pieces, which a client sends again
 * from the last stored one after a lost connection. The content is checked as that of a document. With the submission the
 * files become documents of the enrollment.
 */
@Service
public class DraftFileService {

    /** Every piece but the last has a multiple of this size, in bytes. */
    public static final int PIECE = DocumentContentRepository.CHUNK;

    /** Files of one draft that have begun to arrive. */
    private static final int MOST_FILES = 100;

    private final DraftFileRepository files;
    private final DocumentService documents;
    private final DocumentRepository repository;
    private final EnrollmentDocumentRecorder enrollments;
    private final TransactionTemplate transactions;
    private final Clock clock;

    DraftFileService(
            DraftFileRepository files,
            DocumentService documents,
            DocumentRepository repository,
            EnrollmentDocumentRecorder enrollments,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.files = files;
        this.documents = documents;
        this.repository = repository;
        this.enrollments = enrollments;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The offset of a piece is not the end of what has arrived; {@code received} says how much has. */
    public static final class OffsetMismatch extends Conflict {

        private final long received;

        OffsetMismatch(long received) {
            super("upload-offset", "The upload goes on at " + received + " bytes.");
            this.received = received;
            with("received", received);
        }

        public long received() {
            return received;
        }
    }

    /** The files of a draft, oldest first. */
    public List<DraftFile> list(String draftId) {
        return files.of(draftId);
    }

    /**
     * Adds a file that has arrived as a whole.
     *
     * @param most files of this type in the draft
     * @throws DocumentRefused where the content is too large, of another format, infected, or one file too many
     */
    public DraftFile add(String draftId, NewDocument wanted, int most, TemporaryFile content) throws IOException {
        documents.validate(wanted, content);
        requireBelow(draftId, wanted.type(), most);
        DocumentService.Checked checked = documents.check(wanted, content);
        DraftFile file = new DraftFile(
                Cuid.next(),
                draftId,
                wanted.type(),
                checked.format().withExtension(wanted.fileName()),
                wanted.declared(),
                content.size(),
                0,
                checked.format().mediaType(),
                checked.sha256(),
                checked.scanned(),
                clock.instant());
        transactions.executeWithoutResult(status -> {
            files.insert(file);
            append(file, 0, content);
        });
        return file;
    }

    /**
     * Begins a file that arrives in pieces.
     *
     * @param most files of this type in the draft
     * @param size of the whole file, in bytes
     * @throws DocumentRefused where it is too large, or one file too many
     */
    public DraftFile begin(String draftId, NewDocument wanted, int most, long size) {
        documents.validate(wanted, size);
        requireBelow(draftId, wanted.type(), most);
        DraftFile file = new DraftFile(
                Cuid.next(),
                draftId,
                wanted.type(),
                wanted.fileName(),
                wanted.declared(),
                size,
                0,
                null,
                null,
                false,
                clock.instant());
        transactions.executeWithoutResult(status -> files.insert(file));
        return file;
    }

    /** @throws NotFound where the draft has no such file */
    public DraftFile file(String draftId, String id) {
        return find(draftId, id).orElseThrow(() -> new NotFound("file"));
    }

    private Optional<DraftFile> find(String draftId, String id) {
        return Cuid.isCuid(id) ? files.find(draftId, id) : Optional.empty();
    }

    /**
     * Appends a piece. The last one completes the file, whose content is checked then.
     *
     * @param offset of the piece; the end of what has arrived
     * @throws OffsetMismatch  where it is not
     * @throws DocumentRefused where the complete content is refused; the file is removed then
     */
    public DraftFile append(String draftId, String id, long offset, TemporaryFile piece) throws IOException {
        file(draftId, id);
        DraftFile stored = transactions.execute(status -> {
            DraftFile file = files.lock(draftId, id).orElseThrow(() -> new NotFound("file"));
            if (offset != file.received()) {
                throw new OffsetMismatch(file.received());
            }
            long end = offset + piece.size();
            if (end > file.size() || (end < file.size() && (piece.size() == 0 || piece.size() % PIECE != 0))) {
                throw new InvalidInput(
                        "", "every piece but the last has a multiple of " + PIECE + " bytes, and all " + file.size());
            }
            append(file, offset, piece);
            return files.find(draftId, id).orElseThrow(() -> new NotFound("file"));
        });
        return stored != null && stored.received() == stored.size() ? complete(stored) : file(draftId, id);
    }

    private void append(DraftFile file, long offset, TemporaryFile content) {
        try {
            files.append(file.id(), offset, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds no connection while the content is checked and scanned. */
    private DraftFile complete(DraftFile file) throws IOException {
        NewDocument wanted = new NewDocument(file.type(), null, file.fileName(), file.declared());
        try (TemporaryFile content = TemporaryFile.create()) {
            files.read(file.id(), content);
            DocumentService.Checked checked = documents.check(wanted, content);
            transactions.executeWithoutResult(status -> files.accept(
                    file.id(),
                    checked.format().withExtension(file.fileName()),
                    checked.format().mediaType(),
                    checked.sha256(),
                    checked.scanned()));
        } catch (DocumentRefused e) {
            remove(file.draftId(), file.id());
            throw e;
        }
        return file(file.draftId(), file.id());
    }

    /** Removes a file, also one that has not arrived completely; one that does not exist changes nothing. */
    public void remove(String draftId, String id) {
        if (Cuid.isCuid(id)) {
            transactions.executeWithoutResult(status -> files.delete(draftId, List.of(id)));
        }
    }

    private void requireBelow(String draftId, String type, int most) {
        List<DraftFile> present = files.of(draftId);
        if (present.stream()
                        .filter(file -> file.type().equals(type))
                        .filter(DraftFile::isComplete)
                        .count()
                >= most) {
            throw DocumentRefused.limitReached(type, most);
        }
        if (present.size() >= MOST_FILES) {
            throw DocumentRefused.limitReached(type, MOST_FILES);
        }
    }

    /**
     * Turns complete files of a draft into documents of an enrollment, in the transaction that submits it.
     *
     * @param ids of the files; others of the draft are removed
     * @return how many documents were added
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int attach(String draftId, List<String> ids, String enrollmentId, Actor by) {
        List<DraftFile> present = files.of(draftId);
        if (present.isEmpty()) {
            return 0;
        }
        enrollments.lock(enrollmentId);
        int attached = 0;
        for (DraftFile file : present) {
            if (file.isComplete() && ids.contains(file.id())) {
                Document document = repository.saveAndFlush(documents.document(file, enrollmentId, by));
                files.moveContent(file.id(), document.getId());
                documents.added(document);
                attached++;
            }
        }
        files.delete(draftId, present.stream().map(DraftFile::id).toList());
        return attached;
    }

    /** For the reader of a request, which stops at the limit. */
    public long maxBytes() {
        return documents.maxBytes();
    }

    /** A name without the path that some browsers send, never blank. */
    public static String fileName(@Nullable String sent) {
        String name = sent == null ? "" : sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        return name.isBlank() ? "file" : name;
    }
}
