package dev.enlist.document;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Exports the list of a person's documents, each with the path of its content, and erases the documents with their
 * content. Objects in the object storage are deleted by a job after the commit.
 */
@Component
@Order(90)
class DocumentPersonalData implements PersonalDataSource {

    /**
     * A document as exported.
     *
     * @param href path of the content in the API; null where the content was deleted because it is infected
     */
    record Held(
            String id,
            String enrollmentId,
            String type,
            @Nullable String description,
            String fileName,
            String mediaType,
            long size,
            String sha256,
            String status,
            @Nullable String href,
            Instant createdAt) {}

    private final DocumentRepository documents;

    DocumentPersonalData(DocumentRepository documents) {
        this.documents = documents;
    }

    @Override
    public String section() {
        return "documents";
    }

    @Override
    public Set<String> tables() {
        return Set.of("document", "document_chunk");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return documents.findByEnrollmentIdInOrderById(person.enrollmentIds()).stream()
                .map(document -> new Held(
                        document.getId(),
                        document.enrollmentId(),
                        document.type(),
                        document.description().orElse(null),
                        document.fileName(),
                        document.mediaType(),
                        document.size(),
                        document.sha256(),
                        document.status().wire(),
                        document.status() == DocumentStatus.INFECTED
                                ? null
                                : "/enrollments/" + document.enrollmentId() + "/documents/" + document.getId(),
                        document.createdAt()))
                .toList();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        List<Document> held = documents.findByEnrollmentIdInOrderById(person.enrollmentIds());
        documents.deleteAll(held);
        documents.flush();
        return held.isEmpty() ? Map.of() : Map.of("documents", held.size());
    }
}
