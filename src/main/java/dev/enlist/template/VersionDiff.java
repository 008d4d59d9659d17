package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What differs between two versions of a template, part by part. */
public record VersionDiff(
        JsonDiff defaults,
        JsonDiff schema,
        JsonDiff lockedFields,
        JsonDiff ruleSet,
        JsonDiff formConfig,
        JsonDiff notifications,
        JsonDiff pricing,
        JsonDiff suitableForGroups,
        JsonDiff programType) {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    public static VersionDiff of(VersionContent before, VersionContent after) {
        return new VersionDiff(
                JsonDiff.of(before.defaults(), after.defaults()),
                JsonDiff.of(before.schema(), after.schema()),
                sets(before.lockedFields(), after.lockedFields()),
                JsonDiff.of(ruleSet(before.ruleSet()), ruleSet(after.ruleSet())),
                parts(before.formConfig(), after.formConfig()),
                parts(before.notifications(), after.notifications()),
                parts(before.pricing(), after.pricing()),
                sets(before.suitableForGroups(), after.suitableForGroups()),
                JsonDiff.of(MAPPER.valueToTree(before.programType()), MAPPER.valueToTree(after.programType())));
    }

    private static ObjectNode ruleSet(@Nullable RuleSetDefault ruleSet) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (ruleSet != null) {
            node.put("slug", ruleSet.slug());
            node.set("version", MAPPER.valueToTree(ruleSet.version() == null ? "latest" : ruleSet.version()));
        }
        return node;
    }

    private static JsonDiff parts(@Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {
        return JsonDiff.of(
                MAPPER.<JsonNode>valueToTree(before == null ? Map.of() : before),
                MAPPER.<JsonNode>valueToTree(after == null ? Map.of() : after));
    }

    private static JsonDiff sets(List<String> before, List<String> after) {
        return JsonDiff.ofSets(MAPPER.valueToTree(before), MAPPER.valueToTree(after));
    }
}
