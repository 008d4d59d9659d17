package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** The person who has claimed the review of an enrollment, and decides it. */
@Embeddable
public class ReviewClaim {

    @Column(name = "claimed_by_id")
    private String holderId = "";

    @Column(name = "claimed_by_name")
    private String holderName = "";

    @Column(name = "claimed_at")
    private Instant at = Instant.EPOCH;

    protected ReviewClaim() {}

    ReviewClaim(Actor holder, Instant at) {
        this.holderId = holder.id();
        this.holderName = holder.name();
        this.at = at;
    }

    /** The holder, a person, with the name at the time of the claim. */
    public Actor holder() {
        return Actor.user(holderId, holderName);
    }

    /** Time of the claim or of the assignment. */
    public Instant at() {
        return at;
    }

    boolean isHeldBy(Actor actor) {
        return actor.type() == Actor.Type.USER && actor.id().equals(holderId);
    }
}
