package dev.enlist.shared.web;

import dev.enlist.shared.Slugs;
import dev.enlist.shared.json.ListLengths;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * States the limits that hold for every request where a schema states none of its own: the length of ids and slugs, the
 * size of a header and of a body, the length of lists, the range of integers. Integers in answers have the range of their
 * type.
 */
final class RequestLimits {

    /** Of {@link dev.enlist.shared.Cuid}. */
    private static final int ID_LENGTH = 25;

    /** {@code server.max-http-request-header-size}: the line with method and path, and all headers together. */
    private static final int HEADER_LENGTH = 8192;

    private static final Pattern ID = Pattern.compile("id|.*Id|ids|.*Ids");
    private static final Pattern SLUG = Pattern.compile("slug|.*Slug|.*Slugs");

    /** Values of these formats have a length of their own. */
    private static final Set<String> OF_FIXED_LENGTH = Set.of("date", "date-time", "uuid", "binary");

    private final int bodyLength;

    RequestLimits(HttpProperties properties) {
        this.bodyLength = (int) properties.maxBodySize().toBytes();
    }

    void state(OpenAPI document) {
        ResponseMembers.operations(document).forEach(described -> {
            if (described.operation().getParameters() != null) {
                described.operation().getParameters().forEach(this::parameter);
            }
        });
        Set<String> sent = ResponseMembers.sent(document);
        document.getComponents().getSchemas().forEach((name, component) -> {
            SchemaGraph.walk(component, RequestLimits::integer);
            if (sent.contains(name)) {
                SchemaGraph.walk(component, RequestLimits::list);
                texts(component, "", bodyLength);
            }
        });
    }

    private void parameter(Parameter parameter) {
        // parameters of one type share a schema
        parameter.setSchema(AnnotationsUtils.clone(parameter.getSchema(), true));
        SchemaGraph.walk(parameter.getSchema(), RequestLimits::integer);
        SchemaGraph.walk(parameter.getSchema(), RequestLimits::list);
        texts(parameter.getSchema(), parameter.getName(), HEADER_LENGTH);
    }

    private static void list(Schema<?> schema) {
        if (is(schema, "array") && schema.getMaxItems() == null) {
            schema.setMaxItems(ListLengths.MAX_ITEMS);
        }
    }

    private static void integer(Schema<?> schema) {
        if (!is(schema, "integer")) {
            return;
        }
        boolean isLong = "int64".equals(schema.getFormat());
        if (schema.getMinimum() == null && schema.getExclusiveMinimumValue() == null) {
            schema.setMinimum(BigDecimal.valueOf(isLong ? Long.MIN_VALUE : Integer.MIN_VALUE));
        }
        if (schema.getMaximum() == null && schema.getExclusiveMaximumValue() == null) {
            schema.setMaximum(BigDecimal.valueOf(isLong ? Long.MAX_VALUE : Integer.MAX_VALUE));
        }
    }

    private static void texts(@Nullable Schema<?> schema, String name, int longest) {
        if (schema == null) {
            return;
        }
        if (is(schema, "string") && isUnbounded(schema)) {
            boolean names = schema.getPattern() == null;
            if (names && ID.matcher(name).matches()) {
                schema.setMaxLength(ID_LENGTH);
            } else if (SLUG.matcher(name).matches()) {
                schema.setMaxLength(Slugs.MAX_LENGTH);
            } else {
                schema.setMaxLength(longest);
            }
        }
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((member, of) -> texts(of, member, longest));
        }
        texts(schema.getItems(), name, longest);
        if (schema.getAdditionalProperties() instanceof Schema<?> members) {
            texts(members, "", longest);
        }
    }

    private static boolean isUnbounded(Schema<?> schema) {
        return schema.getMaxLength() == null
                && schema.getEnum() == null
                && schema.getConst() == null
                && !OF_FIXED_LENGTH.contains(String.valueOf(schema.getFormat()));
    }

    private static boolean is(Schema<?> schema, String type) {
        return type.equals(schema.getType())
                || schema.getTypes() != null && schema.getTypes().contains(type);
    }
}
