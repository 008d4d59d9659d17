package dev.enlist.shared.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Moves the problems that most operations answer alike into components, one for each status, and refers to them. An
 * operation that describes a status in its own words keeps its description.
 */
final class SharedProblems {

    /** The code that a status has most often, for the example. */
    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("400", "invalid-input"),
            Map.entry("401", "unauthenticated"),
            Map.entry("403", "insufficient-scope"),
            Map.entry("404", "not-found"),
            Map.entry("406", "not-acceptable"),
            Map.entry("408", "request-timeout"),
            Map.entry("409", "illegal-transition"),
            Map.entry("412", "precondition-failed"),
            Map.entry("413", "payload-too-large"),
            Map.entry("415", "unsupported-media-type"),
            Map.entry("422", "idempotency-key-reused"),
            Map.entry("429", "rate-limited"),
            Map.entry("500", "internal-error"),
            Map.entry("503", "overloaded"));

    private SharedProblems() {}

    static void extract(OpenAPI document) {
        Map<String, Map<ApiResponse, List<Map<String, ApiResponse>>>> uses = new TreeMap<>();
        ResponseMembers.operations(document).forEach(described -> {
            Map<String, ApiResponse> responses = described.operation().getResponses();
            responses.forEach((status, response) -> {
                if (status.compareTo("400") >= 0) {
                    example(status, response);
                    uses.computeIfAbsent(status, first -> new LinkedHashMap<>())
                            .computeIfAbsent(response, first -> new ArrayList<>())
                            .add(responses);
                }
            });
        });
        uses.forEach((status, alike) -> alike.entrySet().stream()
                .max(Comparator.<Map.Entry<ApiResponse, List<Map<String, ApiResponse>>>>comparingInt(
                                entry -> entry.getValue().size())
                        .thenComparing(entry -> entry.getKey().getDescription()))
                .filter(most -> most.getValue().size() > 1)
                .ifPresent(most -> {
                    String name = "Problem" + status;
                    document.getComponents().addResponses(name, most.getKey());
                    most.getValue()
                            .forEach(responses ->
                                    responses.put(status, new ApiResponse().$ref("#/components/responses/" + name)));
                }));
    }

    private static void example(String status, ApiResponse response) {
        var problem = response.getContent() == null
                ? null
                : response.getContent().get(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (problem == null || problem.getExample() != null) {
            return;
        }
        HttpStatus known = HttpStatus.valueOf(Integer.parseInt(status));
        String code = CODES.getOrDefault(
                status, known.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", "urn:enlist:problem:" + code);
        example.put("title", known.getReasonPhrase());
        example.put("status", known.value());
        example.put("detail", response.getDescription());
        example.put("code", code);
        problem.setExample(example);
    }
}
