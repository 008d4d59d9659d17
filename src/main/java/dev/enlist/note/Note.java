package dev.enlist.note;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.problem.Forbidden;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import java.time.Instant;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A note of a member of staff about an enrollment. The applicant never sees it; the audit trail does not hold its text. */
@Entity
@Audited(
        subject = "note",
        plain = {"enrollmentId"})
public class Note extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    @Column(updatable = false)
    private String enrollmentId = "";

    @Column(updatable = false)
    private String programInstanceId = "";

    private String text = "";
    private String byType = "";
    private String byId = "";
    private String byName = "";

    protected Note() {}

    Note(String enrollmentId, String programInstanceId, String text, Actor by, Instant at) {
        this.enrollmentId = enrollmentId;
        this.programInstanceId = programInstanceId;
        this.text = text;
        this.byType = by.type().wire();
        this.byId = by.id();
        this.byName = by.name();
        this.createdAt = at;
        this.updatedAt = at;
    }

    /** @throws Forbidden {@code not-note-author} */
    void revise(String newText, Actor by, Instant at) {
        if (!isBy(by)) {
            throw new Forbidden("not-note-author", "Only the author of a note may change it. Add a note of your own.");
        }
        this.text = newText;
        this.updatedAt = at.isBefore(updatedAt) ? updatedAt : at;
    }

    boolean isBy(Actor actor) {
        return actor.type().wire().equals(byType) && actor.id().equals(byId);
    }

    public String enrollmentId() {
        return enrollmentId;
    }

    public String text() {
        return text;
    }

    public Actor by() {
        return new Actor(Actor.Type.ofWire(byType), byId, byName);
    }
}
