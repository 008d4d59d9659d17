package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One version of a template: a draft that changes until it is activated, and never afterwards; a trigger of the
 * database keeps that too. Its status goes one way, see {@link VersionStatus}.
 */
@Entity
@Audited(
        subject = "templateVersion",
        plain = {
            "template",
            "number",
            "status",
            "note",
            "programType",
            "lockedFields",
            "ruleSetSlug",
            "ruleSetVersion",
            "formConfig",
            "notifications",
            "pricing",
            "suitableForGroups"
        })
public class TemplateVersion extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    @JoinColumn(name = "template_id")
    private Template template;

    private int number;
    private VersionStatus status = VersionStatus.DRAFT;
    private @Nullable String note;
    private String programType = "";

    @JsonColumn
    private JsonNode defaults = JsonNodeFactory.instance.objectNode();

    @JsonColumn
    @Column(name = "schema")
    private JsonNode schema = JsonNodeFactory.instance.objectNode();

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> lockedFields = List.of();

    private @Nullable String ruleSetSlug;
    private @Nullable Integer ruleSetVersion;

    @JsonColumn
    private @Nullable Map<String, Object> formConfig;

    @JsonColumn
    private @Nullable Map<String, Object> notifications;

    @JsonColumn
    private @Nullable Map<String, Object> pricing;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> suitableForGroups = List.of();

    private String createdBy = "";
    private @Nullable String activatedByType;
    private @Nullable String activatedById;
    private @Nullable String activatedByName;
    private @Nullable Instant activatedAt;

    @SuppressWarnings("NullAway.Init")
    protected TemplateVersion() {}

    TemplateVersion(Template template, int number, VersionContent content, Actor by, Instant at) {
        this.template = template;
        this.number = number;
        this.createdBy = by.name();
        this.createdAt = at;
        take(content, at);
    }

    void revise(VersionContent content, Instant at) {
        requireDraft();
        take(content, at);
    }

    /** Refuses unless this version may still change. */
    void requireDraft() {
        if (status != VersionStatus.DRAFT) {
            throw new VersionImmutable(status);
        }
    }

    private void take(VersionContent content, Instant at) {
        this.note = content.note();
        this.programType = content.programType();
        this.defaults = content.defaults();
        this.schema = content.schema();
        this.lockedFields = List.copyOf(content.lockedFields());
        this.ruleSetSlug = content.ruleSet() == null ? null : content.ruleSet().slug();
        this.ruleSetVersion =
                content.ruleSet() == null ? null : content.ruleSet().version();
        this.formConfig = content.formConfig();
        this.notifications = content.notifications();
        this.pricing = content.pricing();
        this.suitableForGroups = List.copyOf(content.suitableForGroups());
        this.updatedAt = at;
    }

    void moveTo(VersionStatus next, Actor by, Instant at) {
        if (!status.mayBecome(next)) {
            throw new IllegalVersionTransition(status, next);
        }
        this.status = next;
        this.updatedAt = at;
        if (next == VersionStatus.ACTIVE) {
            this.activatedByType = by.type().wire();
            this.activatedById = by.id();
            this.activatedByName = by.name();
            this.activatedAt = at;
        }
    }

    /** The lowest layer of what an instance of it is configured with. */
    public ConfigLayer layer() {
        ConfigLayer.Stamp stamp = new ConfigLayer.Stamp(
                new Actor(
                        Actor.Type.ofWire(Objects.requireNonNull(activatedByType)),
                        Objects.requireNonNull(activatedById),
                        Objects.requireNonNull(activatedByName)),
                Objects.requireNonNull(activatedAt));
        return ConfigLayer.of(ConfigLayer.TEMPLATE, id, template.slug(), number, (ObjectNode) defaults, stamp);
    }

    public VersionContent content() {
        return new VersionContent(
                note,
                programType,
                (ObjectNode) defaults,
                schema,
                lockedFields,
                ruleSetSlug == null ? null : new RuleSetDefault(ruleSetSlug, ruleSetVersion),
                formConfig,
                notifications,
                pricing,
                suitableForGroups);
    }

    public TemplateRef ref() {
        return new TemplateRef(template.slug(), number);
    }

    public Template template() {
        return template;
    }

    /** From 1. */
    public int number() {
        return number;
    }

    public VersionStatus status() {
        return status;
    }

    public String createdBy() {
        return createdBy;
    }

    /** Empty while it is a draft. */
    public Optional<Instant> activatedAt() {
        return Optional.ofNullable(activatedAt);
    }

    public Optional<String> activatedBy() {
        return Optional.ofNullable(activatedByName);
    }
}
