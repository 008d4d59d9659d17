package dev.enlist.review;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The saved views of the workspace in scope. */
interface SavedViewRepository extends JpaRepository<SavedView, String> {

    /** The views of one person in the order of their names, of one page or of all. */
    @Query("from SavedView v where v.ownerId = :ownerId and (:page is null or v.page = :page) order by v.name, v.id")
    List<SavedView> ofOwner(String ownerId, @Nullable String page);

    Optional<SavedView> findByIdAndOwnerId(String id, String ownerId);
}
