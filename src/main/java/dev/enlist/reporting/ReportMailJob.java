package dev.enlist.reporting;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.notifications.MailToMember;
import dev.enlist.notifications.MemberMailer;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.PublicLinks;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Mails due reports to members: the period that has ended as CSV files, and a link to the page. A mail that the server
 * does not take is tried again every 15 minutes, five times in all; then the next period is due.
 */
@Component
class ReportMailJob implements WorkspaceJob {

    static final String KIND = "report-mail";

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMinutes(15);
    private static final int MAX_ATTEMPTS = 5;

    private static final String SUBJECT = "{{report}} of {{organizationName}}, {{period}}";
    private static final String TEXT = """
            Attached is the report "{{report}}" for {{period}}{{instance}}.

            The report with charts: {{link}}

            You get this mail because you scheduled it on the page of the report, where you can also end it.""";

    private final DueReportQueue queue;
    private final ScheduledReportResolver tables;
    private final MemberMailer mailer;
    private final People people;
    private final ProgramInstanceService instances;
    private final TimeZones zones;
    private final PublicLinks links;
    private final Clock clock;

    ReportMailJob(
            DueReportQueue queue,
            ScheduledReportResolver tables,
            MemberMailer mailer,
            People people,
            ProgramInstanceService instances,
            TimeZones zones,
            PublicLinks links,
            Clock clock) {
        this.queue = queue;
        this.tables = tables;
        this.mailer = mailer;
        this.people = people;
        this.instances = instances;
        this.zones = zones;
        this.links = links;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome runChunk() {
        Optional<DueReportQueue.DueReport> due = queue.claim(clock.instant(), LEASE);
        due.ifPresent(this::send);
        return due.isPresent() ? JobOutcome.more() : JobOutcome.atOrDone(queue.nextAttempt());
    }

    private void send(DueReportQueue.DueReport due) {
        Optional<Member> owner = people.member(WorkspaceScope.current(), due.ownerId());
        // a member who was limited to some instances since would get figures of others
        if (owner.isEmpty() || !owner.get().programInstanceIds().isEmpty()) {
            queue.remove(due);
            return;
        }
        ZoneId zone;
        String instance;
        try {
            zone = zone(due);
            instance = instance(due);
        } catch (NotFound e) {
            // the program instance was deleted
            queue.remove(due);
            return;
        }
        LocalDate end = LocalDate.ofInstant(due.nextAt(), zone);
        LocalDate start = due.interval().startOf(end.minusDays(1));
        Optional<String> problem = mailer.send(mail(owner.get(), due, instance, start, end));
        Instant now = clock.instant();
        if (problem.isPresent() && due.attempts() < MAX_ATTEMPTS) {
            queue.tryAgain(due, now.plus(PAUSE), problem.get());
        } else {
            queue.finish(due, now, ReportSchedule.after(due.interval(), now, zone), problem.orElse(null));
        }
    }

    private ZoneId zone(DueReportQueue.DueReport due) {
        return Optional.ofNullable(due.programInstanceId())
                .map(id -> instances.instance(id).details().timeZone())
                .flatMap(TimeZones::named)
                .orElseGet(zones::ofWorkspace);
    }

    private String instance(DueReportQueue.DueReport due) {
        return due.programInstanceId() == null
                ? ""
                : ", " + instances.instance(due.programInstanceId()).details().title();
    }

    private MailToMember mail(
            Member owner, DueReportQueue.DueReport due, String instance, LocalDate start, LocalDate end) {
        ReportFilter filter = new ReportFilter(due.programInstanceId(), null, null, new Period(start, end));
        String period = due.interval() == Interval.DAY ? start.toString() : start + " to " + end.minusDays(1);
        String scope = due.programInstanceId() == null ? "" : "&programInstanceId=" + due.programInstanceId();
        String link = links.to(
                "/console/reports/" + due.report().wire() + "?from=" + start + "&until=" + end.minusDays(1) + scope);
        List<MailToMember.Attachment> files = tables.of(due.report(), filter).stream()
                .map(table -> new MailToMember.Attachment(table.tableName() + ".csv", "text/csv", ReportCsv.of(table)))
                .toList();
        return new MailToMember(
                owner,
                SUBJECT,
                TEXT,
                Map.of("report", due.report().title(), "period", period, "instance", instance, "link", link),
                files);
    }
}
