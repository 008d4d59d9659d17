package dev.enlist.enrollment;

import dev.enlist.shared.NotAudited;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * One value by which an enrollment can be found: its state, one of its tags, one of its manufacturers. Kept by
 * triggers of the database, in the order of the list, since no index over an array serves beneath row security.
 */
@Entity
@NotAudited("it repeats what the enrollment says")
@Immutable
@IdClass(EnrollmentFacet.Key.class)
class EnrollmentFacet {

    record Key(String programInstanceId, String kind, String value, String enrollmentId) implements Serializable {}

    @TenantId
    private @Nullable String workspaceId;

    @Id
    private String programInstanceId = "";

    /** {@code state}, {@code tag} or {@code manufacturer}. */
    @Id
    private String kind = "";

    @Id
    private String value = "";

    @Id
    private String enrollmentId = "";

    protected EnrollmentFacet() {}
}
