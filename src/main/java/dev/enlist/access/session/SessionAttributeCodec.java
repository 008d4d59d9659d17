package dev.enlist.access.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.access.SessionAttributeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts session attributes to their stored form and back: UTF-8 JSON with the version of the format and the kind of
 * the value. Java serialization is not used, so that nodes of two versions can share sessions, and so that no stored
 * bytes name a class to load.
 */
class SessionAttributeCodec {

    static final int VERSION = 1;

    private static final Logger log = LoggerFactory.getLogger(SessionAttributeCodec.class);

    private final ObjectMapper json = new ObjectMapper();
    private final List<SessionAttributeType<?>> types;

    SessionAttributeCodec(List<SessionAttributeType<?>> types) {
        this.types = List.copyOf(types);
    }

    /**
     * @throws IllegalArgumentException if values of this type are not stored
     */
    byte[] write(Object value) {
        SessionAttributeType<?> type = types.stream()
                .filter(candidate -> candidate.type().isInstance(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Sessions do not store values of the type "
                        + value.getClass().getName() + ". Provide a SessionAttributeType for it."));
        ObjectNode stored = json.createObjectNode();
        stored.put("v", VERSION);
        stored.put("kind", type.kind());
        stored.set("value", type.stored(value));
        try {
            return json.writeValueAsBytes(stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The value of a stored form; null if this version of Enlist cannot read it. The session then lacks the attribute:
     * without the attribute of the person, the person has to sign in again.
     */
    @Nullable
    Object read(byte[] bytes) {
        try {
            JsonNode stored = json.readTree(bytes);
            String kind = stored.path("kind").asText();
            if (stored.path("v").asInt() == VERSION) {
                for (SessionAttributeType<?> type : types) {
                    if (type.kind().equals(kind)) {
                        return type.read().apply(stored.path("value"));
                    }
                }
            }
            log.warn("A session attribute of the format {} and the kind {} is ignored", stored.path("v"), kind);
        } catch (IOException | RuntimeException e) {
            // without the message, which may quote the value
            log.warn("A session attribute is ignored: {}", e.getClass().getName());
        }
        return null;
    }
}
