package dev.enlist.form;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a number as people write it: {@code 1,250.00}, {@code 1.250,00}, {@code 1 250}, {@code $1,250}, {@code 650 kWh}.
 * Where one separator alone could be either, as in {@code 1,250}, the convention of the language and country decides.
 */
final class NumberAnswerParser {

    private static final int LONGEST = 40;
    private static final char ARABIC_DECIMAL = '\u066b';
    private static final String ARABIC_GROUP = "\u066c";

    /** Currency signs, and units behind a number. */
    private static final Pattern DECORATION =
            Pattern.compile("^(US\\$|USD|EUR|\\p{Sc})|(\\p{Sc}|USD|EUR|kWh?|%)$", Pattern.CASE_INSENSITIVE);

    private static final Pattern SHAPE = Pattern.compile("[-+]?[0-9]*([.,][0-9]*)*");
    private static final Pattern GROUPED = Pattern.compile("[-+]?[0-9]{1,3}([.,][0-9]{3})+");

    private NumberAnswerParser() {}

    /** Empty where the text is no number. */
    static Optional<BigDecimal> parse(String typed, Locale locale, String country) {
        String text = AnswerText.digits(typed).replaceAll("[\\p{Z}'’_]", "");
        if (text.indexOf(ARABIC_DECIMAL) >= 0) {
            text = text.replaceAll("[.,]", "").replace(ARABIC_DECIMAL, '.');
        }
        text = text.replace(ARABIC_GROUP, "");
        for (int i = 0; i < 2; i++) {
            text = DECORATION.matcher(text).replaceAll("");
        }
        if (text.startsWith("-")) {
            text = "-" + DECORATION.matcher(text.substring(1)).replaceAll("");
        }
        if (text.length() > LONGEST
                || !SHAPE.matcher(text).matches()
                || text.chars().noneMatch(Character::isDigit)) {
            return Optional.empty();
        }
        int comma = text.lastIndexOf(',');
        int point = text.lastIndexOf('.');
        char decimal;
        if (comma >= 0 && point >= 0) {
            decimal = comma > point ? ',' : '.';
        } else if (comma < 0 && point < 0) {
            decimal = '.';
        } else {
            char only = comma >= 0 ? ',' : '.';
            boolean repeated = text.indexOf(only) != text.lastIndexOf(only);
            boolean grouping = GROUPED.matcher(text).matches()
                    && !text.startsWith("0")
                    && (repeated || only != decimalOf(locale, country));
            decimal = grouping ? other(only) : only;
        }
        return plain(text, decimal);
    }

    private static Optional<BigDecimal> plain(String text, char decimal) {
        int at = text.indexOf(decimal);
        if (at != text.lastIndexOf(decimal)) {
            return Optional.empty();
        }
        String whole = at < 0 ? text : text.substring(0, at);
        String fraction = at < 0 ? "" : text.substring(at + 1);
        boolean grouped = whole.indexOf(other(decimal)) >= 0;
        if (fraction.indexOf(other(decimal)) >= 0
                || grouped && !GROUPED.matcher(whole).matches()) {
            return Optional.empty();
        }
        String digits = whole.replace(String.valueOf(other(decimal)), "");
        String number = (digits.matches("[-+]?") ? digits + "0" : digits) + (fraction.isEmpty() ? "" : "." + fraction);
        return Optional.of(new BigDecimal(number));
    }

    private static char other(char separator) {
        return separator == ',' ? '.' : ',';
    }

    private static char decimalOf(Locale locale, String country) {
        Locale.Builder builder = new Locale.Builder().setLanguage(locale.getLanguage());
        builder.setRegion(locale.getCountry().isEmpty() ? country : locale.getCountry());
        return DecimalFormatSymbols.getInstance(builder.build()).getDecimalSeparator() == ',' ? ',' : '.';
    }
}
