package dev.enlist.form;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question of a form.
 *
 * @param name        where the answer goes, see {@link FormMember}
 * @param label       the question
 * @param help        more about the question; null for none
 * @param required    whether it must be answered while it is visible
 * @param min         smallest number ({@link BigDecimal}), first day (ISO text or {@code today}), or fewest options of a
 *                    {@code multiChoice}; null for no limit
 * @param max         the same for the other end
 * @param pattern     regular expression that the whole text must match (RE2); null for none
 * @param maxLength   most characters of a text; null for the limit of the member
 * @param options     of {@code choice}, {@code multiChoice} and {@code device}; empty for other types
 * @param visibleWhen FEEL condition over the answers; null for always visible
 * @param maxFiles    most files of a {@code file}, from 1
 */
public record FormField(
        String name,
        FieldType type,
        LocalizedText label,
        @Nullable LocalizedText help,
        boolean required,
        @Nullable Object min,
        @Nullable Object max,
        @Nullable String pattern,
        @Nullable Integer maxLength,
        List<FieldOption> options,
        @Nullable String visibleWhen,
        int maxFiles) {

    /** The first or last day of a date that means the day of the application. */
    public static final String TODAY = "today";

    private static final int METADATA_TEXT = 500;
    private static final int METADATA_LONG_TEXT = 5_000;

    public FormField {
        options = List.copyOf(options);
    }

    public Optional<BigDecimal> minNumber() {
        return number(min);
    }

    public Optional<BigDecimal> maxNumber() {
        return number(max);
    }

    private static Optional<BigDecimal> number(@Nullable Object limit) {
        return limit instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }

    /** @param today day of the application in the time zone of the program instance */
    public Optional<LocalDate> minDay(LocalDate today) {
        return day(min, today);
    }

    /** @param today day of the application in the time zone of the program instance */
    public Optional<LocalDate> maxDay(LocalDate today) {
        return day(max, today);
    }

    private static Optional<LocalDate> day(@Nullable Object limit, LocalDate today) {
        if (TODAY.equals(limit)) {
            return Optional.of(today);
        }
        try {
            return limit instanceof String text ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty(); // refused by the check; a stored form from before it has no limit then
        }
    }

    /** Most characters of a text answer. */
    public int longest() {
        int ofMember = FormMember.of(name)
                .map(FormMember::longest)
                .orElse(type == FieldType.LONG_TEXT ? METADATA_LONG_TEXT : METADATA_TEXT);
        return maxLength == null ? ofMember : Math.min(maxLength, ofMember);
    }

    /** Type of the document of a {@code file}, such as {@code utilityBill}. */
    public String documentType() {
        return name.startsWith(FormMember.DOCUMENTS) ? name.substring(FormMember.DOCUMENTS.length()) : name;
    }

    /** The option with this value. */
    public Optional<FieldOption> option(@Nullable Object value) {
        return options.stream().filter(option -> option.value().equals(value)).findFirst();
    }

    /** JSON pointer of the answer in the enrollment, such as {@code /metadata/monthlyKwh}. */
    public String pointer() {
        return "/" + name.replace('.', '/');
    }
}
