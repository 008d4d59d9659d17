package dev.enlist.template;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormDefinitionParser;
import dev.enlist.form.FormField;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answers of an application as people read them: the label of each field of the form with the value given, in the
 * order of the form. Values are on one line; numbers, dates and truth values are written as in text of the language, and what was
 * selected by its label. Plain text: a page that shows it escapes it.
 */
public final class FormAnswers {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST_FRACTION_DIGITS = 6;

    /** One field that was answered. */
    public record Answer(String label, String value) {}

    private FormAnswers() {}

    /**
     * @param form        a form config; missing or null for none
     * @param application members of an enrollment as they are on the wire
     * @param locale      language of labels, numbers and dates
     * @return without fields that were not answered
     */
    public static List<Answer> of(JsonNode form, JsonNode application, Locale locale) {
        List<Answer> answers = new ArrayList<>();
        for (FormField field : parse(form).fields()) {
            String said = field.type() == FieldType.DEVICE
                    ? device(field, application, locale)
                    : value(field, application.at(field.pointer()), locale);
            if (!said.isEmpty()) {
                answers.add(new Answer(oneLine(field.label().in(locale)), said));
            }
        }
        return answers;
    }

    /** Maker and serial number. */
    private static String device(FormField field, JsonNode application, Locale locale) {
        return Stream.of("manufacturerSlugs", "serialNumber")
                .map(member -> value(field, application.path(member), locale))
                .filter(said -> !said.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static FormDefinition parse(JsonNode form) {
        Map<String, Object> config = MAPPER.convertValue(form.isObject() ? form : null, new TypeReference<>() {});
        return FormDefinitionParser.parse(config);
    }

    /**
     * The label of a form field.
     *
     * @param form a form config; missing or null for none
     * @param name a member of an enrollment, with dots
     * @param locale language of the label
     * @return empty where the form does not ask for the member
     */
    public static Optional<String> label(JsonNode form, String name, Locale locale) {
        return parse(form).field(name).map(field -> oneLine(field.label().in(locale)));
    }

    private static String value(FormField field, JsonNode value, Locale locale) {
        if (value.isArray()) {
            List<String> each = new ArrayList<>();
            value.forEach(item -> each.add(value(field, item, locale)));
            return String.join(
                    ", ", each.stream().filter(said -> !said.isEmpty()).toList());
        }
        if (value.isBoolean()) {
            return words(locale, value.booleanValue() ? "Yes" : "No", value.booleanValue() ? "Sí" : "No");
        }
        if (value.isNumber()) {
            return number(value.decimalValue(), locale);
        }
        if (value.isObject()) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> parts.add(oneLine(part.asText(""))));
            return String.join(", ", parts);
        }
        Optional<String> selected = field.option(value.asText(""))
                .map(option -> oneLine(option.label().in(locale)));
        if (selected.isPresent()) {
            return selected.get();
        }
        return field.type() == FieldType.DATE ? date(value.asText(""), locale) : oneLine(value.asText(""));
    }

    private static String words(Locale locale, String english, String spanish) {
        return locale.getLanguage().equals("es") ? spanish : english;
    }

    private static String number(BigDecimal number, Locale locale) {
        NumberFormat format = NumberFormat.getInstance(locale.getLanguage().equals("en") ? Locale.US : locale);
        format.setMaximumFractionDigits(MOST_FRACTION_DIGITS);
        return format.format(number);
    }

    private static String date(String text, Locale locale) {
        try {
            return DateTimeFormatter.ofPattern(words(locale, "d MMMM uuuu", "d 'de' MMMM 'de' uuuu"), locale)
                    .format(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return oneLine(text);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\s]+", " ").strip();
    }
}
