package dev.enlist.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Random operations for every field of the query and mutation types of the schema, with arguments, nested fields and input
 * objects that fit their types for the most part. Every answer is 200 with data or errors that have a code, or a refusal as a
 * problem: no status of 500 or above, no unexpected failure, no stack trace.
 */
@EnlistIT
class GraphqlFuzzIT {

    private static final Logger log = LoggerFactory.getLogger(GraphqlFuzzIT.class);

    /** How often the build tries each field. */
    private static final int TURNS = 5;

    private static final int DEPTH = 4;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode TEXT = Json.object("{\"type\": \"string\"}");

    private static final Pattern TRACE = Pattern.compile(
            "\\bat [a-z]+\\.[a-z]+\\.|Exception\\b|org\\.(postgresql|hibernate|camunda|springframework)\\.");

    private static final Pattern ID = Pattern.compile("\"(?:id|slug)\":\"([a-z0-9-]{3,40})\"");

    private static final String TYPE_REF = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";

    private static final String SCHEMA = """
            { __schema { queryType { name } mutationType { name } types {
                kind name possibleTypes { name } enumValues { name }
                fields { name args { name type { %1$s } } type { %1$s } }
                inputFields { name type { %1$s } } } } }""".formatted(TYPE_REF);

    @Autowired
    Worlds worlds;

    private final Map<String, JsonNode> types = new TreeMap<>();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> wrong = new TreeMap<>();
    private final Map<String, Integer> byOutcome = new TreeMap<>();

    private ValueGenerator values;

    /** A document in the making: its variables with their types and values. */
    private final class Operation {

        private final List<String> declarations = new ArrayList<>();
        private final ObjectNode variables = JSON.objectNode();

        String field(JsonNode field, int depth) {
            StringBuilder text = new StringBuilder(field.path("name").asText());
            List<String> arguments = new ArrayList<>();
            for (JsonNode argument : field.path("args")) {
                boolean required = argument.at("/type/kind").asText().equals("NON_NULL");
                if (values.chance(required ? 0.97 : 0.4)) {
                    String name = "v" + declarations.size();
                    declarations.add("$" + name + ": " + typeText(argument.path("type")));
                    variables.set(
                            name,
                            value(argument.path("type"), argument.path("name").asText(), 0));
                    arguments.add(argument.path("name").asText() + ": $" + name);
                }
            }
            if (!arguments.isEmpty()) {
                text.append('(').append(String.join(", ", arguments)).append(')');
            }
            return text.append(selection(named(field.path("type")), depth)).toString();
        }

        private String selection(JsonNode type, int depth) {
            if (type.path("kind").asText().equals("UNION")) {
                JsonNode member = one(type.path("possibleTypes"));
                return " { __typename ... on " + member.path("name").asText()
                        + selection(types.get(member.path("name").asText()), depth) + " }";
            }
            if (type.path("fields").isEmpty()) {
                return "";
            }
            List<String> chosen = new ArrayList<>(List.of("__typename"));
            for (JsonNode field : type.path("fields")) {
                boolean nested = !named(field.path("type")).path("fields").isEmpty()
                        || named(field.path("type")).path("kind").asText().equals("UNION");
                if (nested ? depth < DEPTH && values.chance(0.25) : values.chance(0.5)) {
                    String alias = values.chance(0.2) ? "" : "f" + chosen.size() + ": ";
                    chosen.add((chosen.size() == 1 ? "" : alias) + field(field, depth + 1));
                }
            }
            return " { " + String.join(" ", chosen) + " }";
        }
    }

    @Test
    void everyAnswerIsDataOrAnErrorWithACode() {
        World world = worlds.organization();
        String instance = world.instance();
        ids.add(instance);
        ids.add(world.submittedEnrollment(instance));
        ids.add(world.approvedEnrollment(instance));
        Graph graph = new Graph(world.api());
        JsonNode schema = graph.data(SCHEMA).path("__schema");
        schema.path("types").forEach(type -> types.put(type.path("name").asText(), type));
        List<Map.Entry<String, JsonNode>> roots = new ArrayList<>();
        for (String kind : List.of("query", "mutation")) {
            types.get(schema.at("/" + kind + "Type/name").asText())
                    .path("fields")
                    .forEach(field -> roots.add(Map.entry(kind, field)));
        }
        FuzzBudget budget = new FuzzBudget("GraphQL", TURNS * roots.size(), 0.4);
        values = new ValueGenerator(JSON.objectNode(), budget.random(), ids);
        while (budget.next()) {
            int turn = budget.tries() - 1;
            Map.Entry<String, JsonNode> root =
                    turn < TURNS * roots.size() ? roots.get(turn % roots.size()) : values.one(roots);
            Operation operation = new Operation();
            String field = operation.field(root.getValue(), 0);
            String document = root.getKey()
                    + (operation.declarations.isEmpty() ? "" : "(" + String.join(", ", operation.declarations) + ")")
                    + " { " + field + " }";
            ObjectNode body = JSON.objectNode().put("query", values.chance(0.03) ? values.mutated(document) : document);
            body.set("variables", operation.variables);
            check(root.getValue().path("name").asText(), body, world.api().post("/graphql", body));
        }
        log.warn("{} operations for {} fields, by outcome: {}", budget.tries(), roots.size(), byOutcome);
        assertThat(wrong.values()).as("with -Dfuzz.seed=%s", budget.seed()).isEmpty();
        assertThat(byOutcome).as("some operations succeed").containsKey("data");
        assertThat(world.isConsistent()).isTrue();
    }

