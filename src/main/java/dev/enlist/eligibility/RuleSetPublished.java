package dev.enlist.eligibility;

import dev.enlist.program.InFlight;
import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule set has a new version.
 *
 * @param inFlight effect on enrollments in progress, overriding the setting of each instance; null applies that setting
 */
public record RuleSetPublished(RuleSetRef rules, @Nullable InFlight inFlight, Instant at) implements DomainEvent {}
