package dev.enlist.notifications;

import dev.enlist.events.Cursor;
import dev.enlist.events.EventFeed;
import dev.enlist.events.EventFilter;
import dev.enlist.events.LoggedEvent;
import dev.enlist.jobs.LeasedQueue;
import dev.enlist.shared.Cuid;
import dev.enlist.template.Notifications;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates messages from the event feed and stores the position up to which the feed was read. One node at a time does
 * so for a workspace.
 */
@Repository
class NotificationQueue {

    private static final int BATCH_SIZE = 500;
    private static final String PENDING = "pending";
    private static final String UNCONFIGURED = "unconfigured";

    private static final String STATUS_CHANGED = "enrollment.status_changed";
    private static final String INFORMATION_REQUESTED = "enrollment.information_requested";

    /** The events that messages report; others of the feed are skipped. */
    private static final EventFilter REPORTED = new EventFilter(
            List.of(STATUS_CHANGED, INFORMATION_REQUESTED, "enrollment.information_provided"), List.of(), null);

    private final JdbcClient jdbc;
    private final EventFeed feed;
    private final MessageTemplates templates;
    private final SmtpClient server;
    private final Clock clock;
    private final LeasedQueue messages;

    NotificationQueue(JdbcClient jdbc, EventFeed feed, MessageTemplates templates, SmtpClient server, Clock clock) {
        this.jdbc = jdbc;
        this.feed = feed;
        this.templates = templates;
        this.server = server;
        this.clock = clock;
        this.messages = new LeasedQueue(jdbc, clock, "notification");
    }

    /** The open work of a workspace. */
    record Work(boolean toRead, boolean toSend) {}

    private record Wanted(LoggedEvent event, MessageType type) {}

    /** Returns when the next message is due or the next lease ends; empty if no message is pending. */
    @Transactional(readOnly = true)
    public Optional<Instant> nextDue() {
        return messages.nextDue();
    }

