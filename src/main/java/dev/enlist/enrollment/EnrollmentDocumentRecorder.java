package dev.enlist.enrollment;

import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Publishes the documents that are added to an enrollment and removed from it, in the sequence of its events. */
@Component
public class EnrollmentDocumentRecorder {

    private final EnrollmentStore store;
    private final ProgramInstanceService instances;
    private final Clock clock;

    EnrollmentDocumentRecorder(EnrollmentStore store, ProgramInstanceService instances, Clock clock) {
        this.store = store;
        this.instances = instances;
        this.clock = clock;
    }

    /** The program instance of an enrollment. */
    @Transactional(readOnly = true)
    public ProgramInstance instanceOf(String enrollmentId) {
        return instances.instance(store.find(enrollmentId).programInstanceId());
    }

    /** Locks the enrollment, so that one transaction at a time counts and changes its documents. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(String enrollmentId) {
        store.lock(enrollmentId);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void added(String enrollmentId, String documentId, String documentType) {
        record("added", enrollmentId, documentId, documentType);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void removed(String enrollmentId, String documentId, String documentType) {
        record("removed", enrollmentId, documentId, documentType);
    }

    private void record(String change, String enrollmentId, String documentId, String documentType) {
        Enrollment enrollment = store.lock(enrollmentId);
        enrollment.noteDocument(change, documentId, documentType, clock.instant());
        store.commit(enrollment);
    }
}
