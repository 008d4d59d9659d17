package dev.enlist.audit.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.workflow.WorkflowXml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Workflows, their steps and their requests to other systems. */
final class AuditedWorkflowOperations {

    private static final String STEP_WITH_FORM = new WorkflowXml()
            .start()
            .user(
                    "user_visit",
                    Map.of("form", "[{\"name\": \"visited\", \"type\": \"boolean\", \"label\": \"Visited\"}]"))
            .service("decide", "decide", Map.of("outcome", "approve"))
            .end("end")
            .flow("f1", "start", "user_visit")
            .flow("f2", "user_visit", "decide")
            .flow("f3", "decide", "end")
            .xml();

    private AuditedWorkflowOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "POST /workflowTasks/{id}/complete",
                w -> "/workflowTasks/" + lockedTask(w) + "/complete",
                w -> "{\"workerId\": \"w\", \"variables\": {\"found\": true}}",
                "workflowTask.complete",
                "{\"state\": \"open\"}",
                "{\"state\": \"completed\"}"));
        cases.add(new AuditedOperation(
                "POST /workflowTasks/{id}/fail",
                w -> "/workflowTasks/" + lockedTask(w) + "/fail",
                w -> "{\"workerId\": \"w\", \"errorMessage\": \"503\", \"retries\": 0}",
                "workflowTask.fail",
                "{\"state\": \"open\"}",
                "{\"state\": \"failed\"}"));
        cases.add(new AuditedOperation(
                "POST /workflowTasks/{id}/retry",
                w -> {
                    String task = lockedTask(w);
                    w.api()
                            .post(
                                    "/workflowTasks/" + task + "/fail",
                                    "{\"workerId\": \"w\", \"errorMessage\": \"503\", \"retries\": 0}")
                            .ok();
                    return "/workflowTasks/" + task + "/retry";
                },
                w -> "{}",
                "workflowTask.retry",
                "{\"state\": \"failed\"}",
                "{\"state\": \"open\"}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/process/retry",
                w -> {
                    JsonNode task = lockedTaskOf(w);
                    w.api()
                            .post(
                                    "/workflowTasks/" + task.path("id").asText() + "/fail",
                                    "{\"workerId\": \"w\", \"errorMessage\": \"503\", \"retries\": 0}")
                            .ok();
                    return "/enrollments/" + task.path("enrollmentId").asText() + "/process/retry";
                },
                w -> "",
                "enrollment.retrySteps",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /workflows",
                w -> "/workflows",
                w -> "{\"slug\": \"w-" + Cuid.next() + "\", \"name\": \"W\"}",
                "workflow.create",
                "{}",
                "{\"name\": \"W\"}"));
        cases.add(new AuditedOperation(
                "PATCH /workflows/{slug}",
                w -> "/workflows/" + workflow(w),
                w -> "{\"name\": \"New\"}",
                "workflow.update",
                "{\"name\": \"W\"}",
                "{\"name\": \"New\"}"));
        cases.add(new AuditedOperation(
                "PUT /workflows/{slug}/draft",
                w -> "/workflows/" + workflow(w) + "/draft",
                w -> w.api().get("/workflows/review-two-person/draft").text(),
                "workflow.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "DELETE /workflows/{slug}",
                w -> "/workflows/" + workflow(w),
                w -> "",
                "workflow.delete",
                "{\"name\": \"W\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /workflows/{slug}/draft/publish",
                w -> "/workflows/" + workflow(w) + "/draft/publish",
                w -> "{\"note\": \"First\"}",
                "workflow.publish",
                "{}",
                "{\"number\": 1, \"note\": \"First\"}"));
        cases.add(new AuditedOperation(
                "POST /workflows/{slug}/versions/{number}/restore",
                w -> {
                    String slug = publishedWorkflow(w, 1);
                    w.api()
                            .putXml(
                                    "/workflows/" + slug + "/draft",
                                    w.api()
                                            .get("/workflows/review-two-person/draft")
                                            .text())
                            .ok();
                    return "/workflows/" + slug + "/versions/1/restore";
                },
                w -> "",
                "workflow.update",
                "{}",
                "{}"));
        cases.add(new AuditedOperation(
                "POST /workflows/{slug}/versions/{number}/migrate",
                w -> "/workflows/" + publishedWorkflow(w, 2) + "/versions/1/migrate",
                w -> "{\"to\": 2}",
                "workflow.migrate",
                "{\"version\": 1}",
                "{\"version\": 2, \"moved\": 0}"));
        cases.add(new AuditedOperation(
                "POST /enrollments/{id}/workflowSteps/{stepId}/complete",
                w -> {
                    String slug = workflow(w);
                    w.api()
                            .putXml("/workflows/" + slug + "/draft", STEP_WITH_FORM)
                            .ok();
                    w.api()
                            .post("/workflows/" + slug + "/draft/publish", "{\"note\": \"First\"}")
                            .created();
                    String id = w.submittedEnrollment(w.instance(
                            w.program(),
                            i -> i.withObject("/config/review/workflow").put("slug", slug)));
                    String steps = "/enrollments/" + id + "/workflowSteps";
                    return steps + "/"
                            + w.api().get(steps).ok().at("/data/0/id").asText() + "/complete";
                },
                w -> "{\"fields\": {\"visited\": true}}",
                "workflowStep.complete",
                "{}",
                "{\"step\": \"user_visit\"}"));
        return cases.stream();
    }

    private static String workflow(World w) {
        String slug = "w-" + Cuid.next();
        w.api()
                .post("/workflows", "{\"slug\": \"" + slug + "\", \"name\": \"W\"}")
                .created();
        return slug;
    }

    private static String publishedWorkflow(World w, int versions) {
        String slug = workflow(w);
        for (int i = 0; i < versions; i++) {
            w.api()
                    .post("/workflows/" + slug + "/draft/publish", "{\"note\": \"Next\"}")
                    .created();
        }
        return slug;
    }

    /** A request to another system that the worker {@code w} has locked. */
    private static String lockedTask(World world) {
        return lockedTaskOf(world).path("id").asText();
    }

    private static JsonNode lockedTaskOf(World world) {
        String instance = world.instance(
                world.program(),
                i -> i.set(
                        "config",
                        Json.object("{\"review\": {\"workflow\": {\"slug\": \"review-verify-then-single\"}}}")));
        world.submittedEnrollment(instance);
        return world.api()
                .post(
                        "/workflowTasks/fetchAndLock",
                        "{\"workerId\": \"w\", \"topics\": [{\"topic\": \"verify-account\"}]}")
                .ok()
                .at("/data/0");
    }
}
