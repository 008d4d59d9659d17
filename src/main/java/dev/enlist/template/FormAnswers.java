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
 * order of the form. Values are on one line; numbers, dates and truth values are written as in English text, and what was
 * selected by its label. Plain text: a page that shows it escapes it.
 */
public final class FormAnswers {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST_FRACTION_DIGITS = 6;

    /** One field that was answered. */
    public record Answer(String label, String value) {}

    private FormAnswers() {}

    /**
     * @param form        a form config; missing or null for none
     * @param application members of an enrollment as they are on the wire
     * @return without fields that were not answered
     */
    public static List<Answer> of(JsonNode form, JsonNode application) {
        List<Answer> answers = new ArrayList<>();
        for (FormField field : parse(form).fields()) {
            String said = field.type() == FieldType.DEVICE
                    ? device(field, application)
                    : value(field, application.at(field.pointer()));
            if (!said.isEmpty()) {
                answers.add(new Answer(oneLine(field.label().in(Locale.ENGLISH)), said));
            }
        }
        return answers;
    }

    /** Maker and serial number. */
    private static String device(FormField field, JsonNode application) {
        return Stream.of("manufacturerSlugs", "serialNumber")
                .map(member -> value(field, application.path(member)))
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
     * @return empty where the form does not ask for the member
     */
    public static Optional<String> label(JsonNode form, String name) {
        return parse(form).field(name).map(field -> oneLine(field.label().in(Locale.ENGLISH)));
    }

    private static String value(FormField field, JsonNode value) {
        if (value.isArray()) {
            List<String> each = new ArrayList<>();
            value.forEach(item -> each.add(value(field, item)));
            return String.join(
                    ", ", each.stream().filter(said -> !said.isEmpty()).toList());
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "Yes" : "No";
        }
        if (value.isNumber()) {
            return number(value.decimalValue());
        }
        if (value.isObject()) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> parts.add(oneLine(part.asText(""))));
            return String.join(", ", parts);
        }
        Optional<String> selected = field.option(value.asText(""))
                .map(option -> oneLine(option.label().in(Locale.ENGLISH)));
        if (selected.isPresent()) {
            return selected.get();
        }
        return field.type() == FieldType.DATE ? date(value.asText("")) : oneLine(value.asText(""));
    }

    private static String number(BigDecimal number) {
        NumberFormat format = NumberFormat.getInstance(Locale.US);
        format.setMaximumFractionDigits(MOST_FRACTION_DIGITS);
        return format.format(number);
    }

    private static String date(String text) {
        try {
            return DATE.format(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return oneLine(text);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\s]+", " ").strip();
    }
}
