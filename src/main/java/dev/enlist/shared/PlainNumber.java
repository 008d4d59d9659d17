package dev.enlist.shared;

import java.math.BigDecimal;

/** Numbers in sentences for people: {@code 5000} and {@code 0.5}, never {@code 5E+3} or {@code 0.50}. */
public final class PlainNumber {

    /** Beyond so many zeros a number is not written out: it would be longer than the sentence. */
    private static final int MAX_ZEROS = 100;

    private PlainNumber() {}

    /** The number as people write it. */
    public static String of(Number number) {
        if (number instanceof BigDecimal decimal) {
            return plain(decimal);
        }
        boolean written = number instanceof Double || number instanceof Float;
        return written && Double.isFinite(number.doubleValue())
                ? plain(new BigDecimal(number.toString()))
                : number.toString();
    }

    /** The same for a value that may be a number; any other as its text. */
    public static String orText(Object value) {
        return value instanceof Number number ? of(number) : value.toString();
    }

    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return Math.abs((long) stripped.scale()) <= MAX_ZEROS ? stripped.toPlainString() : stripped.toString();
    }
}
