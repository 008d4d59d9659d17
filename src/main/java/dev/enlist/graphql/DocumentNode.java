package dev.enlist.graphql;

import dev.enlist.document.Document;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A document of an enrollment in the graph.
 *
 * @param url path of the content in the REST API
 */
public record DocumentNode(
        String id,
        String enrollmentId,
        String type,
        @Nullable String description,
        String fileName,
        String mediaType,
        long size,
        String sha256,
        String status,
        String url,
        StatusChangeNode.By createdBy,
        Instant createdAt)
        implements IdentifiedNode {

    static DocumentNode of(Document document) {
        return new DocumentNode(
                document.getId(),
                document.enrollmentId(),
                document.type(),
                document.description().orElse(null),
                document.fileName(),
                document.mediaType(),
                document.size(),
                document.sha256(),
                document.status().wire(),
                "/enrollments/" + document.enrollmentId() + "/documents/" + document.getId(),
                StatusChangeNode.By.of(document.by()),
                document.createdAt());
    }
}
