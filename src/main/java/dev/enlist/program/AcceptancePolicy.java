package dev.enlist.program;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says whether a program instance takes people in: the program is active, not archived and has not ended, the instance is active, not
 * archived, has begun and has not ended. The same is asked at creation, at submission, when a waitlist offer is made, at
 * renewal and rollover, by imports and in bulk. A decision about an application that was submitted before does not ask
 * it. A campaign that pauses keeps new enrollments out of its cohorts, and stops nothing else.
 */
public final class AcceptancePolicy {

    /** What keeps an instance from taking people in. */
    public enum Obstacle {
        INSTANCE_ARCHIVED("instance-archived"),
        NOT_BEGUN("not-begun"),
        ENDED("ended"),
        PROGRAM_INACTIVE("program-inactive"),
        INSTANCE_INACTIVE("instance-inactive"),
        CAMPAIGN_PAUSED("campaign-paused");

        private final String code;

        Obstacle(String code) {
            this.code = code;
        }

        @JsonValue
        public String code() {
            return code;
        }

        private String sentence(ProgramInstance instance) {
            return switch (this) {
                case INSTANCE_ARCHIVED -> "The program instance is archived.";
                case NOT_BEGUN ->
                    "The program instance begins only at " + instance.details().startDate() + ".";
                case ENDED -> "The program has ended.";
                case PROGRAM_INACTIVE ->
                    instance.program().archivedAt().isPresent()
                            ? "The program is archived."
                            : "The program is not active.";
                case INSTANCE_INACTIVE -> "The program instance is not active.";
                case CAMPAIGN_PAUSED -> "The campaign is paused.";
            };
        }
    }

    private static final Set<Obstacle> INACTIVE = EnumSet.of(
            Obstacle.INSTANCE_ARCHIVED, Obstacle.INSTANCE_INACTIVE, Obstacle.PROGRAM_INACTIVE, Obstacle.ENDED);

    private AcceptancePolicy() {}

    /** Everything that closes the instance at this moment; empty while it takes people in. */
    public static List<Obstacle> obstacles(ProgramInstance instance, Instant now) {
        List<Obstacle> found = new ArrayList<>();
        boolean archived = instance.archivedAt().isPresent();
        add(found, Obstacle.INSTANCE_ARCHIVED, archived);
        add(found, Obstacle.NOT_BEGUN, !instance.hasBegun(now));
        add(found, Obstacle.ENDED, instance.hasEnded(now));
        add(
                found,
                Obstacle.PROGRAM_INACTIVE,
                !instance.program().active() || instance.program().archivedAt().isPresent());
        add(found, Obstacle.INSTANCE_INACTIVE, !instance.details().active() && !archived);
        return found;
    }

    public static boolean accepts(ProgramInstance instance, Instant now) {
        return obstacles(instance, now).isEmpty();
    }

    /** Whether program and instance are active and have not ended, begun or not; the rule input {@code programActive}. */
    public static boolean isActive(ProgramInstance instance, Instant now) {
        return Collections.disjoint(obstacles(instance, now), INACTIVE);
    }

    /** @throws ProgramNotAccepting with every obstacle */
    public static void require(ProgramInstance instance, Instant now) {
        refuse(instance, obstacles(instance, now));
    }

    /**
     * For new enrollments, which a paused campaign keeps out, too.
     *
     * @throws ProgramNotAccepting with every obstacle
     */
    static void requireForNewEnrollments(ProgramInstance instance, Instant now) {
        refuse(instance, obstaclesForNewEnrollments(instance, now));
    }

    /** Everything that keeps new enrollments out at this moment: the obstacles, and a campaign that is paused. */
    public static List<Obstacle> obstaclesForNewEnrollments(ProgramInstance instance, Instant now) {
        List<Obstacle> obstacles = obstacles(instance, now);
        add(obstacles, Obstacle.CAMPAIGN_PAUSED, instance.pausedAt().isPresent());
        return obstacles;
    }

    private static void refuse(ProgramInstance instance, List<Obstacle> obstacles) {
        if (!obstacles.isEmpty()) {
            throw new ProgramNotAccepting(
                    obstacles.stream()
                            .map(obstacle -> obstacle.sentence(instance))
                            .collect(Collectors.joining(" ")),
                    obstacles);
        }
    }

    private static void add(List<Obstacle> found, Obstacle obstacle, boolean applies) {
        if (applies) {
            found.add(obstacle);
        }
    }
}
