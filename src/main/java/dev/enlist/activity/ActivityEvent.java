package dev.enlist.activity;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An activity was scheduled, changed, announced, started, finished or cancelled, or a participation was recorded. Systems
 * of devices act on these events. They contain ids, times and statuses, and no personal data.
 */
public record ActivityEvent(
        String type, String subject, String programInstanceId, String workspaceId, Instant at, Map<String, Object> data)
        implements DomainEvent.Published {

    static ActivityEvent of(String act, Activity activity, String workspaceId, Instant at) {
        ActivityDetails details = activity.details();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", activity.getId());
        data.put("programInstanceId", activity.programInstanceId());
        data.put("kind", details.kind().wire());
        data.put("status", activity.status().wire());
        data.put("startsAt", details.startsAt().toString());
        data.put("endsAt", details.endsAt().toString());
        return new ActivityEvent(
                "activity." + act, activity.getId(), activity.programInstanceId(), workspaceId, at, data);
    }

    static ActivityEvent recorded(Participation participation, String workspaceId, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", participation.activityId());
        data.put("programInstanceId", participation.programInstanceId());
        data.put("participationId", participation.getId());
        data.put("enrollmentId", participation.enrollmentId().orElseThrow());
        data.put("participation", participation.status().wire());
        return new ActivityEvent(
                "activity.participation_recorded",
                participation.activityId(),
                participation.programInstanceId(),
                workspaceId,
                at,
                data);
    }
}
