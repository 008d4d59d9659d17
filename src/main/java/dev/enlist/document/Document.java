package dev.enlist.document;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A file of an enrollment, such as a utility bill. The content never changes; another version is another document. The
 * description and the name of the file may contain personal data, and are not recorded in the audit trail.
 */
@Entity
@Audited(
        subject = "document",
        plain = {"enrollmentId", "type", "mediaType", "size", "sha256", "status"},
        acts = {"status=available:scan", "status=infected:scan"})
public class Document extends AggregateRoot {

    /** Where the content is kept. */
    enum Storage {
        DATABASE,
        OBJECT
    }

    /** First pause before the scanner is asked again; each further one is twice as long, up to the last. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);

    private static final Duration LAST_PAUSE = Duration.ofMinutes(5);

    @TenantId
    private @Nullable String workspaceId;

    @Column(updatable = false)
    private String enrollmentId = "";

    private String type = "";
    private @Nullable String description;
    private String fileName = "";
    private String mediaType = "";
    private long size;
    private String sha256 = "";
    private DocumentStatus status = DocumentStatus.AVAILABLE;
    private Storage storage = Storage.DATABASE;
    private @Nullable Instant movedAt;
    private @Nullable Instant scanDueAt;
    private String byType = "";
    private String byId = "";
    private String byName = "";

    protected Document() {}

    /**
     * @param scanned whether the content was found clean, or no scanner is set up
     * @param storage where the content is kept in the end
     */
    Document(
            String enrollmentId,
            NewDocument wanted,
            DocumentFormat format,
            long size,
            String sha256,
            boolean scanned,
            Storage storage,
            Actor by,
            Instant at) {
        this.enrollmentId = enrollmentId;
        this.type = wanted.type();
        this.description = wanted.description();
        this.fileName = format.withExtension(wanted.fileName());
        this.mediaType = format.mediaType();
        this.size = size;
        this.sha256 = sha256;
        this.status = scanned ? DocumentStatus.AVAILABLE : DocumentStatus.SCANNING;
        this.scanDueAt = scanned ? null : at;
        this.storage = storage;
        this.byType = by.type().wire();
        this.byId = by.id();
        this.byName = by.name();
        this.createdAt = at;
        this.updatedAt = at;
    }

    /** Records the answer of the scanner; nothing where it was recorded before. */
    void scanned(boolean clean, Instant at) {
        if (status == DocumentStatus.SCANNING) {
            this.status = clean ? DocumentStatus.AVAILABLE : DocumentStatus.INFECTED;
            this.scanDueAt = null;
            this.updatedAt = at;
        }
    }

    /** Defers the next scan: the later, the longer the scanner has been away. */
    void deferScan(Instant at) {
        if (status == DocumentStatus.SCANNING) {
            Duration waited = Duration.between(createdAt, at);
            Duration pause = waited.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : waited;
            this.scanDueAt = at.plus(pause.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause);
        }
    }

    /** @throws DocumentRefused unless the content may be read */
    void requireReadable() {
        switch (status) {
            case AVAILABLE -> {}
            case SCANNING -> throw DocumentRefused.notScanned();
            case INFECTED -> throw DocumentRefused.infected();
        }
    }

    void moved(Instant at) {
        this.movedAt = at;
    }

    /** Key of the content in the object storage; empty while the content is in the database. */
    Optional<String> objectKey() {
        return movedAt == null ? Optional.empty() : Optional.of(plannedObjectKey());
    }

    /** The database computes the same key when the document is deleted. */
    String plannedObjectKey() {
        return workspaceId + "/" + id;
    }

    /** The SHA-256 is the entity tag: content never changes. */
    public String etag() {
        return "\"" + sha256 + "\"";
    }

    public String enrollmentId() {
        return enrollmentId;
    }

    public String type() {
        return type;
    }

    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    public String fileName() {
        return fileName;
    }

    public String mediaType() {
        return mediaType;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** In hexadecimal, lower case. */
    public String sha256() {
        return sha256;
    }

    public DocumentStatus status() {
        return status;
    }

    public Actor by() {
        return new Actor(Actor.Type.ofWire(byType), byId, byName);
    }
}
