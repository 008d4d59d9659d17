package dev.enlist.form;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a day as people write it: three parts with month names or numbers, {@code 1/31/2026}, {@code 2026-01-31}. */
final class DateAnswerParser {

    private static final int SHORTEST_NAME = 3;
    private static final int LONGEST = 60;
    private static final List<Locale> FURTHER =
            List.of(Locale.ENGLISH, new Locale.Builder().setLanguage("es").build());
    private static final Pattern ISO = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})");
    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4})");

    /** {@code 31 January 2026}, {@code 31 de enero de 2026}. */
    private static final Pattern DAY_FIRST = Pattern.compile(
            "([0-9]{1,2})(?:st|nd|rd|th|º)?[-/. ,]+(?:de |of )?(\\p{L}+)[-/. ,]+(?:de[l]? )?([0-9]{4})");

    /** {@code January 31, 2026}. */
    private static final Pattern MONTH_FIRST =
            Pattern.compile("(\\p{L}+)[-/. ]+([0-9]{1,2})(?:st|nd|rd|th)?[-/. ,]+([0-9]{4})");

    private DateAnswerParser() {}

    /** A day in one text; empty where it is none. */
    static Optional<LocalDate> parse(String typed, Locale locale, String country) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        String text = AnswerText.digits(typed).toLowerCase(Locale.ROOT);
        Matcher iso = ISO.matcher(text);
        if (iso.matches()) {
            return day(iso.group(1), iso.group(2), iso.group(3));
        }
        Matcher numbers = NUMBERS.matcher(text);
        if (numbers.matches()) {
            boolean monthFirst = isMonthFirst(locale, country);
            Optional<LocalDate> read = monthFirst
                    ? day(numbers.group(3), numbers.group(1), numbers.group(2))
                    : day(numbers.group(3), numbers.group(2), numbers.group(1));
            return read.isPresent()
                    ? read
                    : monthFirst
                            ? day(numbers.group(3), numbers.group(2), numbers.group(1))
                            : day(numbers.group(3), numbers.group(1), numbers.group(2));
        }
        Matcher dayFirst = DAY_FIRST.matcher(text);
        if (dayFirst.matches()) {
            return named(dayFirst.group(3), dayFirst.group(2), dayFirst.group(1), locale);
        }
        Matcher monthFirst = MONTH_FIRST.matcher(text);
        return monthFirst.matches()
                ? named(monthFirst.group(3), monthFirst.group(1), monthFirst.group(2), locale)
                : Optional.empty();
    }

    private static boolean isMonthFirst(Locale locale, String country) {
        String region = locale.getCountry().isEmpty() ? country : locale.getCountry();
        return region.equals("US");
    }

    private static Optional<LocalDate> named(String year, String month, String day, Locale locale) {
        return month(month, locale).flatMap(number -> day(year, String.valueOf(number), day));
    }

    /** The number of a month, from 1, given as number or as the beginning of its name; empty where it is none. */
    static Optional<Integer> month(String typed, Locale locale) {
        String text = typed.length() > LONGEST ? "" : plain(AnswerText.digits(typed));
        if (text.matches("[0-9]{1,2}")) {
            int number = Integer.parseInt(text);
            return number >= 1 && number <= 12 ? Optional.of(number) : Optional.empty();
        }
        if (text.length() < SHORTEST_NAME) {
            return Optional.empty();
        }
        List<Locale> locales = new ArrayList<>(List.of(locale));
        locales.addAll(FURTHER);
        for (Locale language : locales) {
            for (Month month : Month.values()) {
                for (TextStyle style : List.of(TextStyle.FULL, TextStyle.FULL_STANDALONE, TextStyle.SHORT)) {
                    if (plain(month.getDisplayName(style, language)).startsWith(text)) {
                        return Optional.of(month.getValue());
                    }
                }
            }
        }
        return text.equals("sept") || text.equals("set") ? Optional.of(9) : Optional.empty();
    }

    /** Lower case, without accents and the point of an abbreviation. */
    private static String plain(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\.$", "");
    }

    static Optional<LocalDate> day(String year, String month, String day) {
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
