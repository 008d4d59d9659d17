package dev.enlist.enrollment.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes take {@code metadata}; {@code meta}, the name in answers, is accepted for it. */
final class EnrollmentPatches {

    private EnrollmentPatches() {}

    static JsonNode named(JsonNode patch) {
        if (!(patch instanceof ObjectNode object) || !object.has("meta") || object.has("metadata")) {
            return patch;
        }
        ObjectNode renamed = object.deepCopy();
        renamed.set("metadata", renamed.remove("meta"));
        return renamed;
    }
}
