package dev.enlist.form;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A published form of a program instance. It never changes: applicants go on with the version that they began with. */
@Entity
@Audited(
        subject = "formVersion",
        plain = {"programInstanceId", "number", "digest", "note"},
        create = "publish")
public class FormVersion extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String programInstanceId = "";
    private int number;
    private String digest = "";

    @JsonColumn
    private Map<String, Object> definition = Map.of();

    private @Nullable String note;
    private String publishedByType = "";
    private String publishedById = "";
    private String publishedByName = "";
    private Instant publishedAt = Instant.EPOCH;

    protected FormVersion() {}

    FormVersion(
            String programInstanceId,
            int number,
            String digest,
            Map<String, Object> definition,
            @Nullable String note,
            Actor by,
            Instant at) {
        this.programInstanceId = programInstanceId;
        this.number = number;
        this.digest = digest;
        this.definition = Map.copyOf(definition);
        this.note = note;
        this.publishedByType = by.type().wire();
        this.publishedById = by.id();
        this.publishedByName = by.name();
        this.publishedAt = at;
        this.createdAt = at;
        this.updatedAt = at;
    }

    public String programInstanceId() {
        return programInstanceId;
    }

    /** Counts the versions of the instance from 1. */
    public int number() {
        return number;
    }

    /** SHA-256 of the form, in hexadecimal digits. */
    public String digest() {
        return digest;
    }

    /** Whether this version has the same content as a form. */
    public boolean isOf(Map<String, Object> form) {
        return digest.equals(FormVersionService.digest(form));
    }

    /** The form as JSON, see {@link FormDefinitionParser}. */
    public Map<String, Object> definition() {
        return definition;
    }

    public Optional<String> note() {
        return Optional.ofNullable(note);
    }

    public Actor publishedBy() {
        return new Actor(Actor.Type.ofWire(publishedByType), publishedById, publishedByName);
    }

    public Instant publishedAt() {
        return publishedAt;
    }
}
