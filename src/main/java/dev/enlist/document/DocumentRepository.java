package dev.enlist.document;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;

/** The documents of the workspace in scope. */
interface DocumentRepository extends JpaRepository<Document, String>, JpaSpecificationExecutor<Document> {

    Optional<Document> findByIdAndEnrollmentId(String id, String enrollmentId);

    List<Document> findByEnrollmentIdInOrderById(Collection<String> enrollmentIds);

    long countByEnrollmentIdAndType(String enrollmentId, String type);

    /** The document that is to be scanned first. */
    @Query("from Document d where d.scanDueAt <= :now order by d.scanDueAt, d.id limit 1")
    Optional<Document> nextToScan(Instant now);

    @Query("select min(d.scanDueAt) from Document d")
    Optional<Instant> nextScan();
}
