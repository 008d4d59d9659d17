package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;
import static dev.enlist.eligibility.feel.ResultKind.CONTEXT;
import static dev.enlist.eligibility.feel.ResultKind.DATE;
import static dev.enlist.eligibility.feel.ResultKind.FALSE;
import static dev.enlist.eligibility.feel.ResultKind.LIST;
import static dev.enlist.eligibility.feel.ResultKind.NULL;
import static dev.enlist.eligibility.feel.ResultKind.NUMBER;
import static dev.enlist.eligibility.feel.ResultKind.OTHER;
import static dev.enlist.eligibility.feel.ResultKind.TEXT;
import static dev.enlist.eligibility.feel.ResultKind.TRUE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.camunda.feel.syntaxtree.Addition;
import org.camunda.feel.syntaxtree.ArithmeticNegation;
import org.camunda.feel.syntaxtree.Comparison;
import org.camunda.feel.syntaxtree.Conjunction;
import org.camunda.feel.syntaxtree.ConstContext;
import org.camunda.feel.syntaxtree.ConstInputValue$;
import org.camunda.feel.syntaxtree.ConstList;
import org.camunda.feel.syntaxtree.Disjunction;
import org.camunda.feel.syntaxtree.Division;
import org.camunda.feel.syntaxtree.Equal;
import org.camunda.feel.syntaxtree.EveryItem;
import org.camunda.feel.syntaxtree.Exp;
import org.camunda.feel.syntaxtree.Exponentiation;
import org.camunda.feel.syntaxtree.For;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.If;
import org.camunda.feel.syntaxtree.InputEqualTo;
import org.camunda.feel.syntaxtree.InputGreaterOrEqual;
import org.camunda.feel.syntaxtree.InputGreaterThan;
import org.camunda.feel.syntaxtree.InputInRange;
import org.camunda.feel.syntaxtree.InputLessOrEqual;
import org.camunda.feel.syntaxtree.InputLessThan;
import org.camunda.feel.syntaxtree.InstanceOf;
import org.camunda.feel.syntaxtree.Multiplication;
import org.camunda.feel.syntaxtree.Not;
import org.camunda.feel.syntaxtree.PositionalFunctionParameters;
import org.camunda.feel.syntaxtree.Ref;
import org.camunda.feel.syntaxtree.SomeItem;
import org.camunda.feel.syntaxtree.Subtraction;
import org.camunda.feel.syntaxtree.UnaryTestExpression;
import org.jspecify.annotations.Nullable;

/**
 * Derives which kinds of values an expression can give, without evaluating it. The result is never too small: an
 * unknown construct may give any kind. So "it is never true" and "it is always null" are proofs for inputs of the given
 * kinds; a property test compares them with the stock engine. Where two kinds are incompatible, the reason is kept as a
 * sentence for the author.
 */
final class ResultAnalyzer {

    /**
     * The kinds that a function accepts at each position, and those it gives; an argument of another kind makes the
     * result null.
     */
    private record Signature(List<Set<ResultKind>> accepted, int required, Set<ResultKind> gives) {}

    private static final Set<ResultKind> TRUTH = EnumSet.of(TRUE, FALSE, NULL);
    private static final Set<ResultKind> NOTHING = EnumSet.of(NULL);
    private static final Set<ResultKind> ORDERED = EnumSet.of(NUMBER, TEXT, DATE, OTHER);
    private static final Set<ResultKind> TEXTS = EnumSet.of(TEXT);
    private static final Set<ResultKind> NUMBERS = EnumSet.of(NUMBER);
    private static final Set<ResultKind> LISTS = EnumSet.of(LIST);
    private static final Set<ResultKind> ANY = ResultKind.anything();

