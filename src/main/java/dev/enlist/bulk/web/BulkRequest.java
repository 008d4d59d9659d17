package dev.enlist.bulk.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.enlist.bulk.BulkService;
import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.enrollment.EnrollmentFilter;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.ExitKind;
import dev.enlist.shared.json.EndOfDay;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Request for a bulk decision. Selects enrollments either by ids or by a filter. */
@Schema(name = "BulkRequest")
record BulkRequest(
        @Schema(
                example = "approve",
                allowableValues = {"evaluate", "submit", "approve", "reject", "unenroll"})
        @NotNull
        @Pattern(
                regexp = "evaluate|submit|approve|reject|unenroll",
                message = "must be evaluate, submit, approve, reject or unenroll")
        String action,

        @Schema(description = "At most 10,000; more by a filter") @Nullable @Size(min = 1, max = 10_000)
        List<@NotNull String> ids,

        @Nullable @Valid Filter filter,

        @Schema(example = "Documents verified", description = "Needed to reject and to unenroll")
        @Nullable
        @Size(min = 1, max = 2000)
        @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
        String reason,

        @Schema(description = "How the approved leave; involuntary where absent")
        @Nullable
        @Pattern(regexp = "voluntary|involuntary", message = "must be voluntary or involuntary")
        String kind,

        @Schema(description = "true: only say how many would take the step") @Nullable
        Boolean dryRun,

        @Schema(
                example = "10",
                description = "Seconds until it begins; cancelled before, nothing is decided. 0 where absent")
        @Nullable
        @Min(0)
        @Max(3_600)
        Integer delaySeconds) {

    /** The filter of the list of an instance's enrollments. */
    @Schema(name = "BulkFilter")
    record Filter(
            @NotNull String programInstanceId,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable @Size(max = 7)
            List<
                            @NotNull
                            @Pattern(
                                    regexp = "candidate|eligible|ineligible|submitted|approved|rejected|unenrolled",
                                    message = "must be a status")
                            String>
                    status,

            @Nullable @Size(max = 50) String state,
            @Nullable @Size(max = 100) String tag,
            @Nullable @Size(max = 100) String manufacturer,
            @Nullable Instant createdFrom,
            @Nullable @EndOfDay Instant createdTo,
            @Nullable Boolean flagged,
            @Nullable @Size(max = 200) String q) {

        EnrollmentFilter filter() {
            return new EnrollmentFilter(
                    status == null
                            ? List.of()
                            : status.stream()
                                    .map(each -> EnrollmentStatus.ofWire(each).orElseThrow())
                                    .toList(),
                    state,
                    tag,
                    manufacturer,
                    createdFrom,
                    createdTo,
                    flagged,
                    q);
        }
    }

    BulkTransitionService.Action step() {
        return BulkTransitionService.Action.ofWire(action).orElseThrow();
    }

    BulkTransitionService.Order order() {
        List<Fault> faults = new ArrayList<>();
        if ((ids == null) == (filter == null)) {
            faults.add(new Fault("/ids", "send either 'ids' or 'filter'"));
        }
        boolean preview = Boolean.TRUE.equals(dryRun);
        if (step().needsReason() && reason == null && !preview) {
            faults.add(new Fault("/reason", "must say why"));
        }
        if (kind != null && step() != BulkTransitionService.Action.UNENROLL) {
            faults.add(new Fault("/kind", "is for the action unenroll only; leave it out"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        ExitKind exit = ExitKind.ofWire(kind).orElse(ExitKind.INVOLUNTARY);
        return new BulkTransitionService.Order(
                step(), reason, step() == BulkTransitionService.Action.UNENROLL ? exit : null);
    }

    Duration delay() {
        return Duration.ofSeconds(delaySeconds == null ? 0 : delaySeconds);
    }

    BulkService.Selection selection() {
        return new BulkService.Selection(
                ids, filter == null ? null : filter.programInstanceId(), filter == null ? null : filter.filter());
    }
}
