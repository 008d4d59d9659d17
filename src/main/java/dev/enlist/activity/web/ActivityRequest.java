package dev.enlist.activity.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.activity.ActivityAudience;
import dev.enlist.activity.ActivityDetails;
import dev.enlist.activity.ActivityKind;
import dev.enlist.shared.json.EndOfDay;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An activity to schedule or to change. */
@Schema(name = "ActivityRequest")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ActivityRequest(
        @Schema(
                example = "event",
                allowableValues = {"event", "session", "meeting"},
                description = "event, such as a demand response event; session, such as a lesson; or meeting")
        @NotNull
        @Pattern(regexp = "event|session|meeting", message = "must be event, session or meeting")
        String kind,

        @Schema(example = "Peak event on a hot afternoon") @NotBlank @Size(max = 200)
        String title,

        @Schema(example = "Thermostats are set 2 degrees higher.") @Nullable @Size(max = 5000)
        String description,

        @Schema(example = "Library, room 2") @Nullable @Size(max = 200)
        String location,

        @Schema(example = "kW", description = "Unit of what participants deliver; absent where no quantity is recorded")
        @Nullable
        @Size(min = 1, max = 20)
        String unit,

        @Schema(example = "2026-07-14T20:00:00Z") @NotNull Instant startsAt,

        @Schema(example = "2026-07-14T22:00:00Z") @NotNull Instant endsAt,

        @Schema(description = "Who is invited; all approved enrollments of the program instance where absent")
        @Nullable
        @Valid
        Audience audience) {

    /** The enrollments that an activity is for. All members that are given must hold. */
    @Schema(name = "ActivityAudience")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Audience(
            @Schema(description = "approved where absent")
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            @Nullable
            @Size(max = 7)
            List<
                            @NotNull
                            @Pattern(
                                    regexp = "candidate|eligible|ineligible|submitted|approved|rejected|unenrolled",
                                    message = "must be a status")
                            String>
                    status,

            @Schema(example = "NY") @Nullable @Size(max = 50)
            String state,

            @Schema(example = "pilot") @Nullable @Size(max = 100)
            String tag,

            @Schema(example = "tesla") @Nullable @Size(max = 100)
            String manufacturer,

            @Nullable Instant createdFrom,
            @Nullable @EndOfDay Instant createdTo) {

        static Audience of(ActivityAudience audience) {
            return new Audience(
                    audience.status(),
                    audience.state(),
                    audience.tag(),
                    audience.manufacturer(),
                    audience.createdFrom(),
                    audience.createdTo());
        }

        ActivityAudience audience() {
            return new ActivityAudience(status, state, tag, manufacturer, createdFrom, createdTo);
        }
    }

    static ActivityRequest of(ActivityDetails details) {
        return new ActivityRequest(
                details.kind().wire(),
                details.title(),
                details.description(),
                details.location(),
                details.unit(),
                details.startsAt(),
                details.endsAt(),
                Audience.of(details.audience()));
    }

    ActivityDetails details() {
        return new ActivityDetails(
                ActivityKind.ofWire(kind).orElseThrow(),
                title,
                description,
                location,
                unit,
                startsAt,
                endsAt,
                audience == null ? ActivityAudience.APPROVED : audience.audience());
    }

    /** Why an activity is cancelled. */
    @Schema(name = "ActivityCancellation")
    record Cancellation(
            @Schema(example = "The grid operator called off the event", description = "For staff")
            @Nullable
            @Size(max = 500)
            String reason) {}
}
