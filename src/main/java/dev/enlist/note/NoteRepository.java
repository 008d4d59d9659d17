package dev.enlist.note;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The notes of the workspace in scope. */
interface NoteRepository extends JpaRepository<Note, String>, JpaSpecificationExecutor<Note> {

    Optional<Note> findByIdAndEnrollmentId(String id, String enrollmentId);

    List<Note> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);
}
