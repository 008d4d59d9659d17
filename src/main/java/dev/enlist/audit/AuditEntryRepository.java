package dev.enlist.audit;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The trail of the workspace in scope, for reading. */
interface AuditEntryRepository extends JpaRepository<AuditEntry, String>, JpaSpecificationExecutor<AuditEntry> {}
