package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.impl.JavaValueMapper;
import org.camunda.feel.impl.interpreter.BuiltinFunctions;
import org.camunda.feel.syntaxtree.Addition;
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
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.InputEqualTo;
import org.camunda.feel.syntaxtree.InputGreaterOrEqual;
import org.camunda.feel.syntaxtree.InputGreaterThan;
import org.camunda.feel.syntaxtree.InputInRange;
import org.camunda.feel.syntaxtree.InputLessOrEqual;
import org.camunda.feel.syntaxtree.InputLessThan;
import org.camunda.feel.syntaxtree.Not;
import org.camunda.feel.syntaxtree.PositionalFunctionParameters;
import org.camunda.feel.syntaxtree.Ref;
import org.camunda.feel.syntaxtree.Subtraction;
import org.camunda.feel.syntaxtree.UnaryTestExpression;
import org.camunda.feel.valuemapper.ValueMapper;
import org.jspecify.annotations.Nullable;

/**
 * Parses a cell for static analysis. Takes only cells that {@link FeelValidator} finds usable; evaluates nothing.
 *
 * <p>Engine internals: no public interface of the library names its built-in functions, and a cell that calls another
 * function must not count as understood.
 */
public final class UnaryTestParser {

    private static final Set<String> FUNCTIONS = Set.copyOf(asJava(new BuiltinFunctions(
                    org.camunda.feel.FeelEngine.defaultClock(),
                    new ValueMapper.CompositeValueMapper(camundajar.impl.scala.jdk.javaapi.CollectionConverters.asScala(
                                    List.<org.camunda.feel.valuemapper.CustomValueMapper>of(new JavaValueMapper()))
                            .toList()))
            .functionNames()
            .toList()));

    /** Maximum number of zeros that are written out. */
    private static final int WIDEST = 100;

    /** Functions whose result for the same inputs changes. */
    private static final Set<String> NOT_REPEATABLE = Set.of("now", "today", "random number", "uuid");

    /** Functions whose second argument is a regular expression. */
    private static final Set<String> PATTERNS = Set.of("matches", "replace", "split", "extract");

    /** Characters of the texts whose syntax trees are cached; the cells of a column often repeat. */
    private static final int MOST_KEPT = 500_000;

    private static final int WEIGHT_OF_AN_ENTRY = 50;

    /**
     * One of the alternatives of a condition.
     *
     * @param mayFit    whether it may accept some non-null value of the column
     * @param asksNull  whether it is written to accept null
     * @param reasons   why it cannot work, sentences without a full stop
     * @param joined    operands of "and" and "or" that are never booleans; null for one that is no constant
     */
    public record Part(boolean mayFit, boolean asksNull, Set<String> reasons, List<@Nullable Object> joined) {}

    /**
     * The possible values of an expression.
     *
     * @param kinds   every kind of value
     * @param reasons why parts of it cannot work, sentences without a full stop
     * @param joined  operands of "and" and "or" that are never booleans; null for one that is no constant
     */
    public record Results(Set<ResultKind> kinds, Set<String> reasons, List<@Nullable Object> joined) {}

    private final FeelEngineApi parser = FeelEngineBuilder.forJava().build();
    private final Cache<String, ParseResult> expressions = cache();
    private final Cache<String, ParseResult> conditions = cache();

    private static Cache<String, ParseResult> cache() {
        return Caffeine.newBuilder()
                .maximumWeight(MOST_KEPT)
                .weigher((String text, ParseResult result) -> WEIGHT_OF_AN_ENTRY + text.length())
                .build();
    }

    private ParseResult parsedExpression(String text) {
        return expressions.get(text, parser::parseExpression);
    }

    private ParseResult parsedCondition(String text) {
        return conditions.get(text, parser::parseUnaryTests);
    }

    /** The names of all FEEL functions. */
    public static Set<String> functions() {
        return FUNCTIONS;
    }

    /** Parses a condition; an empty text and {@code -} accept everything. */
    public UnaryTest test(String text) {
        if (text.isEmpty() || text.equals("-")) {
            return new UnaryTest.Anything();
        }
        ParseResult result = parsedCondition(text);
        return result.isFailure()
                ? new UnaryTest.Opaque(Set.of())
                : test(result.parsedExpression().expression());
    }

