package dev.enlist.capacity;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/** A pool with a waitlist has units again: units were released, or its limit was raised. */
public record UnitsReleased(String poolId, Instant at) implements DomainEvent {}
