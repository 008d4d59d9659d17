package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;
import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asScala;

import camundajar.impl.scala.Option;
import camundajar.impl.scala.Some;
import camundajar.impl.scala.runtime.BoxesRunTime;
import camundajar.impl.scala.util.Either;
import camundajar.impl.scala.util.Left;
import camundajar.impl.scala.util.control.NonFatal;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ContextVariableWrapper;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelLogger;
import org.camunda.bpm.dmn.feel.impl.scala.function.CustomFunctionTransformer;
import org.camunda.bpm.dmn.feel.impl.scala.function.FeelCustomFunctionProvider;
import org.camunda.bpm.dmn.feel.impl.scala.spin.SpinValueMapperFactory;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.feel.FeelEngine.Configuration;
import org.camunda.feel.FeelEngine.Failure;
import org.camunda.feel.FeelEngine.UnaryTests$;
import org.camunda.feel.FeelEngineClock;
import org.camunda.feel.api.EvaluationFailure;
import org.camunda.feel.api.EvaluationFailureType;
import org.camunda.feel.context.FunctionProvider;
import org.camunda.feel.context.FunctionProvider.CompositeFunctionProvider;
import org.camunda.feel.context.VariableProvider;
import org.camunda.feel.impl.JavaValueMapper;
import org.camunda.feel.impl.interpreter.BuiltinFunctions;
import org.camunda.feel.impl.interpreter.EvalContext;
import org.camunda.feel.impl.interpreter.EvaluationFailureCollector;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValError;
import org.camunda.feel.syntaxtree.ValFatalError;
import org.camunda.feel.valuemapper.CustomValueMapper;
import org.camunda.feel.valuemapper.ValueMapper;
import org.camunda.feel.valuemapper.ValueMapper.CompositeValueMapper;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates FEEL with the parser, interpreter, functions and messages of the stock engine, and gives the results of
 * {@code ScalaFeelEngine}. That engine parses a cell at each evaluation, which is nearly all of its work. Here each
 * text is parsed once, and the result, an expression or a failure, is cached.
 *
 * <p>Three deliberate differences. First, the stock engine refuses external Java functions, but overlooks and calls
 * those passed as an argument, as in {@code sort(list, function(x, y) external {...})}. Here they are refused
 * everywhere, because the author of a rule must not reach into the JVM. Second, an expression that exhausts the stack
 * fails like any other, where the stock engine lets the error through. Third, the cost of an evaluation is bounded
 * ({@link ExpressionBudget}), where the stock engine continues without limit.
 *
 * <p>Engine internals: on one thread the stock engine takes 1,168 decisions a second and this one 189,239
 * ({@code docs/benchmarks.md}), and no public interface exchanges it.
 *
 * <p>Safe for use by many threads: a parsed expression is immutable, and each evaluation has its own mutable state.
 */
final class CachedFeelEngine implements FeelEngine {

    /**
     * Capacity of the cache: the characters of all texts, and {@value #WEIGHT_OF_AN_ENTRY} more for each. That is
     * 10,000 to 25,000 cells of typical size in 10 MB of heap, and 50 MB in the worst case.
     */
    static final long MAXIMUM_WEIGHT = 1_000_000;

    private static final int WEIGHT_OF_AN_ENTRY = 32;

    private static final String INPUT_VARIABLE = UnaryTests$.MODULE$.inputVariable();

    private static final ScalaFeelLogger LOG = ScalaFeelLogger.LOGGER;

    private enum Kind {
        EXPRESSION,
        UNARY_TESTS
    }

    private record Source(Kind kind, @Nullable String text) {

        int weight() {
            return WEIGHT_OF_AN_ENTRY + (text == null ? 0 : text.length());
        }

        /** Called for each cell. The generated method of the record took a tenth of an import's time. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Source source && kind == source.kind && Objects.equals(text, source.text);
        }

        @Override
        public int hashCode() {
            return kind == Kind.EXPRESSION ? Objects.hashCode(text) : ~Objects.hashCode(text);
        }
    }

    private final Cache<Source, Either<Failure, ParsedExpression>> parsed = Caffeine.newBuilder()
            .maximumWeight(MAXIMUM_WEIGHT)
            .weigher((Source source, Either<Failure, ParsedExpression> result) -> source.weight())
            .build();

    private final LongAdder parses = new LongAdder();
    private final ValueMapper values;
    private final FunctionProvider functions;

    /** Budget of the evaluation that runs on the thread, for the functions, which all threads share. */
    private final ThreadLocal<@Nullable ExpressionBudget> meters = new ThreadLocal<>();

    private final org.camunda.feel.FeelEngine parser;

    CachedFeelEngine(List<FeelCustomFunctionProvider> functionProviders) {
        FeelEngineClock clock = org.camunda.feel.FeelEngine.defaultClock();
        values = new DirectValueMapper(stockValueMapper());
        FunctionProvider custom = new CustomFunctionTransformer(functionProviders, values);
        // not a StaticFunctionProvider: the interpreter merges local functions into that after the built-in ones, so
        // that a function defined in a context could not override a built-in name
        functions = new MeteredFunctions(
                new CompositeFunctionProvider(asScala(List.of(new BuiltinFunctions(clock, values), custom))
                        .toList()),
                meters);
        parser = new org.camunda.feel.FeelEngine(custom, values, new Configuration(false), clock);
    }

