package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.NotAudited;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A stored row of the status history: one status change, or the first two of an enrollment that got its verdict in the
 * transaction that created it. Appended, never changed; the database refuses to. Read as {@link StatusChange}.
 */
@Entity
@Table(name = "status_history")
@NotAudited("the enrollment is audited with its status")
@Immutable
@IdClass(StatusChange.Key.class)
class StatusHistoryRow {

    @Id
    private String enrollmentId = "";

    @Id
    private int number;

    @TenantId
    private @Nullable String workspaceId;

    @Column(name = "from_status")
    private @Nullable EnrollmentStatus from;

    @Column(name = "to_status")
    private EnrollmentStatus to = EnrollmentStatus.CANDIDATE;

    private Instant at = Instant.EPOCH;
    private String byType = "";
    private String byId = "";
    private String byName = "";
    private @Nullable String reason;
    private @Nullable String ruleSetSlug;
    private @Nullable Integer ruleSetVersion;
    private @Nullable Instant createdAt;
    private @Nullable String createdByType;
    private @Nullable String createdById;
    private @Nullable String createdByName;

    protected StatusHistoryRow() {}

    /** The rows for the status changes among these events of one enrollment. */
    static List<StatusHistoryRow> of(List<DomainEvent> events) {
        List<StatusHistoryRow> rows = new ArrayList<>();
        EnrollmentEvent.StatusChanged created = null;
        for (DomainEvent event : events) {
            if (event instanceof EnrollmentEvent.StatusChanged change) {
                if (change.historyRow() == 1) {
                    created = change;
                } else {
                    rows.add(row(change, created));
                    created = null;
                }
            }
        }
        if (created != null) {
            rows.add(row(created, null));
        }
        return rows;
    }

    private static StatusHistoryRow row(
            EnrollmentEvent.StatusChanged change, EnrollmentEvent.@Nullable StatusChanged created) {
        StatusHistoryRow row = new StatusHistoryRow();
        row.enrollmentId = change.enrollmentId();
        row.number = change.historyRow();
        row.from = change.from();
        row.to = change.to();
        row.at = change.at();
        row.byType = change.by().type().wire();
        row.byId = change.by().id();
        row.byName = change.by().name();
        row.reason = change.reason();
        RuleSetRef rules = change.rules();
        if (rules != null) {
            row.ruleSetSlug = rules.slug();
            row.ruleSetVersion = rules.version();
        }
        if (created != null) {
            row.createdAt = created.at();
            row.createdByType = created.by().type().wire();
            row.createdById = created.by().id();
            row.createdByName = created.by().name();
        }
        return row;
    }
}
