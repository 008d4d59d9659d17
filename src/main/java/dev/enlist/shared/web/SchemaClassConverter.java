package dev.enlist.shared.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notes on each schema of an object the class that it was derived from, for {@link ResponseMembers}. */
@Component
class SchemaClassConverter implements ModelConverter {

    /** Removed before the document is published. */
    static final String CLASS = "x-class";

    private static final String COMPONENT = "#/components/schemas/";

    private final ObjectMapper mapper;

    SchemaClassConverter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> resolved = chain.next().resolve(type, context, chain);
        if (resolved == null || type.getType() == null) {
            return resolved;
        }
        Schema<?> described = resolved;
        if (resolved.get$ref() != null) {
            described = context.getDefinedModels().get(resolved.get$ref().replace(COMPONENT, ""));
        }
        if (described != null && described.getProperties() != null) {
            Class<?> source = mapper.constructType(type.getType()).getRawClass();
            Object known = described.getExtensions() == null
                    ? null
                    : described.getExtensions().get(CLASS);
            if (known != null && known != source) {
                throw new IllegalStateException(
                        "Two classes share the schema name " + described.getName() + ": " + known + ", " + source);
            }
            described.addExtension(CLASS, source);
        }
        return resolved;
    }
}
