package dev.enlist.process.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds keys that carry an expression in requests to the engine: every {@code …Expression} of a query, at any depth.
 * The engine refuses them in plain queries but evaluates them within {@code orQueries} (CVE-2026-109432). No page sends
 * such a key, so each is refused, wherever it appears.
 */
final class ExpressionGuard {

    private static final String EXPRESSION = "expression";
    private static final JsonFactory JSON = new JsonFactory();

    private ExpressionGuard() {}

    /** The first such key of a body, after its escapes are resolved. */
    static Optional<String> in(byte[] body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                if (token == JsonToken.FIELD_NAME && isExpression(parser.currentName())) {
                    return Optional.of(parser.currentName());
                }
                token = parser.nextToken();
            }
            return Optional.empty();
        }
    }

    /**
     * Whether one of its values is an object or a list. Valid query conditions contain only texts, numbers and
     * booleans.
     */
    static boolean holdsObjects(byte[] body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                boolean value =
                        token == JsonToken.FIELD_NAME && parser.currentName().equalsIgnoreCase("value");
                token = parser.nextToken();
                if (value && token != null && token.isStructStart()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The first such name among the parameters of a query string. */
    static Optional<String> in(Enumeration<String> names) {
        while (names.hasMoreElements()) {
            String name = names.nextElement();
            if (isExpression(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static boolean isExpression(String key) {
        return key.strip().toLowerCase(Locale.ROOT).endsWith(EXPRESSION);
    }
}
