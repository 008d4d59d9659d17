package dev.enlist.reporting;

import dev.enlist.jobs.JobQueue;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps which reports each member gets by mail; no member sees the schedules of another. */
@Service
public class ReportScheduleService {

    /** Schedules of one member in one workspace. */
    public static final int MOST = 20;

    private final ReportScheduleRepository schedules;
    private final ProgramInstanceService instances;
    private final TimeZones zones;
    private final JobQueue jobs;
    private final Clock clock;

    ReportScheduleService(
            ReportScheduleRepository schedules,
            ProgramInstanceService instances,
            TimeZones zones,
            JobQueue jobs,
            Clock clock) {
        this.schedules = schedules;
        this.instances = instances;
        this.zones = zones;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<ReportSchedule> of(String ownerId) {
        return schedules.findByOwnerIdOrderById(ownerId);
    }

    /**
     * The first mail goes out on the morning after the present day, week or month.
     *
     * @param programInstanceId null for all instances
     * @throws NotFound      where the workspace has no such instance
     * @throws AlreadyExists where the member has the same schedule
     * @throws Conflict      {@code too-many-report-schedules} where the member has {@value #MOST} schedules
     */
    @Transactional
    public ReportSchedule create(
            String ownerId, ScheduledReport report, Interval interval, @Nullable String programInstanceId) {
        if (schedules.findByOwnerIdOrderById(ownerId).size() >= MOST) {
            throw new Conflict(
                    "too-many-report-schedules", "A member has at most " + MOST + " schedules. Delete one first.");
        }
        ZoneId zone = zones.ofWorkspace();
        if (programInstanceId != null) {
            String own = instances.instance(programInstanceId).details().timeZone();
            zone = own == null ? zone : TimeZones.named(own).orElse(zone);
        }
        ReportSchedule schedule =
                new ReportSchedule(ownerId, report, interval, programInstanceId, clock.instant(), zone);
        try {
            schedules.saveAndFlush(schedule);
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("report schedule", "report", report.wire());
        }
        jobs.enqueue(ReportMailJob.KIND, schedule.nextAt());
        return schedule;
    }

    /** @throws NotFound also for the schedule of another member */
    @Transactional
    public void delete(String ownerId, String id) {
        schedules.delete(schedules.findByIdAndOwnerId(id, ownerId).orElseThrow(() -> new NotFound("report schedule")));
    }
}
