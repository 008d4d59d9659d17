package dev.enlist.eligibility.feel;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A kind of value that an expression may give. A set of kinds describes all its possible values. */
public enum ResultKind {
    NUMBER("a number"),
    TEXT("a text"),
    TRUE("true"),
    FALSE("false"),
    DATE("a date"),
    LIST("a list"),
    CONTEXT("a context"),
    NULL("null"),
    /** Times, durations, functions, ranges. */
    OTHER("a time or duration");

    private final String words;

    ResultKind(String words) {
        this.words = words;
    }

    /** Every kind of value. */
    public static Set<ResultKind> anything() {
        return EnumSet.allOf(ResultKind.class);
    }

    public static Set<ResultKind> of(ValueKind kind) {
        return switch (kind) {
            case NUMBER -> EnumSet.of(NUMBER);
            case TEXT -> EnumSet.of(TEXT);
            case TRUTH -> EnumSet.of(TRUE, FALSE);
            case DATE -> EnumSet.of(DATE);
            case LIST -> EnumSet.of(LIST);
            case CONTEXT -> EnumSet.of(CONTEXT);
            case NOTHING -> EnumSet.of(NULL);
            case UNKNOWN -> anything();
        };
    }

    /** The kinds as text; null is left out where another kind is possible. */
    public static String words(Set<ResultKind> kinds) {
        if (kinds.containsAll(EnumSet.complementOf(EnumSet.of(NULL)))) {
            return "a value";
        }
        if (kinds.contains(TRUE) && kinds.contains(FALSE)) {
            Set<ResultKind> rest = without(kinds, TRUE, FALSE, NULL);
            return rest.isEmpty() ? "true or false" : "true or false or " + words(rest);
        }
        Set<ResultKind> rest = without(kinds, NULL);
        return rest.isEmpty()
                ? NULL.words
                : rest.stream().map(kind -> kind.words).collect(Collectors.joining(" or "));
    }

    static Set<ResultKind> without(Set<ResultKind> kinds, ResultKind... taken) {
        Set<ResultKind> rest = EnumSet.noneOf(ResultKind.class);
        rest.addAll(kinds);
        Set.of(taken).forEach(rest::remove);
        return rest;
    }

    static boolean meet(Set<ResultKind> one, Set<ResultKind> other) {
        return one.stream().anyMatch(other::contains);
    }
}