    private static final Map<String, Signature> FUNCTIONS = Map.ofEntries(
            Map.entry("contains", gives(TRUTH, TEXTS, TEXTS)),
            Map.entry("starts with", gives(TRUTH, TEXTS, TEXTS)),
            Map.entry("ends with", gives(TRUTH, TEXTS, TEXTS)),
            Map.entry("matches", new Signature(List.of(TEXTS, TEXTS, TEXTS), 2, TRUTH)),
            Map.entry("upper case", gives(TEXTS, TEXTS)),
            Map.entry("lower case", gives(TEXTS, TEXTS)),
            Map.entry("trim", gives(TEXTS, TEXTS)),
            Map.entry("string length", gives(NUMBERS, TEXTS)),
            Map.entry("substring", new Signature(List.of(TEXTS, NUMBERS, NUMBERS), 2, TEXTS)),
            Map.entry("substring before", gives(TEXTS, TEXTS, TEXTS)),
            Map.entry("substring after", gives(TEXTS, TEXTS, TEXTS)),
            Map.entry("replace", new Signature(List.of(TEXTS, TEXTS, TEXTS, TEXTS), 3, TEXTS)),
            Map.entry("split", gives(LISTS, TEXTS, TEXTS)),
            Map.entry("extract", gives(LISTS, TEXTS, TEXTS)),
            Map.entry("count", gives(NUMBERS, LISTS)),
            Map.entry("list contains", gives(TRUTH, LISTS, ANY)),
            Map.entry("number", gives(NUMBERS, TEXTS)),
            Map.entry("abs", gives(EnumSet.of(NUMBER, OTHER), EnumSet.of(NUMBER, OTHER))),
            Map.entry("floor", new Signature(List.of(NUMBERS, NUMBERS), 1, NUMBERS)),
            Map.entry("ceiling", new Signature(List.of(NUMBERS, NUMBERS), 1, NUMBERS)),
            Map.entry("decimal", gives(NUMBERS, NUMBERS, NUMBERS)),
            Map.entry("string", gives(TEXTS, ANY)),
            Map.entry("sum", gives(EnumSet.of(NUMBER, OTHER), EnumSet.of(NUMBER, LIST, OTHER))),
            Map.entry("product", gives(EnumSet.of(NUMBER, OTHER), EnumSet.of(NUMBER, LIST, OTHER))),
            Map.entry("mean", gives(EnumSet.of(NUMBER, OTHER), EnumSet.of(NUMBER, LIST, OTHER))),
            // three numbers also give a date, which is not modelled here
            Map.entry("date", gives(EnumSet.of(DATE), EnumSet.of(TEXT, DATE, OTHER))),
            Map.entry("not", gives(TRUTH, EnumSet.of(TRUE, FALSE))));

    /** Functions that take their list as one argument or as many. As the value of a column they take only a list. */
    private static final Set<String> AGGREGATES = Set.of("sum", "min", "max", "mean", "product", "median");

    private final Function<List<String>, Set<ResultKind>> inputs;
    private final Set<ResultKind> column;
    private final Set<String> reasons = new LinkedHashSet<>();
    private final List<Exp> valuesJoined = new ArrayList<>();

    /**
     * @param inputs kinds of an input, by path
     * @param column kinds of the value of the column, for a condition
     */
    ResultAnalyzer(Function<List<String>, Set<ResultKind>> inputs, Set<ResultKind> column) {
        this.inputs = inputs;
        this.column = column;
    }

    /** Why parts of the expression cannot work, each as a sentence. */
    Set<String> reasons() {
        return reasons;
    }

    /** Operands of "and" and "or" that are never booleans. */
    List<Exp> valuesJoined() {
        return valuesJoined;
    }

    /** Whether this condition, one of the alternatives of a cell, may accept some non-null value of the column. */
    boolean mayFit(Exp test) {
        Set<ResultKind> given = ResultKind.without(column, NULL);
        if (test instanceof InputEqualTo equal) {
            return meets(of(equal.x()), given) || ResultKind.meet(of(equal.x()), EnumSet.of(LIST, OTHER));
        }
        Exp bound = bound(test);
        if (bound != null) {
            return ordered(of(bound), given);
        }
        if (test instanceof InputInRange in) {
            Set<ResultKind> start = of(in.range().start().value());
            Set<ResultKind> end = of(in.range().end().value());
            return ordered(start, given) && ordered(end, given) && ordered(start, end);
        }
        if (test instanceof Not not) {
            return !alwaysFits(not.x());
        }
        if (test instanceof UnaryTestExpression unary) {
            Set<ResultKind> results = of(unary.exp());
            return ResultKind.meet(results, EnumSet.of(TRUE, LIST, OTHER))
                    || ResultKind.meet(ResultKind.without(results, NULL), given);
        }
        return true;
    }

    private static boolean meets(Set<ResultKind> one, Set<ResultKind> other) {
        return ResultKind.meet(one, other);
    }

    private boolean ordered(Set<ResultKind> one, Set<ResultKind> other) {
        boolean fits = one.contains(OTHER) && meets(other, ORDERED)
                || other.contains(OTHER) && meets(one, ORDERED)
                || ORDERED.stream().anyMatch(kind -> one.contains(kind) && other.contains(kind));
        if (!fits && !one.equals(NOTHING) && !other.equals(NOTHING)) {
            reasons.add(ResultKind.words(one) + " cannot be compared with " + ResultKind.words(other));
        }
        return fits;
    }

    private static @Nullable Exp bound(Exp test) {
        if (test instanceof InputLessThan less) {
            return less.x();
        }
        if (test instanceof InputLessOrEqual less) {
            return less.x();
        }
        if (test instanceof InputGreaterThan greater) {
            return greater.x();
        }
        return test instanceof InputGreaterOrEqual greater ? greater.x() : null;
    }

