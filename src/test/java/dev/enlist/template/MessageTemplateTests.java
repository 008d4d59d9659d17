package dev.enlist.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words reach their values and nothing else. */
class MessageTemplateTests {

    @Test
    void valuesStandInTheirPlaces() {
        String words = "{{#firstName}}Dear {{firstName}} {{lastName}},{{/firstName}}{{^firstName}}Hello,{{/firstName}}";

        assertThat(MessageTemplate.say(words, Map.of("firstName", "Nora", "lastName", "Field")))
                .isEqualTo("Dear Nora Field,");
        assertThat(MessageTemplate.say(words, Map.of("firstName", "", "lastName", "Field")))
                .isEqualTo("Hello,");
    }

    @Test
    void whatAValueSaysIsNoWording() {
        assertThat(MessageTemplate.say("{{reason}}", Map.of("reason", "{{firstName}} {{{x}}} ${7*7}")))
                .isEqualTo("{{firstName}} {{{x}}} ${7*7}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{nobody}}",
                "{{firstName.class}}",
                "{{firstName.bytes}}",
                "{{#firstName}}{{class}}{{/firstName}}",
                "{{this}}",
                "{{.}}",
                "{{-index}}",
                "{{>partial}}",
                "{{#reason}}",
                "{{/reason}}",
                "{{#reason}}{{/firstName}}",
                "{{}}",
                "{{#}}{{/}}",
                "{{{}}}",
                "{{=}}",
                "{{! }}{{ }}"
            })
    void everythingElseIsRefused(String words) {
        assertThat(MessageTemplate.fault(words)).as(words).isPresent();
    }

    /** Whatever came past the check, by an older version for instance. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{firstName.class.name}}",
                "{{#firstName}}{{class}}{{bytes}}{{hashCode}}{{/firstName}}",
                "{{class}}",
                "{{size}}",
                "{{entrySet}}",
                "{{#entrySet}}{{key}}{{value}}{{/entrySet}}"
            })
    void nothingIsLookedForInObjects(String words) {
        assertThat(MessageTemplate.say(words, new HashMap<>(Map.of("firstName", "Nora"))))
                .isEmpty();
    }

    @Test
    void everyExampleOfAValueIsKnown() {
        MessageTemplate.VALUES
                .keySet()
                .forEach(name ->
                        assertThat(MessageTemplate.fault("{{" + name + "}}")).isEmpty());
        assertThat(MessageTemplate.VALUES.keySet())
                .allSatisfy(name -> assertThat(MessageTemplate.say("{{" + name + "}}", MessageTemplate.VALUES))
                        .isEqualTo(MessageTemplate.VALUES.get(name)));
    }

    @Test
    void aMissingValueLeavesNoBlankBehind() {
        assertThat(MessageTemplate.say(
                        "Dear {{firstName}} {{lastName}},", Map.of("firstName", "Sukarno", "lastName", "")))
                .isEqualTo("Dear Sukarno,");
        assertThat(MessageTemplate.say(
                        "Dear {{firstName}} {{lastName}},", Map.of("firstName", "Nora", "lastName", "Field")))
                .isEqualTo("Dear Nora Field,");
    }
}
