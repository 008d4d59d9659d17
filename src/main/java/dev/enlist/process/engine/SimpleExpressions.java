package dev.enlist.process.engine;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The expressions that a model may contain: variable names, literals, comparisons and arithmetic, as in {@code
 * ${verdict == 'eligible'}}. They cannot call anything or access members with a dot or a bracket.
 */
final class SimpleExpressions {

    private static final int LONGEST = 500;

    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|(?<number>[0-9]+([.][0-9]+)?)|(?<text>'[^'\\\\]*'|\"[^\"\\\\]*\")"
                    + "|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<operator>==|!=|<=|>=|&&|[|][|]|[<>!?:+*/%-])|(?<open>[(])|(?<close>[)])");

    private static final Pattern BEAN = Pattern.compile("[$]\\{([A-Za-z][A-Za-z0-9]*)}");

    private static final Set<String> WORDS =
            Set.of("and", "or", "not", "empty", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod");

    private SimpleExpressions() {}

    static boolean isExpression(String text) {
        return text.contains("${") || text.contains("#{");
    }

    /** Whether every expression in a text is simple; true for a text without expressions. */
    static boolean isSimple(String text) {
        int position = start(text, 0);
        while (position >= 0) {
            int end = end(text, position + 2);
            if (end < 0 || end - position > LONGEST) {
                return false;
            }
            position = start(text, end);
        }
        return true;
    }

    /** The bean name, where the text is only an expression with a bean name. */
    static Optional<String> bean(String text) {
        Matcher bean = BEAN.matcher(text);
        return bean.matches() ? Optional.of(bean.group(1)) : Optional.empty();
    }

    private static int start(String text, int from) {
        int immediate = text.indexOf("${", from);
        int deferred = text.indexOf("#{", from);
        return immediate < 0 || deferred < 0 ? Math.max(immediate, deferred) : Math.min(immediate, deferred);
    }

    /** The index after the closing brace; negative where the expression is not simple. */
    private static int end(String text, int from) {
        Matcher token = TOKEN.matcher(text);
        int position = from;
        boolean callable = false;
        while (position < text.length() && text.charAt(position) != '}') {
            if (!token.region(position, text.length()).lookingAt() || token.group("open") != null && callable) {
                return -1;
            }
            String name = token.group("name");
            boolean blank = token.group().isBlank();
            callable = blank ? callable : name != null && !WORDS.contains(name) || token.group("close") != null;
            position = token.end();
        }
        return position < text.length() ? position + 1 : -1;
    }
}
