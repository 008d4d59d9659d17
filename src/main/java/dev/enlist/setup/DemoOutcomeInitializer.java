package dev.enlist.setup;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.outcome.EnrollmentOutcome;
import dev.enlist.outcome.NewOutcome;
import dev.enlist.outcome.OutcomeMethod;
import dev.enlist.outcome.OutcomePeriod;
import dev.enlist.outcome.OutcomeService;
import dev.enlist.outcome.OutcomeService.Wanted;
import dev.enlist.shared.Actor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
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

    /** @param participants of one program instance, approved before the months that are measured */
    void measure(List<Enrollment> participants, LocalDate today, Random random) {
        List<Wanted> wanted = new ArrayList<>();
        for (Enrollment participant : participants) {
            for (int back = MONTHS; back > 0; back--) {
                double kwh = monthlyKwh(participant) * SAVED * (0.7 + 0.5 * random.nextDouble());
                wanted.add(wanted(participant, ENERGY, "kWh", kwh, month(today, back), "meter data"));
            }
            double kw = 1.5 + 3 * random.nextDouble();
            wanted.add(wanted(participant, PEAK, "kW", kw, month(today, 1), "event measurement"));
        }
        record(participants, wanted, METERS).stream()
                .findFirst()
                .ifPresent(first -> outcomes.correct(
                        first.enrollmentId().orElseThrow(),
                        first.getId(),
                        null,
                        first.value().add(BigDecimal.TEN),
                        null,
                        "The meter was read again",
                        METERS));
    }

    /** @param participants of one program instance */
    void mentor(List<Enrollment> participants, LocalDate today, Random random) {
        List<Wanted> wanted = new ArrayList<>();
        for (Enrollment participant : participants) {
            for (int back = MONTHS; back > 0; back--) {
                double hours = 2 + random.nextInt(5);
                wanted.add(wanted(participant, HOURS, "h", hours, month(today, back), "mentor report"));
            }
        }
        record(participants, wanted, MENTORS);
    }

    private List<EnrollmentOutcome> record(List<Enrollment> participants, List<Wanted> wanted, Actor by) {
        return participants.isEmpty()
                ? List.of()
                : outcomes.recordAll(participants.get(0).programInstanceId(), wanted, by);
    }

    private static Wanted wanted(
            Enrollment participant, String metric, String unit, double value, OutcomePeriod period, String source) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
        return new Wanted(
                participant, new NewOutcome(metric, rounded, unit, period, OutcomeMethod.MEASURED, source, null));
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
