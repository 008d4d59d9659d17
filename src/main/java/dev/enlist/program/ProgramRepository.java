package dev.enlist.program;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The catalogue, of all organizations: every query says whose eyes it looks with. */
interface ProgramRepository extends JpaRepository<Program, String>, JpaSpecificationExecutor<Program> {

    List<Program> findBySlug(String slug);
}
