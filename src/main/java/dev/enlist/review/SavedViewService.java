package dev.enlist.review;

import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the saved views of each person; no person sees those of another. */
@Service
public class SavedViewService {

    /** Views of one person and page. */
    public static final int MOST = 50;

    private final SavedViewRepository views;
    private final Clock clock;

    SavedViewService(SavedViewRepository views, Clock clock) {
        this.views = views;
        this.clock = clock;
    }

    /** The views of a person in the order of their names; of one page, or of all where {@code page} is null. */
    @Transactional(readOnly = true)
    public List<SavedView> of(String ownerId, @Nullable String page) {
        return views.ofOwner(ownerId, page);
    }

    /**
     * @throws AlreadyExists where the person has a view of this page with this name
     * @throws Conflict      {@code too-many-views} where the person has {@value #MOST} views of this page
     */
    @Transactional
    public SavedView save(String ownerId, String page, String name, String query) {
        List<SavedView> known = views.ofOwner(ownerId, page);
        if (known.stream().anyMatch(view -> view.name().equals(name))) {
            throw new AlreadyExists("saved view", "name", name);
        }
        if (known.size() >= MOST) {
            throw new Conflict("too-many-views", "A page has at most " + MOST + " saved views. Delete one first.");
        }
        try {
            return views.saveAndFlush(new SavedView(ownerId, page, name, query, clock.instant()));
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("saved view", "name", name);
        }
    }

    /** @throws NotFound also for the view of another person */
    @Transactional
    public void delete(String ownerId, String id) {
        views.delete(views.findByIdAndOwnerId(id, ownerId).orElseThrow(() -> new NotFound("saved view")));
    }
}
