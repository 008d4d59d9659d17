package dev.enlist.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerValidatorTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
    private static final AnswerContext ENGLISH = new AnswerContext(Locale.ENGLISH, TODAY);

    private static ValidatedAnswers page(FormDefinition form, Map<String, String> typed, AnswerContext context) {
        Map<String, List<String>> posted = new HashMap<>();
        typed.forEach((name, value) -> posted.put(name, List.of(value)));
        return Forms.ANSWERS.page(form, 0, posted, Map.of(), context);
    }

    private static ValidatedAnswers one(String type, String typed) {
        return page(
                Forms.fields("{'name': 'metadata.a', 'label': 'A', 'type': '" + type + "'}"),
                Map.of("metadata.a", typed),
                ENGLISH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            phone   | (212) 555-0100      | +12125550100
            phone   | 212.555.0100        | +12125550100
            phone   | +49 30 901820       | +4930901820
            phone   | 1-212-555-0100      | +12125550100
            money   | $1,250.00           | 1250.00
            money   | 1250                | 1250.00
            money   | 12,50               | 12.50
            number  | 1,250               | 1250
            number  | 1 250.5             | 1250.5
            number  | 650 kWh             | 650
            number  | -3.25               | -3.25
            number  | ٦٥٠                 | 650
            integer | 3.0                 | 3
            date    | 2026-1-5            | 2026-01-05
            date    | 1/5/2026            | 2026-01-05
            date    | 31/1/2026           | 2026-01-31
            date    | Jan 5, 2026         | 2026-01-05
            date    | 5 de enero de 2026  | 2026-01-05
            boolean | Yes                 | true
            boolean | no                  | false
            text    | ' a  b '            | a b
            """)
    void whatPeopleWriteIsUnderstood(String type, String typed, String value) {
        ValidatedAnswers answers = one(type, typed);

        assertThat(answers.faults()).isEmpty();
        assertThat(answers.values().get("metadata.a")).hasToString(value);
    }

    /** A person need not know the code that the pattern of the form asks for. */
    @Test
    void aPatternIsAppliedToTheNormalisedAnswer() {
        FormDefinition form =
                Forms.fields("{'name': 'address.state', 'label': 'State', 'type': 'text', 'pattern': '[A-Z]{2}'}");

        ValidatedAnswers known = page(form, Map.of("address.state", "new york"), ENGLISH);
        assertThat(known.faults()).isEmpty();
        assertThat(known.values().get("address.state")).isEqualTo("NY");
        assertThat(page(form, Map.of("address.state", "Atlantis"), ENGLISH).faults())
                .extracting(AnswerFault::code)
                .containsExactly("address.state");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            phone   | 12           | phone
            phone   | call me      | phone
            money   | 1.234,567    | money.decimals
            money   | a lot        | money
            number  | 1,2,3        | number
            number  | 10k          | number
            integer | 2.5          | integer
            date    | 30/2/2026    | date
            boolean | perhaps      | choice
            email   | a@b          | email
            """)
    void whatCannotBeUnderstoodHasACode(String type, String typed, String code) {
        assertThat(one(type, typed).faults()).extracting(AnswerFault::code).containsExactly(code);
    }

    @Test
    void aPastedLineBreakIsASpace() {
        assertThat(one("text", "\u00a0123 Main St\r\nApt\u200b 4\t").values())
                .containsEntry("metadata.a", "123 Main St Apt 4");
        assertThat(one("longText", "one \r\ntwo\u2028three ").values()).containsEntry("metadata.a", "one\ntwo\nthree");
    }

    @Test
    void aDateOfThreePartsNamesThePartToCorrect() {
        FormDefinition form = Forms.fields("{'name': 'metadata.a', 'label': 'A', 'type': 'date', 'max': 'today'}");

        assertThat(page(
                                form,
                                Map.of("metadata.a.day", "5", "metadata.a.month", "sept", "metadata.a.year", "2026"),
                                ENGLISH)
                        .values())
                .containsEntry("metadata.a", "2026-09-05");
        assertThat(page(form, Map.of("metadata.a.day", "5", "metadata.a.year", "26"), ENGLISH)
                        .faults())
                .extracting(AnswerFault::field)
                .containsExactly("metadata.a.month");
        assertThat(page(form, Map.of("metadata.a", "2026-11-29"), ENGLISH).faults())
                .extracting(AnswerFault::code)
                .containsExactly("date.max");
    }

    @Test
    void anAddressIsReadPartByPart() {
        FormDefinition form =
                Forms.fields("{'name': 'address', 'label': 'Address', 'type': 'address', 'required': true}");

        assertThat(page(
                                form,
                                Map.of(
                                        "address.streetOne", "123 Main St",
                                        "address.city", "New York",
                                        "address.state", "new york",
                                        "address.postalCode", "10001 0001"),
                                ENGLISH)
                        .values()
                        .get("address"))
                .isEqualTo(Map.of(
                        "streetOne", "123 Main St", "city", "New York", "state", "NY", "postalCode", "10001-0001"));
        assertThat(page(form, Map.of("address.streetOne", "1 Main St", "address.postalCode", "1000"), ENGLISH)
                        .faults())
                .extracting(AnswerFault::field)
                .containsExactlyInAnyOrder("address.postalCode", "address.city", "address.state");
        assertThat(page(
                                form,
                                Map.of(
                                        "address.streetOne", "Hauptstr. 1",
                                        "address.city", "Berlin",
                                        "address.country", "Alemania"),
                                ENGLISH)
                        .values()
                        .get("address"))
                .isEqualTo(Map.of("streetOne", "Hauptstr. 1", "city", "Berlin", "country", "DE"));
    }

    @Test
    void whatIsNotVisibleIsNeitherRequiredNorKept() {
        FormDefinition form = Forms.fields(
                "{'name': 'metadata.owner', 'label': 'A', 'type': 'boolean', 'required': true}",
                "{'name': 'metadata.landlord', 'label': 'B', 'type': 'text', 'required': true,"
                        + " 'visibleWhen': 'metadata.owner = false'}");

        assertThat(page(form, Map.of("metadata.owner", "yes", "metadata.landlord", "x"), ENGLISH))
                .isEqualTo(new ValidatedAnswers(Map.of("metadata.owner", true), List.of()));
        assertThat(page(form, Map.of("metadata.owner", "no"), ENGLISH).faults())
                .extracting(AnswerFault::field)
                .containsExactly("metadata.landlord");
    }

    @Test
    void normalizedAnswersAreValidAgain() {
        FormDefinition form = Forms.fields(
                "{'name': 'metadata.kwh', 'label': 'A', 'type': 'number'}",
                "{'name': 'phone', 'label': 'A', 'type': 'phone'}",
                "{'name': 'address', 'label': 'A', 'type': 'address'}",
                "{'name': 'device', 'label': 'A', 'type': 'device'}",
                "{'name': 'metadata.day', 'label': 'A', 'type': 'date'}");
        Map<String, Object> values = Map.of(
                "metadata.kwh",
                new BigDecimal("1.250"),
                "phone",
                "+4930901820",
                "address",
                Map.of("streetOne", "1 Main St", "city", "Rye", "state", "NY", "postalCode", "10580"),
                "device",
                Map.of("manufacturer", "tesla", "serialNumber", "1"),
                "metadata.day",
                "2026-02-01");

        ValidatedAnswers again =
                Forms.ANSWERS.complete(form, values, new AnswerContext(Locale.forLanguageTag("es-ES"), TODAY, "ES"));

        assertThat(again.faults()).isEmpty();
        assertThat(again.values()).containsEntry("phone", "+4930901820").containsEntry("metadata.day", "2026-02-01");
        assertThat((BigDecimal) again.values().get("metadata.kwh")).isEqualByComparingTo("1.25");
    }

    @Test
    void everyFaultHasWordsInBothLanguages() {
        AnswerFaultMessages words = new AnswerFaultMessages();
        AnswerFault fault = new AnswerFault(
                "metadata.a", "date.max", LocalizedText.of("When?"), List.of(LocalDate.of(2026, 1, 31)));

        assertThat(words.text(fault, Locale.ENGLISH)).isEqualTo("Enter a date on or before January 31, 2026: When?");
        assertThat(words.text(fault, Locale.forLanguageTag("es")))
                .isEqualTo("Escriba una fecha igual o anterior al 31 de enero de 2026: When?");
    }

    /** Half a million characters in any field take a moment, not minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {"text", "longText", "number", "money", "date", "email", "phone", "boolean", "device", "address"})
    void aVeryLongAnswerTakesNoLongTime(String type) {
        String name =
                switch (type) {
                    case "device", "address" -> type;
                    default -> "metadata.a";
                };
        FormDefinition form = Forms.fields("{'name': '" + name + "', 'label': 'A', 'type': '" + type + "'}");
        for (String part : List.of(" ", "1", "a", ".", "-", "1 ", "a@", "\u00a0\t")) {
            String typed = "x" + part.repeat(500_000 / part.length()) + "x";
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> page(
                            form, Map.of(name, typed, name + ".manufacturer", typed, name + ".state", typed), ENGLISH));
        }
    }
}
