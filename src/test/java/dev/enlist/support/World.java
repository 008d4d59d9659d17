package dev.enlist.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A workspace and a client with a key for it.
 *
 * @param feeds waits until the feeds contain all events that are committed, see {@link Worlds#awaitFeeds}
 */
public record World(WorkspaceRef workspace, Api api, Runnable feeds) {

    private static final int MOST_EVENTS = 500;

    /** A workspace of a node that is a process of its own. */
    public World(WorkspaceRef workspace, Api api) {
        this(workspace, api, () -> {
            throw new IllegalStateException("events of another process are awaited one by one");
        });
    }

    /** All events that happened until now. */
    public JsonNode events() {
        return events("");
    }

    /** All events that happened until now and fit the filter, such as {@code type=customer.merged}. */
    public JsonNode events(String filter) {
        feeds.run();
        JsonNode events = api.get("/events?perPage=" + MOST_EVENTS + (filter.isEmpty() ? "" : "&" + filter))
                .ok()
                .path("data");
        if (events.size() == MOST_EVENTS) {
            throw new AssertionError("more events than one page has");
        }
        return events;
    }

    /** Runs the work in the scope of the workspace, as the services expect. */
    public <T> T in(Supplier<T> work) {
        return WorkspaceScope.in(workspace, work);
    }

    /** A new program in New York; returns its slug. */
    public String program() {
        return program(p -> {});
    }

    public String program(java.util.function.Consumer<ObjectNode> change) {
        ObjectNode program = Json.object("""
                {"name": "Battery program", "description": "Rebates for batteries", "states": ["NY"],
                 "type": "rebate", "year": 2026}
                """);
        program.put("slug", "program-" + Cuid.next());
        change.accept(program);
        return api.post("/programs", program).created().path("slug").asText();
    }

    /** A new instance of a new program in New York, with the default rules; returns its id. */
    public String instance() {
        return instance(program(), i -> {});
    }

    public String instance(String programSlug, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode instance = Json.object("""
                {"title": "Battery program of the city", "description": "For residents",
                 "eligibilityCriteria": "A battery at home", "programTerms": "Take part in peak events"}
                """);
        instance.put("programSlug", programSlug);
        change.accept(instance);
        return api.post("/programInstances", instance).created().path("id").asText();
    }

    /** A new applicant in New York who is eligible by the default rules. */
    public static ObjectNode applicant() {
        ObjectNode person = Json.object("""
                {"identificationType": "customerInfo", "firstName": "Suzie", "lastName": "Homeowner",
                 "address": {"streetOne": "123 Main St", "city": "New York", "state": "NY",
                             "postalCode": "10001", "country": "USA"},
                 "manufacturerSlugs": ["tesla", "enphase"], "tags": ["tag1"]}
                """);
        person.put("email", Cuid.next() + "@example.com");
        return person;
    }

    public JsonNode enroll(String instanceId, ObjectNode person) {
        return api.post("/programInstances/" + instanceId + "/enrollments", person)
                .created();
    }

    /** Enrolls people into an empty instance by one import, which costs less than a request for each. Ids in any order. */
    public List<String> enrollAll(String instanceId, List<ObjectNode> people) {
        Imports imports = new Imports(api);
        imports.completed(imports.ndjson(
                instanceId, "", people.stream().map(ObjectNode::toString).collect(Collectors.joining("\n"))));
        List<String> ids = new ArrayList<>();
        api.get("/programInstances/" + instanceId + "/enrollments?perPage=500")
                .ok()
                .path("data")
                .forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    /** Ids of new enrollments, by status. */
    public String candidateEnrollment(String instanceId) {
        return enroll(instanceId, applicant().put("evaluate", false)).path("id").asText();
    }

    public String eligibleEnrollment(String instanceId) {
        return enroll(instanceId, applicant()).path("id").asText();
    }

    public String ineligibleEnrollment(String instanceId) {
        ObjectNode stranger = applicant();
        stranger.withObject("/address").put("state", "CA").put("postalCode", "90012");
        return enroll(instanceId, stranger).path("id").asText();
    }

    public String submittedEnrollment(String instanceId) {
        String id = eligibleEnrollment(instanceId);
        api.post("/enrollments/" + id + "/submit", Json.object("{}")).ok();
        return id;
    }

    public String approvedEnrollment(String instanceId) {
        String id = submittedEnrollment(instanceId);
        api.post("/enrollments/" + id + "/approve", Json.object("{}")).ok();
        return id;
    }

    public String rejectedEnrollment(String instanceId) {
        String id = submittedEnrollment(instanceId);
        api.post("/enrollments/" + id + "/reject", Json.object("{\"reason\": \"Failed verification\"}"))
                .ok();
        return id;
    }

    public String unenrolledEnrollment(String instanceId) {
        String id = approvedEnrollment(instanceId);
        api.post("/enrollments/" + id + "/unenroll", Json.object("{\"reason\": \"Moved away\"}"))
                .ok();
        return id;
    }

    /** Id of a new enrollment in a status. */
    public String enrollmentIn(String instanceId, String status) {
        return switch (status) {
            case "candidate" -> candidateEnrollment(instanceId);
            case "eligible" -> eligibleEnrollment(instanceId);
            case "ineligible" -> ineligibleEnrollment(instanceId);
            case "submitted" -> submittedEnrollment(instanceId);
            case "approved" -> approvedEnrollment(instanceId);
            case "rejected" -> rejectedEnrollment(instanceId);
            case "unenrolled" -> unenrolledEnrollment(instanceId);
            default -> throw new IllegalArgumentException(status);
        };
    }

    /** Checks that statuses, histories, events and processes of the workspace agree. */
    public boolean isConsistent() {
        return api.get("/actuator/consistency").ok().path("consistent").asBoolean();
    }

    public String statusOf(String enrollmentId) {
        return api.get("/enrollments/" + enrollmentId)
                .ok()
                .at("/eligibility/status")
                .asText();
    }
}
