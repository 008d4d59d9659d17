package dev.enlist.customer;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/** A lead or customer was deleted. */
public record PersonDeleted(String erasedId, Instant at) implements DomainEvent.Erasure {}
