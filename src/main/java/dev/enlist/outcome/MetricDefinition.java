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

    static MetricDefinition of(Map<?, ?> metric) {
        String name = String.valueOf(metric.get("name"));
        return new MetricDefinition(
                name,
                text(metric, "label").orElseGet(() -> words(name, String.valueOf(metric.get("unit")))),
                String.valueOf(metric.get("unit")),
                OutcomeMethod.ofWire(String.valueOf(metric.get("method"))).orElseThrow(),
                text(metric, "formula").orElse(null),
                text(metric, "months").map(Integer::parseInt).orElse(OutcomeMetric.DEFAULT_MONTHS));
    }

    private static Optional<String> text(Map<?, ?> metric, String member) {
        return Optional.ofNullable(metric.get(member)).map(Object::toString);
    }

    /** {@code hoursMentored} as "Hours mentored", {@code peakKwReduced} in kW as "Peak kW reduced". */
    private static String words(String name, String unit) {
        int at = name.toLowerCase(Locale.ROOT).indexOf(unit.toLowerCase(Locale.ROOT));
        if (at < 0 || !isWord(name, at, at + unit.length())) {
            return phrase(name, true);
        }
        String before = phrase(name.substring(0, at), true);
        String after = phrase(name.substring(at + unit.length()), false);
        return (before + " " + unit + " " + after).strip();
    }

    private static boolean isWord(String name, int from, int to) {
        return (from == 0 || Character.isUpperCase(name.charAt(from)))
                && (to == name.length() || Character.isUpperCase(name.charAt(to)));
    }

    private static String phrase(String name, boolean begins) {
        String phrase = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return begins && !phrase.isEmpty()
                ? phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1)
                : phrase;
    }
}
