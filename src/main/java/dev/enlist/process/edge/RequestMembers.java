package dev.enlist.process.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Finds the members of a JSON body that an operation does not take, and reads the one that it acts on. */
final class RequestMembers {

    /** Of the two values of a name that is there twice, readers take different ones. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** What a form sends; the fields of the form are below {@code variables}. */
    private static final Set<String> OF_FORMS = Set.of("variables", "withVariablesInReturn");

    private RequestMembers() {}

    /** The first name, at any depth, that is not among these. */
    static Optional<String> unknown(byte[] body, Set<String> known) throws IOException {
        return unknown(body, known, Integer.MAX_VALUE);
    }

    /** The first name of the outermost object that a form does not send. */
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

    /** The text of a member of the outermost object; empty where it is missing, null or no text. */
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
