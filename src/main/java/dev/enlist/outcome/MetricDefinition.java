package dev.enlist.outcome;

import dev.enlist.program.InstanceConfig.OutcomeMetric;
import dev.enlist.program.ProgramInstance;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a program instance, with the defaults of {@link OutcomeMetric} applied.
 *
 * @param method  of values that are recorded without one
 * @param formula FEEL over the application; null where no value is computed
 * @param months  how long a computed value lasts
 */
public record MetricDefinition(
        String name,
        String label,
        String unit,
        OutcomeMethod method,
        @Nullable String formula,
        int months) {

    /** The metrics that the configuration of an instance names, in its order. */
    public static List<MetricDefinition> of(ProgramInstance instance) {
        return instance.config().get("outcomes") instanceof Map<?, ?> outcomes
                        && outcomes.get("metrics") instanceof List<?> metrics
                ? metrics.stream()
                        .map(Map.class::cast)
                        .map(MetricDefinition::of)
                        .toList()
                : List.of();
    }

    private static MetricDefinition of(Map<?, ?> metric) {
        String name = String.valueOf(metric.get("name"));
        return new MetricDefinition(
                name,
                text(metric, "label").orElseGet(() -> words(name)),
                String.valueOf(metric.get("unit")),
                OutcomeMethod.ofWire(String.valueOf(metric.get("method"))).orElseThrow(),
                text(metric, "formula").orElse(null),
                text(metric, "months").map(Integer::parseInt).orElse(OutcomeMetric.DEFAULT_MONTHS));
    }

    private static Optional<String> text(Map<?, ?> metric, String member) {
        return Optional.ofNullable(metric.get(member)).map(Object::toString);
    }

    /** {@code hoursMentored} as "Hours mentored"; a word such as {@code kWh} keeps its letters. */
    private static String words(String name) {
        StringBuilder words = new StringBuilder();
        for (String word : name.split("(?<=[a-z0-9])(?=[A-Z][a-z])")) {
            boolean plain = word.matches("[A-Za-z][a-z0-9]*");
            String first = word.substring(0, 1);
            String shown = plain
                    ? (words.isEmpty() ? first.toUpperCase(Locale.ROOT) : first.toLowerCase(Locale.ROOT))
                            + word.substring(1)
                    : word;
            words.append(words.isEmpty() ? "" : " ").append(shown);
        }
        return words.toString();
    }
}
