package dev.enlist.review;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** The filter of a page of the console, saved by a person under a name of their own. */
@Entity
@Audited(
        subject = "savedView",
        plain = {"page", "ownerId"})
public class SavedView extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String ownerId = "";
    private String page = "";
    private String name = "";
    private String query = "";

    protected SavedView() {}

    SavedView(String ownerId, String page, String name, String query, Instant at) {
        this.ownerId = ownerId;
        this.page = page;
        this.name = name;
        this.query = query;
        this.createdAt = at;
        this.updatedAt = at;
    }

    public String page() {
        return page;
    }

    public String name() {
        return name;
    }

    /** Query string of the page, without the question mark. */
    public String query() {
        return query;
    }
}
