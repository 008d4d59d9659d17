package dev.enlist.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentRowResolver;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Records who takes part in activities, and lets participants opt out. */
@Service
public class ParticipationService {

    /** Wire names of the fields that may order a list of participations. */
    public static final Map<String, String> SORTABLE =
            Map.of("createdAt", "createdAt", "updatedAt", "updatedAt", "status", "status");

    private static final int INTEGER_DIGITS = 12;
    private static final int FRACTION_DIGITS = 6;
    private static final int SHOWN_TO_APPLICANTS = 50;

    private final ActivityService activities;
    private final ParticipationRepository participations;
    private final EnrollmentQueries enrollments;
    private final EnrollmentRowResolver resolver;
    private final ProgramInstanceService instances;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    ParticipationService(
            ActivityService activities,
            ParticipationRepository participations,
            EnrollmentQueries enrollments,
            EnrollmentRowResolver resolver,
            ProgramInstanceService instances,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.activities = activities;
        this.participations = participations;
        this.enrollments = enrollments;
        this.resolver = resolver;
        this.instances = instances;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A participation with the name and application number of the enrollment; null after the person was erased. */
    public record View(
            Participation participation,
            @Nullable String name,
            @Nullable String applicationNumber) {}

    /** @param status null for every status */
    @Transactional(readOnly = true)
    public <T> Page<T> list(
            String activityId, @Nullable ParticipationStatus status, ListQuery query, Function<View, T> shape) {
        activities.find(activityId);
        Specification<Participation> filter = (root, criteria, builder) -> builder.and(
                builder.equal(root.get("activityId"), activityId),
                status == null ? builder.conjunction() : builder.equal(root.get("status"), status));
        Page<Participation> page = query.fetch(participations, filter, Participation::getId, Function.identity());
        Map<String, View> views = new HashMap<>();
        views(page.data()).forEach(view -> views.put(view.participation().getId(), view));
        return page.map(participation -> shape.apply(views.get(participation.getId())));
    }

    private List<View> views(Collection<Participation> some) {
        Map<String, Enrollment> people = enrollments.byIds(some.stream()
                .flatMap(participation -> participation.enrollmentId().stream())
                .toList());
        return some.stream()
                .map(participation -> {
                    Enrollment person =
                            participation.enrollmentId().map(people::get).orElse(null);
                    return new View(
                            participation,
                            person == null ? null : name(person),
                            person == null ? null : person.applicationNumber());
                })
                .toList();
    }

    private static String name(Enrollment person) {
        String first = person.application().firstName();
        String last = person.application().lastName();
        return ((first == null ? "" : first) + " " + (last == null ? "" : last)).strip();
    }

    /**
     * Records participations, all or none.
     *
     * @param single whether the request is one participation; else a list
     * @return in the order of {@code wanted}
     * @throws InvalidInput naming every fault of every participation
     * @throws Conflict     {@code activity-cancelled}
     */
    @Transactional
    public List<View> record(String activityId, List<ParticipationRecord> wanted, boolean single, Actor by) {
        Activity activity = activities.lock(activityId);
        List<Attempt> attempts = attempts(activity, wanted, false);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            for (Fault fault : attempts.get(i).faults()) {
                String place = single ? "" : "/participations/" + i;
                faults.add(new Fault(place + fault.pointer(), fault.message()));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        List<Participation> stored = store(activity, attempts, by);
        return views(stored);
    }

    /**
     * A checked participation.
     *
     * @param enrollment null where none was found
     * @param present    the participation that is there; null for a new one
     */
    record Attempt(
            ParticipationRecord wanted,
            @Nullable Enrollment enrollment,
            @Nullable Participation present,
            List<Fault> faults) {}

    /**
     * Checks participations in one activity against each other and against those that are there.
     *
     * @throws Conflict {@code activity-cancelled}
     */
    List<Attempt> attempts(Activity activity, List<ParticipationRecord> wanted, boolean repeated) {
        if (activity.status() == ActivityStatus.CANCELLED) {
            throw new Conflict("activity-cancelled", "The activity was cancelled and has no participations to record.");
        }
        List<EnrollmentRowResolver.Found> found = resolver.find(
                activity.programInstanceId(),
                wanted.stream().map(ParticipationRecord::named).toList());
        List<String> ids = found.stream()
                .filter(each -> each.enrollment() != null)
                .map(each -> each.enrollment().getId())
                .distinct()
                .sorted()
                .toList();
        lock(ids);
        Map<String, Participation> present = new HashMap<>();
        participations
                .findByActivityIdAndEnrollmentIdIn(activity.getId(), ids)
                .forEach(each -> present.put(each.enrollmentId().orElseThrow(), each));
        ActivityLimits limits = ActivityLimits.of(instances.instance(activity.programInstanceId()));
        Set<String> optOuts = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).status() == ParticipationStatus.OPTED_OUT
                    && found.get(i).enrollment() != null) {
                optOuts.add(found.get(i).enrollment().getId());
            }
        }
        Map<String, Integer> used = usedOptOuts(activity, limits, optOuts);
        Set<String> seen = new HashSet<>();
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Enrollment enrollment = found.get(i).enrollment();
            List<Fault> faults = new ArrayList<>();
            if (enrollment == null) {
                faults.add(found.get(i).fault());
            } else if (!seen.add(enrollment.getId()) && !repeated) {
                faults.add(new Fault("", "is about an enrollment that another participation of this request names"));
            } else if (enrollment.status() != EnrollmentStatus.APPROVED
                    && enrollment.status() != EnrollmentStatus.UNENROLLED) {
                faults.add(new Fault(
                        "",
                        "names an enrollment that is " + enrollment.status().wire()
                                + "; only approved and unenrolled ones take part"));
            } else {
                faults.addAll(optOutFaults(
                        wanted.get(i),
                        present.get(enrollment.getId()),
                        limits,
                        used.getOrDefault(enrollment.getId(), 0),
                        activity));
            }
            faults.addAll(faults(wanted.get(i), activity));
            attempts.add(new Attempt(
                    wanted.get(i), enrollment, enrollment == null ? null : present.get(enrollment.getId()), faults));
        }
        return attempts;
    }

    private static List<Fault> optOutFaults(
            ParticipationRecord wanted,
            @Nullable Participation present,
            ActivityLimits limits,
            int used,
            Activity activity) {
        boolean already = present != null && present.status() == ParticipationStatus.OPTED_OUT;
        if (wanted.status() != ParticipationStatus.OPTED_OUT || already) {
            return List.of();
        }
        return refusal(limits, used, activity).stream()
                .map(refusal -> new Fault("/status", String.valueOf(refusal.getMessage())))
                .toList();
    }

    private static List<OptOutNotPossible> refusal(ActivityLimits limits, int used, Activity activity) {
        if (!limits.optOutAllowed()) {
            return List.of(OptOutNotPossible.notAllowed());
        }
        return limits.maxOptOuts() != null && used >= limits.maxOptOuts()
                ? List.of(OptOutNotPossible.limit(limits.maxOptOuts(), limits.optOutPeriod(activity.startsAt())))
                : List.of();
    }

    private List<Fault> faults(ParticipationRecord wanted, Activity activity) {
        List<Fault> faults = new ArrayList<>();
        if (wanted.status().isResult() && clock.instant().isBefore(activity.startsAt())) {
            faults.add(new Fault(
                    "/status", "can be " + wanted.status().wire() + " from the start of the activity on, not before"));
        }
        BigDecimal quantity = wanted.quantity();
        if (quantity == null) {
            if (wanted.status() == ParticipationStatus.DELIVERED) {
                faults.add(new Fault("/quantity", "is missing: 'delivered' needs a quantity"));
            }
            if (wanted.unit() != null) {
                faults.add(new Fault("/unit", "is for a quantity; leave it out, or send one"));
            }
            return faults;
        }
        if (!wanted.status().tookPart()) {
            faults.add(new Fault("/quantity", "is for 'delivered' and 'attended' only; leave it out"));
        }
        BigDecimal plain = quantity.signum() == 0 ? BigDecimal.ZERO : quantity.stripTrailingZeros();
        if (quantity.signum() < 0
                || (long) plain.precision() - plain.scale() > INTEGER_DIGITS
                || plain.scale() > FRACTION_DIGITS) {
            faults.add(new Fault(
                    "/quantity",
                    "must not be negative, and have at most " + INTEGER_DIGITS + " digits before and " + FRACTION_DIGITS
                            + " after the decimal point"));
        }
        String unit = activity.details().unit();
        if (unit == null) {
            faults.add(new Fault("/quantity", "is not recorded for this activity, which states no unit"));
        } else if (wanted.unit() != null && !wanted.unit().equals(unit)) {
            faults.add(new Fault("/unit", "must be " + unit + ", the unit of the activity"));
        }
        return faults;
    }

    /** Stores the attempts that have no faults. */
    List<Participation> store(Activity activity, List<Attempt> attempts, Actor by) {
        Instant now = clock.instant();
        Map<String, Participation> stored = new HashMap<>();
        List<Participation> all = new ArrayList<>();
        Set<Participation> changed = new LinkedHashSet<>();
        for (Attempt attempt : attempts) {
            if (!attempt.faults().isEmpty() || attempt.enrollment() == null) {
                continue;
            }
            String enrollmentId = attempt.enrollment().getId();
            Participation participation = stored.computeIfAbsent(
                    enrollmentId,
                    id -> attempt.present() == null ? new Participation(activity, id, now) : attempt.present());
            ParticipationRecord wanted = attempt.wanted();
            if (participation.record(
                    wanted.status(), wanted.quantity(), activity.details().unit(), by, now)) {
                changed.add(participation);
            }
            all.add(participation);
        }
        participations.saveAllAndFlush(stored.values());
        changed.forEach(
                participation -> events.publishEvent(ActivityEvent.recorded(participation, workspaceId(), now)));
        return all;
    }

    /** An opt-out of the same person at the same moment must not pass the limit. */
    private void lock(Collection<String> sortedIds) {
        jdbc.sql("""
                        select id from enrollment where workspace_id = ? and id = any(?) order by id
                        for no key update
                        """)
                .params(workspaceId(), sortedIds.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** Opt-outs of other activities in the season or year of an activity, by enrollment. One statement at most. */
    private Map<String, Integer> usedOptOuts(Activity activity, ActivityLimits limits, Collection<String> ids) {
        Map<String, Integer> used = new HashMap<>();
        if (limits.maxOptOuts() == null || ids.isEmpty()) {
            return used;
        }
        ActivityLimits.Days period = limits.optOutPeriod(activity.startsAt());
        jdbc.sql("""
                        select p.enrollment_id, count(*) from participation p
                        join activity a on a.workspace_id = :workspace and a.id = p.activity_id
                        where p.workspace_id = :workspace and p.enrollment_id = any(:ids) and p.status = 'opted-out'
                          and p.activity_id <> :activity and a.status <> 'cancelled'
                          and a.starts_at >= :from and a.starts_at < :to
                        group by p.enrollment_id
                        """)
                .param("workspace", workspaceId())
                .param("ids", ids.toArray(String[]::new))
                .param("activity", activity.getId())
                .param("from", Timestamp.from(period.start(limits.zone())))
                .param("to", Timestamp.from(period.end(limits.zone())))
                .query(row -> {
                    used.put(row.getString(1), row.getInt(2));
                });
        return used;
    }

    /**
     * Opts a participant out of an activity that has not begun, or takes this back.
     *
     * @throws NotFound          where the enrollment is not invited
     * @throws OptOutNotPossible with its reason
     */
    @Transactional
    public Participation optOut(String enrollmentId, String activityId, boolean out, Actor by) {
        Activity activity = activities.lock(activityId);
        lock(List.of(enrollmentId));
        Participation participation = participations
                .findByActivityIdAndEnrollmentId(activityId, enrollmentId)
                .orElseThrow(() -> new NotFound("activity"));
        boolean open = activity.status().isBeforeStart() && clock.instant().isBefore(activity.startsAt());
        if (!open || participation.status().isResult()) {
            throw OptOutNotPossible.begun();
        }
        ActivityLimits limits = ActivityLimits.of(instances.instance(activity.programInstanceId()));
        if (out && participation.status() == ParticipationStatus.INVITED) {
            int used = usedOptOuts(activity, limits, List.of(enrollmentId)).getOrDefault(enrollmentId, 0);
            refusal(limits, used, activity).stream().findFirst().ifPresent(refusal -> {
                throw refusal;
            });
        }
        ParticipationStatus status = out ? ParticipationStatus.OPTED_OUT : ParticipationStatus.INVITED;
        if (participation.record(status, null, null, by, clock.instant())) {
            participations.saveAndFlush(participation);
            events.publishEvent(ActivityEvent.recorded(participation, workspaceId(), clock.instant()));
        }
        return participation;
    }

    /** An activity in which an enrollment takes part, with its participation. */
    public record Invitation(Activity activity, Participation participation, String timeZone) {}

    /** The activities of an enrollment, the latest first; at most 50. Two statements. */
    @Transactional(readOnly = true)
    public List<Invitation> ofEnrollment(String enrollmentId) {
        Enrollment enrollment = enrollments.enrollment(enrollmentId);
        Map<String, Participation> byActivity = new HashMap<>();
        participations
                .findByEnrollmentIdInOrderById(List.of(enrollmentId))
                .forEach(participation -> byActivity.put(participation.activityId(), participation));
        String zone = instances.instance(enrollment.programInstanceId()).zone().getId();
        return byActivity.isEmpty()
                ? List.of()
                : activities.latest(byActivity.keySet(), SHOWN_TO_APPLICANTS).stream()
                        .map(activity -> new Invitation(activity, byActivity.get(activity.getId()), zone))
                        .toList();
    }

    /** The same for several enrollments, by enrollment id. Two statements, and one for each instance. */
    @Transactional(readOnly = true)
    public Map<String, List<Invitation>> ofEnrollments(Collection<String> enrollmentIds) {
        Map<String, List<Participation>> byActivity =
                participations.findByEnrollmentIdInOrderById(enrollmentIds).stream()
                        .collect(Collectors.groupingBy(Participation::activityId));
        Map<String, List<Invitation>> found = new HashMap<>();
        activities.latest(byActivity.keySet(), Integer.MAX_VALUE).forEach(activity -> {
            String zone =
                    instances.instance(activity.programInstanceId()).zone().getId();
            for (Participation participation : byActivity.get(activity.getId())) {
                List<Invitation> own =
                        found.computeIfAbsent(participation.enrollmentId().orElseThrow(), id -> new ArrayList<>());
                if (own.size() < SHOWN_TO_APPLICANTS) {
                    own.add(new Invitation(activity, participation, zone));
                }
            }
        });
        return found;
    }

    /** Share of the finished activities of an enrollment in which it took part, four decimals; null before the first. */
    @Transactional(readOnly = true)
    public @Nullable BigDecimal rate(String enrollmentId) {
        return jdbc.sql("""
                        select round(avg(case when p.status in ('attended', 'delivered') then 1 else 0 end), 4)
                        from participation p
                        join activity a on a.workspace_id = :workspace and a.id = p.activity_id and a.status = 'finished'
                        where p.workspace_id = :workspace and p.enrollment_id = :enrollment
                        """)
                .param("workspace", workspaceId())
                .param("enrollment", enrollmentId)
                .query((row, n) -> Optional.ofNullable(row.getBigDecimal(1)))
                .single()
                .orElse(null);
    }

    /** What an applicant may know of the limit of opt-outs. */
    public record OptOutTerms(boolean allowed, @Nullable Integer most) {}

    @Transactional(readOnly = true)
    public OptOutTerms optOutTerms(String programInstanceId) {
        ActivityLimits limits = ActivityLimits.of(instances.instance(programInstanceId));
        return new OptOutTerms(limits.optOutAllowed(), limits.maxOptOuts());
    }

    /** The activities of the instance whose ids rows name, by id. */
    Map<String, Activity> named(String programInstanceId, Collection<JsonNode> rows) {
        List<String> ids = rows.stream()
                .map(row -> row.path("activityId").asText("").strip())
                .filter(Cuid::isCuid)
                .distinct()
                .toList();
        Map<String, Activity> found = new HashMap<>();
        activities.ofInstance(programInstanceId, ids).forEach(activity -> found.put(activity.getId(), activity));
        return found;
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
