package dev.enlist.eligibility.feel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.feel.syntaxtree.ValFunction;
import org.jspecify.annotations.Nullable;

/** The result of an evaluation, for comparing two engines: a value with its types, or an exception. */
record FeelOutcome(String kind, @Nullable Object detail) {

    static FeelOutcome of(Callable<?> evaluation) {
        try {
            return new FeelOutcome("value", described(evaluation.call()));
        } catch (StackOverflowError tooDeep) {
            return new FeelOutcome(tooDeep.getClass().getName(), null);
        } catch (Throwable thrown) {
            return new FeelOutcome(thrown.getClass().getName(), withoutIdentities(String.valueOf(thrown.getMessage())));
        }
    }

    boolean failed() {
        return !kind.equals("value");
    }

    private static @Nullable Object described(@Nullable Object value) {
        if (value instanceof DmnDecisionResult result) {
            return described(result.getResultList());
        }
        if (value instanceof List<?> items) {
            List<Object> described = new ArrayList<>(List.of(value.getClass().getName()));
            items.forEach(item -> described.add(described(item)));
            return described;
        }
        if (value instanceof Map<?, ?> entries) {
            List<Object> described = new ArrayList<>(List.of(value.getClass().getName()));
            entries.forEach((key, entry) -> described.add(List.of(key, described(entry))));
            return described;
        }
        if (value == null || value instanceof ValFunction) {
            return value == null ? "null" : value.getClass().getName();
        }
        return value.getClass().getName() + " " + withoutIdentities(value.toString());
    }

    /** Removes names of lambdas and identity hashes, which differ between objects. */
    private static String withoutIdentities(String text) {
        return text.replaceAll("\\$\\$Lambda[^\\s'\",)]*", "lambda").replaceAll("@[0-9a-f]{4,}", "@");
    }
}
