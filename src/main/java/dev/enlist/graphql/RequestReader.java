package dev.enlist.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.json.StrictJson;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.support.SerializableGraphQlRequest;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;

/** Reads requests with the JSON parser of all bodies, with the same limits and error messages. Does not write. */
class RequestReader extends AbstractHttpMessageConverter<SerializableGraphQlRequest> {

    /** Placeholder for a document of which only the hash was sent. No valid document equals it. */
    static final String BY_HASH = "#persisted";

    private static final List<String> MEMBERS = List.of("query", "operationName", "variables", "extensions");

    /** The members of GraphQL over HTTP; other members are ignored. */
    record Body(
            @NotNull String query,
            @Nullable String operationName,
            @Nullable Map<String, Object> variables,
            @Nullable Map<String, Object> extensions) {}

    private final StrictJson json;

    RequestReader(StrictJson json) {
        super(MediaType.APPLICATION_JSON);
        this.json = json;
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == SerializableGraphQlRequest.class;
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected SerializableGraphQlRequest readInternal(
            Class<? extends SerializableGraphQlRequest> type, HttpInputMessage message) throws IOException {
        JsonNode document = json.parse(message.getBody());
        if (document instanceof ObjectNode object) {
            object.retain(MEMBERS);
            if (!object.hasNonNull("query")
                    && object.at("/extensions/persistedQuery").isObject()) {
                object.put("query", BY_HASH);
            }
        }
        Body body = json.read(document, Body.class);
        SerializableGraphQlRequest request = new SerializableGraphQlRequest();
        request.setQuery(body.query());
        request.setOperationName(body.operationName());
        request.setVariables(body.variables());
        request.setExtensions(body.extensions());
        return request;
    }

    @Override
    protected void writeInternal(SerializableGraphQlRequest value, HttpOutputMessage message) {
        throw new IllegalStateException("GraphQL requests can be read but not written.");
    }
}
