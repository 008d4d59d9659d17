package dev.enlist.shared.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What generators and linters ask of the document beyond what annotations say: members that answers always have, limits
 * of requests, patterns that JavaScript reads, headers of answers, refusals that any operation can answer, examples, and
 * the list of tags.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class DocumentConventions implements OpenApiCustomizer {

    private static final String PROBLEM = "application/problem+json";
    /** A day is accepted where a moment is expected; an example must be of the format. */
    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    private static final String ANY_JSON = "JsonNode";
    private static final String STREAM = "text/event-stream";
    private static final String HEADERS = "#/components/headers/";

    /** Sorted, as SPECIAL is: the document is the same at every start. */
    private static final Map<String, Header> COMMON = new TreeMap<>(Map.of(
            "RateLimit",
                    header(
                            "How much is left: a quota unit and the seconds until it is full again",
                            "\"key\";r=99;t=60"),
            "RateLimit-Policy", header("What may be used up in how many seconds", "\"key\";q=100;w=60")));

    private static final Map<String, Header> SPECIAL = new TreeMap<>(Map.of(
            "Location", header("Path of the resource", "/enrollments/cmwpmgs0p00a32665a3uo48w0"),
            "ETag", header("Version of the resource, for If-Match", "\"0\""),
            "Retry-After",
                    new Header()
                            .description("Seconds until the request may be sent again")
                            .schema(new IntegerSchema().example(5)),
            "Idempotency-Replayed", header("true where the answer was given before, under the same key", "true")));

    private static Header header(String description, String example) {
        return new Header().description(description).schema(new StringSchema().example(example));
    }

    private final ResponseMembers members;
    private final RequestLimits limits;
    private final ExampleWriter examples;

    DocumentConventions(ObjectMapper mapper, HttpProperties properties) {
        this.members = new ResponseMembers(mapper);
        this.limits = new RequestLimits(properties);
        this.examples = new ExampleWriter(mapper);
    }

    @Override
    public void customise(OpenAPI document) {
        freeJson(document);
        members.describe(document);
        limits.state(document);
        Components components = document.getComponents();
        COMMON.forEach(components::addHeaders);
        SPECIAL.forEach(components::addHeaders);
        components.getSchemas().values().forEach(DocumentConventions::readableByJavaScript);
        TreeSet<String> tags = new TreeSet<>();
        document.getPaths()
                .values()
                .forEach(path -> path.readOperationsMap().forEach((method, operation) -> {
                    tags.addAll(operation.getTags());
                    refusals(operation);
                    if (operation.getDescription() == null) {
                        operation.setDescription(operation.getSummary());
                    }
                    operation.getResponses().forEach((status, response) -> {
                        headers(status, response, method.name());
                        if (response.getContent() != null
                                && response.getContent().containsKey(STREAM)) {
                            response.getContent()
                                    .get(STREAM)
                                    .schema(new StringSchema().description("Server-sent events"));
                        }
                    });
                    if (operation.getParameters() != null) {
                        operation.getParameters().forEach(parameter -> readableByJavaScript(parameter.getSchema()));
                    }
                }));
        components.getSchemas().remove("SseEmitter");
        document.setTags(tags.stream().map(name -> new Tag().name(name)).toList());
        examples.write(document);
        SharedProblems.extract(document);
    }

    /** What is any JSON in Java is any JSON in the document, or an object where the member says so. */
    private static void freeJson(OpenAPI document) {
        var schemas = document.getComponents().getSchemas();
        if (schemas.remove(ANY_JSON) != null) {
            schemas.values()
                    .forEach(component -> SchemaGraph.walk(component, schema -> {
                        if (ANY_JSON.equals(SchemaGraph.referenced(schema))) {
                            schema.set$ref(null);
                        }
                    }));
        }
    }

    private static void refusals(Operation operation) {
        ApiResponses responses = operation.getResponses();
        refusal(responses, "400", "Something is wrong with the request; every fault is listed, up to 100");
        refusal(responses, "406", "The answer has none of the media types that Accept names");
        refusal(responses, "500", "Something went wrong on the server; nothing changed");
        refusal(responses, "503", "The server cannot answer now; Retry-After says when to try again");
    }

    private static void refusal(ApiResponses responses, String status, String description) {
        if (!responses.containsKey(status)) {
            responses.addApiResponse(
                    status,
                    new ApiResponse()
                            .description(description)
                            .content(new Content()
                                    .addMediaType(
                                            PROBLEM,
                                            new MediaType()
                                                    .schema(new Schema<>().$ref("#/components/schemas/Problem")))));
        }
    }

    private static void headers(String status, ApiResponse response, String method) {
        COMMON.keySet().forEach(name -> header(response, name));
        if (status.equals("201") || status.equals("202") || status.equals("200") && method.equals("POST")) {
            header(response, "Location");
        }
        if (status.equals("200") || status.equals("201") || status.equals("206") || status.equals("304")) {
            header(response, "ETag");
        }
        if (status.equals("429") || status.equals("503")) {
            header(response, "Retry-After");
        }
        if (method.equals("POST") && (status.startsWith("2") || status.startsWith("4"))) {
            header(response, "Idempotency-Replayed");
        }
    }

    private static void header(ApiResponse response, String name) {
        if (response.getHeaders() == null || !response.getHeaders().containsKey(name)) {
            response.addHeaderObject(name, new Header().$ref(HEADERS + name));
        }
    }

    private static void readableByJavaScript(@Nullable Schema<?> schema) {
        if (schema == null) {
            return;
        }
        if ("date-time".equals(schema.getFormat())
                && String.valueOf(schema.getExample()).matches(DAY)) {
            schema.setExample(schema.getExample() + "T00:00:00Z");
        }
        if (schema.getPattern() != null) {
            schema.setPattern(javaScript(schema.getPattern()));
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(member -> readableByJavaScript((Schema<?>) member));
        }
        if (schema.getAdditionalProperties() instanceof Schema<?> members) {
            readableByJavaScript(members);
        }
        readableByJavaScript(schema.getItems());
        for (Collection<?> composed :
                java.util.Arrays.<Collection<?>>asList(schema.getAllOf(), schema.getAnyOf(), schema.getOneOf())) {
            if (composed != null) {
                composed.forEach(each -> readableByJavaScript((Schema<?>) each));
            }
        }
    }

    /**
     * A pattern as ECMA-262 reads it. Ours must fit the whole text, where a pattern of JSON Schema may fit any part of it;
     * and a flag within the pattern, which makes a dot any character, is written out.
     */
    static String javaScript(String pattern) {
        String plain = pattern;
        if (plain.startsWith("(?s)")) {
            plain = plain.substring("(?s)".length()).replaceAll("(?<!\\\\)\\.", "[\\\\s\\\\S]");
        }
        boolean anchored = plain.startsWith("^") && plain.endsWith("$") && plain.indexOf('|') < 0;
        return anchored ? plain : "^(?:" + plain + ")$";
    }
}
