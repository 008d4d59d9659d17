package dev.enlist.enrollment;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/**
 * A place was offered to an applicant on the waitlist.
 *
 * @param endsAt until when the place is kept
 */
public record WaitlistOfferMade(String enrollmentId, Instant endsAt, Instant at) implements DomainEvent {}
