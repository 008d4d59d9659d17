package dev.enlist.rollover;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rollover and its progress.
 *
 * @param programInstanceId       source: the instance whose enrollments are renewed
 * @param targetProgramInstanceId target: the instance of the new enrollments
 * @param dryRun                  whether it evaluates without creating enrollments
 * @param status                  {@code queued, running, completed, failed, cancelled}
 * @param total                   enrollments to renew when it was requested
 * @param eligible                renewed with the verdict eligible
 * @param manual                  renewed; waits for a manual decision
 * @param ineligible              renewed, but rejected by the rules of the new instance
 * @param alreadyEnrolled         already enrolled in the new instance, not by a rollover
 * @param alreadyRenewed          renewed by an earlier rollover
 * @param failed                  could not be evaluated
 * @param errorCode               stable code of the error that stopped it
 * @param errorDetail             the error in plain text
 * @param requestedBy             the user or key that requested it
 */
@Schema(name = "Rollover")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rollover(
        String id,
        String programInstanceId,
        String targetProgramInstanceId,
        boolean dryRun,
        String status,
        int total,
        int processed,
        int eligible,
        int manual,
        int ineligible,
        int alreadyEnrolled,
        int alreadyRenewed,
        int failed,
        @Nullable String errorCode,
        @Nullable String errorDetail,
        String requestedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /**
     * The result for one person; in a dry run, the predicted result.
     *
     * @param sourceEnrollmentId the enrollment that is renewed
     * @param outcome            {@code eligible, manual, ineligible, already-enrolled, already-renewed, failed}
     * @param enrollmentId       the new enrollment, or the existing one that prevented it
     * @param code               of the decision
     * @param reason             of the decision, for people
     */
    @Schema(name = "RolloverItem")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String sourceEnrollmentId,
            String outcome,
            @Nullable String enrollmentId,
            @Nullable String code,
            @Nullable String reason) {}
}
