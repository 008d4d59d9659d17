package dev.enlist.capacity;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/** There are units again in a pool that somebody waits for: some were given back, or its limit was raised. */
public record UnitsReleased(String poolId, Instant at) implements DomainEvent {}
