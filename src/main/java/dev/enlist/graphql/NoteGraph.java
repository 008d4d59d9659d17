package dev.enlist.graphql;

import dev.enlist.note.NoteAccessPolicy;
import dev.enlist.note.NoteDocuments;
import dev.enlist.note.NoteService;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Internal notes about enrollments in the graph. */
@Controller
class NoteGraph {

    private final NoteService notes;
    private final NoteDocuments documents;
    private final ArgumentBinder inputs;
    private final AccessGate gate;

    NoteGraph(NoteService notes, NoteDocuments documents, ArgumentBinder inputs, AccessGate gate) {
        this.notes = notes;
        this.documents = documents;
        this.inputs = inputs;
        this.gate = gate;
    }

    @Requires(value = Scope.NOTES_READ, limited = Requires.Limited.FILTERED)
    @QueryMapping
    NodeConnection<NoteNode> notes(DataFetchingEnvironment field) {
        ListArguments arguments = ListArguments.of(field);
        return NodeConnection.of(
                notes.search(arguments.query(), field.getArgument("q"), gate.limit(), NoteNode::of)
                        .data(),
                arguments.first());
    }

    @Requires(value = Scope.NOTES_READ, of = Requires.Subject.ENROLLMENT)
    @BatchMapping(typeName = "Enrollment", field = "notes")
    Map<EnrollmentNode, List<NoteNode>> ofEnrollments(List<EnrollmentNode> enrollments) {
        NoteAccessPolicy.requireStaff(gate.binding());
        var found =
                notes.ofEnrollments(enrollments.stream().map(EnrollmentNode::id).toList());
        Map<EnrollmentNode, List<NoteNode>> answers = new LinkedHashMap<>();
        enrollments.forEach(enrollment -> answers.put(
                enrollment,
                found.getOrDefault(enrollment.id(), List.of()).stream()
                        .map(NoteNode::of)
                        .toList()));
        return answers;
    }

    @Requires(value = Scope.NOTES_WRITE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    NoteNode addEnrollmentNote(DataFetchingEnvironment field) {
        NoteAccessPolicy.requireStaff(gate.binding());
        return NoteNode.of(notes.add(enrollmentId(field), documents.text(inputs.document(field)), gate.actor()));
    }

    @Requires(value = Scope.NOTES_WRITE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    NoteNode updateEnrollmentNote(DataFetchingEnvironment field) {
        NoteAccessPolicy.requireStaff(gate.binding());
        return NoteNode.of(notes.revise(
                enrollmentId(field),
                noteId(field),
                ArgumentBinder.tag(field),
                documents.text(inputs.document(field)),
                gate.actor()));
    }

    @Requires(value = Scope.NOTES_WRITE, of = Requires.Subject.ENROLLMENT)
    @MutationMapping
    String deleteEnrollmentNote(DataFetchingEnvironment field) {
        NoteAccessPolicy.requireStaff(gate.binding());
        String noteId = noteId(field);
        notes.remove(
                enrollmentId(field),
                noteId,
                ArgumentBinder.tag(field),
                gate.has(Scope.ENROLLMENTS_ERASE),
                gate.actor());
        return noteId;
    }

    private static String enrollmentId(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "id", "enrollment");
    }

    private static String noteId(DataFetchingEnvironment field) {
        return ArgumentBinder.id(field, "noteId", "note");
    }
}
