package dev.enlist.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * Which callers a build sends to which operation: for each operation one of each kind, and each caller about as often as the
 * others of its kind. The seed is new in each build; {@code -Dmatrix.seed} repeats one.
 */
public final class CallerDeal {

    private final long seed;

    private CallerDeal(long seed) {
        this.seed = seed;
    }

    public static CallerDeal ofThisBuild() {
        return new CallerDeal(Long.getLong("matrix.seed", System.nanoTime()));
    }

    /**
     * The callers of each operation, in their order.
     *
     * @param kind the kind of a caller for an operation; a caller that is alone in its kind is sent to each operation
     */
    public <O, C> Map<O, List<C>> of(List<O> operations, List<C> callers, BiFunction<O, C, String> kind) {
        Random random = new Random(seed);
        List<O> shuffled = new ArrayList<>(operations);
        Collections.shuffle(shuffled, random);
        List<C> drawn = new ArrayList<>(callers);
        Map<C, Integer> times = new HashMap<>();
        Map<O, List<C>> dealt = new HashMap<>();
        for (O operation : shuffled) {
            // of those that were sent as rarely, any
            Collections.shuffle(drawn, random);
            Map<String, C> chosen = new LinkedHashMap<>();
            for (C caller : drawn) {
                chosen.merge(
                        kind.apply(operation, caller),
                        caller,
                        (one, other) -> times.getOrDefault(other, 0) < times.getOrDefault(one, 0) ? other : one);
            }
            chosen.values().forEach(caller -> times.merge(caller, 1, Integer::sum));
            dealt.put(
                    operation,
                    callers.stream().filter(chosen.values()::contains).toList());
        }
        return dealt;
    }

    /** For the failure of a test. */
    @Override
    public String toString() {
        return "callers as dealt by -Dmatrix.seed=" + seed;
    }
}
