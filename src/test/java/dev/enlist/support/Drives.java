package dev.enlist.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import java.util.List;
import java.util.function.Consumer;

/** Creates campaigns in a test workspace, with their template, program and group. */
public record Drives(World world) {

    /** Far enough away that no timer fires by itself. */
    public static final String START = "2031-01-01T00:00:00Z";

    public static final String END = "2031-06-01T00:00:00Z";

    /** A program for mentors in New York. */
    public String program() {
        return world.program(p -> p.put("type", "mentorship"));
    }

    /** A group that is compatible with it; returns its id. */
    public String group() {
        ObjectNode group = Json.object("{\"eligibleProgramTypes\": [\"mentorship\"], \"tags\": [\"newcomers\"]}");
        return world.api()
                .post("/participantGroups", group.put("name", "Newcomers " + Cuid.next()))
                .created()
                .path("id")
                .asText();
    }

    /** A complete campaign request, ready to be planned. */
    public ObjectNode complete() {
        ObjectNode campaign = Json.object("""
                {"name": "Mentors of spring", "description": "Mentors for newcomers", "templateVersion": "mentorship@1",
                 "config": {"durationMonths": 4}, "targets": {"participants": 40},
                 "budget": {"amount": 25000, "currency": "EUR"},
                 "pricing": {"pricingModel": "seats", "committedSeats": 100}}
                """);
        return campaign.put("programSlug", program())
                .put("participantGroupId", group())
                .put("startDate", START)
                .put("endDate", END);
    }

    public String draft() {
        return draft(campaign -> {});
    }

    public String draft(Consumer<ObjectNode> change) {
        ObjectNode campaign = complete();
        change.accept(campaign);
        return world.api().post("/campaigns", campaign).created().path("id").asText();
    }

    public Reply step(String id, String action) {
        return world.api().post("/campaigns/" + id + "/" + action, "{}");
    }

    /** A campaign after these transitions, in order. */
    public String moved(String... actions) {
        String id = draft();
        for (String action : actions) {
            step(id, action).ok();
        }
        return id;
    }

    /** A new campaign in a status, by the shortest sequence of transitions. */
    public String in(String status) {
        return switch (status) {
            case "draft" -> moved();
            case "planned" -> moved("plan");
            case "recruiting" -> moved("plan", "recruit");
            case "active" -> moved("plan", "start");
            case "paused" -> moved("plan", "start", "pause");
            case "completed" -> moved("plan", "start", "complete");
            case "closed" -> moved("close");
            default -> throw new IllegalArgumentException(status);
        };
    }

    public JsonNode read(String id) {
        return world.api().get("/campaigns/" + id).ok();
    }

    public String status(String id) {
        return read(id).path("status").asText();
    }

    /** Ids of its cohorts, oldest first. */
    public List<String> cohorts(String id) {
        return world.api()
                .get("/campaigns/" + id + "/programInstances")
                .ok()
                .path("data")
                .findValuesAsText("id");
    }
}
