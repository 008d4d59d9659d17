package dev.enlist.shared.web;

import dev.enlist.shared.access.Requires;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What holds for every operation of the API, said once: the key, the problems, idempotency. */
@Configuration
class ApiDocument {

    private static final String PROBLEM = "Problem";
    private static final String KEY = "key";

    @Bean
    OpenAPI api() {
        return new OpenAPI()
                .info(new Info()
                        .title("Enlist")
                        .version("0.1")
                        .description("Enrollment in programs, from candidate to approved, and one day to unenrolled."))
                .components(new Components()
                        .addSecuritySchemes(
                                KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API key; X-Api-Key works too."))
                        .addSchemas(PROBLEM, problem()))
                .addServersItem(new Server().url("/").description("This installation"))
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }

    private static Schema<?> problem() {
        Schema<?> faults = new ArraySchema()
                .items(ModelConverters.getInstance(true).readAllAsResolvedSchema(Fault.class).schema)
                .description("Of a 400: every fault at once");
        Schema<?> problem = new ObjectSchema()
                .description("RFC 9457 problem document; code is stable")
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("code", new StringSchema().example("invalid-input"))
                .addProperty("errors", faults);
        problem.setRequired(List.of("type", "title", "status", "detail", "code"));
        return problem;
    }

    /**
     * Names by which generated clients call operations: {@code approveEnrollment}. Counted ones would be others with
     * every operation that is added. An operation may set its own name, where its controller has another subject.
     */
    @Bean
    OperationCustomizer names() {
        return (operation, method) -> {
            var documented = method.getMethodAnnotation(io.swagger.v3.oas.annotations.Operation.class);
            return documented != null && !documented.operationId().isEmpty()
                    ? operation
                    : operation.operationId(method.getMethod().getName()
                            + method.getBeanType().getSimpleName().replaceFirst("Controller$", ""));
        };
    }

    /** The refusals that an operation of its kind can answer. */
    @Bean
    OperationCustomizer refusals() {
        return (operation, method) -> {
            ApiResponses responses = operation.getResponses();
            refusal(responses, "401", "No key, or an unknown one");
            refusal(responses, "403", "The caller may not do this, or has not the scope of the operation");
            Requires requires = method.getMethodAnnotation(Requires.class);
            if (requires != null) {
                String wire = requires.value().wire();
                operation.addExtension("x-required-scope", wire);
                operation.setSecurity(List.of(new SecurityRequirement().addList(KEY, wire)));
                operation.setDescription(Stream.of(operation.getDescription(), "Scope: `" + wire + "`.")
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("\n\n")));
            }
            boolean writes = method.hasMethodAnnotation(PostMapping.class)
                    || method.hasMethodAnnotation(PatchMapping.class)
                    || method.hasMethodAnnotation(PutMapping.class);
            boolean lists = method.hasMethodAnnotation(GetMapping.class)
                    && Page.class.isAssignableFrom(method.getMethod().getReturnType());
            if (writes || lists) {
                refusal(responses, "400", "Something is wrong with the request; every fault is listed");
            }
            if (writes) {
                refusal(responses, "408", "The body came too slowly and was given up");
                refusal(responses, "413", "The body is larger than it may be");
                refusal(responses, "415", "The body has another media type than those declared, or is encoded");
            }
            refusal(responses, "429", "Too many requests; Retry-After says when to go on");
            refusal(
                    responses,
                    "503",
                    "No database connection or no turn at this moment; Retry-After says when to go on");
            // bodies name things, too
            if (hasPathParameter(operation) || writes) {
                refusal(responses, "404", "There is no such thing in this workspace");
            }
            boolean streams =
                    SseEmitter.class.isAssignableFrom(method.getMethod().getReturnType());
            if (!method.hasMethodAnnotation(GetMapping.class) || streams) {
                refusal(responses, "409", "Not in the present state of things; code tells why");
            }
            if (takes(operation, "If-Match")) {
                refusal(responses, "412", "It changed since it was read");
            }
            // twice for two methods that are one operation, of which each takes another media type
            if (method.hasMethodAnnotation(PostMapping.class) && !takes(operation, "Idempotency-Key")) {
                operation.addParametersItem(new Parameter()
                        .in("header")
                        .name("Idempotency-Key")
                        .description("The first answer under this key is given again for 24 hours")
                        .schema(new StringSchema().maxLength(255)));
                refusal(responses, "422", "The Idempotency-Key belongs to another request");
            }
            return operation;
        };
    }

