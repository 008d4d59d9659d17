package dev.enlist.program;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The program instances of the workspace in scope. */
interface ProgramInstances extends JpaRepository<ProgramInstance, String>, JpaSpecificationExecutor<ProgramInstance> {

    boolean existsBySlug(String slug);
}
