package dev.enlist.document;

import dev.enlist.enrollment.AttachedDocuments;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds the document types of enrollments, for the requirements of their forms. */
@Component
class AttachedDocumentQuery implements AttachedDocuments {

    private final DocumentRepository documents;

    AttachedDocumentQuery(DocumentRepository documents) {
        this.documents = documents;
    }

    @Override
    public Map<String, Set<String>> typesOf(Collection<String> enrollmentIds) {
        return documents.findByEnrollmentIdInOrderById(enrollmentIds).stream()
                .filter(document -> document.status() != DocumentStatus.INFECTED)
                .collect(Collectors.groupingBy(
                        Document::enrollmentId, Collectors.mapping(Document::type, Collectors.toSet())));
    }
}
