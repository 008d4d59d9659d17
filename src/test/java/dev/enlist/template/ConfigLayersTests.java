package dev.enlist.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Fault;
import dev.enlist.support.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers by example: the table of RFC 7396, the origin reported for a field, and what a lock refuses. */
class ConfigLayersTests {

    private static final ConfigLayer.Stamp ADA =
            new ConfigLayer.Stamp(Actor.user("u1", "Ada"), Instant.parse("2026-01-01T00:00:00Z"));
    private static final ConfigLayer.Stamp GRACE =
            new ConfigLayer.Stamp(Actor.user("u2", "Grace"), Instant.parse("2026-02-01T00:00:00Z"));

    private static ObjectNode json(String text) {
        return Json.object(text.replace('\'', '"'));
    }

    private static ConfigLayers layers(String template, String campaign, String instance) {
        return new ConfigLayers(List.of(
                ConfigLayer.of(ConfigLayer.TEMPLATE, "t1", "rebate", 1, json(template), ADA),
                ConfigLayer.of(ConfigLayer.CAMPAIGN, "c1", "Spring", null, json(campaign), ADA),
                ConfigLayer.of(ConfigLayer.INSTANCE, null, "City", null, json(instance), GRACE)));
    }

    /** Those rows of appendix A, and the example of section 3, in which both documents are objects. */
    @ParameterizedTest(name = "{0} with {1} is {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'a':'b'};           {'a':'c'};                   {'a':'c'}",
                "{'a':'b'};           {'b':'c'};                   {'a':'b','b':'c'}",
                "{'a':'b'};           {'a':null};                  {}",
                "{'a':'b','b':'c'};   {'a':null};                  {'b':'c'}",
                "{'a':['b']};         {'a':'c'};                   {'a':'c'}",
                "{'a':'c'};           {'a':['b']};                 {'a':['b']}",
                "{'a':{'b':'c'}};     {'a':{'b':'d','c':null}};    {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]};   {'a':[1]};                   {'a':[1]}",
                "{};                  {'a':{'bb':{'ccc':null}}};   {'a':{'bb':{}}}",
            })
    void mergeAsTheStandardSays(String below, String above, String result) {
        assertThat(layers(below, "{}", above).effective()).isEqualTo(json(result));
        assertThat(layers(below, above, "{}").effective()).isEqualTo(json(result));
        assertThat(layers(below, "{}", "{}").patched(json(above), GRACE).effective())
                .isEqualTo(json(result));
    }

    @Test
    void aFieldTellsItsLayerAndWhatTheLayersBeneathSay() {
        List<ConfigField> fields = layers(
                        "{'incentive': {'amount': 500, 'currency': 'USD'}, 'measures': ['a']}",
                        "{'incentive': {'amount': 600}}",
                        "{'incentive': {'amount': 750}, 'measures': null}")
                .fields();
        assertThat(fields)
                .extracting(ConfigField::pointer)
                .containsExactly("/incentive/amount", "/incentive/currency", "/measures");
        ConfigField amount = fields.get(0);
        assertThat(amount.value().asInt()).isEqualTo(750);
        assertThat(amount.origin().layer()).isEqualTo("instance");
        assertThat(amount.stamp()).isEqualTo(GRACE);
        assertThat(amount.overrode().toString())
                .isEqualTo("[Overrode[layer=campaign, pointer=/incentive/amount, value=600],"
                        + " Overrode[layer=template, pointer=/incentive/amount, value=500]]");
        assertThat(fields.get(1).origin().layer()).isEqualTo("template");
        assertThat(fields.get(1).overrode()).isEmpty();
        ConfigField measures = fields.get(2);
        assertThat(measures.cleared()).isTrue();
        assertThat(measures.overrode()).hasSize(1);
        assertThat(measures.overrode().get(0).value().toString()).isEqualTo("[\"a\"]");
    }

    @Test
    void anObjectInPlaceOfAValueTellsWhatItReplaced() {
        ConfigField field = layers("{'a': 5}", "{}", "{'a': {'b': 1}}").fields().get(0);
        assertThat(field.pointer()).isEqualTo("/a/b");
        assertThat(field.overrode().toString()).isEqualTo("[Overrode[layer=template, pointer=/a, value=5]]");
    }

    @Test
    void aFieldThatWasClearedAndSaidAgainIsNotCleared() {
        List<ConfigField> fields = layers("{'a': 1}", "{'a': null}", "{'a': 2}").fields();
        assertThat(fields).hasSize(1);
        assertThat(fields.get(0).cleared()).isFalse();
        assertThat(fields.get(0).overrode().toString())
                .isEqualTo(
                        "[Overrode[layer=campaign, pointer=/a, value=null], Overrode[layer=template, pointer=/a, value=1]]");
    }

    /** An object after a null must not bring back what the null had cleared. */
    @Test
    void whatWasClearedStaysSoWhenItsObjectIsSaidAnew() {
        ConfigLayers layers = layers("{'a': {'x': 1, 'y': {'z': 2}}}", "{}", "{'a': null}")
                .patched(json("{'a': {'y': {'w': 3}}}"), GRACE);
        assertThat(layers.effective()).isEqualTo(json("{'a': {'y': {'w': 3}}}"));
        assertThat(layers.own().document()).isEqualTo(json("{'a': {'y': {'w': 3, 'z': null}, 'x': null}}"));
    }

    @Test
    void whatIsTakenBackShowsTheLayersBeneathAgain() {
        ConfigLayers layers = layers("{'a': {'x': 1}}", "{}", "{'a': {'x': 5, 'y': 6}, 'b': null}");
        assertThat(layers.inheriting("/a/x", GRACE).effective()).isEqualTo(json("{'a': {'x': 1, 'y': 6}}"));
        assertThat(layers.inheriting("/a", GRACE).effective()).isEqualTo(json("{'a': {'x': 1}}"));
        assertThat(layers.inheriting("", GRACE).effective()).isEqualTo(json("{'a': {'x': 1}}"));
        assertThat(layers.inheriting("/nowhere/at/all", GRACE).effective()).isEqualTo(layers.effective());
    }

    @ParameterizedTest(name = "{0} over a lock of /a/b: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'a': {'b': 2}};        true",
                "{'a': {'b': null}};     true",
                "{'a': {'b': {'c': 1}}}; true",
                "{'a': null};            true",
                "{'a': 7};               true",
                "{'a': [1]};             true",
                "{'a': {'c': 1}};        false",
                "{'a': {}};              false",
                "{'b': 1};               false",
                "{};                     false",
            })
    void aLockHoldsInEveryLayer(String document, boolean refused) {
        TemplateRef rebate = new TemplateRef("rebate", 1);
        List<Fault> ofInstance = layers("{'a': {'b': 1}}", "{}", document).lockFaults(rebate, List.of("/a/b"));
        List<Fault> ofBoth = layers("{'a': {'b': 1}}", document, document).lockFaults(rebate, List.of("/a/b"));
        assertThat(ofInstance).hasSize(refused ? 1 : 0);
        assertThat(ofBoth).hasSize(refused ? 2 : 0);
        if (refused) {
            assertThat(ofInstance.get(0).pointer()).isEqualTo("/a/b");
            assertThat(ofInstance.get(0).message()).contains("rebate@1", "the instance");
            assertThat(ofBoth).extracting(Fault::message).anyMatch(message -> message.contains("the campaign"));
        }
    }
}
