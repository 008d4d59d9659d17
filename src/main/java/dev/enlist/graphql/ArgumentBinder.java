package dev.enlist.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.NotFound;
import graphql.schema.DataFetchingEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Converts the arguments of a field into the types that the services take. */
@Component
class ArgumentBinder {

    private final StrictJson json;

    ArgumentBinder(StrictJson json) {
        this.json = json;
    }

    /** The argument {@code input} as the JSON document that a REST request would contain; empty where it is absent. */
    JsonNode document(DataFetchingEnvironment field) {
        Map<String, Object> input = field.getArgument("input");
        byte[] text = json.write(input == null ? Map.of() : input).toString().getBytes(StandardCharsets.UTF_8);
        try {
            // serialized and parsed again, so that the JSON parser applies the same rules for numbers and depth as to
            // REST bodies
            return json.parse(new ByteArrayInputStream(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The argument {@code version} as the ETag that a REST request would contain. */
    static @Nullable String tag(DataFetchingEnvironment field) {
        Integer version = field.getArgument("version");
        return version == null ? null : EntityTags.of(version);
    }

    /** A text that is not an id gets the same answer as an unknown id. */
    static String id(DataFetchingEnvironment field, String name, String what) {
        String id = field.getArgument(name);
        if (!Cuid.isCuid(id)) {
            throw new NotFound(what);
        }
        return id;
    }

    static String slug(DataFetchingEnvironment field, String what) {
        String slug = field.getArgument("slug");
        if (slug == null || !slug.matches(Slugs.PATTERN)) {
            throw new NotFound(what);
        }
        return slug;
    }
}
