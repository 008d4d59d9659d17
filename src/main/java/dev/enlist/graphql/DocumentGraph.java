package dev.enlist.graphql;

import dev.enlist.document.DocumentService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Documents of enrollments in the graph. Content is sent and read over REST. */
@Controller
class DocumentGraph {

    private final DocumentService documents;

    DocumentGraph(DocumentService documents) {
        this.documents = documents;
    }

    @Requires(value = Scope.DOCUMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @BatchMapping(typeName = "Enrollment", field = "documents")
    Map<EnrollmentNode, List<DocumentNode>> ofEnrollments(List<EnrollmentNode> enrollments) {
        var found = documents.ofEnrollments(
                enrollments.stream().map(EnrollmentNode::id).toList());
        Map<EnrollmentNode, List<DocumentNode>> answers = new LinkedHashMap<>();
        enrollments.forEach(enrollment -> answers.put(
                enrollment,
                found.getOrDefault(enrollment.id(), List.of()).stream()
                        .map(DocumentNode::of)
                        .toList()));
        return answers;
    }

    @Requires(value = Scope.DOCUMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    String deleteEnrollmentDocument(DataFetchingEnvironment field) {
        String documentId = ArgumentBinder.id(field, "documentId", "document");
        String sha256 = field.getArgument("sha256");
        documents.remove(
                ArgumentBinder.id(field, "id", "enrollment"), documentId, sha256 == null ? null : "\"" + sha256 + "\"");
        return documentId;
    }
}
