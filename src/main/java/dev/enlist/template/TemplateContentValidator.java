package dev.enlist.template;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.FreeJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Validates the content of a template version, and configurations against it. The module that reads the built-in
 * sections validates them; the schema of the template validates all other sections.
 */
@Component
class TemplateContentValidator {

    /** Schemas with a validator each, counted within each other. */
    private static final int MAX_CACHED_SCHEMAS = 100_000;

    private final BuiltInSectionSource builtIn;
    private final PublishedRuleDirectory rules;
    private final StrictJson json;

    /** A schema says the same wherever it is kept, so all workspaces share what is made of it. */
    private final Cache<JsonNode, ConfigSchema> schemas = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_SCHEMAS)
            .weigher((JsonNode document, ConfigSchema schema) -> 1 + schema.weight())
            .build();

    TemplateContentValidator(BuiltInSectionSource builtIn, PublishedRuleDirectory rules, StrictJson json) {
        this.builtIn = builtIn;
        this.rules = rules;
        this.json = json;
    }

    /** Every fault of a version, with pointers into it. */
    List<Fault> faults(VersionContent content) {
        List<Fault> faults = new ArrayList<>();
        RuleSetDefault ruleSet = content.ruleSet();
        if (ruleSet != null && !rules.isPublished(ruleSet.slug(), null)) {
            faults.add(new Fault("/ruleSet/slug", "names no rule set of this workspace with a published version"));
        } else if (ruleSet != null && !rules.isPublished(ruleSet.slug(), ruleSet.version())) {
            faults.add(new Fault("/ruleSet/version", "has not been published"));
        }
        List<Fault> ofSchema = new ArrayList<>(ConfigSchema.faults(content.schema()));
        for (String name : builtIn.names()) {
            if (content.schema().path("properties").has(name)
                    && !builtIn.describable().contains(name)) {
                ofSchema.add(
                        new Fault("/properties/" + name, "is a section that every instance has; it is not described"));
            }
        }
        ofSchema.forEach(fault -> faults.add(under("/schema", fault)));
        if (ofSchema.isEmpty()) {
            ObjectNode defaults =
                    (ObjectNode) MergePatch.apply(JsonNodeFactory.instance.objectNode(), content.defaults());
            judge(content.schema(), defaults).forEach(fault -> faults.add(under("/defaults", fault)));
            checkLocks(content, faults);
        }
        return faults;
    }

    private void checkLocks(VersionContent content, List<Fault> faults) {
        ConfigSchema schema = schema(content.schema());
        for (int index = 0; index < content.lockedFields().size(); index++) {
            String pointer = content.lockedFields().get(index);
            if (!isPointer(pointer)) {
                faults.add(new Fault("/lockedFields/" + index, "must be a JSON pointer, such as /incentive/amount"));
            } else if (!pointer.equals(VersionContent.FORM_LOCK)) {
                List<String> path = JsonPaths.path(pointer);
                boolean known =
                        isBuiltIn(path.get(0), content.schema()) ? builtIn.declares(path) : schema.declares(path);
                if (!known) {
                    faults.add(new Fault("/lockedFields/" + index, "names no field of the schema"));
                }
            }
        }
    }

    private static boolean isPointer(String text) {
        try {
            return !JsonPointer.compile(text).matches();
        } catch (IllegalArgumentException e) {
            // the caller reports it as a fault
            return false;
        }
    }

    /** Every misfit of a configuration, with pointers into it. */
    List<Fault> judge(JsonNode schema, ObjectNode configuration) {
        ObjectNode sections = JsonNodeFactory.instance.objectNode();
        ObjectNode own = configuration.deepCopy();
        for (String name : builtIn.names()) {
            JsonNode section = isBuiltIn(name, schema) ? own.remove(name) : null;
            if (section != null) {
                sections.set(name, section);
            }
        }
        List<Fault> faults = new ArrayList<>(builtIn.faults(sections));
        List<Fault> unstorable = boundFaults(own);
        faults.addAll(unstorable.isEmpty() ? judgeOwn(schema, own) : unstorable);
        return faults;
    }

    /** Whether the product validates a section: it is built in, and the template does not describe it. */
    private boolean isBuiltIn(String name, JsonNode schema) {
        boolean isDescribed = builtIn.describable().contains(name)
                && schema.path("properties").has(name);
        return builtIn.names().contains(name) && !isDescribed;
    }

    private List<Fault> judgeOwn(JsonNode schema, ObjectNode own) {
        try {
            return schema(schema).judge(own);
        } catch (IllegalArgumentException e) {
            // stored before a bound that it exceeds
            return List.of(new Fault("", "cannot be checked by the template. " + e.getMessage()));
        }
    }

    /** Fields of a template's own as they may be kept. */
    record OwnFields(
            @FreeJson(maxSize = 131_072, maxDepth = 12) Map<String, Object> fields) {}

    /** What no database takes, and figures that would keep us calculating, come before any schema. */
    private List<Fault> boundFaults(ObjectNode own) {
        try {
            json.read(JsonNodeFactory.instance.objectNode().set("fields", own), OwnFields.class);
            return List.of();
        } catch (InvalidInput e) {
            return e.faults().stream()
                    .map(fault -> new Fault(fault.pointer().substring("/fields".length()), fault.message()))
                    .toList();
        }
    }

    private ConfigSchema schema(JsonNode document) {
        return schemas.get(document, ConfigSchema::of);
    }

    private static Fault under(String pointer, Fault fault) {
        return new Fault(pointer + fault.pointer(), fault.message());
    }
}
