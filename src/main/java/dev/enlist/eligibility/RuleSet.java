package dev.enlist.eligibility;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a workspace by one name: a draft that changes, and published versions that do not. Publishing
 * copies the draft; the next version carries the next number.
 */
@Entity
@Audited(
        subject = "ruleSet",
        plain = {"slug", "name"},
        hashed = {"draft"})
public class RuleSet extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String slug = "";
    private String name = "";
    private String draft = "";

    protected RuleSet() {}

    RuleSet(String slug, String name, String draft, String workspaceId, Instant at) {
        this.slug = slug;
        this.name = name;
        this.draft = draft;
        this.createdAt = at;
        this.updatedAt = at;
        registerEvent(RuleSetEvent.of("ruleSet.created", this, workspaceId, null, at));
    }

    void redraft(String dmn, String workspaceId, Instant at) {
        this.draft = dmn;
        this.updatedAt = at;
        registerEvent(RuleSetEvent.of("ruleSet.updated", this, workspaceId, null, at));
    }

    RuleSetVersion publish(int number, String note, Actor by, String workspaceId, Instant at) {
        this.updatedAt = at;
        registerEvent(RuleSetEvent.of("ruleSet.updated", this, workspaceId, number, at));
        return new RuleSetVersion(id, number, draft, note, by.name(), at);
    }

    public String slug() {
        return slug;
    }

    public String name() {
        return name;
    }

    /** DMN XML. */
    public String draft() {
        return draft;
    }
}
