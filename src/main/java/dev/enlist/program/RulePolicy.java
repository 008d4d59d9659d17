package dev.enlist.program;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which rules decide for an instance.
 *
 * @param slug     the rule set
 * @param version  a pinned version, or null for the latest published
 * @param from     the moment from which the latest applies; null means now
 * @param before   the version that applies until then; null where none was published yet
 * @param inFlight what a new version does to those under way
 */
public record RulePolicy(
        String slug,
        @Nullable Integer version,
        @Nullable Instant from,
        @Nullable Integer before,
        InFlight inFlight) {

    /** The rule set of an instance that names none. */
    public static final RulePolicy DEFAULT = new RulePolicy("eligibility-default", null, null, null, InFlight.KEEP);

    /** Whether it means the same version at every moment, whatever it does to those under way. */
    boolean decidesLike(RulePolicy other) {
        return slug.equals(other.slug)
                && Objects.equals(version, other.version)
                && Objects.equals(from, other.from)
                && Objects.equals(before, other.before);
    }

    RulePolicy until(@Nullable Integer version) {
        return new RulePolicy(slug, this.version, from, version, inFlight);
    }
}
