package dev.enlist.program;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * An offering in the catalogue, made by an organization. Public ones are seen by every organization,
 * private ones by their own alone: to everyone else they do not exist. Workspaces run instances of it;
 * an inactive, ended or archived one takes no new people.
 */
@Entity
@Audited(
        subject = "program",
        plain = {
            "organizationId",
            "slug",
            "name",
            "description",
            "type",
            "states",
            "active",
            "visibility",
            "year",
            "endTime",
            "archivedAt"
        },
        acts = {"archivedAt:archive"})
public class Program extends AggregateRoot {

    private String organizationId = "";
    private String slug = "";
    private String name = "";
    private String description = "";
    private @Nullable String type;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> states = List.of();

    private boolean active;
    private Visibility visibility = Visibility.PRIVATE;
    private @Nullable Integer year;
    private @Nullable Instant endTime;
    private @Nullable Instant archivedAt;

    protected Program() {}

    Program(String organizationId, ProgramDetails details, String workspaceId, Instant at) {
        this.organizationId = organizationId;
        this.createdAt = at;
        take(details, at);
        registerEvent(ProgramEvent.created(this, workspaceId, at));
    }

    void revise(ProgramDetails details, String workspaceId, Instant at) {
        boolean endMoved = !Objects.equals(endTime, details.endTime());
        boolean otherCriteria = endMoved
                || active != details.active()
                || !states.equals(details.states())
                || !Objects.equals(type, details.type())
                || !Objects.equals(year, details.year());
        take(details, at);
        registerEvent(ProgramEvent.updated(this, workspaceId, endMoved, otherCriteria, at));
    }

    /** Takes it out of the lists and closes its instances from now on; everything stays readable. Twice changes nothing. */
    void archive(String workspaceId, Instant at) {
        if (archivedAt == null) {
            archivedAt = at;
            updatedAt = at;
            registerEvent(ProgramEvent.updated(this, workspaceId, false, true, at));
        }
    }

    /** Takes back {@link #archive}; where it is not archived, changes nothing. */
    void unarchive(String workspaceId, Instant at) {
        if (archivedAt != null) {
            archivedAt = null;
            updatedAt = at;
            registerEvent(ProgramEvent.updated(this, workspaceId, false, true, at));
        }
    }

    /** @throws Conflict {@code archived} */
    void requireOpen() {
        if (archivedAt != null) {
            throw new Conflict("archived", "This program is archived and does not change; unarchive it first.");
        }
    }

    private void take(ProgramDetails details, Instant at) {
        this.slug = details.slug();
        this.name = details.name();
        this.description = details.description();
        this.type = details.type();
        this.states = List.copyOf(details.states());
        this.active = details.active();
        this.visibility = details.visibility();
        this.year = details.year();
        this.endTime = details.endTime();
        this.updatedAt = at;
    }

    public ProgramDetails details() {
        return new ProgramDetails(slug, name, description, type, states, active, visibility, year, endTime);
    }

    boolean isVisibleTo(String otherOrganizationId) {
        return visibility == Visibility.PUBLIC || organizationId.equals(otherOrganizationId);
    }

    public String organizationId() {
        return organizationId;
    }

    public String slug() {
        return slug;
    }

    public String name() {
        return name;
    }

    public Optional<String> type() {
        return Optional.ofNullable(type);
    }

    public List<String> states() {
        return states;
    }

    public boolean active() {
        return active;
    }

    public Optional<Instant> archivedAt() {
        return Optional.ofNullable(archivedAt);
    }

    public Visibility visibility() {
        return visibility;
    }

    public @Nullable Integer year() {
        return year;
    }

    public @Nullable Instant endTime() {
        return endTime;
    }
}
