package dev.enlist.application.web;

import dev.enlist.application.DraftAnswers;
import dev.enlist.document.DraftFile;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import dev.enlist.shared.validation.UsStates;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Writes answers for people, in the language of the page. */
@Component
class AnswerRenderer {

    private final MessageSource words;

    AnswerRenderer(MessageSource words) {
        this.words = words;
    }

    /** The answer of a field; empty where there is none. Lines are divided by line ends. */
    String text(FormField field, DraftAnswers answers, Locale locale) {
        if (field.type() == FieldType.FILE) {
            return answers.filesOf(field).stream().map(DraftFile::fileName).collect(Collectors.joining("\n"));
        }
        return text(field, answers.values().get(field.name()), locale);
    }

    /** A value as an answer of a field; empty for null. */
    String text(FormField field, @Nullable Object value, Locale locale) {
        if (value == null) {
            return "";
        }
        return switch (field.type()) {
            case BOOLEAN, CONSENT ->
                words.getMessage(Boolean.TRUE.equals(value) ? "field.yes" : "field.no", null, locale);
            case CHOICE -> label(field, value, locale);
            case MULTI_CHOICE ->
                value instanceof List<?> chosen
                        ? chosen.stream()
                                .map(each -> label(field, each, locale))
                                .collect(Collectors.joining("\n"))
                        : label(field, value, locale);
            case DATE -> date(String.valueOf(value), locale);
            case NUMBER, INTEGER, MONEY ->
                value instanceof Number number
                        ? NumberFormat.getInstance(locale).format(new BigDecimal(number.toString()))
                        : String.valueOf(value);
            case ADDRESS -> value instanceof Map<?, ?> parts ? address(parts, locale) : String.valueOf(value);
            case DEVICE -> value instanceof Map<?, ?> parts ? device(field, parts, locale) : String.valueOf(value);
            default ->
                value instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : String.valueOf(value);
        };
    }

    private static String label(FormField field, Object value, Locale locale) {
        return field.option(value).map(option -> option.label().in(locale)).orElse(String.valueOf(value));
    }

    static String date(String iso, Locale locale) {
        try {
            return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                    .withLocale(locale)
                    .format(LocalDate.parse(iso));
        } catch (DateTimeException e) {
            return iso;
        }
    }

    private static String address(Map<?, ?> parts, Locale locale) {
        List<String> lines = new ArrayList<>();
        for (String part : List.of("streetOne", "streetTwo")) {
            lines.add(part(parts, part));
        }
        lines.add(Stream.of(part(parts, "city"), (part(parts, "state") + " " + part(parts, "postalCode")).strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(", ")));
        String country = part(parts, FormMember.COUNTRY.wire().substring("address.".length()));
        if (!country.isEmpty() && !country.equals("US") && !UsStates.isCode(country)) {
            String name = new Locale.Builder()
                    .setRegion(country.length() == 2 ? country : "")
                    .build()
                    .getDisplayCountry(locale);
            lines.add(name.isEmpty() ? country : name);
        }
        return lines.stream().filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String device(FormField field, Map<?, ?> parts, Locale locale) {
        String manufacturer = part(parts, "manufacturer");
        return Stream.of(manufacturer.isEmpty() ? "" : label(field, manufacturer, locale), part(parts, "serialNumber"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String part(Map<?, ?> parts, String name) {
        return Objects.toString(parts.get(name), "");
    }

    /** A size for people, such as {@code 3.4 MB}. */
    static String size(long bytes, Locale locale) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMaximumFractionDigits(bytes < 10_000_000 ? 1 : 0);
        if (bytes >= 1_000_000) {
            return format.format(bytes / 1_048_576.0) + " MB";
        }
        return format.format(Math.max(1, bytes / 1024)) + " KB";
    }
}