    /** A bare true accepts every value. */
    private static boolean alwaysFits(Exp test) {
        if (test instanceof org.camunda.feel.syntaxtree.AtLeastOne some) {
            return asJava(some.xs()).stream().anyMatch(ResultAnalyzer::alwaysFits);
        }
        return test instanceof UnaryTestExpression unary
                && unary.exp() instanceof org.camunda.feel.syntaxtree.ConstBool truth
                && truth.value();
    }

    /** Every kind of value that the expression can give. */
    Set<ResultKind> of(Exp exp) {
        if (UnaryTestParser.isConstant(exp)) {
            Object constant = UnaryTestParser.constant(exp);
            return constant instanceof Boolean truth
                    ? EnumSet.of(truth ? TRUE : FALSE)
                    : ResultKind.of(ValueKind.of(constant));
        }
        if (exp == ConstInputValue$.MODULE$) {
            return column;
        }
        if (exp instanceof Ref ref) {
            return inputs.apply(List.copyOf(asJava(ref.names())));
        }
        if (exp instanceof If choice) {
            Set<ResultKind> condition = of(choice.condition());
            Set<ResultKind> otherwise = of(choice.elseStatement());
            return condition.contains(TRUE) ? union(of(choice.statement()), otherwise) : otherwise;
        }
        if (exp instanceof Conjunction and) {
            return joined(operand(and.x()), operand(and.y()), FALSE, TRUE);
        }
        if (exp instanceof Disjunction or) {
            return joined(operand(or.x()), operand(or.y()), TRUE, FALSE);
        }
        if (exp instanceof Not not) {
            return negated(of(not.x()));
        }
        if (exp instanceof Equal equal) {
            return equal(of(equal.x()), of(equal.y()));
        }
        if (exp instanceof Comparison comparison) {
            return ordered(of(comparison.x()), of(comparison.y())) ? TRUTH : NOTHING;
        }
        if (exp instanceof Addition sum) {
            return sum(of(sum.x()), of(sum.y()));
        }
        if (exp instanceof Subtraction difference) {
            return difference(of(difference.x()), of(difference.y()));
        }
        if (exp instanceof Multiplication product) {
            return product(of(product.x()), of(product.y()));
        }
        if (exp instanceof Division quotient) {
            return product(of(quotient.x()), of(quotient.y()));
        }
        if (exp instanceof Exponentiation power) {
            return both(of(power.x()), of(power.y()), NUMBER) ? orNull(NUMBER) : NOTHING;
        }
        if (exp instanceof ArithmeticNegation negation) {
            Set<ResultKind> negated = EnumSet.copyOf(of(negation.x()));
            negated.retainAll(EnumSet.of(NUMBER, OTHER));
            negated.add(NULL);
            return negated;
        }
        if (exp instanceof FunctionInvocation call) {
            return call(call);
        }
        if (exp instanceof InstanceOf || exp instanceof SomeItem || exp instanceof EveryItem) {
            return TRUTH;
        }
        if (exp instanceof ConstList) {
            return LISTS;
        }
        if (exp instanceof For) {
            return orNull(LIST);
        }
        return exp instanceof ConstContext ? EnumSet.of(CONTEXT) : ANY;
    }

    private Set<ResultKind> operand(Exp exp) {
        Set<ResultKind> kinds = of(exp);
        if (!meets(kinds, EnumSet.of(TRUE, FALSE, OTHER)) && !kinds.equals(NOTHING)) {
            valuesJoined.add(exp);
        }
        return kinds;
    }

    /** One operand of the first kind determines the result; for the other kind both operands are needed. */
    private static Set<ResultKind> joined(
            Set<ResultKind> one, Set<ResultKind> other, ResultKind settles, ResultKind both) {
        Set<ResultKind> results = EnumSet.noneOf(ResultKind.class);
        if (one.contains(settles) || other.contains(settles)) {
            results.add(settles);
        }
        if (one.contains(both) && other.contains(both)) {
            results.add(both);
        }
        if (!ResultKind.without(one, TRUE, FALSE).isEmpty()
                || !ResultKind.without(other, TRUE, FALSE).isEmpty()) {
            results.add(NULL);
        }
        return results;
    }

    private static Set<ResultKind> negated(Set<ResultKind> kinds) {
        Set<ResultKind> results = EnumSet.noneOf(ResultKind.class);
        if (kinds.contains(TRUE)) {
            results.add(FALSE);
        }
        if (kinds.contains(FALSE)) {
            results.add(TRUE);
        }
        if (!ResultKind.without(kinds, TRUE, FALSE).isEmpty()) {
            results.add(NULL);
        }
        return results;
    }

