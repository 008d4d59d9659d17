package dev.enlist.outcome;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.Suggestion;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks outcomes against the metrics of their instance and against the entries that are there. */
final class OutcomeValidator {

    /** Digits before and after the decimal point. */
    static final int INTEGER_DIGITS = 12;

    static final int FRACTION_DIGITS = 6;

    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2100;

    private OutcomeValidator() {}

    /** @throws Conflict {@code not-participating} */
    static void requireParticipant(Enrollment enrollment) {
        notParticipating(enrollment).ifPresent(message -> {
            throw new Conflict("not-participating", message);
        });
    }

    /** Why an enrollment has no outcomes; empty for one that takes part or took part. */
    static Optional<String> notParticipating(Enrollment enrollment) {
        return enrollment.status() == EnrollmentStatus.APPROVED || enrollment.status() == EnrollmentStatus.UNENROLLED
                ? Optional.empty()
                : Optional.of("Outcomes are recorded for approved and unenrolled enrollments; this one is "
                        + enrollment.status().wire() + ".");
    }

    /** @param current the current entries of the enrollment */
    static List<Fault> faults(
            NewOutcome wanted, List<MetricDefinition> metrics, Collection<EnrollmentOutcome> current) {
        List<Fault> faults = new ArrayList<>();
        Optional<MetricDefinition> metric = metrics.stream()
                .filter(known -> known.name().equals(wanted.metric()))
                .findFirst();
        if (metric.isEmpty()) {
            faults.add(new Fault("/metric", unknown(wanted.metric(), metrics)));
        } else if (wanted.unit() != null && !wanted.unit().equals(metric.get().unit())) {
            faults.add(new Fault(
                    "/unit",
                    "must be " + metric.get().unit() + ", the unit of " + wanted.metric()
                            + "; convert the value and send it in this unit"));
        }
        faults.addAll(valueFaults(wanted.value()));
        List<Fault> ofPeriod = periodFaults(wanted.period());
        faults.addAll(ofPeriod);
        if (ofPeriod.isEmpty()) {
            overlap(wanted.metric(), wanted.source(), wanted.period(), current).ifPresent(faults::add);
        }
        return faults;
    }

    private static String unknown(String name, List<MetricDefinition> metrics) {
        List<String> names = metrics.stream().map(MetricDefinition::name).toList();
        return names.isEmpty()
                ? "is not known: the configuration of the program instance names no metrics in outcomes.metrics"
                : "must be a metric of the program instance: " + String.join(", ", names)
                        + Suggestion.after(name, names);
    }

    static List<Fault> valueFaults(BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        boolean fits = (long) plain.precision() - plain.scale() <= INTEGER_DIGITS && plain.scale() <= FRACTION_DIGITS;
        return fits
                ? List.of()
                : List.of(new Fault(
                        "/value",
                        "must have at most " + INTEGER_DIGITS + " digits before and " + FRACTION_DIGITS
                                + " after the decimal point"));
    }

    static List<Fault> periodFaults(OutcomePeriod period) {
        List<Fault> faults = new ArrayList<>();
        if (isOutOfRange(period.from())) {
            faults.add(new Fault("/period/from", "must be between the years " + FIRST_YEAR + " and " + LAST_YEAR));
        }
        if (isOutOfRange(period.to())) {
            faults.add(new Fault("/period/to", "must be between the years " + FIRST_YEAR + " and " + LAST_YEAR));
        }
        if (period.to().isBefore(period.from())) {
            faults.add(new Fault("/period/to", "must not be before from; from and to are the first and the last day"));
        }
        return faults;
    }

    private static boolean isOutOfRange(LocalDate day) {
        return day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR;
    }

    /** One source states a metric once for each day. */
    static Optional<Fault> overlap(
            String metric, String source, OutcomePeriod period, Collection<EnrollmentOutcome> current) {
        List<EnrollmentOutcome> same = current.stream()
                .filter(other -> other.metric().equals(metric)
                        && other.source().equals(source)
                        && other.period().overlaps(period))
                .toList();
        return same.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault(
                        "/period",
                        "overlaps "
                                + same.stream()
                                        .map(other -> other.period() + " (outcome " + other.getId() + ")")
                                        .collect(Collectors.joining(", "))
                                + ", which source '" + source + "' stated for " + metric
                                + "; correct that outcome, or send another period"));
    }
}
