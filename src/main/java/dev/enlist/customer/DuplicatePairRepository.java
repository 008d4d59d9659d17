package dev.enlist.customer;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The pairs of the workspace in scope. */
interface DuplicatePairRepository
        extends JpaRepository<DuplicatePair, String>, JpaSpecificationExecutor<DuplicatePair> {}
