package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of a template's own fields, ready to judge documents. Nothing is fetched for it,
 * from no network and no file; patterns take time linear in the text, whatever the pattern.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/schema">The dialect</a>
 */
final class ConfigSchema {

    /** Keywords whose fault concerns a member; the validator reports it at the enclosing object. */
    private static final Set<String> OF_MEMBERS =
            Set.of("required", "dependentRequired", "additionalProperties", "unevaluatedProperties");

    /** The dialect with its keywords metered; that of formats is made by the library itself, and is linear in the text. */
    private static final Dialect METERED = Dialect.builder(Dialects.getDraft202012())
            .keywords(keywords -> Dialects.getDraft202012().getKeywords().forEach((name, keyword) -> {
                if (!name.equals("format")) {
                    keywords.put(name, new MeteredKeyword(keyword));
                }
            }))
            .build();

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            METERED,
            registry -> registry.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false)
                            .allow(iri -> iri.toString().startsWith("https://json-schema.org/draft/2020-12/")))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .locale(Locale.ENGLISH)
                            .regularExpressionFactory(LinearPattern::compile)
                            .build()));

    private static final Schema META = REGISTRY.getSchema(SchemaLocation.of(SchemaLinter.DIALECT));

    private final SchemaLinter shape;
    private final Schema schema;

    private ConfigSchema(JsonNode document, SchemaLinter shape) {
        this.shape = shape;
        this.schema = REGISTRY.getSchema(SchemaCloser.of(document));
    }

    /** A document, and what it makes: faults, or where there are none a schema. */
    private record Built(List<Fault> faults, @Nullable ConfigSchema schema) {}

    /** @throws IllegalArgumentException for a document that has {@link #faults}, naming the first */
    static ConfigSchema of(JsonNode document) {
        Built built = build(document);
        if (built.schema() == null) {
            Fault first = built.faults().get(0);
            throw new IllegalArgumentException(
                    "The schema cannot be used: #" + first.pointer() + " " + first.message());
        }
        return built.schema();
    }

    /** What keeps a document from being a schema here, with pointers into it. */
    static List<Fault> faults(JsonNode document) {
        return build(document).faults();
    }

    private static Built build(JsonNode document) {
        try {
            return ValidationBudget.within(() -> {
                List<Fault> misfits = told(META.validate(document));
                if (!misfits.isEmpty()) {
                    return new Built(misfits, null);
                }
                SchemaLinter shape = new SchemaLinter(document);
                List<Fault> faults = shape.faults();
                if (!faults.isEmpty()) {
                    return new Built(faults, null);
                }
                ConfigSchema schema = new ConfigSchema(document, shape);
                // its validators are made here, where what they cost can be refused
                schema.schema.initializeValidators();
                return new Built(List.of(), schema);
            });
        } catch (SchemaException e) {
            // a figure beyond what the library can calculate with
            return new Built(List.of(new Fault("", "has a value that no schema can be made of")), null);
        } catch (ValidationBudget.Exhausted e) {
            String place = e.documentPlace().isEmpty() ? e.schemaPlace() : e.documentPlace();
            return new Built(
                    List.of(new Fault(
                            place,
                            "takes more than " + ValidationBudget.MAX_STEPS
                                    + " steps to check; make the schema smaller here")),
                    null);
        }
    }

    /** How many schemas it makes validators for: what it takes in memory. */
    int weight() {
        return shape.visits();
    }

    /**
     * Every misfit of a document, with pointers into it; beyond {@link InvalidInput#MAX_FAULTS} they are counted. Where
     * the schema asks for more work than a check may take, that is the fault, and it names the place in the schema.
     */
    List<Fault> judge(JsonNode document) {
        try {
            return ValidationBudget.within(() -> told(schema.validate(document)));
        } catch (ValidationBudget.Exhausted e) {
            return List.of(new Fault(
                    e.documentPlace(),
                    "takes more than " + ValidationBudget.MAX_STEPS + " steps to check by the template's schema; send"
                            + " less, or make the schema simpler at #" + e.schemaPlace()));
        }
    }

    /** Whether the schema declares a field. */
    boolean declares(List<String> path) {
        return shape.declares(path);
    }

    private static List<Fault> told(List<Error> errors) {
        Set<String> around = new HashSet<>();
        for (Error error : errors) {
            if (!isOfUnknown(error)) {
                addWithParents(pointer(error), around);
            }
        }
        Set<Fault> faults = new LinkedHashSet<>();
        int more = 0;
        for (Error error : errors) {
            String pointer = pointer(error);
            // a declared member that does not fit also counts as not evaluated: once is enough
            if (isOfUnknown(error) && around.contains(pointer)) {
                continue;
            }
            if (faults.size() > InvalidInput.MAX_FAULTS) {
                more++;
            } else {
                faults.add(new Fault(pointer, message(error)));
            }
        }
        List<Fault> told = new ArrayList<>(faults);
        if (more > 0) {
            told.set(InvalidInput.MAX_FAULTS, new Fault("", "and " + (more + 1) + " more; correct those above first"));
        }
        return told;
    }

    private static void addWithParents(String pointer, Set<String> all) {
        String place = pointer;
        while (all.add(place) && !place.isEmpty()) {
            place = place.substring(0, place.lastIndexOf('/'));
        }
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
            case "format" ->
                LinearPattern.fault(String.valueOf(error.getInstanceNode().asText()))
                        .filter(fault -> List.of(error.getArguments()).contains("regex"))
                        .orElseGet(error::getMessage);
            case "required", "dependentRequired" -> "is required";
            case "additionalProperties", "unevaluatedProperties" -> "is not a known member here";
            default -> error.getMessage();
        };
    }
}
