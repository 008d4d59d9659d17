package dev.enlist.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Actor;
import dev.enlist.shared.MergePatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for layers of any documents, with nulls, lists and objects wherever they like. */
class ConfigLayersPropertyTests {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Actor ADA = Actor.user("u1", "Ada");
    private static final ConfigLayer.Stamp EARLY = new ConfigLayer.Stamp(ADA, Instant.parse("2026-01-01T00:00:00Z"));
    private static final ConfigLayer.Stamp LATE =
            new ConfigLayer.Stamp(Actor.user("u2", "Grace"), Instant.parse("2026-06-01T00:00:00Z"));

    /** Few names, so that documents meet; some that need escaping, and some that look like places in a list. */
    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "c", "0", "x/y", "m~n");
    }

    private static Arbitrary<JsonNode> values(int depth) {
        Arbitrary<JsonNode> simple = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 3).map(JSON::numberNode),
                Arbitraries.of("s", "t").map(JSON::textNode),
                Arbitraries.of(true, false).map(JSON::booleanNode),
                Arbitraries.just(JSON.nullNode()),
                Arbitraries.just(JSON.arrayNode().add(1).addNull()),
                Arbitraries.just(JSON.arrayNode().add(JSON.objectNode().put("a", 1))));
        return depth == 0
                ? simple
                : Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(2, simple),
                        net.jqwik.api.Tuple.of(3, objects(depth).map(object -> object)));
    }

    private static Arbitrary<ObjectNode> objects(int depth) {
        return Arbitraries.maps(names(), Arbitraries.lazy(() -> values(depth - 1)))
                .ofMaxSize(4)
                .map(members -> {
                    ObjectNode object = JSON.objectNode();
                    members.forEach(object::set);
                    return object;
                });
    }

    @Provide
    Arbitrary<ObjectNode> documents() {
        return objects(3);
    }

    @Provide
    Arbitrary<List<ObjectNode>> stacks() {
        return documents().list().ofMinSize(1).ofMaxSize(4);
    }

    private static ConfigLayers layers(List<ObjectNode> documents) {
        List<ConfigLayer> layers = new ArrayList<>();
        for (int index = 0; index < documents.size(); index++) {
            String kind = index == 0 ? ConfigLayer.TEMPLATE : "layer " + index;
            layers.add(ConfigLayer.of(kind, "id", "name", null, documents.get(index), EARLY));
        }
        return new ConfigLayers(layers);
    }

    @Property
    void comeToWhatMergingThemOneByOneComesTo(@ForAll("stacks") List<ObjectNode> documents) {
        JsonNode merged = JSON.objectNode();
        for (ObjectNode document : documents) {
            merged = MergePatch.apply(merged, document);
        }
        assertThat(layers(documents).effective()).isEqualTo(merged);
    }

    @Property
    void everyFieldTogetherIsTheWhole(@ForAll("stacks") List<ObjectNode> documents) {
        ConfigLayers layers = layers(documents);
        ObjectNode rebuilt = JSON.objectNode();
        for (ConfigField field : layers.fields()) {
            if (!field.cleared()) {
                put(rebuilt, JsonPaths.path(field.pointer()), field.value());
            }
        }
        assertThat(rebuilt).isEqualTo(layers.effective());
    }

    private static void put(ObjectNode into, List<String> path, JsonNode value) {
        ObjectNode around = into;
        for (String name : path.subList(0, path.size() - 1)) {
            around = around.has(name) ? (ObjectNode) around.get(name) : around.putObject(name);
        }
        around.set(path.get(path.size() - 1), value);
    }

    @Property
    void aFieldComesFromALayerThatSaysIt(@ForAll("stacks") List<ObjectNode> documents) {
        for (ConfigField field : layers(documents).fields()) {
            JsonNode said = JsonPaths.at(field.origin().document(), JsonPaths.path(field.pointer()));
            if (field.cleared()) {
                assertThat(said.isNull()).as(field.pointer()).isTrue();
            } else if (field.value().isObject()) {
                assertThat(said.isObject()).as(field.pointer()).isTrue();
            } else {
                assertThat(said).as(field.pointer()).isEqualTo(field.value());
            }
        }
    }

    @Property
    void withoutTheLayersAboveItsOriginAFieldIsTheSame(@ForAll("stacks") List<ObjectNode> documents) {
        ConfigLayers all = layers(documents);
        for (ConfigField field : all.fields()) {
            int origin = all.layers().indexOf(field.origin());
            List<String> path = JsonPaths.path(field.pointer());
            JsonNode then =
                    JsonPaths.at(layers(documents.subList(0, origin + 1)).effective(), path);
            if (field.cleared()) {
                assertThat(then.isMissingNode()).isTrue();
            } else if (!field.value().isObject()) {
                assertThat(then).isEqualTo(field.value());
            }
        }
    }

    @Property
    void everyNullThatTookSomethingAwayIsTold(
            @ForAll("documents") ObjectNode below, @ForAll("documents") ObjectNode above) {
        ConfigLayers both = layers(List.of(below, above));
        ObjectNode before = layers(List.of(below)).effective();
        List<String> told = both.fields().stream()
                .filter(ConfigField::cleared)
                .map(ConfigField::pointer)
                .toList();
        List<String> took = new ArrayList<>();
        JsonPaths.leaves(above, (path, value) -> {
            if (value.isNull() && JsonPaths.has(before, path)) {
                took.add(JsonPaths.pointer(path));
            }
        });
        assertThat(told).containsExactlyInAnyOrderElementsOf(took);
        both.fields().stream()
                .filter(ConfigField::cleared)
                .forEach(field -> assertThat(field.overrode())
                        .hasSize(1)
                        .allSatisfy(said -> assertThat(said.layer()).isEqualTo(ConfigLayer.TEMPLATE)));
    }

    @Property
    void patchingTheTopIsPatchingTheWhole(
            @ForAll("stacks") List<ObjectNode> documents, @ForAll("documents") ObjectNode patch) {
        ConfigLayers layers = layers(documents);
        assertThat(layers.patched(patch, LATE).effective()).isEqualTo(MergePatch.apply(layers.effective(), patch));
    }

    @Property
    void patchingTheTopLeavesTheLayersBeneathAlone(
            @ForAll("stacks") List<ObjectNode> documents, @ForAll("documents") ObjectNode patch) {
        ConfigLayers layers = layers(documents);
        int inherited = documents.size() - 1;
        assertThat(layers.patched(patch, LATE).layers().subList(0, inherited))
                .isEqualTo(layers.layers().subList(0, inherited));
    }

    @Property
    void aNullIsKeptOnlyWhereItClearsSomething(
            @ForAll("documents") ObjectNode below, @ForAll("documents") ObjectNode patch) {
        ConfigLayers layers = layers(List.of(below, JSON.objectNode())).patched(patch, LATE);
        ObjectNode inherited = layers(List.of(below)).effective();
        JsonPaths.leaves(layers.own().document(), (path, value) -> {
            if (value.isNull()) {
                assertThat(JsonPaths.has(inherited, path)).as(path.toString()).isTrue();
            }
        });
    }

    @Property
    void whatAPatchDoesNotTouchKeepsItsStamp(
            @ForAll("documents") ObjectNode own, @ForAll("documents") ObjectNode patch) {
        ConfigLayers before = layers(List.of(JSON.objectNode(), own));
        ConfigLayers after = before.patched(patch, LATE);
        JsonPaths.leaves(after.own().document(), (path, value) -> {
            boolean same = value.equals(JsonPaths.at(own, path));
            assertThat(after.own().stampOf(path)).as(path.toString()).isEqualTo(same ? EARLY : LATE);
        });
    }

    @Property
    void areReadAsTheyWereWritten(@ForAll("stacks") List<ObjectNode> documents, @ForAll("documents") ObjectNode patch) {
        ConfigLayers layers = layers(documents).patched(patch, LATE);
        assertThat(ConfigLayers.read(layers.write())).isEqualTo(layers);
    }

    @Property
    void aDifferenceIsEmptyOnlyBetweenEquals(
            @ForAll("documents") ObjectNode one, @ForAll("documents") ObjectNode other) {
        JsonDiff diff = JsonDiff.of(one, other);
        boolean none = diff.added().isEmpty()
                && diff.removed().isEmpty()
                && diff.changed().isEmpty();
        assertThat(none).isEqualTo(one.equals(other));
        assertThat(Map.of("size", JsonDiff.of(other, one).added().size()))
                .isEqualTo(Map.of("size", diff.removed().size()));
    }
}
