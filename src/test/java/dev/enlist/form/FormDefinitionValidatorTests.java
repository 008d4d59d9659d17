package dev.enlist.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.fuzz.FuzzBudget;
import dev.enlist.fuzz.ValueGenerator;
import dev.enlist.shared.problem.Fault;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormDefinitionValidatorTests {

    private static final AnswerContext ENGLISH = new AnswerContext(Locale.ENGLISH, LocalDate.of(2026, 11, 28));

    private static final String WHOLE = """
            {'title': {'en': 'Apply', 'es': 'Solicitud'},
             'pages': [
              {'title': 'You', 'fields': [
               {'name': 'firstName', 'type': 'text', 'label': 'First name', 'required': true, 'maxLength': 50},
               {'name': 'email', 'type': 'email', 'label': 'E-mail', 'required': true},
               {'name': 'phone', 'type': 'phone', 'label': 'Phone'},
               {'name': 'address', 'type': 'address', 'label': 'Address'}]},
              {'title': 'Your home', 'fields': [
               {'name': 'device', 'type': 'device', 'label': 'Battery',
                'options': [{'value': 'tesla', 'label': 'Tesla'}]},
               {'name': 'metadata.monthlyKwh', 'type': 'number', 'label': 'Use', 'min': 0, 'max': 9999.5},
               {'name': 'metadata.people', 'type': 'integer', 'label': 'People'},
               {'name': 'metadata.price', 'type': 'money', 'label': 'Price'},
               {'name': 'metadata.bought', 'type': 'date', 'label': 'Bought', 'min': '2020-01-01', 'max': 'today'},
               {'name': 'metadata.owner', 'type': 'boolean', 'label': 'Owner?'},
               {'name': 'metadata.landlord', 'type': 'longText', 'label': 'Landlord',
                'visibleWhen': 'metadata.owner = false and address.state = "NY"'},
               {'name': 'metadata.kind', 'type': 'choice', 'label': 'Kind',
                'options': [{'value': 'house', 'label': {'en': 'House', 'es': 'Casa'}}]},
               {'name': 'tags', 'type': 'multiChoice', 'label': 'Tags', 'min': 1,
                'options': [{'value': 'a', 'label': 'A'}, {'value': 'b', 'label': 'B'}]},
               {'name': 'documents.bill', 'type': 'file', 'label': 'Bill', 'maxFiles': 3},
               {'name': 'metadata.account', 'type': 'text', 'label': 'Account', 'pattern': '[0-9]{10}'},
               {'name': 'terms', 'type': 'consent', 'label': 'I agree', 'required': true}]}]}
            """.replace("\"NY\"", "\\\"NY\\\"");

    private static List<Fault> faults(String json) {
        return Forms.CHECK.faults(Forms.json(json));
    }

    @Test
    void aFormWithPagesEveryTypeAndConditionsIsSound() {
        assertThat(faults(WHOLE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'type': 'wheel'                                           | /fields/0/type        | must be one of text
            'name': 'shoe'                                            | /fields/0/name        | must be a member
            'name': 'metadata.exit'                                   | /fields/0/name        | written by the product itself
            'name': 'documents.bill'                                  | /fields/0/name        | is for file only
            'type': 'choice'                                          | /fields/0/options     | must state what can be chosen
            'options': [{'value': 'a', 'label': 'A'}]                 | /fields/0/options     | is for choice
            'type': 'number', 'min': 3, 'max': 2                      | /fields/0/max         | must not be less than min
            'type': 'date', 'min': '2026-02-30'                       | /fields/0/min         | must be a date
            'pattern': '(a'                                           | /fields/0/pattern     | is no regular expression
            'pattern': '((a{100}){100}){100}'                         | /fields/0/pattern     | use smaller counts
            'pattern': '(?<=a)b'                                      | /fields/0/pattern     | is no regular expression
            'maxLength': 0                                            | /fields/0/maxLength   | must be a whole number
            'visibleWhen': 'metadata.b ='                             | /fields/0/visibleWhen | is no FEEL expression
            'visibleWhen': 'metadata.b = 1'                           | /fields/0/visibleWhen | reads 'metadata.b'
            'visibleWhen': 'metadata.a = 1'                           | /fields/0/visibleWhen | depends on the field itself
            'visibleWhen': 'function(x) external {java: {}}'          | /fields/0/visibleWhen | FEEL
            'label': {'en': 1}                                        | /fields/0/label       | must be a text, or
            'label': ''                                               | /fields/0/label       | must not be blank
            'required': 'yes'                                         | /fields/0/required    | must be true or false
            'colour': 'red'                                           | /fields/0/colour      | is no member of a field
            'maxFiles': 2                                             | /fields/0/maxFiles    | is for file only
            """)
    void eachFaultIsNamedAtItsPlace(String member, String pointer, String words) {
        String field = "'name': 'metadata.a', 'type': 'text', 'label': 'A'";
        for (String name : List.of("name", "type", "label")) {
            if (member.contains("'" + name + "':") && !member.startsWith("'options'")) {
                field = field.replaceAll("'" + name + "': '[^']*'(, )?", "");
            }
        }
        String fields = (field + ", " + member).replaceAll("^, |, $", "").replace(", , ", ", ");

        assertThat(faults("{'fields': [{" + fields + "}]}")).anySatisfy(fault -> {
            assertThat(fault.pointer()).isEqualTo(pointer);
            assertThat(fault.message()).contains(words);
        });
    }

    @Test
    void aCircleOfConditionsIsFound() {
        assertThat(faults("""
                {'fields': [
                 {'name': 'metadata.a', 'type': 'text', 'label': 'A', 'visibleWhen': 'metadata.b = "x"'},
                 {'name': 'metadata.b', 'type': 'text', 'label': 'B', 'visibleWhen': 'metadata.c = "x"'},
                 {'name': 'metadata.c', 'type': 'text', 'label': 'C', 'visibleWhen': 'metadata.a = "x"'},
                 {'name': 'metadata.d', 'type': 'text', 'label': 'D', 'visibleWhen': 'metadata.a = "x"'}]}
                """.replace("\"x\"", "\\\"x\\\"")))
                .extracting(Fault::pointer)
                .containsExactly("/fields/0/visibleWhen", "/fields/1/visibleWhen", "/fields/2/visibleWhen");
    }

    @Test
    void aMemberIsAskedForOnce() {
        assertThat(faults("""
                {'pages': [
                 {'fields': [{'name': 'address', 'type': 'address', 'label': 'Address'},
                             {'name': 'metadata.a', 'type': 'text', 'label': 'A'}]},
                 {'fields': [{'name': 'address.state', 'type': 'text', 'label': 'State'},
                             {'name': 'metadata.a', 'type': 'text', 'label': 'A'}]}]}
                """))
                .extracting(Fault::pointer)
                .containsExactly("/pages/1/fields/0/name", "/pages/1/fields/1/name");
    }

    @Test
    void limitsHold() {
        String page = "{'fields': [{'name': 'metadata.a%d', 'type': 'text', 'label': 'A'}]}";
        StringBuilder pages = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            pages.append(i == 0 ? "" : ",").append(page.formatted(i));
        }
        assertThat(faults("{'pages': [" + pages + "]}"))
                .extracting(Fault::pointer)
                .containsExactly("/pages");
    }

    @Test
    void textsWithoutWordsInALanguageAreNamed() {
        var form = Forms.json("""
                {'fields': [{'name': 'metadata.a', 'type': 'choice', 'label': {'en': 'A', 'es': 'A'},
                             'help': {'en': 'B'}, 'options': [{'value': 'c', 'label': 'C'}]}]}
                """);

        assertThat(Forms.CHECK.untranslated(form, List.of("en", "es")))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder("/fields/0/help", "/fields/0/options/0/label");
        assertThat(Forms.CHECK.untranslated(form, List.of("en"))).isEmpty();
    }

    /** A damaged form has faults, each with its place and words, or it is sound and its pages can be filled in. */
    @Test
    void aDamagedFormHasFaultsOrCanBeFilledIn() {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.putObject("schema");
        content.set("example", Forms.tree(WHOLE));
        FuzzBudget budget = new FuzzBudget("forms", 2_000, 0.1);
        ValueGenerator values = new ValueGenerator(JsonNodeFactory.instance.objectNode(), budget.random(), List.of());
        while (budget.next()) {
            JsonNode damaged = values.body(content);
            if (damaged.isObject()) {
                Map<String, Object> form = Forms.json(damaged);
                List<Fault> faults = Forms.CHECK.faults(form);
                assertThat(faults)
                        .as("%s with -Dfuzz.seed=%s", damaged, budget.seed())
                        .allSatisfy(fault -> {
                            assertThat(fault.pointer()).matches("|/.*");
                            assertThat(fault.message()).isNotBlank().doesNotContain("Exception");
                        });
                if (faults.isEmpty()) {
                    FormDefinition sound = FormDefinitionParser.parse(form);
                    assertThat(Forms.ANSWERS.complete(sound, Map.of(), ENGLISH)).isNotNull();
                }
            }
        }
    }
}
