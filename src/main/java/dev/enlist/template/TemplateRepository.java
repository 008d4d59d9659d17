package dev.enlist.template;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The templates of the workspace in scope. */
interface TemplateRepository extends JpaRepository<Template, String>, JpaSpecificationExecutor<Template> {

    Optional<Template> findBySlug(String slug);

    /** Serializes the transactions that add or change a version. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Template t where t.slug = :slug")
    Optional<Template> lockBySlug(String slug);
}
