package dev.enlist.reporting;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A report that a member gets by mail after each day, week or month. */
@Entity
@Audited(
        subject = "reportSchedule",
        plain = {"report", "span", "ownerId", "programInstanceId"})
public class ReportSchedule extends AggregateRoot {

    /** Local time of the mail: late enough that events of the night are counted, before the day's work begins. */
    private static final LocalTime HOUR = LocalTime.of(6, 0);

    @TenantId
    private @Nullable String workspaceId;

    private String ownerId = "";
    private String report = "";
    private String span = "";
    private @Nullable String programInstanceId;
    private Instant nextAt = Instant.EPOCH;
    private Instant attemptAt = Instant.EPOCH;
    private int attempts;
    private @Nullable Instant lastSentAt;
    private @Nullable String problem;

    protected ReportSchedule() {}

    ReportSchedule(
            String ownerId,
            ScheduledReport report,
            Interval interval,
            @Nullable String programInstanceId,
            Instant now,
            ZoneId zone) {
        this.ownerId = ownerId;
        this.report = report.wire();
        this.span = interval.wire();
        this.programInstanceId = programInstanceId;
        this.createdAt = now;
        this.updatedAt = now;
        this.nextAt = after(interval, now, zone);
        this.attemptAt = nextAt;
    }

    /** The morning after the period that contains the moment. */
    static Instant after(Interval interval, Instant moment, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(moment, zone);
        return interval.endOf(day).atTime(HOUR).atZone(zone).toInstant();
    }

    public ScheduledReport report() {
        return ScheduledReport.ofWire(report).orElseThrow();
    }

    public Interval interval() {
        return Interval.ofWire(span).orElseThrow();
    }

    /** The instance that the report is about; null for all. */
    public @Nullable String programInstanceId() {
        return programInstanceId;
    }

    public Instant nextAt() {
        return nextAt;
    }

    public @Nullable Instant lastSentAt() {
        return lastSentAt;
    }

    /** Code of the fault with which the last attempt failed; null if it succeeded. */
    public @Nullable String problem() {
        return problem;
    }
}
