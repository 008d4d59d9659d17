package dev.enlist.form;

import java.text.Normalizer;

/** Cleans what people type and paste: blanks of any width, line breaks, invisible characters, digits of any script. */
final class AnswerText {

    private AnswerText() {}

    /** One line: blanks and line breaks of any kind as single spaces, none at the ends. */
    static String line(String typed) {
        StringBuilder line = new StringBuilder();
        boolean blank = false;
        for (int c :
                Normalizer.normalize(typed, Normalizer.Form.NFC).codePoints().toArray()) {
            if (isBlank(c) || isBreak(c)) {
                blank = true;
            } else if (!isDropped(c)) {
                if (blank && line.length() > 0) {
                    line.append(' ');
                }
                blank = false;
                line.appendCodePoint(c);
            }
        }
        return line.toString();
    }

    /** Several lines: line breaks as {@code \n}, no blanks at the end of a line, no blank lines at the ends. */
    static String lines(String typed) {
        StringBuilder text = new StringBuilder();
        for (int c : Normalizer.normalize(typed.replace("\r\n", "\n"), Normalizer.Form.NFC)
                .codePoints()
                .toArray()) {
            if (isBreak(c) && c != '\t') {
                while (text.length() > 0 && text.charAt(text.length() - 1) == ' ') {
                    text.setLength(text.length() - 1);
                }
                text.append('\n');
            } else if (isBlank(c) || c == '\t') {
                text.append(' ');
            } else if (!isDropped(c)) {
                text.appendCodePoint(c);
            }
        }
        return text.toString().strip();
    }

    /** Digits of every script as those of ASCII, and the minus signs as {@code -}. */
    static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                digits.append(Character.digit(c, 10));
            } else if (c == 0x2212 || c == 0x2013 || c == 0xFE63 || c == 0xFF0D) {
                digits.append('-');
            } else {
                digits.appendCodePoint(c);
            }
        });
        return digits.toString();
    }

    private static boolean isBlank(int c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean isBreak(int c) {
        return c == '\n' || c == '\r' || c == '\t' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** Control characters, halves of surrogate pairs, and marks of direction and width; joiners stay. */
    private static boolean isDropped(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> true;
            case Character.FORMAT -> c != 0x200C && c != 0x200D;
            default -> false;
        };
    }
}