    private Set<ResultKind> equal(Set<ResultKind> one, Set<ResultKind> other) {
        if (meets(Set.of(OTHER, LIST, CONTEXT), one) || meets(Set.of(OTHER, LIST, CONTEXT), other)) {
            return TRUTH;
        }
        Set<ResultKind> results = EnumSet.of(NULL);
        boolean truths = meets(one, Set.of(TRUE, FALSE)) && meets(other, Set.of(TRUE, FALSE));
        if (meets(one, other)) {
            results.add(TRUE);
        } else if (!meets(one, NOTHING) && !meets(other, NOTHING) && !truths) {
            reasons.add(ResultKind.words(one) + " is never equal to " + ResultKind.words(other));
        }
        if (one.contains(NULL) || other.contains(NULL) || meets(one, other) || truths) {
            results.add(FALSE);
        }
        return results;
    }

    private Set<ResultKind> sum(Set<ResultKind> one, Set<ResultKind> other) {
        Set<ResultKind> results = EnumSet.of(NULL);
        if (both(one, other, NUMBER)) {
            results.add(NUMBER);
        }
        if (both(one, other, TEXT)) {
            results.add(TEXT);
        }
        withDurations(one, other, results);
        if (results.equals(NOTHING)) {
            boolean text = one.contains(TEXT) || other.contains(TEXT);
            reasons.add(ResultKind.words(one) + " and " + ResultKind.words(other) + " cannot be added"
                    + (text ? "; write string(…) around what is no text" : ""));
        }
        return results;
    }

    private Set<ResultKind> difference(Set<ResultKind> one, Set<ResultKind> other) {
        Set<ResultKind> results = EnumSet.of(NULL);
        if (both(one, other, NUMBER)) {
            results.add(NUMBER);
        }
        if (both(one, other, DATE)) {
            results.add(OTHER);
        }
        withDurations(one, other, results);
        if (results.equals(NOTHING)) {
            reasons.add(ResultKind.words(other) + " cannot be subtracted from " + ResultKind.words(one));
        }
        return results;
    }

    private static void withDurations(Set<ResultKind> one, Set<ResultKind> other, Set<ResultKind> results) {
        if (one.contains(OTHER) || other.contains(OTHER)) {
            results.addAll(EnumSet.of(OTHER, DATE));
        }
    }

    private Set<ResultKind> product(Set<ResultKind> one, Set<ResultKind> other) {
        if (one.contains(OTHER) || other.contains(OTHER)) {
            return EnumSet.of(NUMBER, OTHER, NULL);
        }
        if (both(one, other, NUMBER)) {
            return orNull(NUMBER);
        }
        reasons.add(ResultKind.words(one) + " and " + ResultKind.words(other) + " cannot be multiplied or divided");
        return NOTHING;
    }

    private Set<ResultKind> call(FunctionInvocation call) {
        if (!(call.params() instanceof PositionalFunctionParameters given)) {
            return ANY;
        }
        List<Exp> arguments = asJava(given.params());
        if (AGGREGATES.contains(call.function())
                && arguments.size() == 1
                && arguments.get(0) == ConstInputValue$.MODULE$
                && !meets(column, LISTS)) {
            reasons.add(call.function() + " needs a list, and the value of the column is " + ResultKind.words(column));
            return NOTHING;
        }
        Signature signature = FUNCTIONS.get(call.function());
        if (signature == null) {
            arguments.forEach(this::of);
            return ANY;
        }
        if (arguments.size() < signature.required()
                || arguments.size() > signature.accepted().size()) {
            return ANY;
        }
        boolean usable = true;
        for (int i = 0; i < arguments.size(); i++) {
            Set<ResultKind> kinds = of(arguments.get(i));
            if (!meets(kinds, signature.accepted().get(i))) {
                usable = false;
                reasons.add(call.function() + " needs "
                        + ResultKind.words(signature.accepted().get(i)) + ", and "
                        + (arguments.get(i) == ConstInputValue$.MODULE$ ? "the value of the column" : "its argument")
                        + " is " + ResultKind.words(kinds));
            }
        }
        return usable ? union(signature.gives(), NOTHING) : NOTHING;
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Signature gives(Set<ResultKind> result, Set<ResultKind>... accepted) {
        return new Signature(List.of(accepted), accepted.length, result);
    }

    private static boolean both(Set<ResultKind> one, Set<ResultKind> other, ResultKind kind) {
        return one.contains(kind) && other.contains(kind);
    }

    private static Set<ResultKind> orNull(ResultKind kind) {
        return EnumSet.of(kind, NULL);
    }

    private static Set<ResultKind> union(Set<ResultKind> one, Set<ResultKind> other) {
        Set<ResultKind> all = EnumSet.noneOf(ResultKind.class);
        all.addAll(one);
        all.addAll(other);
        return all;
    }
}
