package dev.enlist.process.tasklist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of the authentications that the engine's pages keep in the session.
 *
 * <p>Engine internals: the pages put objects of their own into the session, which another node reads from the database;
 * no public interface creates them from their parts.
 */
final class StoredAuthentications {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredAuthentications() {}

    static JsonNode write(Authentications authentications) {
        ArrayNode stored = JsonNodeFactory.instance.arrayNode();
        for (UserAuthentication one : authentications.getAuthentications()) {
            ObjectNode object = stored.addObject();
            object.put("engine", one.getProcessEngineName());
            object.put("user", one.getIdentityId());
            put(object, "groups", one.getGroupIds());
            put(object, "tenants", one.getTenantIds());
            put(object, "apps", one.getAuthorizedApps());
            object.set("checkedUntil", JSON.valueToTree(one.getCacheValidationTime()));
        }
        return stored;
    }

    private static void put(ObjectNode object, String name, @Nullable Collection<String> values) {
        if (values != null) {
            ArrayNode array = object.putArray(name);
            values.stream().sorted().forEach(array::add);
        }
    }

    static Authentications read(JsonNode stored) {
        Authentications authentications = new Authentications();
        for (JsonNode object : stored) {
            UserAuthentication one = new UserAuthentication(
                    object.path("user").asText(), object.path("engine").asText());
            one.setGroupIds(texts(object.path("groups")));
            one.setTenantIds(texts(object.path("tenants")));
            one.setAuthorizedApps(new LinkedHashSet<>(texts(object.path("apps"))));
            if (object.path("checkedUntil").isNumber()) {
                one.setCacheValidationTime(Timestamp.from(
                        Instant.ofEpochMilli(object.path("checkedUntil").asLong())));
            }
            authentications.addOrReplace(one);
        }
        return authentications;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
