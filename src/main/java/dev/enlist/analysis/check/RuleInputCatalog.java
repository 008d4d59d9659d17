package dev.enlist.analysis.check;

import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.feel.ResultKind;
import dev.enlist.eligibility.feel.ValueKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the check knows about the inputs of tables beyond their names: kinds, members, and which are always present. */
final class RuleInputCatalog {

    /** Members of the configuration that every workspace has; all others are under {@code custom}. */
    private static final Map<String, Map<String, Object>> CONFIG = Map.of(
            "eligibility",
            Map.of(
                    "manufacturers", List.of("tesla"),
                    "requiresSerialNumber", true,
                    "minMonthlyKwh", new java.math.BigDecimal(300),
                    "maxMonthlyKwh", new java.math.BigDecimal(2000),
                    "customerTypes", List.of("residential"),
                    "postalCodePrefixes", List.of("100"),
                    "exclusiveWith", List.of("dsgs-2025")),
            "applicants",
            Map.of("lastNameOptional", true),
            "review",
            Map.of("reminderAfter", "P3D", "escalateAfter", "P7D"),
            "exit",
            Map.of("process", "exit-default"));

    private static final Set<String> FREE = Set.of("custom");

    /** Inputs that every application has; the others may be null. */
    private static final Map<String, Object> ALWAYS_GIVEN = Map.of(
            "manufacturerSlugs", List.of(),
            "tags", List.of(),
            "programStates", List.of(),
            "activeProgramSlugs", List.of(),
            "programActive", true,
            "applicationDate", "2025-03-01",
            "metadata", Map.of(),
            "config", Map.of());

    private static final Map<String, RuleInput> BY_NAME =
            RuleInput.ALL.stream().collect(Collectors.toUnmodifiableMap(RuleInput::name, input -> input));

    /** Outputs of required tables that the table in the check of this thread reads as inputs; by name. */
    private static final ThreadLocal<Map<String, RequiredOutput>> REQUIRED = ThreadLocal.withInitial(Map::of);

    private RuleInputCatalog() {}

    /**
     * Runs a check of a table that reads outputs of other tables in addition to the inputs.
     *
     * @param outputs by name; for the duration of the check
     */
    static <T> T with(Map<String, RequiredOutput> outputs, Supplier<T> check) {
        Map<String, RequiredOutput> before = REQUIRED.get();
        REQUIRED.set(outputs);
        try {
            return check.get();
        } finally {
            REQUIRED.set(before);
        }
    }

    /** Whether a table may read this name. */
    static boolean isKnown(String name) {
        return BY_NAME.containsKey(name) || REQUIRED.get().containsKey(name);
    }

    /** Every name that the table may read. */
    static List<String> names() {
        return Stream.concat(RuleInput.ALL.stream().map(RuleInput::name), REQUIRED.get().keySet().stream())
                .toList();
    }

    static ValueKind kind(List<String> path) {
        RequiredOutput output = REQUIRED.get().get(path.get(0));
        if (output != null) {
            return path.size() == 1 ? output.kind() : ValueKind.UNKNOWN;
        }
        RuleInput input = BY_NAME.get(path.get(0));
        if (input != null && path.size() == 1) {
            return kind(input.type());
        }
        // clients define the content of metadata, and templates that of the configuration
        return ValueKind.UNKNOWN;
    }

    /** Every kind of value that an input, or a member of one, can have in an application. */
    static Set<ResultKind> possible(List<String> path) {
        RequiredOutput output = REQUIRED.get().get(path.get(0));
        if (output != null && path.size() == 1) {
            return output.kinds();
        }
        Set<ResultKind> kinds = java.util.EnumSet.copyOf(ResultKind.of(kind(path)));
        if (!isAlwaysGiven(path)) {
            kinds.add(ResultKind.NULL);
        }
        return kinds;
    }

    private static ValueKind kind(String type) {
        return switch (type) {
            case "string" -> ValueKind.TEXT;
            case "number" -> ValueKind.NUMBER;
            case "boolean" -> ValueKind.TRUTH;
            case "context" -> ValueKind.CONTEXT;
            default -> type.startsWith("list") ? ValueKind.LIST : ValueKind.UNKNOWN;
        };
    }

    /** A possible value, in the form in which the rules see it. */
    static Optional<Object> example(List<String> path) {
        RequiredOutput output = REQUIRED.get().get(path.get(0));
        if (output != null) {
            return path.size() == 1 ? output.example() : Optional.empty();
        }
        if (path.size() == 1) {
            return Optional.ofNullable(BY_NAME.get(path.get(0)))
                    .filter(input -> !input.type().equals("context"))
                    .map(input -> ValueComparator.plain(input.example()));
        }
        return path.size() == 3 && path.get(0).equals("config")
                ? Optional.ofNullable(CONFIG.getOrDefault(path.get(1), Map.of()).get(path.get(2)))
                : Optional.empty();
    }

    /** Whether every application has this input. */
    static boolean isAlwaysGiven(List<String> path) {
        RequiredOutput output = REQUIRED.get().get(path.get(0));
        return path.size() == 1 && (output == null ? ALWAYS_GIVEN.containsKey(path.get(0)) : output.isAlwaysGiven());
    }

    static boolean isWhole(List<String> path) {
        return path.equals(List.of("programYear"));
    }

    /** The members that a context of the configuration may have; empty where they are free or none are known. */
    static Set<String> members(List<String> path) {
        if (path.equals(List.of("config"))) {
            return union(CONFIG.keySet(), FREE);
        }
        return path.size() == 2 && path.get(0).equals("config")
                ? CONFIG.getOrDefault(path.get(1), Map.of()).keySet()
                : Set.of();
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new java.util.TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    /**
     * The inputs of an application with these known values and everything else minimal.
     *
     * @param known values by path; a date as its text
     */
    static Map<String, @Nullable Object> application(Map<List<String>, @Nullable Object> known) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), ALWAYS_GIVEN.get(input.name())));
        known.forEach((path, value) -> put(inputs, path, value));
        return inputs;
    }

    /** The same application with one input, or member of one, replaced. */
    static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> application, List<String> path, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new HashMap<>(application);
        put(changed, path, value);
        return changed;
    }

    /** The application reduced to what a table reads, as an example for people. */
    static Map<String, @Nullable Object> example(Map<String, @Nullable Object> application, Set<List<String>> reads) {
        Map<String, @Nullable Object> example = new LinkedHashMap<>();
        for (RuleInput input : RuleInput.ALL) {
            boolean read = reads.stream().anyMatch(path -> path.get(0).equals(input.name()));
            Object value = application.get(input.name());
            boolean present = value != null && !Map.of().equals(value);
            if (read && present) {
                example.put(input.name(), value);
            }
        }
        return example;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, @Nullable Object> inputs, List<String> path, @Nullable Object value) {
        Map<String, @Nullable Object> context = inputs;
        for (String step : path.subList(0, path.size() - 1)) {
            Object inner = context.get(step);
            Map<String, @Nullable Object> copy = inner instanceof Map<?, ?> map
                    ? new LinkedHashMap<>((Map<String, Object>) map)
                    : new LinkedHashMap<>();
            context.put(step, copy);
            context = copy;
        }
        if (value == null && path.size() > 1) {
            return; // a missing value is absent from a context
        }
        context.put(path.get(path.size() - 1), value);
    }
}
