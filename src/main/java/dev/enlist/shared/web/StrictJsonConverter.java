package dev.enlist.shared.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.json.StrictJson;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;

/** Hands request bodies bound for our own types, and patches, to {@link StrictJson}. Writes nothing. */
class StrictJsonConverter extends AbstractHttpMessageConverter<Object> {

    private final StrictJson json;

    StrictJsonConverter(StrictJson json) {
        super(MediaType.APPLICATION_JSON, MediaType.valueOf("application/merge-patch+json"));
        this.json = json;
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type.getName().startsWith("dev.enlist.") || JsonNode.class.isAssignableFrom(type);
    }

    @Override
    public boolean canWrite(Class<?> type, @org.jspecify.annotations.Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public List<MediaType> getSupportedMediaTypes(Class<?> type) {
        return getSupportedMediaTypes();
    }

    @Override
    protected Object readInternal(Class<?> type, HttpInputMessage message) throws IOException {
        return JsonNode.class.isAssignableFrom(type)
                ? json.parse(message.getBody())
                : json.read(message.getBody(), type);
    }

    @Override
    protected void writeInternal(Object value, HttpOutputMessage message) {
        throw new IllegalStateException("This converter only reads.");
    }
}
