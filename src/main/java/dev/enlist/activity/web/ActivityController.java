package dev.enlist.activity.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.activity.ActivityMailing;
import dev.enlist.activity.ActivityService;
import dev.enlist.activity.ActivityStatus;
import dev.enlist.activity.ParticipationRecord;
import dev.enlist.activity.ParticipationService;
import dev.enlist.activity.ParticipationStatus;
import dev.enlist.shared.Actor;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Activities")
class ActivityController {

    private final ActivityService activities;
    private final ParticipationService participations;
    private final StrictJson json;

    ActivityController(ActivityService activities, ParticipationService participations, StrictJson json) {
        this.activities = activities;
        this.participations = participations;
        this.json = json;
    }

    @Requires(value = Scope.ACTIVITIES_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/programInstances/{id}/activities")
    @Operation(
            summary = "List the activities of a program instance",
            description = "Oldest first; sort by createdAt, startsAt or title.")
    Page<ActivityResource> list(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(
                            description = "In this status alone",
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "scheduled",
                                                "announced",
                                                "running",
                                                "finished",
                                                "cancelled"
                                            }))
                    @RequestParam(required = false)
                    @Nullable
                    String status) {
        List<Fault> faults = new ArrayList<>();
        Optional<ActivityStatus> wanted = status == null ? Optional.empty() : ActivityStatus.ofWire(status);
        if (status != null && wanted.isEmpty()) {
            faults.add(new Fault("/status", "must be " + String.join(", ", ActivityStatus.wires())));
        }
        ListQuery query = ListParameters.read(parameters, ActivityService.SORTABLE, faults);
        return activities.list(id, wanted.orElse(null), query, ActivityResource::of);
    }

    @Requires(value = Scope.ACTIVITIES_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/programInstances/{id}/activities")
    @Operation(
            summary = "Schedule an activity",
            description =
                    "An event, a session or a meeting. Invitations are sent by `/invite`. Events keep the limits that the"
                            + " configuration states: season, hours, length, number in a season. An activity may lie in the past,"
                            + " to record who took part.")
    ResponseEntity<ActivityResource> create(@PathVariable String id, @RequestBody ActivityRequest request) {
        ActivityService.View view = activities.schedule(id, request.details());
        return TaggedResponse.created(
                "/activities/" + view.activity().getId(),
                ActivityResource.of(view),
                view.activity().version());
    }

    @Requires(value = Scope.ACTIVITIES_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/activities/{id}")
    @Operation(summary = "Read an activity")
    ResponseEntity<ActivityResource> read(@PathVariable String id) {
        return answer(activities.activity(id));
    }

    @Requires(value = Scope.ACTIVITIES_WRITE, limited = Requires.Limited.FILTERED)
    @PatchMapping("/activities/{id}")
    @Operation(
            summary = "Change an activity",
            description =
                    "JSON merge patch (RFC 7396): null clears a member. A new time or place of an announced activity"
                            + " is mailed to the invited. 409 `activity-over` for one that is finished or cancelled.")
    ResponseEntity<ActivityResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = ActivityRequest.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Actor actor) {
        return answer(activities.revise(
                id,
                ifMatch,
                details -> json.read(
                                MergePatch.apply(json.write(ActivityRequest.of(details)), patch), ActivityRequest.class)
                        .details(),
                actor));
    }

    @Requires(value = Scope.ACTIVITIES_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/activities/{id}")
    @Operation(
            summary = "Delete an activity that was not announced",
            description = "One that was announced, or has participations, can be cancelled: 409 `activity-announced`.")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        activities.delete(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    @Requires(value = Scope.ACTIVITIES_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/activities/{id}/cancel")
    @Operation(summary = "Cancel an activity", description = "Mails the invited. 409 `activity-over` after its end.")
    ResponseEntity<ActivityResource> cancel(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody(required = false) ActivityRequest.@Nullable Cancellation request,
            @Parameter(hidden = true) Actor actor) {
        return answer(activities.cancel(id, ifMatch, request == null ? null : request.reason(), actor));
    }

    @Requires(value = Scope.ACTIVITIES_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/activities/{id}/invite")
    @Operation(
            summary = "Invite the audience of an activity",
            description =
                    "In the background: each enrollment of the audience that has no invitation gets one, by e-mail"
                            + " too, and a reminder before the start. Repeat it to invite participants approved since. The"
                            + " progress is `invitation` of the activity. 409 `notice-too-short` where an event begins earlier"
                            + " after its announcement than the configuration permits.")
    ResponseEntity<ActivityResource.Invitation> invite(@PathVariable String id, @Parameter(hidden = true) Actor actor) {
        ActivityMailing ordered = activities.invite(id, actor);
        return ResponseEntity.accepted()
                .location(URI.create("/activities/" + id))
                .body(ActivityResource.Invitation.of(ordered));
    }

    @Requires(value = Scope.ACTIVITIES_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/activities/{id}/participations")
    @Operation(
            summary = "List the participations in an activity",
            description = "Oldest first; sort by createdAt, updatedAt or status.")
    Page<ParticipationResource> participations(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(
                            description = "In this status alone",
                            schema =
                                    @Schema(
                                            allowableValues = {"invited", "opted-out", "attended", "absent", "delivered"
                                            }))
                    @RequestParam(required = false)
                    @Nullable
                    String status) {
        List<Fault> faults = new ArrayList<>();
        Optional<ParticipationStatus> wanted = status == null ? Optional.empty() : ParticipationStatus.ofWire(status);
        if (status != null && wanted.isEmpty()) {
            faults.add(new Fault("/status", "must be " + String.join(", ", ParticipationStatus.wires())));
        }
        ListQuery query = ListParameters.read(parameters, ParticipationService.SORTABLE, faults);
        return participations.list(id, wanted.orElse(null), query, ParticipationResource::of);
    }

    @Requires(value = Scope.ACTIVITIES_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/activities/{id}/participations")
    @Operation(
            operationId = "recordParticipations",
            summary = "Record participations in an activity",
            description = "One participation, or up to 1,000 in `participations`, of which all are recorded or none."
                    + " Replaces what was recorded for the enrollment before. Refused with every fault: an enrollment of"
                    + " another instance, a result before the start, another unit, an opt-out beyond the limit of the"
                    + " configuration.")
    ParticipationResource.Recorded record(
            @PathVariable String id, @RequestBody ParticipationRequest request, @Parameter(hidden = true) Actor actor) {
        List<ParticipationRecord> records = request.records();
        return new ParticipationResource.Recorded(participations.record(id, records, !request.isList(), actor).stream()
                .map(ParticipationResource::of)
                .toList());
    }

    @Requires(value = Scope.ACTIVITIES_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/enrollments/{id}/participations")
    @Operation(
            operationId = "participationsOfEnrollment",
            summary = "List the activities of an enrollment",
            description =
                    "The latest first, at most 50, with the share of the finished activities in which it took part.")
    ParticipationResource.OfEnrollment ofEnrollment(@PathVariable String id) {
        return new ParticipationResource.OfEnrollment(
                participations.ofEnrollment(id).stream()
                        .map(ParticipationResource.Entry::of)
                        .toList(),
                participations.rate(id));
    }

    private static ResponseEntity<ActivityResource> answer(ActivityService.View view) {
        return TaggedResponse.ok(ActivityResource.of(view), view.activity().version());
    }
}
