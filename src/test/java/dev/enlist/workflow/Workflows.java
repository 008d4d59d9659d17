package dev.enlist.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;

/** Workflows of the organization of a test, and the steps of its applications. */
public record Workflows(World world, ProcessEngine engine) {

    /** Publishes a review workflow, as its next version where it exists. */
    public Workflows publish(String slug, String xml) {
        return publish(slug, "review", xml);
    }

    public Workflows publish(String slug, String kind, String xml) {
        if (world.api().get("/workflows/" + slug).status() == 404) {
            world.api()
                    .post(
                            "/workflows",
                            Json.object("{\"name\": \"Workflow\"}")
                                    .put("slug", slug)
                                    .put("kind", kind))
                    .created();
        }
        world.api().putXml("/workflows/" + slug + "/draft", xml).ok();
        JsonNode check = world.api()
                .post("/workflows/" + slug + "/draft/check", Json.object("{}"))
                .ok();
        assertThat(check.path("publishable").asBoolean()).as(check.toString()).isTrue();
        world.api()
                .post("/workflows/" + slug + "/draft/publish", Json.object("{\"note\": \"Next\"}"))
                .created();
        return this;
    }

    public String instanceWith(String slug) {
        return instanceWith(slug, instance -> {});
    }

    public String instanceWith(String slug, Consumer<com.fasterxml.jackson.databind.node.ObjectNode> change) {
        return world.instance(world.program(), instance -> {
            instance.withObject("/config/review/workflow").put("slug", slug);
            change.accept(instance);
        });
    }

    /** Each step as its element and what it led to, oldest first. */
    public List<String> steps(String enrollmentId) {
        return StreamSupport.stream(list(enrollmentId).spliterator(), false)
                .map(step -> step.path("elementId").asText() + " "
                        + (step.path("open").asBoolean()
                                ? "open"
                                : step.path("outcome").asText()))
                .toList();
    }

    public JsonNode openStep(String enrollmentId) {
        return StreamSupport.stream(list(enrollmentId).spliterator(), false)
                .filter(step -> step.path("open").asBoolean())
                .findFirst()
                .orElseThrow();
    }

    private JsonNode list(String enrollmentId) {
        return world.api()
                .get("/enrollments/" + enrollmentId + "/workflowSteps")
                .ok()
                .path("data");
    }

    /** Waits for the last steps of an enrollment, of which a job does some. */
    public void untilStepsEndWith(String enrollmentId, String... last) {
        Patience.until(String.join(", ", last) + " but has " + steps(enrollmentId), () -> {
            List<String> steps = steps(enrollmentId);
            return steps.size() >= last.length
                    && steps.subList(steps.size() - last.length, steps.size()).equals(List.of(last));
        });
    }

    /** Completes the open step with these fields. */
    public Reply complete(String enrollmentId, String fields) {
        return world.api()
                .post(
                        "/enrollments/" + enrollmentId + "/workflowSteps/"
                                + openStep(enrollmentId).path("id").asText() + "/complete",
                        Json.object("{\"fields\": " + fields + "}"));
    }

    /** Answers the open question to the applicant. */
    public Reply answer(String enrollmentId, String fields) {
        String request = world.api()
                .get("/enrollments/" + enrollmentId)
                .ok()
                .at("/informationRequest/id")
                .asText();
        return world.api()
                .post("/informationRequests/" + request + "/answer", Json.object("{\"fields\": " + fields + "}"));
    }

    /** Locks the next task of a topic. */
    public JsonNode fetch(String topic, String worker, int lockMillis) {
        return world.api()
                .post("/workflowTasks/fetchAndLock", Json.object("""
                                {"workerId": "%s", "maxTasks": 1, "topics": [{"topic": "%s", "lockDuration": %d}]}
                                """.formatted(worker, topic, lockMillis)))
                .ok()
                .at("/data/0");
    }

    public Reply completeTask(JsonNode task, String worker, String results) {
        return world.api()
                .post(
                        "/workflowTasks/" + task.path("id").asText() + "/complete",
                        Json.object("{\"workerId\": \"%s\", \"variables\": %s}".formatted(worker, results)));
    }

    /** Fetches and completes the task of a topic. */
    public void work(String topic, String results) {
        completeTask(fetch(topic, "w", 60_000), "w", results).ok();
    }

    /** Runs the job at an activity of the workflow now, whatever its due date. */
    public void run(String enrollmentId, String activity) {
        Job job = processes(enrollmentId).stream()
                .flatMap(process -> engine
                        .getManagementService()
                        .createJobQuery()
                        .processInstanceId(process.getId())
                        .activityId(activity)
                        .list()
                        .stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no job at " + activity));
        world.in(() -> {
            engine.getManagementService().executeJob(job.getId());
            return job;
        });
    }

    public List<Incident> incidents(String enrollmentId) {
        return processes(enrollmentId).stream()
                .flatMap(process ->
                        engine
                                .getRuntimeService()
                                .createIncidentQuery()
                                .processInstanceId(process.getId())
                                .list()
                                .stream())
                .filter(incident -> incident.getId().equals(incident.getRootCauseIncidentId()))
                .toList();
    }

    private List<ProcessInstance> processes(String enrollmentId) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(enrollmentId)
                .list();
    }
}
