package dev.enlist.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.OpenApiSchemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of {@code spectral:oas} and of Spectral's OWASP set, by their names there, and some of our own. Spectral itself
 * runs on Node.js, which the build does without. Rules that are switched off are listed in {@code contract/README.md}.
 */
final class OpenApiLinter {

    /** The rules of {@code spectral:oas} 1.19 for OpenAPI 3, and those of {@code @stoplight/spectral-owasp-ruleset} 2. */
    static final List<String> OF_SPECTRAL = List.of(
            "operation-success-response",
            "operation-operationId-unique",
            "operation-parameters",
            "path-params",
            "contact-properties",
            "duplicated-entry-in-enum",
            "info-contact",
            "info-description",
            "info-license",
            "license-url",
            "no-eval-in-markdown",
            "no-script-tags-in-markdown",
            "openapi-tags-alphabetical",
            "openapi-tags",
            "openapi-tags-uniqueness",
            "operation-description",
            "operation-operationId",
            "operation-operationId-valid-in-url",
            "operation-singular-tag",
            "operation-tag-defined",
            "operation-tags",
            "path-declarations-must-exist",
            "path-keys-no-trailing-slash",
            "path-not-include-query",
            "tag-description",
            "no-$ref-siblings",
            "typed-enum",
            "array-items",
            "oas3-api-servers",
            "oas3-examples-value-or-externalValue",
            "oas3-operation-security-defined",
            "oas3-parameter-description",
            "oas3-server-not-example.com",
            "oas3-server-trailing-slash",
            "oas3-valid-media-example",
            "oas3-valid-schema-example",
            "oas3-schema",
            "oas3-unused-component",
            "oas3-server-variables",
            "owasp:api1:2023-no-numeric-ids",
            "owasp:api2:2023-auth-insecure-schemes",
            "owasp:api2:2023-jwt-best-practices",
            "owasp:api2:2023-no-api-keys-in-url",
            "owasp:api2:2023-no-credentials-in-url",
            "owasp:api2:2023-no-http-basic",
            "owasp:api2:2023-short-lived-access-token",
            "owasp:api2:2023-read-restricted",
            "owasp:api2:2023-write-restricted",
            "owasp:api3:2023-constrained-additionalProperties",
            "owasp:api3:2023-no-additionalProperties",
            "owasp:api4:2023-array-limit",
            "owasp:api4:2023-integer-format",
            "owasp:api4:2023-integer-limit",
            "owasp:api4:2023-rate-limit",
            "owasp:api4:2023-rate-limit-responses-429",
            "owasp:api4:2023-rate-limit-retry-after",
            "owasp:api4:2023-string-limit",
            "owasp:api4:2023-string-restricted",
            "owasp:api5:2023-admin-security-unique",
            "owasp:api7:2023-concerning-url-parameter",
            "owasp:api8:2023-define-cors-origin",
            "owasp:api8:2023-define-error-responses-401",
            "owasp:api8:2023-define-error-responses-500",
            "owasp:api8:2023-define-error-validation",
            "owasp:api8:2023-no-server-http",
            "owasp:api9:2023-inventory-access",
            "owasp:api9:2023-inventory-environment");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final Set<String> WRITES = Set.of("put", "post", "patch", "delete");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i).*(api-?key|token|secret|password|access_?key|client_?id).*");
    private static final Pattern PLAIN_WORDS =
            Pattern.compile("(?i)\\b(somebody|nobody|anybody|someone|whoever|who|whom)\\b");
    /** Java's own in regular expressions: inline flags, possessive quantifiers, quoting, anchors, classes of Java. */
    private static final Pattern JAVA_ONLY = Pattern.compile(
            "\\(\\?[a-z]+\\)|\\(\\?[a-z]+:|(?<!\\\\)[*+?}]\\+|\\\\[AzZQEGhHRvVX]|\\\\p\\{(java|Is|In)|&&\\[");

    private static final Set<String> BOUNDED_FORMATS = Set.of("date", "date-time", "uuid", "binary");

    /** An operation of the document. */
    private record Operation(String path, String method, JsonNode node) {

        String name() {
            return method + " " + path;
        }
    }

    /** Reports what is wrong, by place. */
    private interface Rule {
        void check(BiConsumer<String, String> report);
    }

    private final JsonNode document;
    private final OpenApiSchemas schemas;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Rule> rules = new LinkedHashMap<>();

    OpenApiLinter(JsonNode document) {
        this.document = document;
        this.schemas = OpenApiSchemas.of(document);
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method ->
                                operations.add(new Operation(path.getKey(), method.getKey(), method.getValue()))));
        operations();
        paths();
        document();
        schemas();
        security();
        limits();
        answers();
    }

    /** Names of the rules that are checked. */
    Set<String> rules() {
        return rules.keySet();
    }

    /** Findings as {@code rule: place: what}, in the order of the rules. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        rules.forEach((name, rule) -> rule.check((place, what) -> findings.add(name + ": " + place + ": " + what)));
        return findings;
    }

    private void perOperation(String name, java.util.function.Predicate<Operation> fits, String otherwise) {
        rules.put(
                name,
                report -> operations.stream()
                        .filter(operation -> !fits.test(operation))
                        .forEach(operation -> report.accept(operation.name(), otherwise)));
    }

    private void operations() {
        perOperation("operation-operationId", o -> !text(o, "operationId").isEmpty(), "has no operationId");
        perOperation(
                "operation-operationId-valid-in-url",
                o -> text(o, "operationId").matches("[A-Za-z0-9_-]+"),
                "has an operationId that is not valid in an URL");
        rules.put("operation-operationId-unique", report -> {
            Set<String> seen = new HashSet<>();
            operations.stream()
                    .filter(operation -> !seen.add(text(operation, "operationId")))
                    .forEach(operation -> report.accept(operation.name(), "has the operationId of another"));
        });
        perOperation("operation-description", o -> !text(o, "description").isBlank(), "has no description");
        perOperation("operation-tags", o -> !o.node().path("tags").isEmpty(), "has no tags");
        perOperation("operation-singular-tag", o -> o.node().path("tags").size() == 1, "has several tags");
        perOperation(
                "operation-tag-defined",
                o -> tags().containsAll(texts(o.node().path("tags"))),
                "has a tag that is not declared");
        perOperation(
                "operation-success-response",
                o -> fieldNames(o.node().path("responses")).stream().anyMatch(status -> status.matches("[23].*")),
                "declares no success");
        perOperation(
                "operation-parameters",
                o -> {
                    List<String> names = new ArrayList<>();
                    o.node()
                            .path("parameters")
                            .forEach(each -> names.add(
                                    each.path("in").asText() + each.path("name").asText()));
                    return names.size() == new HashSet<>(names).size();
                },
                "names a parameter twice");
        perOperation(
                "enlist-summary-words",
                o -> !text(o, "summary").isBlank()
                        && !PLAIN_WORDS.matcher(text(o, "summary")).find(),
                "needs a summary that names the person or the thing");
    }

    private void paths() {
        rules.put(
                "path-params",
                report -> operations.forEach(operation -> {
                    Set<String> wanted = new TreeSet<>();
                    Matcher variables = VARIABLE.matcher(operation.path());
                    while (variables.find()) {
                        wanted.add(variables.group(1));
                    }
                    Set<String> declared = new TreeSet<>();
                    operation.node().path("parameters").forEach(parameter -> {
                        if (parameter.path("in").asText().equals("path")
                                && parameter.path("required").asBoolean()) {
                            declared.add(parameter.path("name").asText());
                        }
                    });
                    if (!wanted.equals(declared)) {
                        report.accept(operation.name(), "has variables " + wanted + " and declares " + declared);
                    }
                }));
        perOperation("path-declarations-must-exist", o -> !o.path().contains("{}"), "has a variable without a name");
        perOperation("path-keys-no-trailing-slash", o -> !o.path().matches(".+/"), "ends with a slash");
        perOperation("path-not-include-query", o -> o.path().indexOf('?') < 0, "contains a query");
    }

    private void document() {
        one("info-description", !document.at("/info/description").asText().isBlank(), "info has no description");
        one("openapi-tags", !document.path("tags").isEmpty(), "there are no tags");
        one("openapi-tags-uniqueness", document.path("tags").size() == tags().size(), "a tag is declared twice");
        one(
                "openapi-tags-alphabetical",
                new ArrayList<>(tags()).equals(new ArrayList<>(new TreeSet<>(tags()))),
                "tags are not in alphabetical order");
        one("oas3-api-servers", !document.path("servers").isEmpty(), "there is no server");
        rules.put("oas3-server-trailing-slash", report -> servers(report, "./$", "ends with a slash"));
        rules.put("oas3-server-not-example.com", report -> servers(report, "example\\.com", "is an example"));
        rules.put("owasp:api8:2023-no-server-http", report -> servers(report, "^http:", "is not encrypted"));
        one("no-eval-in-markdown", !document.toString().contains("eval("), "a description contains eval(");
        one("no-script-tags-in-markdown", !document.toString().contains("<script"), "a description contains a script");
        rules.put("oas3-unused-component", report -> {
            Set<String> used = new HashSet<>();
            references(document, used);
            document.path("components").properties().stream()
                    .filter(kind -> !kind.getKey().equals("securitySchemes"))
                    .forEach(kind -> fieldNames(kind.getValue()).stream()
                            .map(name -> "#/components/" + kind.getKey() + "/" + name)
                            .filter(name -> !used.contains(name))
                            .forEach(name -> report.accept(name, "is used nowhere")));
        });
    }

    private void one(String name, boolean holds, String otherwise) {
        rules.put(name, report -> {
            if (!holds) {
                report.accept("document", otherwise);
            }
        });
    }

    private void servers(BiConsumer<String, String> report, String wrong, String what) {
        document.path("servers").forEach(server -> {
            if (Pattern.compile(wrong).matcher(server.path("url").asText()).find()) {
                report.accept(server.path("url").asText(), what);
            }
        });
    }

    private void schemas() {
        perSchema(
                "array-items", (place, schema) -> !is(schema, "array") || schema.has("items"), "does not say of what");
        perSchema("typed-enum", (place, schema) -> isTypedEnum(schema), "has values of another type");
        perSchema(
                "duplicated-entry-in-enum",
                (place, schema) -> {
                    List<String> values = new ArrayList<>();
                    schema.path("enum").forEach(value -> values.add(value.toString()));
                    return values.size() == new HashSet<>(values).size();
                },
                "has a value twice");
        perSchema(
                "enlist-pattern-ecmascript",
                (place, schema) ->
                        !JAVA_ONLY.matcher(schema.path("pattern").asText("")).find(),
                "has a pattern that JavaScript does not read");
        rules.put(
                "oas3-valid-schema-example",
                report -> eachSchema((place, schema) -> {
                    if (schema.has("example")) {
                        schemas.faults(schema, schema.path("example")).forEach(fault -> report.accept(place, fault));
                    }
                }));
        rules.put(
                "oas3-valid-media-example",
                report -> eachMediaType((place, type) -> {
                    List<JsonNode> examples = new ArrayList<>();
                    if (type.has("example")) {
                        examples.add(type.path("example"));
                    }
                    type.path("examples").forEach(example -> examples.add(example.path("value")));
                    if (examples.isEmpty()) {
                        report.accept(place, "has no example");
                    }
                    examples.forEach(example ->
                            schemas.faults(type.path("schema"), example).forEach(fault -> report.accept(place, fault)));
                }));
        rules.put(
                "oas3-examples-value-or-externalValue",
                report -> eachMediaType((place, type) -> type.path("examples").forEach(example -> {
                    if (example.has("value") == example.has("externalValue")) {
                        report.accept(place, "has an example without a value");
                    }
                })));
    }

    private void security() {
        perOperation("oas3-operation-security-defined", this::isSecured, "needs a scheme that is not declared");
        perOperation(
                "owasp:api2:2023-write-restricted",
                o -> !WRITES.contains(o.method()) || isSecured(o),
                "writes without a key");
        perOperation("owasp:api2:2023-read-restricted", this::isSecured, "is open to all");
        rules.put(
                "owasp:api2:2023-no-http-basic",
                report -> schemes((name, scheme) -> {
                    if (scheme.path("scheme").asText().equals("basic")) {
                        report.accept(name, "is HTTP basic");
                    }
                }));
        rules.put(
                "owasp:api2:2023-auth-insecure-schemes",
                report -> schemes((name, scheme) -> {
                    if (Set.of("negotiate", "oauth")
                            .contains(scheme.path("scheme").asText())) {
                        report.accept(name, "is an insecure scheme");
                    }
                }));
        rules.put(
                "owasp:api2:2023-no-api-keys-in-url",
                report -> schemes((name, scheme) -> {
                    if (Set.of("query", "path").contains(scheme.path("in").asText())) {
                        report.accept(name, "is sent in the address");
                    }
                }));
        perOperation(
                "owasp:api2:2023-no-credentials-in-url",
                o -> parameters(o)
                        .filter(parameter -> Set.of("query", "path")
                                .contains(parameter.path("in").asText()))
                        .noneMatch(parameter -> CREDENTIAL
                                .matcher(parameter.path("name").asText())
                                .matches()),
                "takes a credential in the address");
        perOperation(
                "owasp:api1:2023-no-numeric-ids",
                o -> parameters(o)
                        .filter(parameter -> parameter.path("name").asText().matches("id|.*Id"))
                        .noneMatch(parameter -> is(parameter.path("schema"), "integer")),
                "has an id that is a number");
    }

    private void limits() {
        perSchema(
                "owasp:api4:2023-integer-format",
                (place, schema) -> !only(schema, "integer") || schema.has("format"),
                "has no format");
        perSchema(
                "owasp:api4:2023-integer-limit",
                (place, schema) -> !is(schema, "integer") || bounded(schema, "inimum") && bounded(schema, "aximum"),
                "has no minimum or no maximum");
        rules.put(
                "owasp:api4:2023-array-limit",
                report -> eachSent((place, schema) -> {
                    if (is(schema, "array") && !schema.has("maxItems")) {
                        report.accept(place, "has no maxItems");
                    }
                }));
        rules.put(
                "owasp:api4:2023-string-limit",
                report -> eachSent((place, schema) -> {
                    boolean bounded = schema.has("maxLength")
                            || schema.has("enum")
                            || schema.has("const")
                            || BOUNDED_FORMATS.contains(schema.path("format").asText());
                    if (is(schema, "string") && !bounded) {
                        report.accept(place, "has no maxLength");
                    }
                }));
    }

    private void answers() {
        declares("owasp:api8:2023-define-error-responses-401", "401");
        declares("owasp:api8:2023-define-error-responses-500", "500");
        declares("owasp:api8:2023-define-error-validation", "400");
        declares("owasp:api4:2023-rate-limit-responses-429", "429");
        perOperation(
                "owasp:api4:2023-rate-limit-retry-after",
                o -> response(o, "429").path("headers").has("Retry-After"),
                "answers 429 without Retry-After");
        perOperation(
                "owasp:api4:2023-rate-limit",
                o -> fieldNames(o.node().path("responses")).stream()
                        .filter(status -> status.matches("[24].."))
                        .allMatch(status -> response(o, status).path("headers").has("RateLimit")),
                "does not name the header RateLimit");
    }

    private void declares(String rule, String status) {
        perOperation(rule, o -> o.node().path("responses").has(status), "does not declare " + status);
    }

    private JsonNode response(Operation operation, String status) {
        return SchemaBreaks.resolved(
                document, operation.node().path("responses").path(status));
    }

    private boolean isSecured(Operation operation) {
        JsonNode needs =
                operation.node().has("security") ? operation.node().path("security") : document.path("security");
        if (needs.isEmpty()) {
            return false;
        }
        for (JsonNode need : needs) {
            if (!fieldNames(document.at("/components/securitySchemes")).containsAll(fieldNames(need))) {
                return false;
            }
        }
        return true;
    }

    private void schemes(BiConsumer<String, JsonNode> visit) {
        document.at("/components/securitySchemes")
                .properties()
                .forEach(one -> visit.accept(one.getKey(), one.getValue()));
    }

    private interface SchemaRule {
        boolean holds(String place, JsonNode schema);
    }

    private void perSchema(String name, SchemaRule rule, String otherwise) {
        rules.put(
                name,
                report -> eachSchema((place, schema) -> {
                    if (!rule.holds(place, schema)) {
                        report.accept(place, otherwise);
                    }
                }));
    }

    private void eachSchema(BiConsumer<String, JsonNode> visit) {
        document.at("/components/schemas").properties().forEach(one -> walk(one.getKey(), one.getValue(), visit));
        for (Operation operation : operations) {
            parameters(operation)
                    .forEach(parameter -> walk(
                            operation.name() + " " + parameter.path("name").asText(), parameter.path("schema"), visit));
        }
        eachMediaType((place, type) -> walk(place, type.path("schema"), visit));
    }

    /** Schemas of what clients send. */
    private void eachSent(BiConsumer<String, JsonNode> visit) {
        Set<String> names = new LinkedHashSet<>();
        for (Operation operation : operations) {
            JsonNode content = operation.node().at("/requestBody/content");
            content.properties().forEach(type -> {
                // a body that is not JSON is bounded as a whole, by 413
                if (type.getKey().endsWith("json") && !type.getKey().contains("ndjson")) {
                    references(type.getValue(), names);
                    walk(operation.name() + " body", type.getValue().path("schema"), visit);
                }
            });
            parameters(operation)
                    .forEach(parameter -> walk(
                            operation.name() + " " + parameter.path("name").asText(), parameter.path("schema"), visit));
        }
        List<String> left = new ArrayList<>(names);
        for (int index = 0; index < left.size(); index++) {
            JsonNode schema = document.at(left.get(index).substring(1));
            walk(left.get(index), schema, visit);
            Set<String> further = new LinkedHashSet<>();
            references(schema, further);
            further.stream().filter(names::add).forEach(left::add);
        }
    }

    private static void walk(String place, JsonNode schema, BiConsumer<String, JsonNode> visit) {
        if (!schema.isObject()) {
            return;
        }
        visit.accept(place, schema);
        schema.path("properties").properties().forEach(one -> walk(place + "." + one.getKey(), one.getValue(), visit));
        walk(place + "[]", schema.path("items"), visit);
        walk(place + "{}", schema.path("additionalProperties"), visit);
        for (String composed : List.of("allOf", "anyOf", "oneOf")) {
            schema.path(composed).forEach(part -> walk(place, part, visit));
        }
    }

    private void eachMediaType(BiConsumer<String, JsonNode> visit) {
        for (Operation operation : operations) {
            operation
                    .node()
                    .at("/requestBody/content")
                    .properties()
                    .forEach(type -> visit.accept(operation.name() + " " + type.getKey(), type.getValue()));
            fieldNames(operation.node().path("responses"))
                    .forEach(status -> response(operation, status)
                            .path("content")
                            .properties()
                            .forEach(type -> visit.accept(
                                    operation.name() + " " + status + " " + type.getKey(), type.getValue())));
        }
    }

    private static void references(JsonNode node, Set<String> into) {
        if (node.isObject() && node.path("$ref").isTextual()) {
            into.add(node.path("$ref").asText());
        }
        node.forEach(child -> references(child, into));
    }

    private static boolean isTypedEnum(JsonNode schema) {
        Set<String> types = types(schema);
        for (JsonNode value : schema.path("enum")) {
            String type =
                    value.isTextual() ? "string" : value.isNull() ? "null" : value.isBoolean() ? "boolean" : "number";
            boolean fits =
                    types.isEmpty() || types.contains(type) || type.equals("number") && types.contains("integer");
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean bounded(JsonNode schema, String end) {
        return schema.has("m" + end) || schema.has("exclusiveM" + end);
    }

    private static boolean is(JsonNode schema, String type) {
        return types(schema).contains(type);
    }

    private static boolean only(JsonNode schema, String type) {
        Set<String> types = new HashSet<>(types(schema));
        types.remove("null");
        return types.equals(Set.of(type));
    }

    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isTextual() ? Set.of(type.asText()) : texts(type);
    }

    private Set<String> tags() {
        Set<String> names = new LinkedHashSet<>();
        document.path("tags").forEach(tag -> names.add(tag.path("name").asText()));
        return names;
    }

    private static java.util.stream.Stream<JsonNode> parameters(Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation.node().path("parameters").forEach(parameters::add);
        return parameters.stream();
    }

    private static String text(Operation operation, String member) {
        return operation.node().path(member).asText("");
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static Set<String> fieldNames(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
