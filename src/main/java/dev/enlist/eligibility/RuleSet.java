package dev.enlist.eligibility;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Cuid;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * The rules of a workspace by one name: a draft that changes, and published versions that do not. Publishing
 * copies the draft; the next version carries the next number.
 */
@Entity
public class RuleSet extends AggregateRoot implements Persistable<String> {

    @Id
    private String id = Cuid.next();

    @TenantId
    private @Nullable String workspaceId;

    private String slug = "";
    private String name = "";
    private String draft = "";
    private Instant createdAt = Instant.EPOCH;
    private Instant updatedAt = Instant.EPOCH;

    @Version
    private @Nullable Integer version;

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

    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return version == null;
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

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    /** Counts the changes; the entity tag. */
    public int version() {
        return version == null ? 0 : version;
    }
}
