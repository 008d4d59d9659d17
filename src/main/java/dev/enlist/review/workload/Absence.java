package dev.enlist.review.workload;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Days on which a reviewer gets no assignment. */
@Entity
@Audited(
        subject = "absence",
        plain = {"userId", "firstDay", "lastDay", "claimedReviews", "releasedAt"})
public class Absence extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String userId = "";
    private LocalDate firstDay = LocalDate.EPOCH;
    private LocalDate lastDay = LocalDate.EPOCH;
    private @Nullable String note;
    private ClaimedReviews claimedReviews = ClaimedReviews.KEEP;
    private @Nullable Instant releasedAt;

    protected Absence() {}

    Absence(AbsenceDetails details, Instant at) {
        this.createdAt = at;
        revise(details, at);
    }

    /** Reviews are released once for each first day: a new one releases them again. */
    final void revise(AbsenceDetails details, Instant at) {
        if (!details.from().equals(firstDay) || !details.userId().equals(userId)) {
            this.releasedAt = null;
        }
        this.userId = details.userId();
        this.firstDay = details.from();
        this.lastDay = details.to();
        this.note = details.note();
        this.claimedReviews = details.claimedReviews();
        this.updatedAt = at;
    }

    void released(Instant at) {
        this.releasedAt = at;
        this.updatedAt = at;
    }

    public AbsenceDetails details() {
        return new AbsenceDetails(userId, firstDay, lastDay, note, claimedReviews);
    }

    /** When the claimed reviews were released; empty where they were not, or are kept. */
    public Optional<Instant> releasedAt() {
        return Optional.ofNullable(releasedAt);
    }
}
