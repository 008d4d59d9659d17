package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentAction;
import dev.enlist.enrollment.EnrollmentActionService.Possible;
import dev.enlist.shared.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the caller can do with an enrollment, on the wire. */
@Schema(name = "EnrollmentActions")
record EnrollmentActionsResource(
        @Schema(description = "Version of the enrollment that the answer is about")
        int version,

        List<Action> data) {

    /** One action. */
    @Schema(name = "EnrollmentActionState")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Action(
            @Schema(example = "approve", implementation = String.class)
            EnrollmentAction action,

            @Schema(example = "true") boolean allowed,

            @Schema(example = "POST") String method,

            @Schema(example = "/enrollments/cllgn0u4r000008l7eazybfbo/approve")
            String path,

            @Schema(example = "enrollments:decide", description = "Scope of the operation")
            String scope,

            @Schema(example = "information-requested", description = "Why not, for machines; absent where allowed")
            @Nullable
            String code,

            @Schema(
                    example = "The applicant was asked for information. Wait for the answer, or cancel the request.",
                    description = "Why not, for people; absent where allowed")
            @Nullable
            String reason) {}

    static EnrollmentActionsResource of(String id, Enrollment enrollment, List<Possible> actions) {
        return new EnrollmentActionsResource(
                enrollment.version(),
                actions.stream()
                        .map(possible -> action(id, enrollment, possible))
                        .toList());
    }

    private static Action action(String id, Enrollment enrollment, Possible possible) {
        EnrollmentAction action = possible.action();
        Problem refusal = possible.refusal();
        return new Action(
                action,
                refusal == null,
                action.method(),
                action.path()
                        .replace("{id}", id)
                        .replace(
                                "{requestId}", enrollment.question().requestId().orElse("{requestId}")),
                action.scope().wire(),
                refusal == null ? null : refusal.code(),
                refusal == null ? null : refusal.getMessage());
    }
}