    /**
     * The facts of an expression.
     *
     * @param kinds kinds of the inputs, by path
     */
    public ExpressionFacts expression(String text, Function<List<String>, ValueKind> kinds) {
        return text.isEmpty() ? ExpressionFacts.NONE : facts(parsedExpression(text), kinds);
    }

    /** The facts of a condition. */
    public ExpressionFacts condition(String text, Function<List<String>, ValueKind> kinds) {
        return text.isEmpty() || text.equals("-") ? ExpressionFacts.NONE : facts(parsedCondition(text), kinds);
    }

    /** Names of functions whose result also depends on the time or on chance. */
    public static Set<String> notRepeatable() {
        return NOT_REPEATABLE;
    }

    /** Whether the text is valid FEEL for an input or an output. */
    public boolean isExpression(String text) {
        return parser.parseExpression(text).isSuccess();
    }

    /** Whether the text is valid FEEL for a condition. */
    public boolean isCondition(String text) {
        return parser.parseUnaryTests(text).isSuccess();
    }

    /** The possible values of an expression on inputs of these kinds. */
    public Results results(String text, Function<List<String>, Set<ResultKind>> inputs) {
        ParseResult parsed = parsedExpression(text);
        if (parsed.isFailure()) {
            return new Results(ResultKind.anything(), Set.of(), List.of());
        }
        ResultAnalyzer analyzer = new ResultAnalyzer(inputs, ResultKind.anything());
        Set<ResultKind> kinds = analyzer.of(parsed.parsedExpression().expression());
        return new Results(kinds, analyzer.reasons(), constantsOf(analyzer.valuesJoined()));
    }

    /** The alternatives of a condition on a column with these kinds of values, in their order. */
    public List<Part> parts(String text, Function<List<String>, Set<ResultKind>> inputs, Set<ResultKind> column) {
        ParseResult parsed = parsedCondition(text);
        if (text.isEmpty() || text.equals("-") || parsed.isFailure()) {
            return List.of();
        }
        Exp exp = parsed.parsedExpression().expression();
        return (exp instanceof AtLeastOne some ? asJava(some.xs()) : List.of(exp))
                .stream().map(part -> part(part, inputs, column)).toList();
    }

    private static Part part(Exp exp, Function<List<String>, Set<ResultKind>> inputs, Set<ResultKind> column) {
        ResultAnalyzer analyzer = new ResultAnalyzer(inputs, column);
        boolean mayFit = analyzer.mayFit(exp);
        return new Part(mayFit, asksNull(exp), analyzer.reasons(), constantsOf(analyzer.valuesJoined()));
    }

    /** Whether a condition contains null. */
    public boolean asksNull(String text) {
        ParseResult parsed = parsedCondition(text);
        return parsed.isFailure() || asksNull(parsed.parsedExpression().expression());
    }

    private static boolean asksNull(Exp exp) {
        boolean[] found = new boolean[1];
        SyntaxTree.visit(exp, each -> found[0] |= each == ConstNull$.MODULE$);
        return found[0];
    }

    private static List<@Nullable Object> constantsOf(List<Exp> expressions) {
        List<@Nullable Object> constants = new ArrayList<>();
        expressions.forEach(exp -> constants.add(constant(exp)));
        return constants;
    }

    /**
     * The invalid regular expressions in a text, each with its fault.
     *
     * @param condition whether the text is a condition and not an input or an output
     */
    public Map<String, String> invalidPatterns(String text, boolean condition) {
        Map<String, String> invalid = new LinkedHashMap<>();
        visit(text, condition, node -> {
            if (node instanceof FunctionInvocation call
                    && PATTERNS.contains(call.function())
                    && call.params() instanceof PositionalFunctionParameters given
                    && given.params().size() >= 2
                    && constant(asJava(given.params()).get(1)) instanceof String pattern) {
                try {
                    Pattern.compile(pattern);
                } catch (PatternSyntaxException e) {
                    boolean comments = call.function().equals("matches")
                            && given.params().size() == 3
                            && String.valueOf(constant(asJava(given.params()).get(2)))
                                    .contains("x");
                    if (!comments) {
                        invalid.put(pattern, e.getDescription());
                    }
                }
            }
        });
        return invalid;
    }

