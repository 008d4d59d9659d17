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
 * One value for filtering enrollments: the state, a tag or a manufacturer. Triggers of the database maintain the rows, in
 * the order of the list, because PostgreSQL does not use an index over an array under row security.
 */
@Entity
@NotAudited("derived from the enrollment, which is audited")
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
