package dev.enlist.eligibility;

import dev.enlist.program.InFlight;
import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule set has a new version.
 *
 * @param inFlight what it does to those under way, in place of what each instance says; null leaves it to them
 */
public record RuleSetPublished(RuleSetRef rules, @Nullable InFlight inFlight, Instant at) implements DomainEvent {}
