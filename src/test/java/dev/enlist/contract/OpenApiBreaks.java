package dev.enlist.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What breaks between two documents of OpenAPI 3.1. openapi-diff-core 2.1 does not see a type that changed in a 3.1
 * document (its issues 745 and 910), which is why this is here.
 */
final class OpenApiBreaks {

    private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> breaks = new ArrayList<>();

    private OpenApiBreaks(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    static List<String> between(JsonNode before, JsonNode after) {
        OpenApiBreaks found = new OpenApiBreaks(before, after);
        before.path("paths")
                .properties()
                .forEach(path -> METHODS.forEach(method -> {
                    JsonNode was = path.getValue().path(method);
                    if (!was.isMissingNode()) {
                        found.operation(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                                was,
                                after.path("paths").path(path.getKey()).path(method));
                    }
                }));
        return found.breaks;
    }

    private void operation(String name, JsonNode was, JsonNode is) {
        if (is.isMissingNode()) {
            breaks.add(name + " is gone");
            return;
        }
        if (!was.path("operationId").equals(is.path("operationId"))) {
            // generated clients call it by this
            breaks.add(name + ": operationId was " + was.path("operationId") + " and is " + is.path("operationId"));
        }
        parameters(name, was, is);
        JsonNode body = was.path("requestBody");
        if (!body.path("required").asBoolean() && is.at("/requestBody/required").asBoolean()) {
            breaks.add(name + " needs a body now");
        }
        content(name + " body", body, is.path("requestBody"), true);
        was.path("responses").properties().forEach(response -> {
            JsonNode now = is.path("responses").path(response.getKey());
            if (response.getKey().startsWith("2") && now.isMissingNode()) {
                breaks.add(name + " does not answer " + response.getKey() + " any more");
            } else if (response.getKey().startsWith("2")) {
                content(name + " " + response.getKey(), response.getValue(), now, false);
            }
        });
        String scope = was.path("x-required-scope").asText();
        if (!scope.equals(is.path("x-required-scope").asText())) {
            breaks.add(name + ": scope was " + scope + " and is "
                    + is.path("x-required-scope").asText());
        }
    }

    private void parameters(String name, JsonNode was, JsonNode is) {
        Map<String, JsonNode> old = byName(was);
        Map<String, JsonNode> now = byName(is);
        old.forEach((key, parameter) -> {
            if (!now.containsKey(key)) {
                breaks.add(name + " takes no " + key + " any more");
            } else {
                new SchemaBreaks(before, after, true, breaks)
                        .look(
                                name + " " + key,
                                parameter.path("schema"),
                                now.get(key).path("schema"));
            }
        });
        now.forEach((key, parameter) -> {
            boolean wasNeeded =
                    old.containsKey(key) && old.get(key).path("required").asBoolean();
            if (parameter.path("required").asBoolean() && !wasNeeded) {
                breaks.add(name + " needs " + key + " now");
            }
        });
    }

    private static Map<String, JsonNode> byName(JsonNode operation) {
        Map<String, JsonNode> parameters = new HashMap<>();
        operation
                .path("parameters")
                .forEach(parameter -> parameters.put(
                        parameter.path("in").asText() + " parameter "
                                + parameter.path("name").asText(),
                        parameter));
        return parameters;
    }

    private void content(String place, JsonNode was, JsonNode is, boolean sent) {
        was.path("content").properties().forEach(type -> {
            JsonNode now = is.path("content").path(type.getKey());
            if (now.isMissingNode()) {
                breaks.add(place + " is not " + type.getKey() + " any more");
            } else {
                new SchemaBreaks(before, after, sent, breaks)
                        .look(place, type.getValue().path("schema"), now.path("schema"));
            }
        });
    }
}
