package dev.enlist.analysis.explain;

import dev.enlist.eligibility.RuleInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An input of the rules, or a member of one, such as {@code metadata.monthlyKwh}.
 *
 * @param names never empty; the first is the name of an input
 */
record InputPath(List<String> names) {

    /** Inputs that the applicant, or the client on the applicant's behalf, can change. */
    private static final Set<String> CHANGEABLE = Set.of(
            "state",
            "postalCode",
            "country",
            "manufacturerSlugs",
            "serialNumber",
            "tags",
            "metadata",
            "activeProgramSlugs");

    /** Inputs that have members. */
    private static final Set<String> CONTEXTS = Set.of("metadata", "config");

    /** Empty where the name is not an input but a local name of the expression. */
    static Optional<InputPath> of(List<String> reference) {
        String input = reference.get(0);
        if (!RuleInput.isKnown(input)) {
            return Optional.empty();
        }
        return Optional.of(new InputPath(CONTEXTS.contains(input) ? List.copyOf(reference) : List.of(input)));
    }

    boolean isChangeable() {
        return CHANGEABLE.contains(names.get(0));
    }

    /** Whether the path is a single value, not a context of which other expressions read members. */
    boolean isValue() {
        return names.size() > 1 || !CONTEXTS.contains(names.get(0));
    }

    boolean isList() {
        return names.size() == 1
                && RuleInput.ALL.stream()
                        .anyMatch(input -> input.name().equals(names.get(0))
                                && input.type().startsWith("list"));
    }

    Optional<Object> example() {
        return names.size() > 1
                ? Optional.empty()
                : RuleInput.ALL.stream()
                        .filter(input -> input.name().equals(names.get(0)))
                        .map(RuleInput::example)
                        .findFirst();
    }

    @Nullable
    Object in(Map<String, @Nullable Object> inputs) {
        Object value = inputs;
        for (String name : names) {
            value = value instanceof Map<?, ?> context ? context.get(name) : null;
        }
        return value;
    }

    /** A copy of the inputs with another value at this path. */
    Map<String, @Nullable Object> with(Map<String, @Nullable Object> inputs, @Nullable Object value) {
        return with(inputs, 0, value);
    }

    private Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> context, int depth, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new HashMap<>(context);
        String name = names.get(depth);
        changed.put(name, depth == names.size() - 1 ? value : with(members(context.get(name)), depth + 1, value));
        return changed;
    }

    private static Map<String, @Nullable Object> members(@Nullable Object value) {
        Map<String, @Nullable Object> members = new HashMap<>();
        if (value instanceof Map<?, ?> context) {
            context.forEach((key, member) -> members.put(String.valueOf(key), member));
        }
        return members;
    }

    @Override
    public String toString() {
        return String.join(".", names);
    }
}
