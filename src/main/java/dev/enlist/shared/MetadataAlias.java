package dev.enlist.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.problem.InvalidInput;

/** Writes take {@code metadata}; {@code meta}, the name in answers about enrollments, is accepted for it everywhere. */
public final class MetadataAlias {

    private static final String NAME = "metadata";
    private static final String ALIAS = "meta";

    private MetadataAlias() {}

    /**
     * A merge patch with the one name, so that it meets the member that it changes. The argument is not changed.
     *
     * @throws InvalidInput where both names are sent
     */
    public static JsonNode named(JsonNode patch) {
        if (!(patch instanceof ObjectNode object) || !object.has(ALIAS)) {
            return patch;
        }
        if (object.has(NAME)) {
            throw new InvalidInput("/" + ALIAS, "is another name of " + NAME + "; send one of them");
        }
        ObjectNode renamed = object.deepCopy();
        renamed.set(NAME, renamed.remove(ALIAS));
        return renamed;
    }
}
