package dev.enlist.template;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A target group of campaigns, described by common properties; it holds no names. */
@Entity
@Audited(
        subject = "participantGroup",
        plain = {"slug", "name", "description", "status", "tags", "eligibleProgramTypes", "estimatedMembers"})
public class ParticipantGroup extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String slug = "";
    private String name = "";
    private String description = "";
    private GroupStatus status = GroupStatus.ACTIVE;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> tags = List.of();

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> eligibleProgramTypes = List.of();

    private @Nullable Integer estimatedMembers;

    protected ParticipantGroup() {}

    ParticipantGroup(GroupDetails details, Instant at) {
        this.createdAt = at;
        revise(details, at);
    }

    final void revise(GroupDetails details, Instant at) {
        this.slug = details.slug();
        this.name = details.name();
        this.description = details.description();
        this.status = details.status();
        this.tags = List.copyOf(details.tags());
        this.eligibleProgramTypes = List.copyOf(details.eligibleProgramTypes());
        this.estimatedMembers = details.estimatedMembers();
        this.updatedAt = at;
    }

    public GroupDetails details() {
        return new GroupDetails(slug, name, description, status, tags, eligibleProgramTypes, estimatedMembers);
    }
}
