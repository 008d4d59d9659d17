package dev.enlist.activity;

import dev.enlist.jobs.JobQueue;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Schedules, announces and cancels activities. {@link ActivityMailingJob} invites, {@link ActivityClockJob} starts them. */
@Service
public class ActivityService {

    /** Wire names of the fields that may order a list of activities. */
    public static final Map<String, String> SORTABLE =
            Map.of("createdAt", "createdAt", "startsAt", "startsAt", "title", "title");

    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int MOST_YEARS = 5;
    private static final int DAYS_PER_YEAR = 366;

    private final ActivityRepository activities;
    private final ParticipationRepository participations;
    private final ActivityMailingRepository mailings;
    private final ProgramInstanceService instances;
    private final JobQueue jobs;
    private final AccessGate gate;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    ActivityService(
            ActivityRepository activities,
            ParticipationRepository participations,
            ActivityMailingRepository mailings,
            ProgramInstanceService instances,
            JobQueue jobs,
            AccessGate gate,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.activities = activities;
        this.participations = participations;
        this.mailings = mailings;
        this.instances = instances;
        this.jobs = jobs;
        this.gate = gate;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * An activity with what a reader wants to know beside it.
     *
     * @param timeZone   of the program instance
     * @param counts     of participations, by status; a status without any is absent
     * @param invitation the latest order to invite; null for none
     */
    public record View(
            Activity activity,
            String timeZone,
            Map<ParticipationStatus, Integer> counts,
            @Nullable ActivityMailing invitation) {}

    /** @throws InvalidInput naming every fault */
    @Transactional
    public View schedule(String programInstanceId, ActivityDetails details) {
        ProgramInstance instance = instances.instance(programInstanceId);
        ActivityLimits limits = ActivityLimits.of(instance);
        check(programInstanceId, details, limits, null);
        Activity activity = activities.saveAndFlush(
                new Activity(programInstanceId, details, remindAt(details, limits), clock.instant()));
        publish("scheduled", activity);
        wakeClock(activity);
        return view(activity);
    }

    private static @Nullable Instant remindAt(ActivityDetails details, ActivityLimits limits) {
        return limits.remindBefore().isZero() ? null : details.startsAt().minus(limits.remindBefore());
    }

    /** @param present the activity that is changed; null for a new one */
    private void check(
            String programInstanceId, ActivityDetails details, ActivityLimits limits, @Nullable Activity present) {
        List<Fault> faults = new ArrayList<>();
        Instant now = clock.instant();
        Duration most = Duration.ofDays((long) MOST_YEARS * DAYS_PER_YEAR);
        if (details.startsAt().isBefore(now.minus(most)) || details.startsAt().isAfter(now.plus(most))) {
            faults.add(new Fault("/startsAt", "must be at most " + MOST_YEARS + " years from now"));
        }
        if (!details.endsAt().isAfter(details.startsAt())) {
            faults.add(new Fault("/endsAt", "must be after startsAt"));
        } else if (Duration.between(details.startsAt(), details.endsAt()).compareTo(LONGEST) > 0) {
            faults.add(new Fault("/endsAt", "must be at most " + LONGEST.toDays() + " days after startsAt"));
        }
        if (faults.isEmpty()) {
            faults.addAll(limits.faults(details));
            eventFault(programInstanceId, details, limits, present, faults);
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    /** At most so many events in a season or year. */
    private void eventFault(
            String programInstanceId,
            ActivityDetails details,
            ActivityLimits limits,
            @Nullable Activity present,
            List<Fault> faults) {
        if (limits.maxEvents() == null || details.kind() != ActivityKind.EVENT) {
            return;
        }
        // two requests at the same moment must not both find a free event
        jdbc.sql("select id from program_instance where workspace_id = ? and id = ? for no key update")
                .params(workspaceId(), programInstanceId)
                .query(String.class)
                .single();
        ActivityLimits.Days period = limits.eventPeriod(details.startsAt());
        int others = jdbc.sql("""
                        select count(*) from activity where workspace_id = ? and program_instance_id = ? and id <> ?
                          and kind = 'event' and status <> 'cancelled' and starts_at >= ? and starts_at < ?
                        """)
                .params(
                        workspaceId(),
                        programInstanceId,
                        present == null ? "" : present.getId(),
                        Timestamp.from(period.start(limits.zone())),
                        Timestamp.from(period.end(limits.zone())))
                .query(Integer.class)
                .single();
        if (others >= limits.maxEvents()) {
            faults.add(new Fault(
                    "/startsAt",
                    "is one event too many: the program has at most " + limits.maxEvents() + " from " + period.first()
                            + " to " + period.last()));
        }
    }

    @Transactional(readOnly = true)
    public View activity(String id) {
        return view(find(id));
    }

    private View view(Activity activity) {
        return views(List.of(activity)).get(0);
    }

    private List<View> views(List<Activity> some) {
        List<String> ids = some.stream().map(Activity::getId).toList();
        Map<String, Map<ParticipationStatus, Integer>> counts = counts(ids);
        Map<String, ActivityMailing> invitations = mailings.latestInvitations(ids);
        return some.stream()
                .map(activity -> new View(
                        activity,
                        instances.instance(activity.programInstanceId()).zone().getId(),
                        counts.getOrDefault(activity.getId(), Map.of()),
                        invitations.get(activity.getId())))
                .toList();
    }

    private Map<String, Map<ParticipationStatus, Integer>> counts(Collection<String> ids) {
        Map<String, Map<ParticipationStatus, Integer>> counts = new HashMap<>();
        jdbc.sql("""
                        select activity_id, status, count(*) from participation
                        where workspace_id = ? and activity_id = any(?) group by activity_id, status
                        """).params(workspaceId(), ids.toArray(String[]::new)).query(row -> {
            counts.computeIfAbsent(row.getString(1), id -> new HashMap<>())
                    .put(ParticipationStatus.ofWire(row.getString(2)).orElseThrow(), row.getInt(3));
        });
        return counts;
    }

    /**
     * The activities of a program instance.
     *
     * @param status null for every status
     */
    @Transactional(readOnly = true)
    public <T> Page<T> list(
            String programInstanceId, @Nullable ActivityStatus status, ListQuery query, Function<View, T> shape) {
        instances.instance(programInstanceId);
        Specification<Activity> filter = (root, criteria, builder) -> builder.and(
                builder.equal(root.get("programInstanceId"), programInstanceId),
                status == null ? builder.conjunction() : builder.equal(root.get("status"), status));
        Page<Activity> page = query.fetch(activities, filter, Activity::getId, Function.identity());
        Map<String, View> views = new HashMap<>();
        views(page.data()).forEach(view -> views.put(view.activity().getId(), view));
        return page.map(activity -> shape.apply(views.get(activity.getId())));
    }

    /**
     * Changes an activity that is not over. Writes to the invited where time or place of an announced activity changed.
     *
     * @throws Conflict     {@code activity-over}
     * @throws InvalidInput naming every fault
     */
    @Transactional
    public View revise(String id, @Nullable String ifMatch, UnaryOperator<ActivityDetails> change, Actor by) {
        Activity activity = lock(id);
        EntityTags.check(ifMatch, activity.version());
        activity.requireOpen();
        ActivityDetails details = change.apply(activity.details());
        ActivityLimits limits = ActivityLimits.of(instances.instance(activity.programInstanceId()));
        if (activity.status() == ActivityStatus.RUNNING && !details.startsAt().equals(activity.startsAt())) {
            throw new InvalidInput("/startsAt", "cannot change: the activity is running");
        }
        check(activity.programInstanceId(), details, limits, activity);
        boolean concerns = activity.revise(details, remindAt(details, limits), clock.instant());
        activities.saveAndFlush(activity);
        publish("updated", activity);
        if (concerns) {
            order(activity, ActivityMailing.Kind.CHANGED, by);
        }
        wakeClock(activity);
        return view(activity);
    }

    /**
     * Cancels an activity that is not over, and writes to the invited.
     *
     * @throws Conflict {@code activity-over}
     */
    @Transactional
    public View cancel(String id, @Nullable String ifMatch, @Nullable String reason, Actor by) {
        Activity activity = lock(id);
        EntityTags.check(ifMatch, activity.version());
        activity.cancel(reason, clock.instant());
        activities.saveAndFlush(activity);
        mailings.cancelOpen(id);
        publish("cancelled", activity);
        if (participations.existsByActivityId(id)) {
            order(activity, ActivityMailing.Kind.CANCELLED, by);
        }
        return view(activity);
    }

    /** @throws Conflict {@code activity-announced} where people know of it: it can be cancelled */
    @Transactional
    public void delete(String id, @Nullable String ifMatch) {
        Activity activity = lock(id);
        EntityTags.check(ifMatch, activity.version());
        if (activity.announcedAt().isPresent() || participations.existsByActivityId(id)) {
            throw new Conflict(
                    "activity-announced", "Participants know of this activity; cancel it instead of deleting it.");
        }
        activities.delete(activity);
        activities.flush();
    }

    /**
     * Orders invitations to the enrollments of the audience that have none, and announces the activity.
     *
     * @return the order; the present one where one is queued or running
     * @throws Conflict {@code activity-begun} after the start, {@code activity-over}, {@code notice-too-short} where an
     *                  event begins earlier than the program permits after its announcement
     */
    @Transactional
    public ActivityMailing invite(String id, Actor by) {
        Activity activity = lock(id);
        activity.requireOpen();
        Instant now = clock.instant();
        if (activity.status() == ActivityStatus.RUNNING || !now.isBefore(activity.startsAt())) {
            throw new Conflict("activity-begun", "The activity has begun; participants are invited before it begins.");
        }
        requireNotice(activity, now);
        boolean news = activity.status() == ActivityStatus.SCHEDULED;
        activity.announce(now);
        activities.saveAndFlush(activity);
        if (news) {
            publish("announced", activity);
        }
        events.publishEvent(new AuditNote("activity.invite", "activity", id, Map.of(), Map.of()));
        wakeClock(activity);
        return mailings.open(id, ActivityMailing.Kind.INVITATION)
                .orElseGet(() -> order(activity, ActivityMailing.Kind.INVITATION, by));
    }

    private void requireNotice(Activity activity, Instant now) {
        Duration notice = ActivityLimits.of(instances.instance(activity.programInstanceId()))
                .notice();
        boolean event = activity.details().kind() == ActivityKind.EVENT;
        if (event && activity.announcedAt().isEmpty() && now.plus(notice).isAfter(activity.startsAt())) {
            throw new Conflict(
                    "notice-too-short",
                    "The program announces events at least " + words(notice)
                            + " before they begin. Move the event to a later time.");
        }
    }

    private static String words(Duration notice) {
        return notice.toMinutesPart() == 0 ? notice.toHours() + " hours" : notice.toMinutes() + " minutes";
    }

    private ActivityMailing order(Activity activity, ActivityMailing.Kind kind, Actor by) {
        ActivityMailing ordered = mailings.insert(activity.getId(), kind, by);
        jobs.enqueue(ActivityMailingJob.KIND);
        return ordered;
    }

    /** Takes the step that is due: reminds the invited, starts or finishes the activity. */
    void advance(String id, Instant now) {
        Activity activity = lock(id);
        boolean remind = activity.status() == ActivityStatus.ANNOUNCED
                && activity.remindAt().filter(due -> !due.isAfter(now)).isPresent();
        if (activity.status().isBeforeStart() && !activity.startsAt().isAfter(now)) {
            activity.start(now);
            publish("started", activity);
        } else if (activity.status() == ActivityStatus.RUNNING
                && !activity.endsAt().isAfter(now)) {
            activity.finish(now);
            publish("finished", activity);
        } else if (remind) {
            activity.reminded();
            order(activity, ActivityMailing.Kind.REMINDER, ActivityClockJob.ACTOR);
        }
        activities.saveAndFlush(activity);
    }

    private void wakeClock(Activity activity) {
        Instant due = activity.remindAt()
                .filter(remind -> remind.isBefore(activity.startsAt()))
                .orElse(activity.startsAt());
        jobs.enqueue(ActivityClockJob.KIND, due);
    }

    private void publish(String act, Activity activity) {
        events.publishEvent(ActivityEvent.of(act, activity, workspaceId(), clock.instant()));
    }

    /** The activities with these ids, the latest first. */
    List<Activity> latest(Collection<String> ids, int limit) {
        return activities.findAllById(ids).stream()
                .sorted(Comparator.comparing(Activity::startsAt).reversed().thenComparing(Activity::getId))
                .limit(limit)
                .toList();
    }

    List<Activity> ofInstance(String programInstanceId, Collection<String> ids) {
        return activities.findAllById(ids).stream()
                .filter(activity -> activity.programInstanceId().equals(programInstanceId))
                .toList();
    }

    Activity find(String id) {
        Activity found =
                Cuid.isCuid(id) ? activities.findById(id).orElseThrow(() -> new NotFound("activity")) : missing();
        gate.limit().require(found.programInstanceId());
        return found;
    }

    Activity lock(String id) {
        Activity found = Cuid.isCuid(id) ? activities.lock(id).orElseThrow(() -> new NotFound("activity")) : missing();
        gate.limit().require(found.programInstanceId());
        return found;
    }

    private static Activity missing() {
        throw new NotFound("activity");
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
