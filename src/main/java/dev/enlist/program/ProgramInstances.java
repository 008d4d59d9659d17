package dev.enlist.program;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The program instances of the workspace in scope. */
interface ProgramInstances extends JpaRepository<ProgramInstance, String>, JpaSpecificationExecutor<ProgramInstance> {

    boolean existsBySlug(String slug);

    List<ProgramInstance> findByProgramId(String programId);
}
