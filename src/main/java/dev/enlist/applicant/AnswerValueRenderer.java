package dev.enlist.applicant;

import dev.enlist.form.FieldType;
import dev.enlist.form.FormField;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Formats the values of answers for people, in a language. Plain text: a page escapes it. */
@Component
class AnswerValueRenderer {

    private static final int MOST_FRACTION_DIGITS = 6;

    private final MessageSource words;

    AnswerValueRenderer(MessageSource words) {
        this.words = words;
    }

    /** @return empty for an answer that was not given */
    String format(FormField field, @Nullable Object value, Locale locale) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> format(field, item, locale))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(", "));
        }
        String option =
                field.option(value).map(found -> found.label().in(locale)).orElse(null);
        if (option != null) {
            return option;
        }
        return field.type() == FieldType.DATE ? day(value.toString(), locale) : plain(value, locale);
    }

    /** A value without a field. */
    String plain(@Nullable Object value, Locale locale) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean truth) {
            return words.getMessage(truth ? "field.yes" : "field.no", null, locale);
        }
        if (value instanceof Number number) {
            NumberFormat format = NumberFormat.getInstance(locale);
            format.setMaximumFractionDigits(MOST_FRACTION_DIGITS);
            return format.format(new BigDecimal(number.toString()));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> plain(item, locale)).collect(Collectors.joining(", "));
        }
        if (value instanceof Map<?, ?> parts) {
            return parts.values().stream()
                    .map(part -> plain(part, locale))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(", "));
        }
        return value.toString();
    }

    private static String day(String text, Locale locale) {
        try {
            return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                    .withLocale(locale)
                    .format(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return text;
        }
    }
}
