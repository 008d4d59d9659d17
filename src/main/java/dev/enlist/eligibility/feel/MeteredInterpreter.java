package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;
import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asScala;

import camundajar.impl.scala.Tuple2;
import camundajar.impl.scala.collection.immutable.List;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import org.camunda.feel.impl.interpreter.EvalContext;
import org.camunda.feel.impl.interpreter.FeelInterpreter;
import org.camunda.feel.syntaxtree.ConstNumber;
import org.camunda.feel.syntaxtree.EveryItem;
import org.camunda.feel.syntaxtree.Exp;
import org.camunda.feel.syntaxtree.For;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.IterationContext;
import org.camunda.feel.syntaxtree.PositionalFunctionParameters;
import org.camunda.feel.syntaxtree.SomeItem;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValList;
import org.camunda.feel.syntaxtree.ValNumber;
import org.camunda.feel.valuemapper.ValueMapper;

/**
 * The stock interpreter, with every step counted and every value measured. It builds ranges and the product of
 * iterators as lists before it reads the first element, so their sizes are computed and checked beforehand.
 *
 * <p>Engine internals: the library has no limit of steps or sizes, and its interpreter is the one place that takes every
 * step.
 */
final class MeteredInterpreter extends FeelInterpreter {

    /** Fewer arguments than these cannot give a value much larger than one of them. */
    private static final int MANY_ARGUMENTS = 8;

    /** A value that is already computed, in the place of an expression. */
    private record Known(Val value) implements Exp {}

    private final ExpressionBudget meter;

    MeteredInterpreter(ValueMapper values, ExpressionBudget meter) {
        super(values);
        this.meter = meter;
    }

    @Override
    public Val eval(Exp expression, EvalContext context) {
        if (expression instanceof Known known) {
            return known.value();
        }
        meter.spend(1);
        return meter.checked(super.eval(bounded(expression, context), context));
    }

    private Exp bounded(Exp expression, EvalContext context) {
        if (expression instanceof IterationContext range) {
            return range(range, context);
        }
        if (expression instanceof For loop) {
            return new For(product(loop.iterators(), context), loop.exp());
        }
        if (expression instanceof SomeItem some) {
            return new SomeItem(product(some.iterators(), context), some.condition());
        }
        if (expression instanceof EveryItem every) {
            return new EveryItem(product(every.iterators(), context), every.condition());
        }
        if (expression instanceof FunctionInvocation call
                && call.params() instanceof PositionalFunctionParameters arguments
                && arguments.params().size() > MANY_ARGUMENTS) {
            return new FunctionInvocation(
                    call.function(), new PositionalFunctionParameters(together(arguments.params(), context)));
        }
        return expression;
    }

    private Exp range(IterationContext range, EvalContext context) {
        Val start = eval(range.start(), context);
        Val end = eval(range.end(), context);
        if (start instanceof ValNumber from && end instanceof ValNumber to) {
            BigDecimal length = to.value().bigDecimal().subtract(from.value().bigDecimal(), MathContext.DECIMAL64);
            if (length.abs().compareTo(BigDecimal.valueOf(ExpressionBudget.MOST_ELEMENTS)) >= 0) {
                throw new EvaluationTooCostly("a range has more than " + ExpressionBudget.MOST_ELEMENTS + " elements");
            }
            return new IterationContext(new ConstNumber(from.value()), new ConstNumber(to.value()));
        }
        return new IterationContext(new Known(start), new Known(end));
    }

    private List<Tuple2<String, Exp>> product(List<Tuple2<String, Exp>> iterators, EvalContext context) {
        java.util.List<Tuple2<String, Exp>> known = new ArrayList<>();
        long combinations = 1;
        for (Tuple2<String, Exp> iterator : asJava(iterators)) {
            Val values = eval(iterator._2(), context);
            if (values instanceof ValList list) {
                combinations *= Math.max(1, list.itemsAsSeq().length());
            }
            if (combinations > ExpressionBudget.MOST_ELEMENTS) {
                throw new EvaluationTooCostly("a loop has more than " + ExpressionBudget.MOST_ELEMENTS + " rounds");
            }
            known.add(new Tuple2<>(iterator._1(), new Known(values)));
        }
        return asScala(known).toList();
    }

    /** Checks the total size of the arguments: small arguments can be large together. */
    private List<Exp> together(List<Exp> arguments, EvalContext context) {
        java.util.List<Exp> known = new ArrayList<>();
        long size = 0;
        for (Exp argument : asJava(arguments)) {
            Val value = eval(argument, context);
            size += meter.sizeOf(value);
            if (size > ExpressionBudget.MOST_ELEMENTS) {
                throw new EvaluationTooCostly(
                        "the arguments of a function have more than " + ExpressionBudget.MOST_ELEMENTS + " elements");
            }
            known.add(new Known(value));
        }
        return asScala(known).toList();
    }
}
