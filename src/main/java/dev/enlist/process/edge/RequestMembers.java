package dev.enlist.process.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Finds the members of a JSON body that an operation does not allow, and reads the member that it acts on. */
final class RequestMembers {

    /** Refuses duplicate names, because parsers differ in which of the two values they use. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The members of a form submission; the form fields are in {@code variables}. */
    private static final Set<String> OF_FORMS = Set.of("variables", "withVariablesInReturn");

    private RequestMembers() {}

    /** The first name, at any depth, that is not in {@code known}. */
    static Optional<String> unknown(byte[] body, Set<String> known) throws IOException {
        return unknown(body, known, Integer.MAX_VALUE);
    }

    /** The first name of the top-level object that a form does not send. */
    static Optional<String> unknownInForm(byte[] body) throws IOException {
        return unknown(body, OF_FORMS, 1);
    }

    private static Optional<String> unknown(byte[] body, Set<String> known, int deepest) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            int depth = 0;
            JsonToken token = parser.nextToken();
            while (token != null) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME && depth <= deepest && !known.contains(parser.currentName())) {
                    return Optional.of(parser.currentName());
                }
                token = parser.nextToken();
            }
            return Optional.empty();
        }
    }

    /** The text of a top-level member; empty where it is missing, null or not a text. */
    static Optional<String> text(byte[] body, String name) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            int depth = 0;
            JsonToken token = parser.nextToken();
            while (token != null) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (depth == 1 && token == JsonToken.FIELD_NAME && name.equals(parser.currentName())) {
                    return parser.nextToken() == JsonToken.VALUE_STRING
                            ? Optional.of(parser.getText())
                            : Optional.empty();
                }
                token = parser.nextToken();
            }
            return Optional.empty();
        }
    }
}
