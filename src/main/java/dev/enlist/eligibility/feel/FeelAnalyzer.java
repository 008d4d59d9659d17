package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;

import camundajar.impl.scala.Tuple2;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.camunda.feel.syntaxtree.Addition;
import org.camunda.feel.syntaxtree.Comparison;
import org.camunda.feel.syntaxtree.Conjunction;
import org.camunda.feel.syntaxtree.ConstContext;
import org.camunda.feel.syntaxtree.ConstList;
import org.camunda.feel.syntaxtree.ConstNull$;
import org.camunda.feel.syntaxtree.Disjunction;
import org.camunda.feel.syntaxtree.Division;
import org.camunda.feel.syntaxtree.EveryItem;
import org.camunda.feel.syntaxtree.Exp;
import org.camunda.feel.syntaxtree.Filter;
import org.camunda.feel.syntaxtree.For;
import org.camunda.feel.syntaxtree.FunctionDefinition;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.If;
import org.camunda.feel.syntaxtree.InstanceOf;
import org.camunda.feel.syntaxtree.Multiplication;
import org.camunda.feel.syntaxtree.PositionalFunctionParameters;
import org.camunda.feel.syntaxtree.Ref;
import org.camunda.feel.syntaxtree.SomeItem;
import org.jspecify.annotations.Nullable;

/**
 * Traverses a syntax tree once and collects {@link ExpressionFacts}. Names that the expression defines itself, such as
 * those of a loop, are no inputs. Within a filter a name may be a member of the item, so it gives no facts.
 */
final class FeelAnalyzer {

    private static final int WIDEST_RANGE = 50;

    private static final Map<String, ValueKind> RESULTS = Map.ofEntries(
            Map.entry("upper case", ValueKind.TEXT),
            Map.entry("lower case", ValueKind.TEXT),
            Map.entry("trim", ValueKind.TEXT),
            Map.entry("string", ValueKind.TEXT),
            Map.entry("substring", ValueKind.TEXT),
            Map.entry("substring before", ValueKind.TEXT),
            Map.entry("substring after", ValueKind.TEXT),
            Map.entry("number", ValueKind.NUMBER),
            Map.entry("count", ValueKind.NUMBER),
            Map.entry("sum", ValueKind.NUMBER),
            Map.entry("string length", ValueKind.NUMBER),
            Map.entry("abs", ValueKind.NUMBER),
            Map.entry("floor", ValueKind.NUMBER),
            Map.entry("ceiling", ValueKind.NUMBER),
            Map.entry("list contains", ValueKind.TRUTH),
            Map.entry("contains", ValueKind.TRUTH),
            Map.entry("starts with", ValueKind.TRUTH),
            Map.entry("ends with", ValueKind.TRUTH),
            Map.entry("matches", ValueKind.TRUTH),
            Map.entry("is defined", ValueKind.TRUTH),
            Map.entry("not", ValueKind.TRUTH),
            Map.entry("date", ValueKind.DATE));

    private final Function<List<String>, ValueKind> kinds;
    private final Set<List<String>> reads = new LinkedHashSet<>();
    private final Set<String> functions = new LinkedHashSet<>();
    private final List<ExpressionFacts.Comparison> comparisons = new ArrayList<>();

    FeelAnalyzer(Function<List<String>, ValueKind> kinds) {
        this.kinds = kinds;
    }

    ExpressionFacts of(Exp exp) {
        walk(exp, Set.of(), false);
        return new ExpressionFacts(
                reads,
                functions,
                UnaryTestParser.constants(exp),
                comparisons,
                kind(exp),
                range(exp),
                exp instanceof Ref ref ? Optional.of(path(ref)) : Optional.empty(),
                Optional.ofNullable(dateOf(exp)));
    }