    private static CompositeValueMapper stockValueMapper() {
        List<CustomValueMapper> mappers = new ArrayList<>();
        mappers.add(new JavaValueMapper());
        CustomValueMapper spin = new SpinValueMapperFactory().createInstance();
        if (spin != null) {
            mappers.add(spin);
        }
        return new CompositeValueMapper(asScala(mappers).toList());
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> @Nullable T evaluateSimpleExpression(String expression, VariableContext variables) {
        return (T) evaluate(new Source(Kind.EXPRESSION, expression), new ContextVariableWrapper(variables));
    }

    @Override
    public boolean evaluateSimpleUnaryTests(String tests, String inputVariable, VariableContext variables) {
        return BoxesRunTime.unboxToBoolean(
                evaluate(new Source(Kind.UNARY_TESTS, tests), new CellVariables(inputVariable, variables)));
    }

    /** Number of cached texts, for tests. */
    long cached() {
        parsed.cleanUp();
        return parsed.estimatedSize();
    }

    /** Number of parsed texts so far, for tests. */
    long parses() {
        return parses.sum();
    }

    /** Weight of the cached texts, for tests. */
    long cachedWeight() {
        parsed.cleanUp();
        return parsed.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    private @Nullable Object evaluate(Source source, VariableProvider variables) {
        try {
            Either<Failure, ParsedExpression> expression = parsed.get(source, this::parse);
            if (expression instanceof Left<Failure, ParsedExpression> failed) {
                throw LOG.evaluationException(failed.value().message());
            }
            return evaluate(expression.toOption().get(), variables);
        } catch (StackOverflowError e) {
            // too deep a nesting is a fault of the cell and must not end the evaluating thread
            throw LOG.evaluationException(
                    "failed to evaluate expression '" + source.text() + "': it is nested too deeply");
        }
    }

    private @Nullable Object evaluate(ParsedExpression expression, VariableProvider variables) {
        // a new collector for each evaluation: a shared one would keep every failure, and it is searched below
        EvalContext context = new EvalContext(values, variables, functions, new EvaluationFailureCollector());
        ExpressionBudget meter = new ExpressionBudget();
        ExpressionBudget outer = meters.get();
        meters.set(meter);
        String failure;
        try {
            Val result = new MeteredInterpreter(values, meter).eval(expression.expression(), context);
            if (meter.isSpent()) {
                throw new EvaluationTooCostly(meter.excess());
            }
            failure = failureOf(expression, result, context);
            if (failure == null) {
                return values.unpackVal(result);
            }
        } catch (EvaluationTooCostly refused) {
            failure = "failed to evaluate expression '" + expression.text() + "': " + refused.getMessage();
        } catch (Throwable thrown) {
            if (!NonFatal.apply(thrown)) {
                throw thrown;
            }
            failure = "failed to evaluate expression '" + expression.text() + "' : " + thrown;
        } finally {
            meters.set(outer);
        }
        throw LOG.evaluationException(failure);
    }

    private static @Nullable String failureOf(ParsedExpression expression, Val result, EvalContext context) {
        for (EvaluationFailure failure : asJava(context.failureCollector().failures())) {
            if (failure.failureType() == EvaluationFailureType.ASSERT_FAILURE$.MODULE$) {
                return "Assertion failure on evaluate the expression '" + expression.text() + "': "
                        + failure.failureMessage();
            }
        }
        if (result instanceof ValError error) {
            return "failed to evaluate expression '" + expression.text() + "': " + error.error();
        }
        if (result instanceof ValFatalError error) {
            return "failed to evaluate expression '" + expression.text() + "': " + error.error();
        }
        return null;
    }

    @SuppressWarnings("deprecation") // the replacement hides the parser behind the same two methods
    private Either<Failure, ParsedExpression> parse(Source source) {
        parses.increment();
        Either<Failure, ParsedExpression> result =
                switch (source.kind()) {
                    case EXPRESSION -> parser.parseExpression(source.text());
                    case UNARY_TESTS -> parser.parseUnaryTests(source.text());
                };
        if (result.isRight() && SyntaxTree.callsJava(result.toOption().get())) {
            return new Left<>(new Failure("validation of expression '" + source.text()
                    + "' failed: External functions are disabled. Use the FunctionProvider SPI (recommended)"
                    + " or enable external function in the configuration."));
        }
        return result;
    }

    /** The variables of a decision, and the name of the input value of the cell. */
    private static final class CellVariables extends ContextVariableWrapper {

        private final Option<Object> inputVariable;

        CellVariables(String inputVariable, VariableContext variables) {
            super(variables);
            this.inputVariable = new Some<>(inputVariable);
        }

        @Override
        @SuppressWarnings("unchecked") // the stock class declares only Option
        public Option<Object> getVariable(String name) {
            return name.equals(INPUT_VARIABLE) ? inputVariable : super.getVariable(name);
        }
    }
}
