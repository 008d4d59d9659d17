package dev.enlist.workflow;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.workflow.model.WorkflowKind;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A workflow of a workspace: a draft that can change, and published versions that cannot. Publishing copies the draft into the
 * version with the next number.
 */
@Entity
@Audited(
        subject = "workflow",
        plain = {"slug", "name", "kind", "twoPersonPublication"},
        hashed = {"draft"})
public class Workflow extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String slug = "";
    private String name = "";
    private String kind = WorkflowKind.REVIEW.wire();
    private String draft = "";
    private @Nullable String draftByType;
    private @Nullable String draftById;
    private @Nullable String draftByName;
    private boolean twoPersonPublication;

    protected Workflow() {}

    Workflow(String slug, String name, WorkflowKind kind, String draft, Actor by, String workspaceId, Instant at) {
        this.slug = slug;
        this.name = name;
        this.kind = kind.wire();
        this.draft = draft;
        this.createdAt = at;
        this.updatedAt = at;
        wroteDraft(by);
        registerEvent(WorkflowEvent.of("workflow.created", this, workspaceId, null, at));
    }

    void redraft(String bpmn, Actor by, String workspaceId, Instant at) {
        this.draft = bpmn;
        wroteDraft(by);
        this.updatedAt = at;
        registerEvent(WorkflowEvent.of("workflow.updated", this, workspaceId, null, at));
    }

    private void wroteDraft(Actor by) {
        this.draftByType = by.type().wire();
        this.draftById = by.id();
        this.draftByName = by.name();
    }

    void revise(String newName, boolean twoPersons, String workspaceId, Instant at) {
        this.name = newName;
        this.twoPersonPublication = twoPersons;
        this.updatedAt = at;
        registerEvent(WorkflowEvent.of("workflow.updated", this, workspaceId, null, at));
    }

    void delete(String workspaceId, Instant at) {
        registerEvent(WorkflowEvent.of("workflow.deleted", this, workspaceId, null, at));
    }

    /** Refuses publication by the author of the draft, where the workflow requires two persons. */
    void requireSecondPerson(Actor publisher, SamePerson persons) {
        if (twoPersonPublication
                && draftBy().filter(author -> persons.isSame(author, publisher)).isPresent()) {
            throw new Conflict(
                    "second-person-needed",
                    "The draft was last changed by " + draftByName + "; another person has to publish it.");
        }
    }

    WorkflowVersion publish(int number, String note, Actor by, String workspaceId, Instant at) {
        this.updatedAt = at;
        registerEvent(WorkflowEvent.of("workflow.updated", this, workspaceId, number, at));
        return new WorkflowVersion(id, number, draft, note, by.name(), at);
    }

    public String slug() {
        return slug;
    }

    public String name() {
        return name;
    }

    public WorkflowKind kind() {
        return WorkflowKind.ofWire(kind).orElseThrow();
    }

    /** BPMN XML. */
    public String draft() {
        return draft;
    }

    /** The last author of the draft. */
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
