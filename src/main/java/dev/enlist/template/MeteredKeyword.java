package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.List;

/** A keyword of JSON Schema whose work is taken from the {@link ValidationBudget}. */
final class MeteredKeyword implements Keyword {

    /** Making a validator, with the schemas in it. */
    private static final int STEPS_TO_MAKE = 10;

    /** Making the words of a misfit, and keeping them. */
    private static final int STEPS_OF_AN_ERROR = 10;

    private final Keyword keyword;

    MeteredKeyword(Keyword keyword) {
        this.keyword = keyword;
    }

    @Override
    public String getValue() {
        return keyword.getValue();
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation at, JsonNode value, Schema parent, SchemaContext context)
            throws Exception {
        ValidationBudget.spend(STEPS_TO_MAKE + value.size() / 4, at, null);
        return new Metered(keyword.newValidator(at, value, parent, context), getValue(), value.size());
    }

    private static final class Metered implements KeywordValidator {

        private final KeywordValidator validator;
        private final String keyword;
        private final int size;

        Metered(KeywordValidator validator, String keyword, int size) {
            this.validator = validator;
            this.keyword = keyword;
            this.size = size;
        }

        @Override
        public void validate(ExecutionContext context, JsonNode value, JsonNode root, NodePath place) {
            ValidationBudget.spend(steps(value), getSchemaLocation(), place);
            int before = context.getErrors().size();
            validator.validate(context, value, root, place);
            List<Error> errors = context.getErrors();
            for (int index = before; index < errors.size(); index++) {
                // each keyword around it looks at it once more
                ValidationBudget.spend(
                        STEPS_OF_AN_ERROR + errors.get(index).getMessage().length() / 16, getSchemaLocation(), place);
            }
        }

        /** Upper bound of the steps of the library for the value itself; nested schemas count their own. */
        private long steps(JsonNode value) {
            long members = value.size();
            return switch (keyword) {
                // equal hashes are cheap to find, and make a set a list
                case "uniqueItems" -> 1 + members + members * members / 32;
                case "enum", "const" -> 1 + members + size / 16;
                case "required", "dependentRequired", "dependentSchemas" -> 1 + size / 4;
                case "properties" -> 1 + size / 4;
                case "patternProperties", "additionalProperties", "unevaluatedProperties" -> 1 + members;
                case "items", "prefixItems", "contains", "unevaluatedItems", "propertyNames" -> 1 + members / 4;
                case "format" -> 10 + value.asText().length() / 4;
                default -> 1;
            };
        }

        @Override
        public void preloadSchema() throws SchemaException {
            validator.preloadSchema();
        }

        @Override
        public String getKeyword() {
            return validator.getKeyword();
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return validator.getSchemaLocation();
        }
    }
}
