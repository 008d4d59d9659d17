package dev.enlist.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as a break, and what does not. */
class BreaksTests {

    private static final String API = """
            {"paths": {"/things/{id}": {"post": {
               "x-required-scope": "things:write", "operationId": "makeThing",
               "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                              {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 10}}],
               "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wanted"}}}},
               "responses": {"201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                             "409": {}}}}},
             "components": {"schemas": {
               "Wanted": {"type": "object", "required": ["name"], "properties": {
                  "name": {"type": "string"}, "kind": {"type": "string", "enum": ["a", "b"]}, "size": {"type": "integer"}}},
               "Thing": {"type": "object", "required": ["id"], "properties": {
                  "id": {"type": "string"}, "state": {"type": "string", "enum": ["on", "off"]},
                  "next": {"$ref": "#/components/schemas/Thing"}}}}}}
            """;

    private static List<String> after(String from, String to) {
        assertThat(API).contains(from);
        return OpenApiBreaks.between(Json.read(API), Json.read(API.replace(from, to)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/things/{id}                    | /thing/{id}                       | is gone",
                "\"201\"                         | \"200\"                           | does not answer 201",
                "makeThing                       | createThing                       | operationId was",
                "things:write                    | things:erase                      | scope was things:write",
                "\"name\": \"q\"                 | \"name\": \"query\"               | takes no query parameter q",
                "\"in\": \"query\"               | \"in\": \"query\", \"required\": true | needs query parameter q",
                "\"maxLength\": 10               | \"maxLength\": 5                  | maxLength was 10",
                "\"required\": [\"name\"]        | \"required\": [\"name\", \"size\"] | size is required now",
                "\"size\": {\"type\": \"integer\"} | \"length\": {\"type\": \"integer\"} | size is gone",
                "{\"type\": \"integer\"}         | {\"type\": \"boolean\"}           | type was [integer]",
                "[\"a\", \"b\"]                  | [\"a\"]                           | values was [a, b]",
                "[\"on\", \"off\"]               | [\"on\", \"off\", \"broken\"]     | values was [off, on]",
                "\"required\": [\"id\"]          | \"required\": []                  | id is not promised any more",
                "\"id\": {\"type\": \"string\"}  | \"id\": {\"type\": [\"string\", \"null\"]} | type was [string]"
            })
    void isABreak(String from, String to, String said) {
        assertThat(after(from, to)).anySatisfy(found -> assertThat(found).contains(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"maxLength\": 10               | \"maxLength\": 20",
                "\"required\": [\"name\"]        | \"required\": []",
                "{\"type\": \"integer\"}         | {\"type\": \"number\"}",
                "[\"a\", \"b\"]                  | [\"a\", \"b\", \"c\"]",
                "[\"on\", \"off\"]               | [\"on\"]",
                "\"required\": [\"id\"]          | \"required\": [\"id\", \"state\"]",
                "\"409\": {}                     | \"410\": {}"
            })
    void isNone(String from, String to) {
        assertThat(after(from, to)).isEmpty();
    }

    @Test
    void ofTheGraph() {
        String schema = """
                extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
                type Query { thing(id: ID!): Thing }
                type Thing @key(fields: "id") { id: ID! name: String! }
                """;
        assertThat(GraphBreaks.between(schema, schema)).isEmpty();
        assertThat(GraphBreaks.between(schema, schema.replace("name: String!", "name: String! size: Int")))
                .isEmpty();
        assertThat(GraphBreaks.between(schema, schema.replace("name: String!", "size: Int")))
                .isNotEmpty();
        assertThat(GraphBreaks.between(schema, schema.replace("name: String!", "name: String")))
                .isNotEmpty();
        assertThat(GraphBreaks.between(schema, schema.replace("(id: ID!)", "(id: ID!, size: Int!)")))
                .isNotEmpty();
    }

    @Test
    void ofEvents() throws Exception {
        String text = Contract.text(Contract.NOW.resolve(Contract.ASYNC_API));
        JsonNode now = Contract.yaml(Contract.NOW.resolve(Contract.ASYNC_API));
        assertThat(EventSchemas.breaks(now, now)).isEmpty();
        assertThat(EventSchemas.breaks(
                        now, changed(text, "name: dev.enlist.program.created", "name: dev.enlist.program.made")))
                .containsExactly("dev.enlist.program.created is gone");
        assertThat(EventSchemas.breaks(now, changed(text, "required: [id, slug, active]", "required: [id]")))
                .isNotEmpty();
        assertThat(EventSchemas.breaks(
                        now, changed(text, "[user, key, rule, process]", "[user, key, rule, process, robot]")))
                .isNotEmpty();
    }

    private static JsonNode changed(String text, String from, String to) {
        assertThat(text).contains(from);
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .valueToTree(new org.yaml.snakeyaml.Yaml().<Object>load(text.replace(from, to)));
    }

    @Test
    void aBreakWithAReasonIsMeant() throws Exception {
        assertThat(Contract.unmeant(List.of("GET /nothing is gone"))).containsExactly("GET /nothing is gone");
    }
}
