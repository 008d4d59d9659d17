package dev.enlist.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** What holds for answers of every content. */
class AnswerPropertyTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
    private static final AnswerContext ENGLISH = new AnswerContext(Locale.ENGLISH, TODAY);
    private static final FormDefinition EVERY_TYPE = Forms.fields(
            "{'name': 'firstName', 'label': 'A', 'type': 'text'}",
            "{'name': 'email', 'label': 'A', 'type': 'email'}",
            "{'name': 'phone', 'label': 'A', 'type': 'phone'}",
            "{'name': 'metadata.long', 'label': 'A', 'type': 'longText'}",
            "{'name': 'metadata.number', 'label': 'A', 'type': 'number', 'min': 0}",
            "{'name': 'metadata.integer', 'label': 'A', 'type': 'integer'}",
            "{'name': 'metadata.money', 'label': 'A', 'type': 'money'}",
            "{'name': 'metadata.date', 'label': 'A', 'type': 'date'}",
            "{'name': 'metadata.truth', 'label': 'A', 'type': 'boolean'}",
            "{'name': 'metadata.choice', 'label': 'A', 'type': 'choice', 'options': [{'value': 'a', 'label': 'A'}]}",
            "{'name': 'tags', 'label': 'A', 'type': 'multiChoice', 'options': [{'value': 'a', 'label': 'A'}]}",
            "{'name': 'address', 'label': 'A', 'type': 'address'}",
            "{'name': 'device', 'label': 'A', 'type': 'device'}",
            "{'name': 'documents.bill', 'label': 'A', 'type': 'file'}",
            "{'name': 'terms', 'label': 'A', 'type': 'consent'}");

    private static final List<String> CONTROLS = List.of(
            "firstName",
            "email",
            "phone",
            "metadata.long",
            "metadata.number",
            "metadata.integer",
            "metadata.money",
            "metadata.date",
            "metadata.date.day",
            "metadata.date.month",
            "metadata.date.year",
            "metadata.truth",
            "metadata.choice",
            "tags",
            "address.streetOne",
            "address.city",
            "address.state",
            "address.postalCode",
            "address.country",
            "device.manufacturer",
            "device.serialNumber",
            "documents.bill",
            "terms");

    @Provide
    Arbitrary<Map<String, List<String>>> posted() {
        Arbitrary<String> typed = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings().withChars("0123456789.,-+ $/").ofMaxLength(20),
                Arbitraries.of("a", "yes", "NY", "10001", "2026-01-31", "31/1/2026", "\u00a0\n", "name@example.com"));
        return Arbitraries.maps(
                        Arbitraries.of(CONTROLS), typed.list().ofMinSize(1).ofMaxSize(2))
                .ofMaxSize(12);
    }

    /** Nothing that is posted makes the validator fail, and what it accepts it accepts again as it is. */
    @Property
    void whatIsAcceptedStaysAccepted(@ForAll("posted") Map<String, List<String>> posted) {
        ValidatedAnswers first = Forms.ANSWERS.page(EVERY_TYPE, 0, posted, Map.of(), ENGLISH);
        ValidatedAnswers again = Forms.ANSWERS.complete(EVERY_TYPE, first.values(), ENGLISH);

        assertThat(again.faults()).isEmpty();
        assertThat(plain(again.values())).isEqualTo(plain(first.values()));
    }

    /** Each fault names a control of the form and has words in both languages. */
    @Property
    void eachFaultHasItsControlAndItsWords(@ForAll("posted") Map<String, List<String>> posted) {
        AnswerFaultMessages words = new AnswerFaultMessages();

        assertThat(Forms.ANSWERS.page(EVERY_TYPE, 0, posted, Map.of(), ENGLISH).faults())
                .allSatisfy(fault -> {
                    assertThat(CONTROLS).contains(fault.field());
                    assertThat(words.text(fault, Locale.ENGLISH)).isNotBlank();
                    assertThat(words.text(fault, Locale.forLanguageTag("es")))
                            .isNotEqualTo(words.text(fault, Locale.ENGLISH));
                });
    }

    @Property
    void aNumberIsReadInTheWritingOfEveryLanguage(
            @ForAll @BigRange(min = "-99999999", max = "99999999") @Scale(2) BigDecimal number,
            @ForAll("locales") Locale locale) {
        java.text.NumberFormat format = java.text.NumberFormat.getInstance(locale);
        format.setMinimumFractionDigits(2);

        assertThat(NumberAnswerParser.parse(AnswerText.line(format.format(number)), locale, locale.getCountry()))
                .get(org.assertj.core.api.InstanceOfAssertFactories.BIG_DECIMAL)
                .isEqualByComparingTo(number);
    }

    @Provide
    Arbitrary<Locale> locales() {
        return Arbitraries.of("en-US", "es-US", "es-ES", "es-MX", "de-DE", "fr-FR", "ar-EG")
                .map(Locale::forLanguageTag);
    }

    @Property
    void aDayIsReadWithTheNameOfItsMonth(
            @ForAll @IntRange(max = 40_000) int days, @ForAll("languages") Locale language) {
        LocalDate day = LocalDate.of(1930, 1, 1).plusDays(days);
        String month = day.getMonth().getDisplayName(TextStyle.FULL, language);
        FormDefinition form = Forms.fields("{'name': 'metadata.date', 'label': 'A', 'type': 'date'}");
        Map<String, List<String>> posted = Map.of(
                "metadata.date.day", List.of(String.valueOf(day.getDayOfMonth())),
                "metadata.date.month", List.of(month),
                "metadata.date.year", List.of(String.valueOf(day.getYear())));

        assertThat(Forms.ANSWERS
                        .page(form, 0, posted, Map.of(), new AnswerContext(language, TODAY))
                        .values())
                .containsEntry("metadata.date", day.toString());
    }

    @Provide
    Arbitrary<Locale> languages() {
        return Arbitraries.of("en", "es", "de", "fr", "ar").map(Locale::forLanguageTag);
    }

    /** Numbers by their value, since the scale of a number is no part of the answer. */
    private static Map<String, Object> plain(Map<String, Object> values) {
        Map<String, Object> plain = new java.util.TreeMap<>(values);
        plain.replaceAll((name, value) ->
                value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : value);
        return plain;
    }
}
