package dev.enlist.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The events that a document of AsyncAPI describes. */
final class EventSchemas {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode document;

    EventSchemas(JsonNode document) {
        this.document = document;
    }

    /** Names with prefix, as in {@code type}. */
    Set<String> types() {
        Set<String> types = new TreeSet<>();
        messages().forEach(message -> types.add(message.path("name").asText()));
        return types;
    }

    /** What is wrong with an event; empty where it is as described. */
    List<String> faults(JsonNode event) {
        JsonNode message = message(event.path("type").asText());
        if (message.isMissingNode()) {
            return List.of(event.path("type").asText() + " is described nowhere");
        }
        ObjectNode schema = ((ObjectNode) message.path("payload")).deepCopy();
        schema.set("components", document.path("components"));
        Schema checker = REGISTRY.getSchema(schema);
        return checker.validate(event).stream()
                .map(fault -> event.path("type").asText() + " " + fault)
                .toList();
    }

    private JsonNode message(String type) {
        for (JsonNode message : messages()) {
            if (message.path("name").asText().equals(type)) {
                return message;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private List<JsonNode> messages() {
        List<JsonNode> messages = new ArrayList<>();
        document.at("/components/messages").forEach(messages::add);
        return messages;
    }

    static List<String> breaks(JsonNode before, JsonNode after) {
        List<String> breaks = new ArrayList<>();
        EventSchemas old = new EventSchemas(before);
        EventSchemas now = new EventSchemas(after);
        for (JsonNode message : old.messages()) {
            String type = message.path("name").asText();
            JsonNode is = now.message(type);
            if (is.isMissingNode()) {
                breaks.add(type + " is gone");
            } else {
                new SchemaBreaks(before, after, false, breaks).look(type, message.path("payload"), is.path("payload"));
            }
        }
        for (String channel : List.of("feed", "stream", "webhook")) {
            before.at("/channels/" + channel + "/messages").fieldNames().forEachRemaining(name -> {
                if (after.at("/channels/" + channel + "/messages/" + name).isMissingNode()) {
                    breaks.add(name + " is not told by the " + channel + " any more");
                }
            });
        }
        return breaks;
    }
}
