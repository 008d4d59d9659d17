package dev.enlist.customer;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Two customers that may be one person. {@link DuplicateChunkProcessor} stores pairs; a person may dismiss one. */
@Entity
@Audited(
        subject = "duplicatePair",
        plain = {"firstId", "secondId", "score", "dismissedAt"},
        acts = {"dismissedAt:dismiss"})
public class DuplicatePair extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    @Column(updatable = false)
    private String firstId = "";

    @Column(updatable = false)
    private String secondId = "";

    @Column(updatable = false)
    private int score;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(updatable = false)
    private List<String> reasons = List.of();

    private @Nullable Instant dismissedAt;
    private @Nullable String dismissedByType;
    private @Nullable String dismissedById;
    private @Nullable String dismissedByName;

    protected DuplicatePair() {}

    /** States that the two are not the same person. Without effect on a dismissed pair. */
    void dismiss(Actor by, Instant at) {
        if (dismissedAt == null) {
            this.dismissedAt = at;
            this.dismissedByType = by.type().wire();
            this.dismissedById = by.id();
            this.dismissedByName = by.name();
            this.updatedAt = at;
        }
    }

    /** Takes the dismissal back. Without effect on a pair that is not dismissed. */
    void restore(Instant at) {
        if (dismissedAt != null) {
            this.dismissedAt = null;
            this.dismissedByType = null;
            this.dismissedById = null;
            this.dismissedByName = null;
            this.updatedAt = at;
        }
    }

    /** Id of the customer that was created first. */
    public String firstId() {
        return firstId;
    }

    public String secondId() {
        return secondId;
    }

    /** From 0 to 100. */
    public int score() {
        return score;
    }

    /** What the two share, the strongest reason first. */
    public List<DuplicateReason> reasons() {
        return reasons.stream()
                .map(DuplicateReason::ofWire)
                .sorted(Comparator.comparing(DuplicateReason::points).reversed().thenComparing(Enum::ordinal))
                .toList();
    }

    /** Who said when that the two are not the same person. */
    public Optional<Dismissal> dismissal() {
        return dismissedAt == null
                ? Optional.empty()
                : Optional.of(new Dismissal(
                        new Actor(
                                Actor.Type.ofWire(String.valueOf(dismissedByType)),
                                String.valueOf(dismissedById),
                                String.valueOf(dismissedByName)),
                        dismissedAt));
    }

    public record Dismissal(Actor by, Instant at) {}
}
