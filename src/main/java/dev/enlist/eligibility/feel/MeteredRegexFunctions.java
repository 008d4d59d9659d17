package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asScala;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValBoolean;
import org.camunda.feel.syntaxtree.ValList;
import org.camunda.feel.syntaxtree.ValString;
import org.jspecify.annotations.Nullable;

/**
 * The functions that search by a regular expression, with the results of the stock ones, over a text that counts its
 * reads. A pattern such as {@code (a+)+$} could otherwise take practically unlimited time.
 */
final class MeteredRegexFunctions {

    private static final Map<Character, Integer> FLAGS =
            Map.of('s', Pattern.DOTALL, 'm', Pattern.MULTILINE, 'i', Pattern.CASE_INSENSITIVE, 'x', Pattern.COMMENTS);

    private MeteredRegexFunctions() {}

    /** The result of the function; null where the function is none of these, or fails as the stock one does. */
    static @Nullable Object find(String name, List<Val> arguments, ExpressionBudget meter) {
        if (arguments.size() < 2 || !arguments.stream().allMatch(ValString.class::isInstance)) {
            return null;
        }
        List<String> texts = arguments.stream()
                .map(argument -> ((ValString) argument).value())
                .toList();
        CharSequence text = new MeteredText(texts.get(0), meter);
        String pattern = texts.get(1);
        try {
            return switch (name) {
                case "matches" ->
                    ValBoolean.apply(compiled(pattern, texts.subList(2, texts.size()))
                            .matcher(text)
                            .find());
                case "replace" ->
                    new ValString(compiled(pattern, texts.subList(3, texts.size()))
                            .matcher(text)
                            .replaceAll(texts.get(2)));
                case "split" -> list(Arrays.asList(compiled(pattern, List.of()).split(text, -1)));
                case "extract" -> list(found(compiled(pattern, List.of()).matcher(text)));
                default -> null;
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static Pattern compiled(String pattern, List<String> flags) {
        int all = 0;
        for (String text : flags) {
            for (Map.Entry<Character, Integer> flag : FLAGS.entrySet()) {
                all |= text.indexOf(flag.getKey()) >= 0 ? flag.getValue() : 0;
            }
        }
        return Pattern.compile(pattern, all);
    }

    private static List<String> found(Matcher matcher) {
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static ValList list(List<String> texts) {
        return new ValList(
                asScala(texts.stream().<Val>map(ValString::new).toList()).toList());
    }

    /** A text whose reads are deducted from the budget. */
    private static final class MeteredText implements CharSequence {

        /** Characters read in the time of one step. */
        private static final int PER_STEP = 16;

        private final String text;
        private final ExpressionBudget meter;
        private int looks;

        MeteredText(String text, ExpressionBudget meter) {
            this.text = text;
            this.meter = meter;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++looks == PER_STEP) {
                looks = 0;
                meter.spend(1);
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
