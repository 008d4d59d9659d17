package dev.enlist.program;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/** An instance follows other rules, or its configuration says something else. */
public record CriteriaChanged(String programInstanceId, Instant at) implements DomainEvent {}
