package dev.enlist.template;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The versions of the templates of the workspace in scope. */
interface TemplateVersionRepository extends JpaRepository<TemplateVersion, String> {

    @Query("from TemplateVersion v join fetch v.template t where t.slug = :slug and v.number = :number")
    Optional<TemplateVersion> find(String slug, int number);

    @Query("from TemplateVersion v join fetch v.template t where t.slug = :slug order by v.number")
    List<TemplateVersion> ofTemplate(String slug);

    @Query("select v.number from TemplateVersion v where v.template.id = :templateId and v.status = :status")
    List<Integer> numbersIn(String templateId, VersionStatus status);
}
