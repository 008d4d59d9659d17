package dev.enlist.setup;

import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.enrollment.BulkTransitionService.Action;
import dev.enlist.enrollment.BulkTransitionService.Item;
import dev.enlist.enrollment.BulkTransitionService.Order;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentService.Step;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.ExitKind;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.ScopedClock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the history of the demo programs, day by day in the order of time: people apply, complete their applications, are
 * reviewed on working days, and some leave. Everything goes through the services that all callers use, in batches, at a
 * moment of the past. The same seed gives the same history.
 */
@Component
class DemoHistoryWriter {

    /** A little more than a year, so that a year can be compared with the one before. */
    static final int DAYS = 395;

    private static final long SEED = 20260101;

    /** On how many of the latest days people come one by one, as the lists of the console show them. */
    private static final int SINGLE_DAYS = 10;

    /** The latest days on which batches are small and reviewers decide on each working day. */
    private static final int RECENT_DAYS = 45;

    /** Days between two batches. Earlier there is one in a week: the fewer transactions, the faster the first start. */
    private static final int RECENT_BATCH_DAYS = 3;

    /** Enrollments of a run after which the planner of the database learns how large the tables are. */
    private static final Set<Integer> STATISTICS_AT = Set.of(20, 80, 320);

    private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    private static final Actor FORM = Actor.process("application-form", "Application form");
    private static final List<String> REJECTIONS = List.of(
            "The documents do not match the application",
            "The device is not installed yet",
            "The application is incomplete",
            "Another household member takes part already");
    private static final List<String> DEPARTURES =
            List.of("Moved to another state", "Sold the device", "No time any more", "Changed the provider");

