package dev.enlist.program;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The programs of all organizations; each caller filters the results by what its organization may see. */
interface ProgramRepository extends JpaRepository<Program, String>, JpaSpecificationExecutor<Program> {

    List<Program> findBySlug(String slug);
}
