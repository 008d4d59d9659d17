package dev.enlist.form;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a telephone number as people write it, {@code (212) 555-0100} or {@code +49 30 901820}, into the form of E.164.
 * A number is refused only where its length is impossible: numbering plans change before a list of them does.
 */
final class PhoneAnswerParser {

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");

    private PhoneAnswerParser() {}

    /**
     * @param country of a number without a country code, two letters
     * @return empty where the text is no telephone number
     */
    static Optional<String> parse(String typed, String country) {
        try {
            PhoneNumber number = NUMBERS.parse(AnswerText.digits(typed), country);
            if (!NUMBERS.isPossibleNumber(number)) {
                return Optional.empty();
            }
            String text = NUMBERS.format(number, PhoneNumberUtil.PhoneNumberFormat.E164);
            return E164.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** A stored number as people of its country write it, for pages. */
    static String display(String e164, String country) {
        try {
            PhoneNumber number = NUMBERS.parse(e164, country);
            boolean home = country.equals(NUMBERS.getRegionCodeForNumber(number));
            return NUMBERS.format(
                    number,
                    home
                            ? PhoneNumberUtil.PhoneNumberFormat.NATIONAL
                            : PhoneNumberUtil.PhoneNumberFormat.INTERNATIONAL);
        } catch (NumberParseException e) {
            return e164; // stored before numbers were checked
        }
    }
}
