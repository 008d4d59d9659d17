package dev.enlist.customer;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/** A lead or customer is gone. */
public record PersonDeleted(String erasedId, Instant at) implements DomainEvent.Erasure {}
