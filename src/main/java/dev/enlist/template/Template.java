package dev.enlist.template;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * What instances of a kind of program have in common, by one name. What it says is in its versions: each begins
 * as a draft, and is offered while it is active. The template counts them, and knows the newest that is active.
 */
@Entity
@Audited(
        subject = "template",
        plain = {"slug", "name", "description", "latestVersion", "activeVersion"})
public class Template extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String slug = "";
    private String name = "";
    private String description = "";
    private int latestVersion;
    private @Nullable Integer activeVersion;

    protected Template() {}

    Template(String slug, String name, String description, Instant at) {
        this.slug = slug;
        this.name = name;
        this.description = description;
        this.createdAt = at;
        this.updatedAt = at;
    }

    void rename(String newName, String newDescription, Instant at) {
        this.name = newName;
        this.description = newDescription;
        this.updatedAt = at;
    }

    /** The next version, as a draft. */
    TemplateVersion draft(VersionContent content, Actor by, Instant at) {
        this.latestVersion++;
        this.updatedAt = at;
        return new TemplateVersion(this, latestVersion, content, by, at);
    }

    /** @param stillActive numbers of the versions that are active now */
    void noteActive(List<Integer> stillActive, Instant at) {
        this.activeVersion = stillActive.stream().max(Integer::compare).orElse(null);
        this.updatedAt = at;
    }

    public String slug() {
        return slug;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    /** How many versions there have been; 0 for none yet. */
    public int latestVersion() {
        return latestVersion;
    }

    /** The newest version that is active. */
    public Optional<Integer> activeVersion() {
        return Optional.ofNullable(activeVersion);
    }
}
