package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.impl.JavaValueMapper;
import org.camunda.feel.impl.interpreter.BuiltinFunctions;
import org.camunda.feel.syntaxtree.ArithmeticNegation;
import org.camunda.feel.syntaxtree.AtLeastOne;
import org.camunda.feel.syntaxtree.ClosedConstRangeBoundary;
import org.camunda.feel.syntaxtree.ConstBool;
import org.camunda.feel.syntaxtree.ConstDate;
import org.camunda.feel.syntaxtree.ConstList;
import org.camunda.feel.syntaxtree.ConstNull$;
import org.camunda.feel.syntaxtree.ConstNumber;
import org.camunda.feel.syntaxtree.ConstRange;
import org.camunda.feel.syntaxtree.ConstString;
import org.camunda.feel.syntaxtree.Exp;
import org.camunda.feel.syntaxtree.InputEqualTo;
import org.camunda.feel.syntaxtree.InputGreaterOrEqual;
import org.camunda.feel.syntaxtree.InputGreaterThan;
import org.camunda.feel.syntaxtree.InputInRange;
import org.camunda.feel.syntaxtree.InputLessOrEqual;
import org.camunda.feel.syntaxtree.InputLessThan;
import org.camunda.feel.syntaxtree.Not;
import org.camunda.feel.syntaxtree.UnaryTestExpression;
import org.camunda.feel.valuemapper.ValueMapper;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a cell says, for a check that reasons about it. Only cells that {@link FeelReader} calls usable are
 * brought here; nothing is evaluated.
 */
public final class CellReader {

    private static final Set<String> FUNCTIONS = Set.copyOf(asJava(new BuiltinFunctions(
                    org.camunda.feel.FeelEngine.defaultClock(),
                    new ValueMapper.CompositeValueMapper(camundajar.impl.scala.jdk.javaapi.CollectionConverters.asScala(
                                    List.<org.camunda.feel.valuemapper.CustomValueMapper>of(new JavaValueMapper()))
                            .toList()))
            .functionNames()
            .toList()));

    /** Zeros that are written out. */
    private static final int WIDEST = 100;

    private final FeelEngineApi parser = FeelEngineBuilder.forJava().build();

    /** The names of the functions that FEEL has. */
    public static Set<String> functions() {
        return FUNCTIONS;
    }

    /** What a condition asks; empty and {@code -} ask nothing. */
    public CellTest test(String text) {
        if (text.isEmpty() || text.equals("-")) {
            return new CellTest.Anything();
        }
        ParseResult result = parser.parseUnaryTests(text);
        return result.isFailure()
                ? new CellTest.Opaque(Set.of())
                : test(result.parsedExpression().expression());
    }

    /**
     * What an expression is about.
     *
     * @param kinds of the inputs, by path
     */
    public CellFacts expression(String text, Function<List<String>, Kind> kinds) {
        return text.isEmpty() ? CellFacts.NONE : facts(parser.parseExpression(text), kinds);
    }

    /** The same for a condition. */
    public CellFacts condition(String text, Function<List<String>, Kind> kinds) {
        return text.isEmpty() || text.equals("-") ? CellFacts.NONE : facts(parser.parseUnaryTests(text), kinds);
    }

    private static CellFacts facts(ParseResult result, Function<List<String>, Kind> kinds) {
        return result.isFailure()
                ? CellFacts.NONE
                : new FactFinder(kinds).of(result.parsedExpression().expression());
    }

    private static CellTest test(Exp exp) {
        if (exp instanceof ConstBool always && always.value()) {
            return new CellTest.Anything();
        }
        if (exp instanceof AtLeastOne some) {
            return new CellTest.AnyOf(
                    asJava(some.xs()).stream().map(CellReader::test).toList());
        }
        if (exp instanceof Not not) {
            return new CellTest.Not(test(not.x()));
        }
        CellTest read = null;
        if (exp instanceof InputLessThan less) {
            read = between(null, false, less.x(), false);
        } else if (exp instanceof InputLessOrEqual less) {
            read = between(null, false, less.x(), true);
        } else if (exp instanceof InputGreaterThan greater) {
            read = between(greater.x(), false, null, false);
        } else if (exp instanceof InputGreaterOrEqual greater) {
            read = between(greater.x(), true, null, false);
        } else if (exp instanceof InputInRange in) {
            ConstRange range = in.range();
            read = between(
                    range.start().value(),
                    range.start() instanceof ClosedConstRangeBoundary,
                    range.end().value(),
                    range.end() instanceof ClosedConstRangeBoundary);
        } else if (exp instanceof InputEqualTo equal) {
            read = equal(equal.x());
        } else if (exp instanceof UnaryTestExpression unary) {
            // but for a bare true or false, a truth value is no value to compare with: true fits everything
            boolean truth = unary.exp() instanceof ConstBool;
            read = isTest(unary.exp()) ? test(unary.exp()) : truth ? null : equal(unary.exp());
        }
        return read == null ? new CellTest.Opaque(constants(exp)) : read;
    }

    /** In brackets a comparison arrives as an expression. */
    private static boolean isTest(Exp exp) {
        return exp instanceof InputLessThan
                || exp instanceof InputLessOrEqual
                || exp instanceof InputGreaterThan
                || exp instanceof InputGreaterOrEqual
                || exp instanceof InputInRange;
    }

    private static @Nullable CellTest equal(Exp exp) {
        if (exp instanceof ConstList list) {
            List<CellTest> items = new ArrayList<>();
            for (Exp item : asJava(list.items())) {
                if (!isConstant(item)) {
                    return null;
                }
                items.add(new CellTest.Equal(constant(item)));
            }
            return items.isEmpty() ? null : new CellTest.AnyOf(items);
        }
        return isConstant(exp) ? new CellTest.Equal(constant(exp)) : null;
    }

    private static @Nullable CellTest between(
            @Nullable Exp least, boolean leastIncluded, @Nullable Exp most, boolean mostIncluded) {
        Object low = least == null ? null : constant(least);
        Object high = most == null ? null : constant(most);
        boolean usable = (least == null || isOrdered(low))
                && (most == null || isOrdered(high))
                && (low == null || high == null || low.getClass() == high.getClass());
        return usable ? new CellTest.Between(low, leastIncluded, high, mostIncluded) : null;
    }

    private static boolean isOrdered(@Nullable Object constant) {
        return constant instanceof BigDecimal || constant instanceof java.time.LocalDate;
    }

    static boolean isConstant(Exp exp) {
        return exp == ConstNull$.MODULE$ || constant(exp) != null;
    }

    /** Its value; null both for FEEL's null and where it is no constant. */
    static @Nullable Object constant(Exp exp) {
        if (exp instanceof ConstNumber number) {
            return plain(number.value().bigDecimal());
        }
        if (exp instanceof ArithmeticNegation negative && constant(negative.x()) instanceof BigDecimal number) {
            return plain(number.negate());
        }
        if (exp instanceof ConstString text) {
            return text.value();
        }
        if (exp instanceof ConstBool truth) {
            return truth.value();
        }
        return exp instanceof ConstDate date ? date.value() : null;
    }

    /** The one form of a number that equals every other: without trailing zeros or exponent. */
    public static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.scale() > -WIDEST ? stripped.setScale(0) : stripped;
    }

    static Set<Object> constants(Object node) {
        Set<Object> found = new LinkedHashSet<>();
        SyntaxTree.visit(node, each -> {
            if (each instanceof Exp exp) {
                Object constant = constant(exp);
                if (constant != null) {
                    found.add(constant);
                }
            }
        });
        return found;
    }
}