    private final AdmissionService admissions;
    private final EnrollmentService enrollments;
    private final BulkTransitionService transitions;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    DemoHistoryWriter(
            AdmissionService admissions,
            EnrollmentService enrollments,
            BulkTransitionService transitions,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.admissions = admissions;
        this.enrollments = enrollments;
        this.transitions = transitions;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A program instance and the people who apply for it.
     *
     * @param people   how many apply in the whole time
     * @param firstDay days after the beginning of the history on which it opens
     * @param approved share of the decided ones that is approved
     */
    record Track(String instanceId, int people, int firstDay, double approved, Supplier<NewEnrollment> applicant) {}

    /** The days of a week on which people apply and on which reviewers decide, except in the latest weeks. */
    record Week(DayOfWeek applications, DayOfWeek decisions) {}

    /**
     * Writes the history up to {@code today}, not including it.
     *
     * @return ids of the enrollments that wait for a decision, the oldest first
     */
    List<String> write(List<Track> tracks, Week week, List<Actor> reviewers, LocalDate today) {
        Run run = new Run(week, reviewers, today, new Random(SEED));
        LocalDate first = today.minusDays(DAYS);
        double[] owed = new double[tracks.size()];
        for (LocalDate day = first; day.isBefore(today); day = day.plusDays(1)) {
            boolean singly = !day.isBefore(today.minusDays(SINGLE_DAYS));
            for (int n = 0; n < tracks.size(); n++) {
                Track track = tracks.get(n);
                owed[n] += share(track, first, day);
                if (singly) {
                    for (; owed[n] >= 1; owed[n]--) {
                        run.applySingly(track, day);
                    }
                } else if (run.isApplicationDay(day) && owed[n] >= 1) {
                    run.apply(track, day, (int) owed[n]);
                    owed[n] -= (int) owed[n];
                }
            }
            run.work(day);
        }
        run.times.log("History of " + tracks.size() + " programs from "
                + tracks.get(0).instanceId());
        return run.waiting();
    }

    /** How many people of the track apply on a day: more every month, most in early summer. */
    private static double share(Track track, LocalDate first, LocalDate day) {
        long since = day.toEpochDay() - first.toEpochDay() - track.firstDay();
        int days = DAYS - track.firstDay();
        if (since < 0) {
            return 0;
        }
        double growth = 0.6 + 0.8 * since / days;
        double season = 1 + 0.3 * Math.sin(2 * Math.PI * (day.getDayOfYear() - 80) / 365);
        return growth * season * track.people() / days;
    }

    /** The state of one run: what is due on which day. */
    private final class Run {

        private final Week week;
        private final List<Actor> reviewers;
        private final LocalDate today;
        private final Random random;
        private final Map<LocalDate, List<String>> submissions = new TreeMap<>();
        private final Map<LocalDate, List<String>> evaluations = new TreeMap<>();
        private final Map<LocalDate, Map<Boolean, List<String>>> decisions = new TreeMap<>();
        private final Map<LocalDate, List<String>> departures = new TreeMap<>();
        private final Map<String, Track> tracks = new HashMap<>();
        private final PhaseTimer times = new PhaseTimer();
        private int analysed;

        Run(Week week, List<Actor> reviewers, LocalDate today, Random random) {
            this.week = week;
            this.reviewers = reviewers;
            this.today = today;
            this.random = random;
        }

        /** Submits, together and on the same day, the applications that are complete at once. */
        void apply(Track track, LocalDate day, int people) {
            List<NewEnrollment> applicants = new ArrayList<>();
            for (int n = 0; n < people; n++) {
                applicants.add(track.applicant().get());
            }
            submissions
                    .computeIfAbsent(day, d -> new ArrayList<>())
                    .addAll(apply(track, day, moment(day, 8, 8), applicants));
        }

        void applySingly(Track track, LocalDate day) {
            Instant moment = moment(day, 13, 10);
            submit(
                    apply(track, day, moment, List.of(track.applicant().get())),
                    day,
                    moment.plusSeconds(240 + random.nextInt(1800)));
        }

        /** Returns the ids of the applications that are complete at once. */
        private List<String> apply(Track track, LocalDate day, Instant moment, List<NewEnrollment> applicants) {
            List<Enrollment> created =
                    as("apply", FORM, moment, () -> admissions.enrollAll(track.instanceId(), applicants, true, FORM));
            List<String> complete = new ArrayList<>();
            for (Enrollment enrollment : created) {
                String id = enrollment.getId();
                tracks.put(id, track);
                if (enrollment.status() == EnrollmentStatus.CANDIDATE) {
                    evaluations
                            .computeIfAbsent(workday(day, 1 + random.nextInt(3)), d -> new ArrayList<>())
                            .add(id);
                } else if (enrollment.status() == EnrollmentStatus.ELIGIBLE) {
                    double patience = random.nextDouble();
                    if (patience < 0.85) {
                        complete.add(id);
                    } else if (patience < 0.95) {
                        later(submissions, day.plusDays(1 + random.nextInt(9)), id);
                    }
                }
            }
            refreshStatistics();
            return complete;
        }

        private void refreshStatistics() {
            if (STATISTICS_AT.stream().anyMatch(size -> analysed < size && size <= tracks.size())) {
                analysed = tracks.size();
                times.run(
                        "statistics",
                        () -> jdbc.sql("select refresh_statistics()")
                                .query((row, n) -> n)
                                .list());
            }
        }

        /** What people do on a day, in the order of its hours. */
        void work(LocalDate day) {
            submit(due(submissions, day), day, moment(day, 17, 4));
            for (String id : due(evaluations, day)) {
                evaluate(id, day);
            }
            Map<Boolean, List<String>> decided = decisions.remove(day);
            if (decided != null) {
                decide(decided.getOrDefault(true, List.of()), Action.APPROVE, null, day);
                decide(decided.getOrDefault(false, List.of()), Action.REJECT, pick(REJECTIONS), day);
            }
            List<String> leaving = due(departures, day);
            if (!leaving.isEmpty()) {
                Instant moment = moment(day, 18, 3);
                as(
                        "leave",
                        FORM,
                        moment,
                        () -> transitions.take(
                                new Order(Action.UNENROLL, pick(DEPARTURES), ExitKind.VOLUNTARY),
                                items(leaving, EnrollmentStatus.APPROVED),
                                FORM));
            }
        }

        List<String> waiting() {
            return decisions.values().stream()
                    .flatMap(due -> due.values().stream())
                    .flatMap(List::stream)
                    .sorted()
                    .toList();
        }

        private void evaluate(String id, LocalDate day) {
            Actor reviewer = pick(reviewers);
            boolean eligible = random.nextInt(4) > 0;
            Instant moment = moment(day, 9, 3);
            as(
                    "evaluate",
                    reviewer,
                    moment,
                    () -> enrollments.evaluateManually(
                            id,
                            null,
                            eligible,
                            Step.because(eligible ? "Checked by phone" : "Does not use enough energy"),
                            reviewer));
            if (eligible) {
                later(submissions, day.plusDays(1), id);
            }
        }

        private void submit(List<String> ids, LocalDate day, Instant moment) {
            if (ids.isEmpty()) {
                return;
            }
            Map<String, BulkTransitionService.Result> results = as(
                    "submit",
                    FORM,
                    moment,
                    () -> transitions.take(
                            new Order(Action.SUBMIT, null, null), items(ids, EnrollmentStatus.ELIGIBLE), FORM));
            results.forEach((id, result) -> {
                // in a full program the enrollment waits in line and stays eligible
                if (result.status() == EnrollmentStatus.SUBMITTED) {
                    int days = 1 + (int) (-Math.log(1 - random.nextDouble()) * 2.2);
                    boolean approved = random.nextDouble() < track(id).approved();
                    decisions
                            .computeIfAbsent(workday(day, days), d -> new HashMap<>())
                            .computeIfAbsent(approved, d -> new ArrayList<>())
                            .add(id);
                }
            });
        }

        private void decide(List<String> ids, Action action, @Nullable String reason, LocalDate day) {
            if (ids.isEmpty()) {
                return;
            }
            // the first reviewers decide more than the others
            double turn = random.nextDouble();
            Actor reviewer = reviewers.get((int) (turn * turn * reviewers.size()));
            Instant moment = moment(day, 14, 3);
            Map<String, BulkTransitionService.Result> results = as(
                    "decide",
                    reviewer,
                    moment,
                    () -> transitions.take(
                            new Order(action, reason, null), items(ids, EnrollmentStatus.SUBMITTED), reviewer));
            results.forEach((id, result) -> {
                if (result.status() == EnrollmentStatus.APPROVED && random.nextInt(16) == 0) {
                    later(departures, day.plusDays(20 + random.nextInt(150)), id);
                }
            });
        }

        private <T> T as(String phase, Actor actor, Instant moment, Supplier<T> work) {
            return times.in(phase, () -> DemoHistoryWriter.this.as(actor, moment, work));
        }

        private Track track(String id) {
            return Objects.requireNonNull(tracks.get(id));
        }

        boolean isRecent(LocalDate day) {
            return !day.isBefore(today.minusDays(RECENT_DAYS));
        }

        boolean isApplicationDay(LocalDate day) {
            return isRecent(day)
                    ? day.toEpochDay() % RECENT_BATCH_DAYS
                            == week.applications().ordinal() % RECENT_BATCH_DAYS
                    : day.getDayOfWeek() == week.applications();
        }

        private boolean isDecisionDay(LocalDate day) {
            return isRecent(day) ? WORKDAYS.contains(day.getDayOfWeek()) : day.getDayOfWeek() == week.decisions();
        }

        /** The next day on which reviewers decide: once a week at first, later on each working day. */
        private LocalDate workday(LocalDate day, int later) {
            LocalDate due = day.plusDays(later);
            while (!isDecisionDay(due)) {
                due = due.plusDays(1);
            }
            return due;
        }

        /** On that day, or with the next who apply: the fewer transactions, the faster the first start. */
        private void later(Map<LocalDate, List<String>> due, LocalDate day, String id) {
            LocalDate joined = day;
            while (!isRecent(joined) && !isApplicationDay(joined)) {
                joined = joined.plusDays(1);
            }
            if (joined.isBefore(today)) {
                due.computeIfAbsent(joined, d -> new ArrayList<>()).add(id);
            }
        }

        private static List<String> due(Map<LocalDate, List<String>> due, LocalDate day) {
            List<String> ids = due.remove(day);
            return ids == null ? List.of() : ids;
        }

        private static List<Item> items(List<String> ids, EnrollmentStatus status) {
            return ids.stream().sorted().map(id -> new Item(id, status)).toList();
        }

        private Instant moment(LocalDate day, int firstHour, int hours) {
            return day.atTime(firstHour, 0)
                    .plusNanos((long) (random.nextDouble() * hours * 3_600_000) * 1_000_000)
                    .toInstant(ZoneOffset.UTC);
        }

        private <T> T pick(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }

    /** In one transaction that does not wait for the disk: a later transaction of the first start does. */
    private <T> T as(Actor actor, Instant moment, Supplier<T> work) {
        try (AuditContext.Entered origin = AuditContext.enter(AuditContext.of(actor))) {
            return ScopedClock.at(
                    moment,
                    () -> Objects.requireNonNull(transaction.execute(status -> {
                        jdbc.sql("set local synchronous_commit to off").update();
                        return work.get();
                    })));
        }
    }
}
