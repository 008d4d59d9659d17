package dev.enlist.audit;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** Reads the audit entries of the current workspace. */
interface AuditEntryRepository extends JpaRepository<AuditEntry, String>, JpaSpecificationExecutor<AuditEntry> {}
