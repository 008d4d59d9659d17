package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import dev.enlist.shared.problem.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The JSON Schema (draft 2020-12) of a template's own fields, ready to judge documents. Nothing is fetched for it,
 * from no network and no file; patterns take time linear in the text, whatever the pattern.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/schema">The dialect</a>
 */
final class ConfigSchema {

    /** Keywords whose misfit is a member, told with the object around it. */
    private static final Set<String> OF_MEMBERS =
            Set.of("required", "dependentRequired", "additionalProperties", "unevaluatedProperties");

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false)
                            .allow(iri -> iri.toString().startsWith("https://json-schema.org/draft/2020-12/")))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .locale(Locale.ENGLISH)
                            .regularExpressionFactory(ConfigSchema::linear)
                            .build()));

    private static final Schema META = REGISTRY.getSchema(SchemaLocation.of(SchemaShape.DIALECT));

    private final SchemaShape shape;
    private final Schema schema;

    private ConfigSchema(JsonNode document) {
        this.shape = new SchemaShape(document);
        this.schema = REGISTRY.getSchema(ClosedSchema.of(document));
    }

    /** @throws IllegalArgumentException for a document that has {@link #faults} */
    static ConfigSchema of(JsonNode document) {
        if (!faults(document).isEmpty()) {
            throw new IllegalArgumentException("This is no schema that can be used");
        }
        return new ConfigSchema(document);
    }

    /** What keeps a document from being a schema here, with pointers into it. */
    static List<Fault> faults(JsonNode document) {
        List<Fault> faults = told(META.validate(document));
        if (faults.isEmpty()) {
            faults.addAll(new SchemaShape(document).faults());
        }
        return faults;
    }

    /** Every misfit of a document, with pointers into it. */
    List<Fault> judge(JsonNode document) {
        return told(schema.validate(document));
    }

    /** Whether the schema declares a field. */
    boolean declares(List<String> path) {
        return shape.declares(path);
    }

    private static List<Fault> told(List<Error> errors) {
        List<Fault> faults = new ArrayList<>();
        Set<String> misfits = new HashSet<>();
        for (Error error : errors) {
            if (!isOfUnknown(error)) {
                misfits.add(pointer(error));
            }
        }
        for (Error error : errors) {
            Fault fault = new Fault(pointer(error), message(error));
            // a declared member that does not fit also counts as not evaluated: once is enough
            boolean again = isOfUnknown(error)
                    && misfits.stream().anyMatch(known -> (known + "/").startsWith(fault.pointer() + "/"));
            if (!again && !faults.contains(fault)) {
                faults.add(fault);
            }
        }
        return faults;
    }

    private static boolean isOfUnknown(Error error) {
        return error.getKeyword().equals("additionalProperties")
                || error.getKeyword().equals("unevaluatedProperties");
    }

    private static String pointer(Error error) {
        String around = error.getInstanceLocation().toString();
        return OF_MEMBERS.contains(error.getKeyword()) && error.getProperty() != null
                ? around + JsonPaths.pointer(List.of(error.getProperty()))
                : around;
    }

    private static String message(Error error) {
        return switch (error.getKeyword()) {
            case "required", "dependentRequired" -> "is required";
            case "additionalProperties", "unevaluatedProperties" -> "is not a known member here";
            default -> error.getMessage();
        };
    }

    private static RegularExpression linear(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return text -> compiled.matcher(text).find();
    }
}