    /** Reads the open work in one statement, because it runs at each check. */
    @Transactional(readOnly = true)
    public Work work() {
        return jdbc.sql("""
                        select (p.feed_epoch, p.feed_position) < (last.epoch, last.position) as to_read,
                               exists (select 1 from notification n
                                       where n.workspace_id = :workspace and n.due_at <= :now) as to_send
                        from notification_place p
                        left join lateral (
                          select e.epoch, e.position from event_log e where e.workspace_id = :workspace
                          order by e.epoch desc, e.position desc limit 1) last on true
                        where p.id = :workspace
                        """)
                .param("workspace", workspaceId())
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> new Work(row.getBoolean(1), row.getBoolean(2)))
                .optional()
                .orElse(new Work(false, false));
    }

    /** Creates messages from the next batch of events; returns whether there may be more events. */
    @Transactional
    public boolean readFeed() {
        Optional<Cursor> from = lockPlace();
        if (from.isEmpty()) {
            return false;
        }
        EventFeed.Slice slice = feed.after(from.get(), REPORTED, BATCH_SIZE);
        List<Wanted> wanted = wanted(slice.events());
        if (!wanted.isEmpty()) {
            append(wanted);
        }
        if (!slice.next().equals(from.get())) {
            jdbc.sql("update notification_place set feed_epoch = ?, feed_position = ? where id = ?")
                    .params(slice.next().epoch(), slice.next().position(), workspaceId())
                    .update();
        }
        return slice.events().size() == BATCH_SIZE;
    }

    /** Locks the position in the feed; empty while another node holds the lock. */
    private Optional<Cursor> lockPlace() {
        return jdbc.sql("""
                        select feed_epoch, feed_position from notification_place
                        where id = ? for no key update skip locked
                        """)
                .param(workspaceId())
                .query((row, n) -> new Cursor(row.getLong(1), row.getLong(2)))
                .optional();
    }

    private List<Wanted> wanted(List<LoggedEvent> events) {
        Map<String, Notifications> byInstance = notifications(events);
        List<Wanted> wanted = new ArrayList<>();
        for (LoggedEvent event : events) {
            Notifications notifications =
                    byInstance.getOrDefault(String.valueOf(event.programInstanceId()), templates.ofJson(null));
            types(event)
                    .filter(type -> MessageTemplates.wants(notifications, type))
                    .forEach(type -> wanted.add(new Wanted(event, type)));
        }
        return wanted;
    }

    private static Stream<MessageType> types(LoggedEvent event) {
        return switch (event.type()) {
            case STATUS_CHANGED ->
                Stream.of(Audience.APPLICANT, Audience.ADMINISTRATORS)
                        // applicants who withdrew know it
                        .filter(audience -> audience != Audience.APPLICANT
                                || !event.data().path("code").asText().equals("withdrawn"))
                        .map(audience -> new MessageType(
                                audience, event.data().path("to").asText()));
            case INFORMATION_REQUESTED ->
                Stream.of(
                        event.data().path("reminders").asInt() > 0
                                ? MessageType.INFORMATION_REMINDER
                                : MessageType.INFORMATION_REQUESTED);
            default -> Stream.of(MessageType.INFORMATION_PROVIDED);
        };
    }

    /** Reads the settings of the instances of all events in one statement. */
    private Map<String, Notifications> notifications(List<LoggedEvent> events) {
        Map<String, Notifications> byInstance = new HashMap<>();
        if (!events.isEmpty()) {
            jdbc.sql("""
                            select id, notifications::text from program_instance
                            where workspace_id = ? and id = any(?) and notifications is not null
                            """)
                    .params(
                            workspaceId(),
                            events.stream()
                                    .map(LoggedEvent::programInstanceId)
                                    .distinct()
                                    .toArray(String[]::new))
                    .query((row, n) -> byInstance.put(row.getString(1), templates.ofJson(row.getString(2))))
                    .list();
        }
        return byInstance;
    }

    /**
     * Inserts messages for enrollments that still exist. Messages that are created while no mail server is configured
     * are sent only when a user sends them again.
     */
    private void append(List<Wanted> wanted) {
        Timestamp now = Timestamp.from(clock.instant());
        boolean configured = server.isConfigured();
        jdbc.sql("""
                        insert into notification
                          (id, workspace_id, program_instance_id, enrollment_id, event_id, audience, about, about_at,
                           status, attempts, due_at, created_at, finished_at, information_request_id)
                        select w.id, :workspace, e.program_instance_id, e.id, w.event, w.audience, w.about,
                               w.at::timestamptz, :status, 0, :due::timestamptz, :now, :finished::timestamptz,
                               w.request
                        from unnest(:ids::text[], :enrollments::text[], :events::text[], :audiences::text[],
                                    :abouts::text[], :ats::text[], :requests::text[])
                             as w(id, enrollment, event, audience, about, at, request)
                        join enrollment e on e.workspace_id = :workspace and e.id = w.enrollment
                        -- the message about an application that was received says it all
                        where not (w.audience = 'applicant' and w.about in ('candidate', 'eligible', 'submitted')
                                   and exists (
                                     select 1 from notification r
                                     where r.workspace_id = :workspace and r.enrollment_id = e.id
                                       and r.about = 'application-received'
                                       and abs(extract(epoch from r.about_at - w.at::timestamptz)) < 60))
                        on conflict (event_id, audience) where event_id is not null and resend_of is null do nothing
                        """)
                .param("workspace", workspaceId())
                .param("status", configured ? PENDING : UNCONFIGURED)
                .param("due", configured ? now : null)
                .param("finished", configured ? null : now)
                .param("now", now)
                .param("ids", column(wanted, w -> Cuid.next()))
                .param("enrollments", column(wanted, w -> w.event().subject()))
                .param("events", column(wanted, w -> w.event().id()))
                .param("audiences", column(wanted, w -> w.type().audience().wire()))
                .param("abouts", column(wanted, w -> w.type().about()))
                .param("ats", column(wanted, w -> w.event().time().toString()))
                .param(
                        "requests",
                        column(
                                wanted,
                                w -> w.event()
                                        .data()
                                        .path("informationRequestId")
                                        .textValue()))
                .update();
    }

    private static String[] column(List<Wanted> wanted, Function<Wanted, @Nullable String> value) {
        return wanted.stream().map(value).toArray(String[]::new);
    }

    /** Creates a copy of a message, which is sent as a message of its own. */
    @Transactional
    public String again(String id) {
        String again = Cuid.next();
        jdbc.sql("""
                        insert into notification
                          (id, workspace_id, program_instance_id, enrollment_id, event_id, audience, about, about_at,
                           member_id, resend_of, status, attempts, due_at, created_at, information_request_id, activity_id,
                           words_subject, words_body)
                        select :again, workspace_id, program_instance_id, enrollment_id, event_id, audience, about,
                               about_at, member_id, id, 'pending', 0, :now, :now, information_request_id, activity_id,
                               words_subject, words_body
                        from notification where workspace_id = :workspace and id = :id
                        """)
                .param("again", again)
                .param("now", Timestamp.from(clock.instant()))
                .param("workspace", workspaceId())
                .param("id", id)
                .update();
        return again;
    }

    /** Creates a test message to a member of the workspace, about no enrollment. */
    @Transactional
    public String test(String programInstanceId, MessageType type, String memberId) {
        String id = Cuid.next();
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("""
                        insert into notification
                          (id, workspace_id, program_instance_id, audience, about, about_at, member_id, status,
                           attempts, due_at, created_at)
                        values (:id, :workspace, :instance, :audience, :about, :now, :member, 'pending', 0, :now, :now)
                        """)
                .param("id", id)
                .param("workspace", workspaceId())
                .param("instance", programInstanceId)
                .param("audience", type.audience().wire())
                .param("about", type.about())
                .param("member", memberId)
                .param("now", now)
                .update();
        startAtEndOfFeed();
        return id;
    }

    /**
     * Creates a message to the applicant of each enrollment, unless one of this type is waiting to be sent. One statement, and
     * three more for the first message of a workspace.
     */
    @Transactional
    public void toApplicants(Collection<String> enrollmentIds, MessageType type) {
        Timestamp now = Timestamp.from(clock.instant());
        boolean configured = server.isConfigured();
        List<Boolean> placed = jdbc.sql("""
                        insert into notification
                          (id, workspace_id, program_instance_id, enrollment_id, audience, about, about_at, status,
                           attempts, due_at, created_at, finished_at)
                        select w.id, :workspace, e.program_instance_id, e.id, :audience, :about, :now, :status, 0,
                               :due::timestamptz, :now, :finished::timestamptz
                        from unnest(:ids::text[], :enrollments::text[]) as w(id, enrollment)
                        join enrollment e on e.workspace_id = :workspace and e.id = w.enrollment
                        where not exists (
                            select 1 from notification n
                            where n.workspace_id = :workspace and n.enrollment_id = e.id
                              and n.audience = :audience and n.about = :about and n.status = 'pending')
                        returning exists (select 1 from notification_place where id = :workspace)
                        """)
                .param("ids", enrollmentIds.stream().map(id -> Cuid.next()).toArray(String[]::new))
                .param("workspace", workspaceId())
                .param("enrollments", enrollmentIds.toArray(String[]::new))
                .param("audience", type.audience().wire())
                .param("about", type.about())
                .param("now", now)
                .param("status", configured ? PENDING : UNCONFIGURED)
                .param("due", configured ? now : null)
                .param("finished", configured ? null : now)
                .query(Boolean.class)
                .list();
        if (placed.contains(false)) {
            startAtEndOfFeed();
        }
    }

    /** Creates a message about an activity to each applicant. One statement. */
    @Transactional
    public void toApplicants(String activityId, Collection<String> enrollmentIds, MessageType type) {
        Timestamp now = Timestamp.from(clock.instant());
        boolean configured = server.isConfigured();
        List<Boolean> placed = jdbc.sql("""
                        insert into notification
                          (id, workspace_id, program_instance_id, enrollment_id, activity_id, audience, about, about_at,
                           status, attempts, due_at, created_at, finished_at)
                        select w.id, :workspace, e.program_instance_id, e.id, :activity, :audience, :about, :now, :status,
                               0, :due::timestamptz, :now, :finished::timestamptz
                        from unnest(:ids::text[], :enrollments::text[]) as w(id, enrollment)
                        join enrollment e on e.workspace_id = :workspace and e.id = w.enrollment
                        returning exists (select 1 from notification_place where id = :workspace)
                        """)
                .param("workspace", workspaceId())
                .param("activity", activityId)
                .param("audience", type.audience().wire())
                .param("about", type.about())
                .param("now", now)
                .param("status", configured ? PENDING : UNCONFIGURED)
                .param("due", configured ? now : null)
                .param("finished", configured ? null : now)
                .param("ids", enrollmentIds.stream().map(id -> Cuid.next()).toArray(String[]::new))
                .param("enrollments", enrollmentIds.toArray(String[]::new))
                .query(Boolean.class)
                .list();
        if (placed.contains(false)) {
            startAtEndOfFeed();
        }
    }

    /** Creates a message with words of its own. */
    @Transactional
    public void withWords(String enrollmentId, MessageType type, Notifications.Text words) {
        Timestamp now = Timestamp.from(clock.instant());
        boolean configured = server.isConfigured();
        jdbc.sql("""
                        insert into notification
                          (id, workspace_id, program_instance_id, enrollment_id, audience, about, about_at, status,
                           attempts, due_at, created_at, finished_at, words_subject, words_body)
                        select :id, :workspace, e.program_instance_id, e.id, :audience, :about, :now, :status, 0,
                               :due::timestamptz, :now, :finished::timestamptz, :subject, :body
                        from enrollment e where e.workspace_id = :workspace and e.id = :enrollment
                        """)
                .param("id", Cuid.next())
                .param("workspace", workspaceId())
                .param("enrollment", enrollmentId)
                .param("audience", type.audience().wire())
                .param("about", type.about())
                .param("now", now)
                .param("status", configured ? PENDING : UNCONFIGURED)
                .param("due", configured ? now : null)
                .param("finished", configured ? null : now)
                .param("subject", words.subject())
                .param("body", words.body())
                .update();
        startAtEndOfFeed();
    }

    /** Starts the sender. Where notifications were never enabled, the position begins at the end of the feed. */
    private void startAtEndOfFeed() {
        Cursor end = feed.end();
        jdbc.sql(
                        "insert into notification_place (id, feed_epoch, feed_position) values (?, ?, ?) on conflict do nothing")
                .params(workspaceId(), end.epoch(), end.position())
                .update();
    }

    /** Whether the log of messages has any row. */
    @Transactional(readOnly = true)
    public boolean isAny() {
        return messages.isAny();
    }

    /** Deletes messages that were finished before; returns how many. */
    @Transactional
    public int forget(Instant before, int most) {
        return messages.deleteFinishedBefore(before, most);
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
