package dev.enlist.analysis;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recorded decisions about enrollments and their inputs, provided by the module that stores them. Only the latest
 * decision of each enrollment counts.
 */
public interface RecordedDecisionSource {

    /**
     * A recorded decision, to be compared with another one.
     *
     * @param status        current status of the enrollment
     * @param manufacturers separated by {@code |}
     * @param rule          row that decided, from 1; null where none matched
     * @param inputs        the requested inputs in the requested order, each as JSON; null where an input is absent
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

    /** The ids of the program instances that use a rule set, in order. */
    List<String> instancesOf(String slug);

    /** Those of these ids that are no program instance of the workspace. */
    List<String> unknownInstances(List<String> programInstanceIds);

    /** Number of decided enrollments of these instances that were created before the enrollment {@code before}. */
    int count(List<String> programInstanceIds, String before);

    /**
     * The next decisions of an instance, ordered by enrollment id.
     *
     * @param places the requested inputs, each a path of one or two names
     */
    List<Recorded> next(String programInstanceId, String after, String before, int limit, List<List<String>> places);

    /** The inputs of these enrollments, by enrollment id. */
    Map<String, @Nullable String[]> inputs(List<String> enrollmentIds, List<List<String>> places);

    /**
     * The capacity that a program instance would need if every person found eligible applied.
     *
     * @param units     needed units
     * @param available units that are available now
     * @param fits      whether the available units suffice
     */
    @Schema(name = "ReplayPoolNeed")
    record PoolNeed(String poolId, String programInstanceId, BigDecimal units, BigDecimal available, boolean fits) {}

    /**
     * One entry per instance that has its own pool and in which the replay found eligible people, ordered by pool id.
     */
    List<PoolNeed> poolNeeds(String replayId);
}
