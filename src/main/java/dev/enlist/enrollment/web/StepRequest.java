package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.ExitKind;
import dev.enlist.shared.validation.FreeJson;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests for steps. */
final class StepRequest {

    private StepRequest() {}

    /** A step that needs no reason. */
    @Schema(name = "Step")
    record Optional(
            @Schema(example = "Documents verified") @Nullable @Size(max = 2000)
            String reason,

            @JsonAlias("meta") @Nullable @FreeJson @ExitReadOnly
            Map<String, Object> metadata) {

        static EnrollmentService.Step of(@Nullable Optional request) {
            return request == null ? EnrollmentService.Step.SILENT : step(request.reason, request.metadata);
        }
    }

    /** An approval, which may override a changed verdict. */
    @Schema(name = "Approval")
    record Approval(
            @Schema(example = "Documents verified") @Nullable @Size(max = 2000)
            String reason,

            @Schema(
                    description = "Approves although verdictChanged says that the person is no longer eligible; needs a"
                            + " reason, and the scope enrollments:override. false where absent")
            @Nullable
            Boolean override,

            @JsonAlias("meta") @Nullable @FreeJson @ExitReadOnly
            Map<String, Object> metadata) {

        static final Approval SILENT = new Approval(null, null, null);

        boolean isOverride() {
            return Boolean.TRUE.equals(override);
        }

        EnrollmentService.Step step() {
            return StepRequest.step(reason, metadata);
        }
    }

    /** An amount that a person sets. */
    @Schema(
            name = "IncentiveRequest",
            requiredProperties = {"amount", "reason"})
    record Incentive(
            @Schema(example = "1500") @NotNull BigDecimal amount,

            @Schema(
                    example = "USD",
                    description = "ISO 4217; where absent that of the present incentive, or USD where there is none")
            @Nullable
            String currency,

            @Schema(example = "The receipt shows a lower price") @NotBlank @Size(max = 2000)
            String reason) {}

    /** A move to the front of the waitlist. */
    @Schema(name = "WaitlistPromotion")
    record Promotion(
            @Schema(example = "The heating is broken") @NotBlank @Size(max = 2000)
            String reason) {

        EnrollmentService.Step step() {
            return StepRequest.step(reason, null);
        }
    }

    /** A submission. */
    @Schema(name = "Submission")
    record Submission(
            @Schema(example = "Sent by the applicant") @Nullable @Size(max = 2000)
            String reason,

            @Schema(
                    example = "1",
                    description =
                            "The version of the program's terms that the applicant accepts; refused with terms-changed"
                                    + " where another holds now. The one that holds now where absent.")
            @Nullable
            @Positive
            Integer termsVersion,

            @JsonAlias("meta") @Nullable @FreeJson @ExitReadOnly
            Map<String, Object> metadata) {

        static final Submission SILENT = new Submission(null, null, null);

        EnrollmentService.Step step() {
            return StepRequest.step(reason, metadata);
        }
    }

    /** A step with a required reason. */
    @Schema(name = "StepWithReason")
    record Required(
            @Schema(example = "Incomplete information") @NotBlank @Size(max = 2000)
            String reason,

            @JsonAlias("meta") @Nullable @FreeJson @ExitReadOnly
            Map<String, Object> metadata) {

        EnrollmentService.Step step() {
            return StepRequest.step(reason, metadata);
        }
    }

    /** A request to end the participation. */
    @Schema(name = "Unenrollment")
    record Exit(
            @Schema(example = "Moved out of the service territory") @NotBlank @Size(max = 2000)
            String reason,

            @Schema(
                    description = "voluntary where absent",
                    allowableValues = {"voluntary", "involuntary"})
            @Nullable
            @Pattern(regexp = "voluntary|involuntary", message = "must be voluntary or involuntary")
            String kind,

            @JsonAlias("meta") @Nullable @FreeJson @ExitReadOnly
            Map<String, Object> metadata) {

        EnrollmentService.Step step() {
            return StepRequest.step(reason, metadata);
        }

        ExitKind exitKind() {
            return ExitKind.ofWire(kind).orElse(ExitKind.VOLUNTARY);
        }
    }

    private static EnrollmentService.Step step(@Nullable String reason, @Nullable Map<String, Object> metadata) {
        return new EnrollmentService.Step(reason, metadata == null ? Map.of() : metadata);
    }
}
