package dev.enlist.setup;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.outcome.EnrollmentOutcome;
import dev.enlist.outcome.NewOutcome;
import dev.enlist.outcome.OutcomeMethod;
import dev.enlist.outcome.OutcomePeriod;
import dev.enlist.outcome.OutcomeService;
import dev.enlist.shared.Actor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.stereotype.Component;

/**
 * Records what meters and mentors report about the participants of the demo programs. The deemed values need nothing here:
 * their formulas are in the configuration, and the approvals order them.
 */
@Component
class DemoOutcomeInitializer {

    static final String ENERGY = "kWhSaved";
    static final String PEAK = "peakKwReduced";
    static final String HOURS = "hoursMentored";

    private static final Actor METERS = Actor.process("meter-data", "Meter data");
    private static final Actor MENTORS = Actor.process("mentor-reports", "Reports of mentors");

    /** Calendar months for which there are reports. */
    private static final int MONTHS = 3;

    /** The deemed value of a month is this share of the usage; the measured ones vary around it. */
    private static final double SAVED = 0.08;

    private static final int MONTHLY_KWH = 600;

    private final OutcomeService outcomes;

    DemoOutcomeInitializer(OutcomeService outcomes) {
        this.outcomes = outcomes;
    }

    /** What a home battery brings: deemed savings for a year, measured ones by month. */
    static Map<String, Object> ofBatteries() {
        return Map.of(
                "metrics",
                List.of(
                        Map.of(
                                "name",
                                ENERGY,
                                "label",
                                "Energy saved",
                                "unit",
                                "kWh",
                                "method",
                                "deemed",
                                "formula",
                                "metadata.monthlyKwh * 12 * " + SAVED,
                                "months",
                                12),
                        Map.of("name", PEAK, "label", "Peak reduced", "unit", "kW", "method", "measured")));
    }

    static Map<String, Object> ofMentoring() {
        return Map.of(
                "metrics",
                List.of(Map.of("name", HOURS, "label", "Hours mentored", "unit", "h", "method", "measured")));
    }

    /** @param participants approved before the months that are measured */
    void measure(List<Enrollment> participants, LocalDate today, Random random) {
        EnrollmentOutcome first = null;
        for (Enrollment participant : participants) {
            for (int back = MONTHS; back > 0; back--) {
                OutcomePeriod month = month(today, back);
                double kwh = monthlyKwh(participant) * SAVED * (0.7 + 0.5 * random.nextDouble());
                EnrollmentOutcome recorded = record(participant, ENERGY, "kWh", kwh, month, "meter data", METERS);
                if (first == null) {
                    first = recorded;
                }
            }
            record(
                    participant,
                    PEAK,
                    "kW",
                    1.5 + 3 * random.nextDouble(),
                    month(today, 1),
                    "event measurement",
                    METERS);
        }
        if (first != null) {
            outcomes.correct(
                    first.enrollmentId().orElseThrow(),
                    first.getId(),
                    null,
                    first.value().add(BigDecimal.TEN),
                    null,
                    "The meter was read again",
                    METERS);
        }
    }

    void mentor(List<Enrollment> participants, LocalDate today, Random random) {
        for (Enrollment participant : participants) {
            for (int back = MONTHS; back > 0; back--) {
                double hours = 2 + random.nextInt(5);
                record(participant, HOURS, "h", hours, month(today, back), "mentor report", MENTORS);
            }
        }
    }

    private EnrollmentOutcome record(
            Enrollment participant,
            String metric,
            String unit,
            double value,
            OutcomePeriod period,
            String source,
            Actor by) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
        return outcomes.record(
                participant.getId(),
                new NewOutcome(metric, rounded, unit, period, OutcomeMethod.MEASURED, source, null),
                by);
    }

    private static int monthlyKwh(Enrollment participant) {
        return participant.application().metadata().get("monthlyKwh") instanceof Number stated
                ? stated.intValue()
                : MONTHLY_KWH;
    }

    private static OutcomePeriod month(LocalDate today, int back) {
        LocalDate first = today.withDayOfMonth(1).minusMonths(back);
        return new OutcomePeriod(first, first.plusMonths(1).minusDays(1));
    }
}
