package dev.enlist.rollover;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rollover and how far it is.
 *
 * @param programInstanceId       whose people are renewed
 * @param targetProgramInstanceId where they come in
 * @param dryRun                  whether it only looks
 * @param status                  {@code queued, running, completed, failed, cancelled}
 * @param total                   how many there were to renew when it was asked for
 * @param eligible                in again, and eligible
 * @param manual                  in again; a person has to decide
 * @param ineligible              in again, but turned away by the rules of the new instance: these fall out
 * @param alreadyEnrolled         in the new instance by another way
 * @param alreadyRenewed          renewed before
 * @param failed                  could not be asked about
 * @param errorCode               why it stopped, for machines
 * @param errorDetail             the same for people
 * @param requestedBy             who asked for it
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
     * What became of one person, or would become in a dry run.
     *
     * @param sourceEnrollmentId the enrollment that is renewed
     * @param outcome            {@code eligible, manual, ineligible, already-enrolled, already-renewed, failed}
     * @param enrollmentId       the new enrollment, or the one that stood in the way
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
