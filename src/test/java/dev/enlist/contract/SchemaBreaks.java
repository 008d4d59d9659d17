package dev.enlist.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client of an earlier schema runs into with a later one. Of what it sends, less may not be accepted; of what it
 * is sent, less may not be promised.
 */
final class SchemaBreaks {

    /** Limits that hold for every request, see RequestLimits: that the document states them now is no break. */
    private static final Map<String, Set<String>> ALWAYS_HELD = Map.of(
            "maxLength", Set.of("25", "100", "8192", "1048576"),
            "maxItems", Set.of("10000"),
            "minimum", Set.of("-2147483648", "-9223372036854775808"),
            "maximum", Set.of("2147483647", "9223372036854775807"));

    private final JsonNode before;
    private final JsonNode after;
    private final boolean sent;
    private final List<String> breaks;
    private final Set<String> looked = new HashSet<>();

    /**
     * @param sent whether clients send what the schemas describe; they are sent it otherwise
     * @param breaks takes what is found
     */
    SchemaBreaks(JsonNode before, JsonNode after, boolean sent, List<String> breaks) {
        this.before = before;
        this.after = after;
        this.sent = sent;
        this.breaks = breaks;
    }

    void look(String place, JsonNode was, JsonNode is) {
        if (was.isMissingNode() || was.isNull()) {
            return;
        }
        // schemas may hold themselves, which they do by reference
        if (was.has("$ref")
                && !looked.add(was.path("$ref").asText() + " " + is.path("$ref").asText())) {
            return;
        }
        JsonNode old = resolved(before, orNull(was) ? was.path("oneOf").path(0) : was);
        JsonNode now = resolved(after, orNull(is) ? is.path("oneOf").path(0) : is);
        if (!sent && orNull(is) && !orNull(was)) {
            found(place, "type", types(old), "that or null");
        }
        types(place, old, now);
        values(place, old, now);
        members(place, old, now);
        look(place + "[]", old.path("items"), now.path("items"));
        JsonNode parts = old.path("allOf");
        for (int i = 0; i < parts.size(); i++) {
            look(place, parts.get(i), now.path("allOf").path(i));
        }
    }

    /** A reference, or null. */
    private static boolean orNull(JsonNode schema) {
        return schema.path("oneOf").size() == 2
                && schema.path("oneOf").path(1).path("type").asText().equals("null");
    }

    private void types(String place, JsonNode old, JsonNode now) {
        Set<String> were = types(old);
        Set<String> are = types(now);
        if (were.isEmpty() || are.isEmpty()) {
            // anything is allowed where nothing is said
            if (!sent && !were.isEmpty() || sent && !are.isEmpty() && were.isEmpty()) {
                found(place, "type", were, are);
            }
            return;
        }
        boolean fits = sent ? covers(are, were) : covers(were, are);
        if (!fits) {
            found(place, "type", were, are);
        }
    }

    private static boolean covers(Set<String> wide, Set<String> narrow) {
        Set<String> left = new HashSet<>(narrow);
        left.removeAll(wide);
        if (wide.contains("number")) {
            left.remove("integer");
        }
        return left.isEmpty();
    }

    private void values(String place, JsonNode old, JsonNode now) {
        Set<String> were = texts(old.path("enum"));
        Set<String> are = texts(now.path("enum"));
        if (sent && !are.isEmpty() && (were.isEmpty() || !are.containsAll(were))) {
            found(place, "values", were, are);
        }
        if (!sent && !were.isEmpty() && (are.isEmpty() || !were.containsAll(are))) {
            found(place, "values", were, are);
        }
        if (!old.path("const").equals(now.path("const"))) {
            found(place, "constant", old.path("const"), now.path("const"));
        }
        if (!old.path("format").equals(now.path("format"))) {
            found(place, "format", old.path("format"), now.path("format"));
        }
        if (sent) {
            for (String bound :
                    List.of("maxLength", "maximum", "maxItems", "minLength", "minimum", "minItems", "pattern")) {
                bound(place, bound, old.path(bound), now.path(bound));
            }
        }
    }

    private void bound(String place, String name, JsonNode old, JsonNode now) {
        boolean alwaysHeld =
                old.isMissingNode() && ALWAYS_HELD.getOrDefault(name, Set.of()).contains(now.asText());
        if (now.isMissingNode() || now.equals(old) || isAnchored(old, now) || alwaysHeld) {
            return;
        }
        boolean tighter = old.isMissingNode()
                || !now.isNumber()
                || (name.startsWith("max") ? now.asDouble() < old.asDouble() : now.asDouble() > old.asDouble());
        if (tighter) {
            found(place, name, old, now);
        }
    }

    /** Patterns always had to match the whole text; that the document says so now is no break. */
    private static boolean isAnchored(JsonNode old, JsonNode now) {
        return old.isTextual() && now.asText().equals("^(?:" + old.asText() + ")$");
    }

    private void members(String place, JsonNode old, JsonNode now) {
        Set<String> needed = texts(now.path("required"));
        Set<String> promised = texts(old.path("required"));
        old.path("properties").fieldNames().forEachRemaining(name -> {
            JsonNode is = now.path("properties").path(name);
            if (is.isMissingNode()) {
                breaks.add(place + "." + name + " is gone");
            } else {
                look(place + "." + name, old.path("properties").path(name), is);
            }
        });
        Set<String> news = new TreeSet<>(sent ? needed : promised);
        news.removeAll(sent ? promised : needed);
        news.forEach(
                name -> breaks.add(place + "." + name + (sent ? " is required now" : " is not promised any more")));
    }

    private void found(String place, String what, Object was, Object is) {
        breaks.add("%s: %s was %s and is %s".formatted(place, what, words(was), words(is)));
    }

    private static String words(Object value) {
        return value instanceof MissingNode ? "nothing" : value.toString();
    }

    static JsonNode resolved(JsonNode document, JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.startsWith("#/") ? resolved(document, document.at(reference.substring(1))) : schema;
    }

    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isTextual() ? Set.of(type.asText()) : texts(type);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(item -> texts.add(item.asText()));
        return new TreeSet<>(texts);
    }
}
