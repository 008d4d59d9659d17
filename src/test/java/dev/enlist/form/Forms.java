package dev.enlist.form;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.enlist.eligibility.feel.FormConditionEvaluator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Forms and their services without an application. */
final class Forms {

    static final FormConditions CONDITIONS = new FormConditionEvaluator();
    static final FormDefinitionValidator CHECK = new FormDefinitionValidator(CONDITIONS);
    static final VisibilityEvaluator VISIBILITY = new VisibilityEvaluator(CONDITIONS);

    private static final Validator CONSTRAINTS =
            Validation.buildDefaultValidatorFactory().getValidator();
    static final AnswerValidator ANSWERS = new AnswerValidator(VISIBILITY, new AnswerReader(CONSTRAINTS));

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Forms() {}

    /** JSON with apostrophes for quotes. */
    static Map<String, Object> json(String json) {
        try {
            return MAPPER.readValue(json.replace('\'', '"'), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same as a tree. */
    static JsonNode tree(String json) {
        return MAPPER.valueToTree(json(json));
    }

    static Map<String, Object> json(JsonNode tree) {
        return MAPPER.convertValue(tree, new TypeReference<>() {});
    }

    static FormDefinition form(String json) {
        return FormDefinitionParser.parse(json(json));
    }

    /** A form of one page with these fields. */
    static FormDefinition fields(String... fields) {
        return form("{'pages': [{'title': 'Page', 'fields': [" + String.join(",", fields) + "]}]}");
    }
}