    /** What {@link ListQuery} reads of the query: a method that takes the whole of it has no parameters that could be seen. */
    @Bean
    OperationCustomizer paging() {
        return (operation, method) -> {
            boolean takesAll = Arrays.stream(method.getMethodParameters())
                    .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestParam.class)
                            && Map.class.isAssignableFrom(parameter.getParameterType()));
            boolean page = Page.class.isAssignableFrom(method.getMethod().getReturnType());
            boolean numbered = takesAll && method.getMethod().getReturnType() == ResponseEntity.class;
            if (takesAll && page || numbered) {
                inQuery(operation, "page", "Counts from 0", integer(0, null, 0));
                inQuery(
                        operation,
                        "perPage",
                        "How many on a page",
                        integer(1, ListQuery.MAX_PER_PAGE, ListQuery.DEFAULT_PER_PAGE));
            }
            if (takesAll && page) {
                inQuery(operation, "sort", "One field; a minus before it turns the order round", new StringSchema());
                inQuery(
                        operation,
                        "after",
                        "Id of the last of the page before, instead of page and sort: walks long lists by key",
                        new StringSchema());
            }
            return operation;
        };
    }

    /** A method that writes its answer by itself returns nothing that could be seen; the media types are those it produces. */
    @Bean
    OperationCustomizer writtenMediaTypes() {
        return (operation, method) -> {
            GetMapping mapping = method.getMethodAnnotation(GetMapping.class);
            if (mapping != null && method.getMethod().getReturnType() == void.class) {
                ApiResponse answer = operation.getResponses().computeIfAbsent("200", status -> new ApiResponse());
                Content content = answer.getContent() == null ? new Content() : answer.getContent();
                Arrays.stream(mapping.produces())
                        .filter(type -> !content.containsKey(type))
                        .forEach(type -> content.addMediaType(type, new MediaType().schema(new StringSchema())));
                answer.content(content);
            }
            return operation;
        };
    }

    /** @param most null where there is no limit */
    private static IntegerSchema integer(int least, @Nullable Integer most, int usually) {
        IntegerSchema schema = new IntegerSchema();
        schema.setMinimum(BigDecimal.valueOf(least));
        schema.setMaximum(most == null ? null : BigDecimal.valueOf(most));
        schema.setDefault(usually);
        return schema;
    }

    private static void inQuery(Operation operation, String name, String description, Schema<?> schema) {
        if (!takes(operation, name)) {
            operation.addParametersItem(new Parameter()
                    .in("query")
                    .name(name)
                    .description(description)
                    .schema(schema));
        }
    }

    /** Sorts the schemas, so that the document is the same at every start. */
    @Bean
    OpenApiCustomizer stableOrder() {
        return api -> api.getComponents()
                .setSchemas(new java.util.TreeMap<>(api.getComponents().getSchemas()));
    }

    private static boolean hasPathParameter(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> "path".equals(parameter.getIn()));
    }

    private static boolean takes(Operation operation, String header) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> header.equals(parameter.getName()));
    }

    private static void refusal(ApiResponses responses, String status, String description) {
        Schema<?> reference = new Schema<>().$ref("#/components/schemas/" + PROBLEM);
        responses.addApiResponse(
                status,
                new ApiResponse()
                        .description(description)
                        .content(new Content()
                                .addMediaType("application/problem+json", new MediaType().schema(reference))));
    }
}
