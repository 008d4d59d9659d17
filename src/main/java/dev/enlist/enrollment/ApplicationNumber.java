package dev.enlist.enrollment;

import java.util.Locale;
import java.util.Optional;

/**
 * The number by which people speak of an enrollment, such as {@code B7K3-9QXM}: 7 characters of Crockford's base 32 and
 * a check character. It is unique in the installation and says nothing about the person. The database makes it; see
 * {@code V42__application_number.sql}.
 *
 * @param value as it is written: 8 characters of {@value #LETTERS} with a dash in the middle
 */
record ApplicationNumber(String value) {

    /** Without I, L, O and U, which are taken for others. */
    static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 8;

    /** Of x^5 + x^2 + 1, by which the letters are the elements of GF(32). */
    private static final int POLYNOMIAL = 0b100101;

    /**
     * Reads what a person typed: in lower case, without the dash or with blanks, with O for 0 and I or L for 1.
     *
     * @return empty where the text is no application number, or its check character says that one was mistyped
     */
    static Optional<ApplicationNumber> read(String typed) {
        String letters = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[-\\s]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (letters.length() != LENGTH) {
            return Optional.empty();
        }
        int checked = 0;
        for (int i = 0; i < LENGTH; i++) {
            int letter = LETTERS.indexOf(letters.charAt(i));
            if (letter < 0) {
                return Optional.empty();
            }
            checked = doubled(checked) ^ letter;
        }
        return checked == 0
                ? Optional.of(
                        new ApplicationNumber(letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2)))
                : Optional.empty();
    }

    private static int doubled(int element) {
        int shifted = element << 1;
        return shifted < LETTERS.length() ? shifted : shifted ^ POLYNOMIAL;
    }
}