    /**
     * The subtractions of two whole numbers of which the first is smaller, as in {@code 600-900}: probably meant as a
     * range.
     *
     * @param condition whether the text is a condition and not an input or an output
     */
    public List<List<BigDecimal>> dashes(String text, boolean condition) {
        List<List<BigDecimal>> found = new ArrayList<>();
        visit(text, condition, node -> {
            if (node instanceof Subtraction difference
                    && constant(difference.x()) instanceof BigDecimal low
                    && constant(difference.y()) instanceof BigDecimal high
                    && low.signum() >= 0
                    && low.compareTo(high) < 0) {
                found.add(List.of(low, high));
            }
        });
        return found;
    }

    /** Paths of the inputs that are added to a text: where one is no text, the sum is null. */
    public Set<List<String>> addedToText(String expression) {
        Set<List<String>> found = new LinkedHashSet<>();
        visit(expression, false, node -> {
            if (node instanceof Addition sum) {
                for (Exp side : List.of(sum.x(), sum.y())) {
                    if (side instanceof Ref ref) {
                        found.add(List.copyOf(asJava(ref.names())));
                    }
                }
            }
        });
        return found;
    }

    private void visit(String text, boolean condition, java.util.function.Consumer<Object> consumer) {
        ParseResult parsed = condition ? parsedCondition(text) : parsedExpression(text);
        if (!text.isEmpty() && parsed.isSuccess()) {
            SyntaxTree.visit(parsed.parsedExpression().expression(), consumer);
        }
    }

    private static ExpressionFacts facts(ParseResult result, Function<List<String>, ValueKind> kinds) {
        return result.isFailure()
                ? ExpressionFacts.NONE
                : new FeelAnalyzer(kinds).of(result.parsedExpression().expression());
    }

    private static UnaryTest test(Exp exp) {
        if (exp instanceof ConstBool always && always.value()) {
            return new UnaryTest.Anything();
        }
        if (exp instanceof AtLeastOne some) {
            return new UnaryTest.AnyOf(
                    asJava(some.xs()).stream().map(UnaryTestParser::test).toList());
        }
        if (exp instanceof Not not) {
            return new UnaryTest.Not(test(not.x()));
        }
        UnaryTest read = null;
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
            // among alternatives and within not(…) a bare true accepts everything, and a bare false accepts only false;
            // a comparison in brackets gives null for what it cannot compare, which then accepts null: this needs an
            // evaluation
            read = isTest(unary.exp())
                    ? null
                    : unary.exp() instanceof ConstBool truth
                            ? truth.value() ? new UnaryTest.Anything() : new UnaryTest.OnlyFalse()
                            : equal(unary.exp());
        }
        return read == null ? new UnaryTest.Opaque(constants(exp)) : read;
    }

    /** The parser returns a comparison in brackets as an expression. */
    private static boolean isTest(Exp exp) {
        return exp instanceof InputLessThan
                || exp instanceof InputLessOrEqual
                || exp instanceof InputGreaterThan
                || exp instanceof InputGreaterOrEqual
                || exp instanceof InputInRange;
    }

    private static @Nullable UnaryTest equal(Exp exp) {
        if (exp instanceof ConstList list) {
            List<UnaryTest> items = new ArrayList<>();
            for (Exp item : asJava(list.items())) {
                if (!isConstant(item)) {
                    return null;
                }
                items.add(new UnaryTest.Equal(constant(item)));
            }
            return items.isEmpty() ? null : new UnaryTest.AnyOf(items);
        }
        return isConstant(exp) ? new UnaryTest.Equal(constant(exp)) : null;
    }

    private static @Nullable UnaryTest between(
            @Nullable Exp least, boolean leastIncluded, @Nullable Exp most, boolean mostIncluded) {
        Object low = least == null ? null : constant(least);
        Object high = most == null ? null : constant(most);
        boolean usable = (least == null || isOrdered(low))
                && (most == null || isOrdered(high))
                && (low == null || high == null || low.getClass() == high.getClass());
        return usable ? new UnaryTest.Between(low, leastIncluded, high, mostIncluded) : null;
    }

    private static boolean isOrdered(@Nullable Object constant) {
        return constant instanceof BigDecimal || constant instanceof java.time.LocalDate;
    }

    static boolean isConstant(Exp exp) {
        return exp == ConstNull$.MODULE$ || constant(exp) != null;
    }

    /** The constant; null both for FEEL's null and where the expression is no constant. */
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

    /** The canonical form of a number: without trailing zeros or exponent. */
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
