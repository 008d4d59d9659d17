package dev.enlist.setup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.enlist.activity.ActivityAudience;
import dev.enlist.activity.ActivityDetails;
import dev.enlist.activity.ActivityKind;
import dev.enlist.activity.ActivityService;
import dev.enlist.activity.ParticipationRecord;
import dev.enlist.activity.ParticipationService;
import dev.enlist.activity.ParticipationStatus;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.shared.Actor;
import dev.enlist.shared.ScopedClock;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Schedules the activities of the demo programs: events and sessions of the past with who took part, some in the next days
 * with invitations, and one that was cancelled.
 */
@Component
class DemoActivityInitializer {

    private static final Actor DEMO = Actor.process("demo", "Demo data");
    private static final Actor DEVICES = Actor.process("device-control", "Control of the batteries");

    private static final Duration NOTICE = Duration.ofDays(5);
    private static final Duration EVENT = Duration.ofHours(3);
    private static final Duration LESSON = Duration.ofMinutes(90);

    private final ActivityService activities;
    private final ParticipationService participations;

    DemoActivityInitializer(ActivityService activities, ParticipationService participations) {
        this.activities = activities;
        this.participations = participations;
    }

    /** Demand response events of a battery program. */
    void events(String programInstanceId, List<Enrollment> participants, LocalDate today, Random random) {
        for (int weeks : new int[] {10, 6, 3}) {
            Instant start = at(today.minusWeeks(weeks), 21);
            List<ParticipationRecord> results = participants.stream()
                    .map(participant -> delivered(participant, random))
                    .toList();
            past(programInstanceId, event("Peak event", start, ActivityAudience.APPROVED), results, DEVICES);
        }
        invited(programInstanceId, event("Peak event on a cold evening", at(today.plusDays(4), 21), tag("community")));
        String cancelled =
                schedule(programInstanceId, event("Test of the controls", at(today.plusDays(9), 15), tag("community")));
        activities.cancel(cancelled, null, "The controls were tested by the maker", DEMO);
    }

    /** Sessions of a mentorship. */
    void sessions(String programInstanceId, List<Enrollment> participants, LocalDate today, Random random) {
        List<String> titles = List.of("Getting to know each other", "Setting goals", "Looking back at the first month");
        for (int number = 0; number < titles.size(); number++) {
            Instant start = at(today.minusWeeks(8 - 3L * number), 17);
            List<ParticipationRecord> results = participants.stream()
                    .map(participant -> record(
                            participant,
                            random.nextInt(6) > 0 ? ParticipationStatus.ATTENDED : ParticipationStatus.ABSENT,
                            null))
                    .toList();
            past(programInstanceId, session(titles.get(number), start, ActivityAudience.APPROVED), results, DEMO);
        }
        invited(programInstanceId, session("Writing an application", at(today.plusDays(5), 17), tag("student")));
        schedule(programInstanceId, session("Open evening", at(today.plusDays(40), 17), ActivityAudience.APPROVED));
    }

    private void past(String programInstanceId, ActivityDetails details, List<ParticipationRecord> results, Actor by) {
        String id = ScopedClock.at(details.startsAt().minus(NOTICE), () -> schedule(programInstanceId, details));
        ScopedClock.run(
                details.endsAt().plus(Duration.ofHours(1)), () -> participations.record(id, results, false, by));
    }

    private void invited(String programInstanceId, ActivityDetails details) {
        activities.invite(schedule(programInstanceId, details), DEMO);
    }

    private String schedule(String programInstanceId, ActivityDetails details) {
        return activities.schedule(programInstanceId, details).activity().getId();
    }

    private static ParticipationRecord delivered(Enrollment participant, Random random) {
        double course = random.nextDouble();
        if (course < 0.08) {
            return record(participant, ParticipationStatus.OPTED_OUT, null);
        }
        if (course < 0.15) {
            return record(participant, ParticipationStatus.ABSENT, null);
        }
        BigDecimal kw = BigDecimal.valueOf(1 + 4 * random.nextDouble()).setScale(2, RoundingMode.HALF_UP);
        return record(participant, ParticipationStatus.DELIVERED, kw);
    }

    private static ParticipationRecord record(
            Enrollment participant, ParticipationStatus status, @Nullable BigDecimal quantity) {
        return new ParticipationRecord(
                JsonNodeFactory.instance.objectNode().put("enrollmentId", participant.getId()),
                status,
                quantity,
                quantity == null ? null : "kW");
    }

    private static ActivityDetails event(String title, Instant start, ActivityAudience audience) {
        return new ActivityDetails(
                ActivityKind.EVENT,
                title,
                "Batteries deliver for three hours.",
                null,
                "kW",
                start,
                start.plus(EVENT),
                audience);
    }

    private static ActivityDetails session(String title, Instant start, ActivityAudience audience) {
        return new ActivityDetails(
                ActivityKind.SESSION, title, null, "Online", null, start, start.plus(LESSON), audience);
    }

    private static ActivityAudience tag(String tag) {
        return new ActivityAudience(null, null, tag, null, null, null);
    }

    private static Instant at(LocalDate day, int hour) {
        return day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
    }
}