    private void check(String field, JsonNode sent, Reply reply) {
        String text = reply.text();
        String fault = fault(reply.status(), text);
        if (!fault.isEmpty() && wrong.putIfAbsent(field, fault + " for " + sent + ": " + text) == null) {
            log.error("{}: {} for {}: {}", field, fault, sent, text);
        }
        JsonNode errors = parsed(text).path("errors");
        if (reply.status() == 200 && errors.isEmpty()) {
            byOutcome.merge("data", 1, Integer::sum);
            ID.matcher(text).results().limit(3).forEach(found -> ids.add(found.group(1)));
        } else if (reply.status() == 200) {
            errors.forEach(error -> byOutcome.merge(error.at("/extensions/code").asText(), 1, Integer::sum));
        } else {
            byOutcome.merge(String.valueOf(reply.status()), 1, Integer::sum);
        }
    }

    /** The control. */
    @Test
    void answersThatTheContractDoesNotAllowAreFound() {
        assertThat(fault(200, "{\"data\": {}, \"errors\": [{\"extensions\": {\"code\": \"not-found\"}}]}"))
                .isEmpty();
        assertThat(fault(400, "{\"status\": 400, \"code\": \"invalid-input\"}")).isEmpty();
        assertThat(List.of(
                        fault(500, "{\"status\": 500, \"code\": \"internal-error\"}"),
                        fault(400, "<h1>Bad Request</h1>"),
                        fault(200, "{\"errors\": [{\"message\": \"no code\"}]}"),
                        fault(200, "{\"errors\": [{\"extensions\": {\"code\": \"internal-error\"}}]}"),
                        fault(200, "{\"data\": {\"name\": \"java.lang.NullPointerException\"}}")))
                .doesNotContain("");
    }

    /** What is wrong with an answer; empty for nothing. */
    private static String fault(int status, String text) {
        if (status >= 500) {
            return "a status of " + status;
        }
        if (TRACE.matcher(text).find()) {
            return "a trace";
        }
        JsonNode answer = parsed(text);
        if (status != 200) {
            return answer.path("code").asText().isEmpty() ? "no problem document" : "";
        }
        for (JsonNode error : answer.path("errors")) {
            String code = error.at("/extensions/code").asText();
            if (code.isEmpty() || code.equals("internal-error")) {
                return "an error without a reason";
            }
        }
        return "";
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.read(text);
        } catch (RuntimeException e) {
            return MissingNode.getInstance();
        }
    }

    private JsonNode one(JsonNode array) {
        List<JsonNode> choices = new ArrayList<>();
        array.forEach(choices::add);
        return values.one(choices);
    }

    /** The type without its list and non-null wrappers. */
    private JsonNode named(JsonNode reference) {
        JsonNode type = reference;
        while (type.hasNonNull("ofType")) {
            type = type.path("ofType");
        }
        return types.get(type.path("name").asText());
    }

    private static String typeText(JsonNode reference) {
        return switch (reference.path("kind").asText()) {
            case "NON_NULL" -> typeText(reference.path("ofType")) + "!";
            case "LIST" -> "[" + typeText(reference.path("ofType")) + "]";
            default -> reference.path("name").asText();
        };
    }

    private JsonNode value(JsonNode reference, String name, int depth) {
        String kind = reference.path("kind").asText();
        if (kind.equals("NON_NULL")) {
            return value(reference.path("ofType"), name, depth);
        }
        if (values.chance(0.03)) {
            return JSON.nullNode();
        }
        if (kind.equals("LIST")) {
            ArrayNode list = JSON.arrayNode();
            while (list.size() < 3 && values.chance(0.6)) {
                list.add(value(reference.path("ofType"), name, depth + 1));
            }
            return list;
        }
        JsonNode type = types.get(reference.path("name").asText());
        return switch (type.path("kind").asText()) {
            case "ENUM" -> values.chance(0.95) ? one(type.path("enumValues")).path("name") : JSON.textNode("NONE");
            case "INPUT_OBJECT" -> input(type, depth);
            default -> scalar(type.path("name").asText(), name);
        };
    }

    private ObjectNode input(JsonNode type, int depth) {
        ObjectNode object = JSON.objectNode();
        for (JsonNode field : type.path("inputFields")) {
            boolean required = field.at("/type/kind").asText().equals("NON_NULL");
            if (values.chance(required ? 0.97 : depth < DEPTH ? 0.4 : 0)) {
                object.set(
                        field.path("name").asText(),
                        value(field.path("type"), field.path("name").asText(), depth + 1));
            }
        }
        return object;
    }

    private JsonNode scalar(String scalar, String name) {
        return switch (scalar) {
            case "Int" -> JSON.numberNode(values.one(List.of(0, 1, 2, 20, 500, 501, -1, Integer.MAX_VALUE)));
            case "Float" -> JSON.numberNode(values.one(List.of(0.0, 1.5, -1.0, 1e300)));
            case "Boolean" -> JSON.booleanNode(values.chance(0.5));
            case "DateTime" -> JSON.textNode(values.chance(0.8) ? "2026-06-01T00:00:00Z" : values.text(TEXT, "date"));
            case "JSON", "_Any" ->
                values.chance(0.8)
                        ? JSON.objectNode().put("monthlyKwh", 640).put("__typename", "Enrollment")
                        : JSON.arrayNode().add(values.text(TEXT, name));
            default -> JSON.textNode(values.text(TEXT, scalar.equals("ID") ? "id" : name));
        };
    }
}
