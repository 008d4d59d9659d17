package dev.enlist.enrollment;

import java.util.Locale;
import java.util.Optional;

/**
 * A short number of an enrollment for people, such as {@code B7K3-9QXM}: 7 characters of Crockford's base 32 and
 * a check character. It is unique in the installation and contains no personal data. The database generates it; see
 * {@code V42__application_number.sql}.
 *
 * @param value 8 characters of {@value #ALPHABET} with a dash in the middle
 */
record ApplicationNumber(String value) {

    /** Digits and Latin characters without I, L, O and U, which are easily confused. */
    static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 8;

    /** The polynomial x^5 + x^2 + 1, with which the characters are the elements of GF(32). */
    private static final int POLYNOMIAL = 0b100101;

    /**
     * Parses typed input: accepts lower case, blanks and a missing dash, reads O as 0, and I or L as 1.
     *
     * @return empty if the text is not an application number or its check character does not match
     */
    static Optional<ApplicationNumber> read(String typed) {
        String characters = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[-\\s]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (characters.length() != LENGTH) {
            return Optional.empty();
        }
        int checked = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = ALPHABET.indexOf(characters.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            checked = doubled(checked) ^ digit;
        }
        return checked == 0
                ? Optional.of(new ApplicationNumber(
                        characters.substring(0, LENGTH / 2) + "-" + characters.substring(LENGTH / 2)))
                : Optional.empty();
    }

    private static int doubled(int element) {
        int shifted = element << 1;
        return shifted < ALPHABET.length() ? shifted : shifted ^ POLYNOMIAL;
    }
}
