package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValContext;
import org.camunda.feel.syntaxtree.ValList;
import org.camunda.feel.syntaxtree.ValNumber;
import org.camunda.feel.syntaxtree.ValString;
import org.jspecify.annotations.Nullable;

/**
 * Limits of one evaluation of one expression. Counts steps and sizes, not time, so that a table gives the same result
 * on every machine, however busy, and in a replay.
 */
final class ExpressionBudget {

    /** Evaluated nodes of the expression, plus the work within functions. At most about a second. */
    static final long MOST_STEPS = 1_000_000;

    /** Elements of a list or context, including those of nested values. */
    static final int MOST_ELEMENTS = 100_000;

    /** Characters of a text. */
    static final int LONGEST_TEXT = 1_000_000;

    /** Exponents of FEEL numbers: those of IEEE 754 decimal128. */
    static final int LARGEST_EXPONENT = 6144;

    /** Characters or digits that count as one element. */
    private static final int CHARACTERS = 16;

    private final @Nullable EvaluationBudget budget = EvaluationBudget.current();

    private long steps;

    void spend(long count) {
        if (budget != null && count > 0) {
            budget.spend(count);
        }
        steps += count;
        if (steps > MOST_STEPS || count < 0) {
            steps = Long.MAX_VALUE / 2;
            throw new EvaluationTooCostly(excess());
        }
    }

    /** The exceeded limit as text. */
    String excess() {
        return budget != null && budget.isExceeded() ? budget.excess() : "it takes more than " + MOST_STEPS + " steps";
    }

    /** Whether the budget was exceeded, also where a caller caught the exception. */
    boolean isSpent() {
        return steps > MOST_STEPS || budget != null && budget.isExceeded();
    }

    /** Returns the value where its size is allowed. */
    Val checked(Val value) {
        if (value instanceof ValString text) {
            checkText(text.value());
        } else if (value instanceof ValList || value instanceof ValContext) {
            spend(weigh(value, 0) / CHARACTERS);
        }
        return value;
    }

    /** Size of what a function has to read of an argument. */
    long sizeOf(Val argument) {
        if (argument instanceof ValString text) {
            return text.value().length();
        }
        if (argument instanceof ValNumber number) {
            checkNumber(number.value().bigDecimal());
        }
        return argument instanceof ValList || argument instanceof ValContext ? weigh(argument, 0) : 1;
    }

    static void checkNumber(BigDecimal number) {
        long exponent = (long) number.precision() - number.scale() - 1;
        if (Math.abs(exponent) > LARGEST_EXPONENT || number.precision() > LARGEST_EXPONENT) {
            throw new EvaluationTooCostly(
                    "a number is beyond those of 34 digits and exponents up to " + LARGEST_EXPONENT);
        }
    }

    private static void checkText(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new EvaluationTooCostly("a text has more than " + LONGEST_TEXT + " characters");
        }
    }

    /** Stops at the limit, so that a value shared a million times is not traversed a million times. */
    private static long weigh(@Nullable Object value, long before) {
        long weight = before + 1;
        if (weight > MOST_ELEMENTS) {
            throw new EvaluationTooCostly("a list or context has more than " + MOST_ELEMENTS + " elements");
        }
        if (value instanceof ValString text) {
            return weight + text.value().length() / CHARACTERS;
        }
        if (value instanceof String text) {
            return weight + text.length() / CHARACTERS;
        }
        if (value instanceof ValNumber number) {
            BigDecimal decimal = number.value().bigDecimal();
            checkNumber(decimal);
            return weight + Math.max(Math.abs(decimal.scale()), decimal.precision()) / CHARACTERS;
        }
        if (value instanceof ValList list) {
            return weighAll(asJava(list.itemsAsSeq()), weight);
        }
        if (value instanceof ValContext context) {
            return weighAll(
                    asJava(context.context().variableProvider().getVariables()).values(), weight);
        }
        if (value instanceof Map<?, ?> map) {
            return weighAll(map.values(), weight);
        }
        return value instanceof Collection<?> values ? weighAll(values, weight) : weight;
    }

    private static long weighAll(Iterable<?> values, long before) {
        long weight = before;
        for (Object value : values) {
            weight = weigh(value, weight);
        }
        return weight;
    }
}
