package dev.enlist.process.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks through what is asked of the engine for keys that carry an expression: every {@code …Expression} of a
 * query, at any depth. The engine refuses them in plain queries and evaluates them within {@code orQueries}
 * (CVE-2026-109432); no page of ours sends one, so none is let through, whatever stands around it.
 */
final class ExpressionGuard {

    private static final String EXPRESSION = "expression";
    private static final JsonFactory JSON = new JsonFactory();

    private ExpressionGuard() {}

    /** The first such key of a body, as it reads once its escapes are resolved. */
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

    /** Whether a value of it is an object or a list: a condition of a query has texts, numbers and truths. */
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
