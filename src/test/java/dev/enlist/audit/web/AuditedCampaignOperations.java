package dev.enlist.audit.web;

import dev.enlist.support.Drives;
import dev.enlist.support.Patience;
import dev.enlist.support.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Campaigns, participant groups, rollovers, activities and outcomes. */
final class AuditedCampaignOperations {

    private static final String OUTCOME = """
            {"metric": "peakKwReduced", "value": 1, "source": "meter",
             "period": {"from": "2026-07-01", "to": "2026-07-31"}}
            """;

    private static final AtomicReference<String> approved = new AtomicReference<>("");

    private AuditedCampaignOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "POST /participantGroups",
                w -> "/participantGroups",
                w -> "{\"name\": \"G\"}",
                "participantGroup.create",
                "{}",
                "{\"name\": \"G\"}"));
        cases.add(new AuditedOperation(
                "PATCH /participantGroups/{id}",
                w -> "/participantGroups/" + group(w),
                w -> "{\"name\": \"G2\"}",
                "participantGroup.update",
                "{\"name\": \"G\"}",
                "{\"name\": \"G2\"}"));
        cases.add(new AuditedOperation(
                "POST /campaigns",
                w -> "/campaigns",
                w -> "{\"name\": \"Spring\", \"targets\": {\"participants\": 40}}",
                "campaign.create",
                "{}",
                "{\"name\": \"Spring\", \"status\": \"draft\", \"targetParticipants\": 40}"));
        cases.add(new AuditedOperation(
                "PATCH /campaigns/{id}",
                w -> "/campaigns/" + new Drives(w).draft(),
                w -> "{\"name\": \"Summer\"}",
                "campaign.update",
                "{\"name\": \"Mentors of spring\"}",
                "{\"name\": \"Summer\"}"));
        cases.add(new AuditedOperation(
                "DELETE /campaigns/{id}",
                w -> "/campaigns/" + new Drives(w).draft(),
                w -> "",
                "campaign.delete",
                "{\"name\": \"Mentors of spring\"}",
                "{}"));
        campaignSteps()
                .forEach((action, step) -> cases.add(new AuditedOperation(
                        "POST /campaigns/{id}/" + action,
                        w -> "/campaigns/" + new Drives(w).in(step.from()) + "/" + action,
                        w -> "",
                        "campaign." + step.action(),
                        "{\"status\": \"" + step.from() + "\"}",
                        "{\"status\": \"" + step.to() + "\"}")));
        cases.add(new AuditedOperation(
                "POST /campaigns/{id}/programInstances",
                w -> "/campaigns/" + new Drives(w).in("active") + "/programInstances",
                w -> "",
                "programInstance.create",
                "{}",
                "{\"title\": \"Mentors of spring - Cohort 2\", \"cohort\": 2}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/rollovers",
                w -> "/programInstances/" + w.instance() + "/rollovers",
                w -> "{\"dryRun\": true, \"targetProgramInstanceId\": \"" + w.instance() + "\"}",
                "rollover.ask",
                "{}",
                "{\"dryRun\": true}"));
        cases.add(new AuditedOperation(
                "DELETE /participantGroups/{id}",
                w -> "/participantGroups/" + group(w),
                w -> "",
                "participantGroup.delete",
                "{\"name\": \"G\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/outcomes",
                w -> "/enrollments/" + participant(w) + "/outcomes",
                w -> OUTCOME,
                "outcome.record",
                "{}",
                "{\"metric\": \"peakKwReduced\"}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/outcomes/{outcomeId}/correct",
                AuditedCampaignOperations::outcome,
                w -> "{\"value\": 2, \"reason\": \"Read again\"}",
                "outcome.record",
                "{}",
                "{\"value\": 2}"));
        cases.add(new AuditedOperation(
                "POST /programInstances/{id}/activities",
                w -> "/programInstances/" + w.instance() + "/activities",
                w -> activityBody(1),
                "activity.create",
                "{}",
                "{\"title\": \"Meeting\"}"));
        cases.add(new AuditedOperation(
                "PATCH /activities/{id}",
                w -> activity(w, w.instance(), 1),
                w -> "{\"title\": \"Other\"}",
                "activity.update",
                "{\"title\": \"Meeting\"}",
                "{\"title\": \"Other\"}"));
        cases.add(new AuditedOperation(
                "DELETE /activities/{id}",
                w -> activity(w, w.instance(), 1),
                w -> "",
                "activity.delete",
                "{\"title\": \"Meeting\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /activities/{id}/cancel",
                w -> activity(w, w.instance(), 1) + "/cancel",
                w -> "{}",
                "activity.cancel",
                "{\"status\": \"scheduled\"}",
                "{\"status\": \"cancelled\"}"));
        cases.add(new AuditedOperation(
                "POST /activities/{id}/invite",
                w -> activity(w, w.instance(), 1) + "/invite",
                w -> "",
                "activity.announce",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /activities/{id}/participations",
                AuditedCampaignOperations::participations,
                w -> "{\"enrollmentId\": \"" + approved.get() + "\", \"status\": \"attended\"}",
                "participation.record",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /activities/{id}/payouts",
                AuditedCampaignOperations::paying,
                w -> "",
                "payout.create",
                "{}",
                "{}"));
        return cases.stream();
    }

    /** An approved enrollment in an instance with a metric. */
    private static String participant(World w) {
        return w.approvedEnrollment(w.instance(
                w.program(),
                i -> i.withObject("/config/outcomes")
                        .putArray("metrics")
                        .addObject()
                        .put("name", "peakKwReduced")
                        .put("unit", "kW")
                        .put("method", "measured")));
    }

    private static String outcome(World w) {
        String outcomes = "/enrollments/" + participant(w) + "/outcomes";
        return outcomes + "/"
                + w.api().post(outcomes, OUTCOME).created().path("id").asText() + "/correct";
    }

    private static String activityBody(int inDays) {
        Instant start = Instant.now().plus(Duration.ofDays(inDays));
        return "{\"kind\": \"meeting\", \"title\": \"Meeting\", \"startsAt\": \"" + start + "\", \"endsAt\": \""
                + start.plus(Duration.ofHours(1)) + "\"}";
    }

    private static String activity(World w, String instance, int inDays) {
        return "/activities/"
                + w.api()
                        .post("/programInstances/" + instance + "/activities", activityBody(inDays))
                        .created()
                        .path("id")
                        .asText();
    }

    /** Of an activity that has begun; {@link #approved} is a participant. */
    private static String participations(World w) {
        String instance = w.instance();
        approved.set(w.approvedEnrollment(instance));
        return activity(w, instance, -1) + "/participations";
    }

    /** A finished activity that pays, with a participant. */
    private static String paying(World w) {
        String instance = w.instance(
                w.program(), i -> i.withObject("/config/activities/payment").put("amount", 25));
        String participant = w.approvedEnrollment(instance);
        String activity = activity(w, instance, -1);
        w.api()
                .post(
                        activity + "/participations",
                        "{\"enrollmentId\": \"" + participant + "\", \"status\": \"attended\"}")
                .ok();
        Patience.until(
                "the end of the activity",
                () -> w.api().get(activity).ok().path("status").asText().equals("finished"));
        return activity + "/payouts";
    }

    /** The audited action of a campaign transition, and its statuses. */
    private record CampaignStep(String action, String from, String to) {}

    private static Map<String, CampaignStep> campaignSteps() {
        return Map.of(
                "plan", new CampaignStep("plan", "draft", "planned"),
                "redraft", new CampaignStep("redraft", "planned", "draft"),
                "recruit", new CampaignStep("recruit", "planned", "recruiting"),
                "start", new CampaignStep("activate", "planned", "active"),
                "pause", new CampaignStep("pause", "active", "paused"),
                "resume", new CampaignStep("activate", "paused", "active"),
                "complete", new CampaignStep("complete", "active", "completed"),
                "close", new CampaignStep("close", "completed", "closed"));
    }

    private static String group(World w) {
        return w.api()
                .post("/participantGroups", "{\"name\": \"G\"}")
                .created()
                .path("id")
                .asText();
    }
}