    private void walk(Object node, Set<String> locals, boolean filtered) {
        if (node instanceof Ref ref) {
            List<String> path = path(ref);
            if (!filtered && !locals.contains(path.get(0))) {
                reads.add(path);
            }
            return;
        }
        if (node instanceof FunctionInvocation call && !locals.contains(call.function())) {
            functions.add(call.function());
        }
        if (node instanceof Comparison comparison && locals.isEmpty() && !filtered) {
            comparisons.add(comparison(comparison));
        }
        if (node instanceof Filter filter) {
            walk(filter.list(), locals, filtered);
            walk(filter.filter(), locals, true);
        } else if (node instanceof For loop) {
            walk(loop.exp(), and(iterate(asJava(loop.iterators()), locals, filtered), "partial"), filtered);
        } else if (node instanceof SomeItem some) {
            walk(some.condition(), iterate(asJava(some.iterators()), locals, filtered), filtered);
        } else if (node instanceof EveryItem every) {
            walk(every.condition(), iterate(asJava(every.iterators()), locals, filtered), filtered);
        } else if (node instanceof ConstContext context) {
            iterate(asJava(context.entries()), locals, filtered);
        } else if (node instanceof FunctionDefinition function) {
            Set<String> inner = new HashSet<>(locals);
            inner.addAll(asJava(function.parameters()));
            walk(function.body(), inner, filtered);
        } else {
            SyntaxTree.children(node).forEachRemaining(child -> walk(child, locals, filtered));
        }
    }

    /** Each name is visible to the iterators after it. */
    private Set<String> iterate(List<Tuple2<String, Exp>> named, Set<String> locals, boolean filtered) {
        Set<String> known = locals;
        for (Tuple2<String, Exp> entry : named) {
            walk(entry._2(), known, filtered);
            known = and(known, entry._1());
        }
        return known;
    }

    private static Set<String> and(Set<String> names, String name) {
        Set<String> more = new HashSet<>(names);
        more.add(name);
        return more;
    }

    private ExpressionFacts.Comparison comparison(Comparison comparison) {
        Set<List<String>> both = new LinkedHashSet<>();
        SyntaxTree.visit(comparison, each -> {
            if (each instanceof Ref ref) {
                both.add(path(ref));
            }
        });
        Object left = UnaryTestParser.constant(comparison.x());
        Object right = UnaryTestParser.constant(comparison.y());
        String text = left instanceof String first ? first : right instanceof String second ? second : null;
        return new ExpressionFacts.Comparison(kind(comparison.x()), kind(comparison.y()), both, text);
    }

    private ValueKind kind(Exp exp) {
        if (UnaryTestParser.isConstant(exp)) {
            return ValueKind.of(UnaryTestParser.constant(exp));
        }
        if (exp instanceof Ref ref) {
            return kinds.apply(path(ref));
        }
        if (exp instanceof If choice) {
            return kind(choice.statement()).or(kind(choice.elseStatement()));
        }
        if (exp instanceof FunctionInvocation call) {
            return RESULTS.getOrDefault(call.function(), ValueKind.UNKNOWN);
        }
        if (exp instanceof Comparison
                || exp instanceof Conjunction
                || exp instanceof Disjunction
                || exp instanceof InstanceOf
                || exp instanceof SomeItem
                || exp instanceof EveryItem) {
            return ValueKind.TRUTH;
        }
        if (exp instanceof Multiplication || exp instanceof Division) {
            return ValueKind.UNKNOWN; // also used for durations
        }
        if (exp instanceof Addition sum && kind(sum.x()) == ValueKind.TEXT) {
            return ValueKind.TEXT;
        }
        if (exp instanceof ConstList || exp instanceof For) {
            return ValueKind.LIST;
        }
        return exp instanceof ConstContext ? ValueKind.CONTEXT : ValueKind.UNKNOWN;
    }

    private Optional<Set<Object>> range(Exp exp) {
        Set<Object> values = new LinkedHashSet<>();
        return gather(exp, values) && values.size() <= WIDEST_RANGE ? Optional.of(values) : Optional.empty();
    }

    private static boolean gather(Exp exp, Set<Object> values) {
        if (exp instanceof If choice) {
            return gather(choice.statement(), values) && gather(choice.elseStatement(), values);
        }
        if (!UnaryTestParser.isConstant(exp)) {
            return false;
        }
        values.add(exp == ConstNull$.MODULE$ ? null : UnaryTestParser.constant(exp));
        return true;
    }

    private static @Nullable List<String> dateOf(Exp exp) {
        return exp instanceof FunctionInvocation call
                        && call.function().equals("date")
                        && call.params() instanceof PositionalFunctionParameters given
                        && given.params().size() == 1
                        && given.params().head() instanceof Ref ref
                ? path(ref)
                : null;
    }

    private static List<String> path(Ref ref) {
        return List.copyOf(asJava(ref.names()));
    }
}
