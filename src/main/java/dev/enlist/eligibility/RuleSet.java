package dev.enlist.eligibility;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A rule set of a workspace: a draft that can change, and published versions that cannot. Publishing copies the draft
 * into the version with the next number.
 */
@Entity
// a publication changes no draft: PostgreSQL would compress its unchanged 70 kB again
@DynamicUpdate
@Audited(
        subject = "ruleSet",
        plain = {"slug", "name", "twoPersonPublication"},
        hashed = {"draft"})
public class RuleSet extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String slug = "";
    private String name = "";
    private String draft = "";
    private @Nullable String draftByType;
    private @Nullable String draftById;
    private @Nullable String draftByName;
    private boolean twoPersonPublication;

    protected RuleSet() {}

    RuleSet(String slug, String name, String draft, String workspaceId, Instant at) {
        this.slug = slug;
        this.name = name;
        this.draft = draft;
        this.createdAt = at;
        this.updatedAt = at;
        registerEvent(RuleSetEvent.of("ruleSet.created", this, workspaceId, null, at));
    }

    void redraft(String dmn, Actor by, String workspaceId, Instant at) {
        this.draft = dmn;
        wroteDraft(by);
        this.updatedAt = at;
        registerEvent(RuleSetEvent.of("ruleSet.updated", this, workspaceId, null, at));
    }

    void wroteDraft(Actor by) {
        this.draftByType = by.type().wire();
        this.draftById = by.id();
        this.draftByName = by.name();
    }

    void revise(String newName, boolean twoPersons, String workspaceId, Instant at) {
        this.name = newName;
        this.twoPersonPublication = twoPersons;
        this.updatedAt = at;
        registerEvent(RuleSetEvent.of("ruleSet.updated", this, workspaceId, null, at));
    }

    /** Refuses publication by the author of the draft, where the rule set requires two persons. */
    void requireSecondPerson(Actor publisher, SamePerson persons) {
        if (twoPersonPublication
                && draftBy().filter(author -> persons.isSame(author, publisher)).isPresent()) {
            throw new Conflict(
                    "second-person-needed",
                    "The draft was last changed by " + draftByName + "; another person has to publish it.");
        }
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

    /** The last author of the draft; empty for a shipped draft that was never changed. */
    public Optional<Actor> draftBy() {
        return draftById == null || draftByType == null || draftByName == null
                ? Optional.empty()
                : Optional.of(new Actor(Actor.Type.ofWire(draftByType), draftById, draftByName));
    }

    /** Whether a person other than the author of the draft must publish it. */
    public boolean twoPersonPublication() {
        return twoPersonPublication;
    }
}
