package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;
import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asScala;

import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.collection.immutable.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.feel.context.FunctionProvider;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValFunction;
import org.camunda.feel.syntaxtree.ValNumber;
import org.jspecify.annotations.Nullable;

/**
 * The FEEL functions, each of which pays for its work before it runs: the work within a function is outside the
 * interpreter's steps, and cannot be stopped. Functions that search by a pattern are replaced by {@link
 * MeteredRegexFunctions}, because the cost of a pattern is not known in advance.
 */
final class MeteredFunctions implements FunctionProvider {

    /** Pairs of characters or elements that are compared in the time of one step. */
    private static final long PAIRS = 16;

    private static final long COLLIDING_PAIRS = 64;

    /** These use a hash of the values, and an author can choose values whose hashes collide. */
    private static final Set<String> BY_HASH = Set.of("distinct values", "duplicate values", "union", "mode");

    /** Functions whose second argument is the number of digits of the result. */
    private static final Set<String> TO_SCALE =
            Set.of("decimal", "floor", "ceiling", "round up", "round down", "round half up", "round half down");

    private final FunctionProvider functions;
    private final ThreadLocal<@Nullable ExpressionBudget> meter;
    private final Map<String, List<ValFunction>> metered = new ConcurrentHashMap<>();

    /** @param meter budget of the evaluation that runs on the thread */
    MeteredFunctions(FunctionProvider functions, ThreadLocal<@Nullable ExpressionBudget> meter) {
        this.functions = functions;
        this.meter = meter;
    }

    @Override
    public List<ValFunction> getFunctions(String name) {
        List<ValFunction> known = metered.get(name);
        if (known != null) {
            return known;
        }
        List<ValFunction> found = functions.getFunctions(name);
        if (found.isEmpty()) {
            // any name may be requested; only existing functions are cached
            return found;
        }
        return metered.computeIfAbsent(
                name,
                n -> asScala(asJava(found).stream()
                                .map(function -> metered(n, function))
                                .toList())
                        .toList());
    }

    @Override
    public Iterable<String> functionNames() {
        return functions.functionNames();
    }

    private ValFunction metered(String name, ValFunction function) {
        return new ValFunction(
                function.params(),
                arguments -> {
                    ExpressionBudget current = meter.get();
                    if (current == null) {
                        throw new IllegalStateException("A function is only called while an expression is evaluated");
                    }
                    charge(current, name, asJava(arguments));
                    Object found = MeteredRegexFunctions.find(name, asJava(arguments), current);
                    return found != null ? found : function.invoke().apply(arguments);
                },
                function.hasVarArgs());
    }

    private static void charge(ExpressionBudget meter, String name, java.util.List<Val> arguments) {
        long largest = 0;
        long second = 0;
        for (Val argument : arguments) {
            long size = meter.sizeOf(argument);
            if (size > largest) {
                second = largest;
                largest = size;
            } else if (size > second) {
                second = size;
            }
        }
        meter.spend(largest / PAIRS + largest * second / PAIRS);
        if (BY_HASH.contains(name)) {
            meter.spend(largest * largest / COLLIDING_PAIRS);
        }
        if (TO_SCALE.contains(name) && arguments.size() > 1 && arguments.get(1) instanceof ValNumber scale) {
            double digits = Math.abs(scale.value().doubleValue());
            if (digits > ExpressionBudget.LARGEST_EXPONENT) {
                throw new EvaluationTooCostly(
                        "a number is rounded to more than " + ExpressionBudget.LARGEST_EXPONENT + " digits");
            }
        }
    }
}
