package dev.enlist.enrollment;

import dev.enlist.shared.DomainEvent;
import jakarta.persistence.MappedSuperclass;
import java.util.Objects;
import org.hibernate.annotations.Parent;
import org.jspecify.annotations.Nullable;

/** A part of the aggregate {@link Enrollment}, with columns in its row. A part registers its events with the aggregate. */
@MappedSuperclass
abstract class EnrollmentPart {

    @Parent
    private @Nullable Enrollment enrollment;

    protected EnrollmentPart() {}

    EnrollmentPart(Enrollment enrollment) {
        this.enrollment = enrollment;
    }

    final Enrollment enrollment() {
        return Objects.requireNonNull(enrollment);
    }

    final String enrollmentId() {
        return enrollment().getId();
    }

    final String workspaceId() {
        return enrollment().workspaceId();
    }

    final void register(DomainEvent event) {
        enrollment().register(event);
    }

    /** Read by Hibernate. */
    @Nullable
    Enrollment getEnrollment() {
        return enrollment;
    }

    /** Called by Hibernate for a part that it has loaded. */
    void setEnrollment(@Nullable Enrollment enrollment) {
        this.enrollment = enrollment;
    }
}
