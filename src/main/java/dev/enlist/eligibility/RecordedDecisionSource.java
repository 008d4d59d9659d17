package dev.enlist.eligibility;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules have decided about real people, and what they saw; answered by the room that keeps it. Only the
 * latest decision about each enrollment counts.
 */
public interface RecordedDecisionSource {

    /**
     * A decision, for holding another against it.
     *
     * @param status        where the enrollment stands now
     * @param manufacturers separated by {@code |}
     * @param rule          number of the row that decided, from 1; null where none matched
     * @param inputs        what was asked for, in its order, each as JSON; null where there is nothing
     */
    record Recorded(
            String enrollmentId,
            @Nullable String reference,
            String status,
            @Nullable String state,
            String manufacturers,
            String decided,
            String code,
            @Nullable Integer rule,
            @Nullable String[] inputs) {}

    /** The instances of the workspace that follow a rule set, in order. */
    List<String> instancesOf(String slug);

    /** Of these, the ids that name no instance of the workspace. */
    List<String> unknownInstances(List<String> programInstanceIds);

    /** How many decided enrollments of these instances there are, of those made before the one named. */
    int count(List<String> programInstanceIds, String before);

    /**
     * The next decisions of an instance, in the order of the enrollments' ids.
     *
     * @param places the inputs asked for, each a path of one or two names
     */
    List<Recorded> next(String programInstanceId, String after, String before, int limit, List<List<String>> places);

    /** The same for some enrollments, by their ids. */
    Map<String, @Nullable String[]> inputs(List<String> enrollmentIds, List<List<String>> places);

    /**
     * What a program instance would need of its pool, if all whom a replay finds eligible asked for a place.
     *
     * @param units     how many of them
     * @param available what is left now
     * @param fits      whether that is enough
     */
    @Schema(name = "ReplayPoolNeed")
    record PoolNeed(String poolId, String programInstanceId, BigDecimal units, BigDecimal available, boolean fits) {}

    /** One for each instance with a pool of its own in which the replay found somebody eligible, by the pools' ids. */
    List<PoolNeed> poolNeeds(String replayId);
}
