package dev.enlist.program;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/**
 * Something that the rules read of an instance, its program or its choice of rules changed: configuration, rule set,
 * whether it is active and until when, the states, type and year of the program.
 */
public record CriteriaChanged(String programInstanceId, Instant at) implements DomainEvent {}
