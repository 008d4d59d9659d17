package dev.enlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Sends GraphQL requests over HTTP, as a client would. */
public record Graph(Api api) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The body of a request. */
    public static ObjectNode request(String document, Map<String, ?> variables) {
        ObjectNode request = MAPPER.createObjectNode().put("query", document);
        if (!variables.isEmpty()) {
            request.set("variables", MAPPER.valueToTree(variables));
        }
        return request;
    }

    public Reply send(String document, Map<String, ?> variables) {
        return api.post("/graphql", request(document, variables));
    }

    /** The whole response; its status must be 200, with or without errors. */
    public JsonNode ask(String document, Map<String, ?> variables) {
        return send(document, variables).ok();
    }

    public JsonNode ask(String document) {
        return ask(document, Map.of());
    }

    /** The data of the response; fails if it has errors. */
    public JsonNode data(String document, Map<String, ?> variables) {
        JsonNode answer = ask(document, variables);
        assertThat(answer.path("errors")).as(answer.toString()).isEmpty();
        return answer.path("data");
    }

    public JsonNode data(String document) {
        return data(document, Map.of());
    }

    /** The one error of an answer. */
    public JsonNode error(String document, Map<String, ?> variables) {
        JsonNode answer = ask(document, variables);
        assertThat(answer.path("errors")).as(answer.toString()).hasSize(1);
        return answer.path("errors").path(0);
    }

    /** The code of the first error. */
    public String code(String document, Map<String, ?> variables) {
        return ask(document, variables).at("/errors/0/extensions/code").asText();
    }

    public String code(String document) {
        return code(document, Map.of());
    }
}
