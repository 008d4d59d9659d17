package dev.enlist.shared.validation;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A regular expression that takes time linear in the text (RE2), and whose size is bounded before it is compiled: a
 * counted repetition is written out by the compiler, and counted ones within each other multiply.
 */
public final class LinearRegex {

    public static final int MAX_LENGTH = 1_000;

    /** Instructions, at each of which a character may have to be looked at. */
    public static final int MAX_SIZE = 2_000;

    private final Pattern pattern;

    private LinearRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws PatternSyntaxException for what is no pattern, or one that is too large */
    public static LinearRegex compile(String text) {
        requireSize(text);
        return new LinearRegex(Pattern.compile(text));
    }

    /**
     * The size of the expression once it is compiled, at most {@value #MAX_SIZE}.
     *
     * @throws PatternSyntaxException for one that is too large
     */
    public static long requireSize(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new PatternSyntaxException("more than " + MAX_LENGTH + " characters", "");
        }
        long size = size(text);
        if (size > MAX_SIZE) {
            throw new PatternSyntaxException(
                    "written out it has " + size + " parts, more than " + MAX_SIZE + "; use smaller counts", "");
        }
        return size;
    }

    /** What is wrong with an expression, if anything. */
    public static Optional<String> fault(String text) {
        try {
            compile(text);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(words(e));
        }
    }

    /** What an exception says about an expression, for people. */
    public static String words(PatternSyntaxException e) {
        return "is no regular expression that is supported: " + e.getDescription();
    }

    /** Whether the whole text matches. */
    public boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    /**
     * Parts of the expression once its counted repetitions are written out. Too many rather than too few: what is within
     * a class of characters counts as if it stood alone.
     */
    public static long size(String text) {
        Deque<Long> around = new ArrayDeque<>();
        long group = 0;
        long last = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
                group += last;
                last = 1;
            } else if (c == '(') {
                group += last;
                around.push(group);
                group = 0;
                last = 0;
            } else if (c == ')' && !around.isEmpty()) {
                last = group + last + 2;
                group = around.pop();
            } else if (c == '{') {
                int end = text.indexOf('}', at);
                long times = end < 0 ? 1 : times(text.substring(at + 1, end));
                last = Math.min(last * Math.max(1, times), Integer.MAX_VALUE);
                at = times > 0 ? end : at;
            } else {
                group += last;
                last = 1;
            }
            group = Math.min(group, Integer.MAX_VALUE);
        }
        while (!around.isEmpty()) {
            group += around.pop();
        }
        return group + last;
    }

    /** The greater of the numbers in the braces, one more where there is no end; 0 where they hold no numbers. */
    private static long times(String braces) {
        if (braces.length() > 12 || !braces.matches("[0-9]+(,[0-9]*)?")) {
            return 0;
        }
        long times = 0;
        for (String number : braces.split(",")) {
            times = Math.max(times, Long.parseLong(number));
        }
        return times + 1;
    }
}
