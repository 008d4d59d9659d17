package dev.enlist.review.workload;

import dev.enlist.enrollment.AbsenceSource;
import dev.enlist.jobs.JobQueue;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the absences of reviewers, as far as the caller works with their program instances. */
@Service
public class AbsenceService implements AbsenceSource {

    /** Wire names of the fields that may order a list of absences. */
    public static final Map<String, String> SORTABLE =
            Map.of("createdAt", "createdAt", "from", "firstDay", "to", "lastDay");

    private static final int MOST_DAYS = 366;
    private static final int MOST_YEARS = 5;

    private final AbsenceRepository absences;
    private final ReviewTeamQuery team;
    private final JobQueue jobs;
    private final TimeZones zones;
    private final JdbcClient jdbc;
    private final Clock clock;

    AbsenceService(
            AbsenceRepository absences,
            ReviewTeamQuery team,
            JobQueue jobs,
            TimeZones zones,
            JdbcClient jdbc,
            Clock clock) {
        this.absences = absences;
        this.team = team;
        this.jobs = jobs;
        this.zones = zones;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * An absence with what a reader wants to know beside it.
     *
     * @param name      of the member
     * @param isCurrent whether today is one of its days
     */
    public record View(Absence absence, String name, boolean isCurrent) {}

    /**
     * Adds an absence. Releases the claimed reviews of the person on its first day, if the absence says so.
     *
     * @throws AbsenceOverlaps where the person has another absence on one of the days
     * @throws InvalidInput    naming each fault
     */
    @Transactional
    public View create(AbsenceDetails details) {
        return store(new Absence(checked(details), clock.instant()));
    }

    /** @throws NotFound where the caller sees no such absence */
    @Transactional(readOnly = true)
    public View absence(String id) {
        return view(find(id));
    }

    /** @param userId absences of this member only, or null for those of all members that the caller sees */
    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, @Nullable String userId, Function<View, T> shape) {
        Map<String, String> names = team.members().stream()
                .filter(member -> userId == null || userId.equals(member.userId()))
                .collect(Collectors.toMap(Member::userId, Member::displayName));
        Specification<Absence> filter = (root, criteria, builder) ->
                names.isEmpty() ? builder.disjunction() : root.get("userId").in(names.keySet());
        LocalDate today = today();
        return query.fetch(
                absences,
                filter,
                Absence::getId,
                absence -> shape.apply(new View(
                        absence,
                        names.get(absence.details().userId()),
                        absence.details().includes(today))));
    }

    @Transactional
    public View revise(String id, @Nullable String ifMatch, UnaryOperator<AbsenceDetails> change) {
        Absence absence = find(id);
        EntityTags.check(ifMatch, absence.version());
        absence.revise(checked(change.apply(absence.details())), clock.instant());
        return store(absence);
    }

    @Transactional
    public void delete(String id, @Nullable String ifMatch) {
        Absence absence = find(id);
        EntityTags.check(ifMatch, absence.version());
        absences.delete(absence);
    }

    @Override
    @Transactional(readOnly = true)
    public boolean isAbsent(String userId) {
        LocalDate today = today();
        return absences.existsByUserIdAndFirstDayLessThanEqualAndLastDayGreaterThanEqual(userId, today, today);
    }

    /** Present and future absences of all members, the earliest first. */
    List<Absence> upcoming(LocalDate today) {
        return absences.findByLastDayGreaterThanEqualOrderByFirstDayAscIdAsc(today);
    }

    private Absence find(String id) {
        Absence absence = absences.findById(id).orElseThrow(() -> new NotFound("absence"));
        try {
            team.member(absence.details().userId());
        } catch (NotFound hidden) {
            throw new NotFound("absence");
        }
        return absence;
    }

    private AbsenceDetails checked(AbsenceDetails details) {
        List<Fault> faults = new ArrayList<>();
        LocalDate today = today();
        if (details.from().isBefore(today.minusYears(MOST_YEARS))
                || details.from().isAfter(today.plusYears(MOST_YEARS))) {
            faults.add(new Fault("/from", "must be at most " + MOST_YEARS + " years from today"));
        } else if (details.to().isBefore(details.from())) {
            faults.add(new Fault("/to", "must not be before from"));
        } else if (details.to().isAfter(details.from().plusDays(MOST_DAYS - 1))) {
            faults.add(new Fault("/to", "must be at most " + MOST_DAYS + " days after from"));
        } else if (details.to().isBefore(today)) {
            faults.add(new Fault("/to", "must not be in the past"));
        }
        if (team.members().stream().noneMatch(member -> member.userId().equals(details.userId()))) {
            faults.add(new Fault(
                    "/userId", "is not the id of a reviewer, coordinator or administrator of this workspace"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return details;
    }

    private View store(Absence absence) {
        AbsenceDetails details = absence.details();
        // two requests at the same moment must not both find the days free
        jdbc.sql("select id from workspace_member where workspace_id = ? and id = ? for update")
                .params(WorkspaceScope.current().workspaceId(), details.userId())
                .query(String.class)
                .single();
        absences
                .findByUserIdAndFirstDayLessThanEqualAndLastDayGreaterThanEqual(
                        details.userId(), details.to(), details.from())
                .stream()
                .filter(other -> !other.getId().equals(absence.getId()))
                .findFirst()
                .ifPresent(other -> {
                    throw new AbsenceOverlaps(other);
                });
        Absence stored = absences.saveAndFlush(absence);
        if (details.claimedReviews() == ClaimedReviews.RELEASE
                && stored.releasedAt().isEmpty()) {
            jobs.enqueue(
                    AbsenceStartJob.KIND,
                    details.from().atStartOfDay(zones.ofWorkspace()).toInstant());
        }
        return view(stored);
    }

    private View view(Absence absence) {
        return new View(
                absence,
                team.member(absence.details().userId()).displayName(),
                absence.details().includes(today()));
    }

    private LocalDate today() {
        ZoneId zone = zones.ofWorkspace();
        return LocalDate.now(clock.withZone(zone));
    }
}
