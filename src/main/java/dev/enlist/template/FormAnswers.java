package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The answers of an application as people read them: the label of each field of the form with the value given, in the
 * order of the form. Values are on one line; numbers, dates and truth values are written as in English text, and what was
 * selected by its label. Plain text: a page that shows it escapes it.
 */
public final class FormAnswers {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
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
        fields(form.path("fields"), application, answers);
        form.path("pages").forEach(page -> fields(page.path("fields"), application, answers));
        return answers;
    }

    /**
     * The label of a form field.
     *
     * @param form a form config; missing or null for none
     * @param name a member of an enrollment, with dots
     * @return empty where the form does not ask for the member
     */
    public static Optional<String> label(JsonNode form, String name) {
        return Stream.concat(
                        Stream.of(form.path("fields")),
                        StreamSupport.stream(form.path("pages").spliterator(), false)
                                .map(page -> page.path("fields")))
                .flatMap(fields -> StreamSupport.stream(fields.spliterator(), false))
                .filter(field -> field.path("name").asText().equals(name))
                .findFirst()
                .map(field -> oneLine(text(field.path("label"))));
    }

    private static void fields(JsonNode fields, JsonNode application, List<Answer> answers) {
        for (JsonNode field : fields) {
            JsonNode value = application.at("/" + field.path("name").asText().replace('.', '/'));
            String said = value(field, value);
            if (!said.isEmpty()) {
                answers.add(new Answer(oneLine(text(field.path("label"))), said));
            }
        }
    }

    private static String value(JsonNode field, JsonNode value) {
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
            return oneLine(value.toString());
        }
        String selected = option(field, value.asText(""));
        if (selected != null) {
            return selected;
        }
        return field.path("type").asText().equals("date") ? date(value.asText("")) : oneLine(value.asText(""));
    }

    private static @Nullable String option(JsonNode field, String value) {
        for (JsonNode option : field.path("options")) {
            if (option.path("value").asText().equals(value)) {
                return oneLine(text(option.path("label")));
            }
        }
        return null;
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

    /** A text, or one of several languages: English where it is there. */
    private static String text(JsonNode label) {
        if (!label.isObject()) {
            return label.asText("");
        }
        return label.has("en")
                ? label.path("en").asText()
                : label.elements().hasNext() ? label.elements().next().asText() : "";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\s]+", " ").strip();
    }
}
