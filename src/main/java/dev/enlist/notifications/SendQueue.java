package dev.enlist.notifications;

import dev.enlist.jobs.LeasedQueue;
import dev.enlist.shared.TimeZones;
import dev.enlist.template.Notifications;
import dev.enlist.tenancy.WorkspaceScope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Claims notifications and stores the results of sending them, one transaction for each step. No transaction is open
 * while the mail server is contacted. A message is claimed by one node at a time. All nodes together claim at most
 * {@link MailProperties#perMinute} messages per minute.
 */
@Repository
class SendQueue {

    private final JdbcClient jdbc;
    private final MailProperties properties;
    private final Clock clock;
    private final LeasedQueue messages;
    private final Map<SendResult.Kind, Counter> attempts = new EnumMap<>(SendResult.Kind.class);

    SendQueue(JdbcClient jdbc, MailProperties properties, Clock clock, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
        for (SendResult.Kind kind : SendResult.Kind.values()) {
            attempts.put(
                    kind,
                    Counter.builder("enlist.mail.attempts")
                            .description("Attempts to send messages, by result")
                            .tag("result", kind.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
        this.messages = new LeasedQueue(jdbc, clock, "notification");
    }

    /** Claims messages that are due, for the duration of the lease. */
    @Transactional
    public List<ClaimedNotification> claim() {
        Instant now = clock.instant();
        Timestamp minute = Timestamp.from(now.truncatedTo(ChronoUnit.MINUTES));
        int left = properties.perMinute()
                - jdbc.sql("select case when minute = ? then sent else 0 end from mail_pace for update")
                        .param(minute)
                        .query(Integer.class)
                        .single();
        if (left <= 0) {
            return List.of();
        }
        List<ClaimedNotification> claimed = claim(Math.min(left, properties.batch()));
        if (!claimed.isEmpty()) {
            jdbc.sql("""
                            update mail_pace
                            set sent = case when minute = :minute then sent else 0 end + :more, minute = :minute
                            """).param("minute", minute).param("more", claimed.size()).update();
        }
        return claimed;
    }

    /** Reads addresses and names when a message is claimed; they are stored in no message. */
    private List<ClaimedNotification> claim(int most) {
        List<LeasedQueue.Lease> claimed =
                messages.claim("true", Map.of(), most, properties.lease(), "id", (row, lease) -> lease);
        if (claimed.isEmpty()) {
            return List.of();
        }
        LeasedQueue.Lease lease = claimed.get(0);
        return jdbc.sql("""
                        select n.id, n.audience, n.about, n.about_at, n.created_at, n.attempts, n.enrollment_id,
                               coalesce(e.email, m.email) as email, e.first_name, e.last_name, e.reference_id,
                               e.application_number, e.language,
                               (select max(h.expires_at) from capacity_hold h
                                where h.workspace_id = :workspace and h.enrollment_id = e.id) as offer_ends_at,
                               q.message as question, q.fields as asked_fields, q.documents as asked_documents,
                               q.due_at as answer_due_at, q.status as question_status,
                               q.requested_by_type, q.requested_by_id,
                               v.title as activity_title, v.starts_at, v.ends_at, v.location,
                               coalesce(u.status, 'invited') = 'invited'
                                 and (n.about = 'activity-cancelled'
                                      or v.status in ('scheduled', 'announced') and v.starts_at > :now) as activity_is_current,
                               n.words_subject, n.words_body,
                               s.reason, i.id as instance_id, i.title, i.logo_url, i.notifications::text,
                               p.name as program_name, o.name as organization_name,
                               coalesce(i.time_zone, w.time_zone, o.time_zone) as time_zone,
                               w.contact, i.form_config::text,
                               case when e.id is not null then jsonb_build_object(
                                 'firstName', e.first_name, 'lastName', e.last_name, 'email', e.email,
                                 'phone', e.phone, 'serialNumber', e.serial_number, 'referenceId', e.reference_id,
                                 'referenceDescription', e.reference_description,
                                 'manufacturerSlugs', to_jsonb(e.manufacturer_slugs), 'tags', to_jsonb(e.tags),
                                 'address', jsonb_build_object(
                                   'streetOne', e.street_one, 'streetTwo', e.street_two, 'city', e.city,
                                   'state', e.state, 'postalCode', e.postal_code, 'country', e.country),
                                 'metadata', e.metadata)::text end as application
                        from notification n
                        join program_instance i on i.workspace_id = :workspace and i.id = n.program_instance_id
                        join program p on p.id = i.program_id
                        join organization o on o.id = i.organization_id
                        join workspace w on w.id = :workspace
                        left join enrollment e on e.workspace_id = :workspace and e.id = n.enrollment_id
                        left join app_user m on m.id = n.member_id
                        left join information_request q
                          on q.workspace_id = :workspace and q.id = n.information_request_id
                        left join activity v on v.workspace_id = :workspace and v.id = n.activity_id
                        left join participation u
                          on u.workspace_id = :workspace and u.activity_id = n.activity_id
                             and u.enrollment_id = n.enrollment_id
                        left join lateral (
                          select c.reason from status_change c
                          where c.workspace_id = :workspace and c.enrollment_id = n.enrollment_id
                            and c.to_status = n.about and c.at = n.about_at limit 1) s on true
                        where n.workspace_id = :workspace and n.claim = :claim
                        order by n.id
                        """)
                .param("workspace", workspaceId())
                .param("claim", lease.claim())
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> due(row, lease.claim(), lease.until()))
                .list();
    }

    private static ClaimedNotification due(ResultSet row, String claim, Instant until) throws SQLException {
        return new ClaimedNotification(
                row.getString("id"),
                claim,
                until,
                new MessageType(Audience.ofWire(row.getString("audience")), row.getString("about")),
                row.getTimestamp("about_at").toInstant(),
                row.getTimestamp("created_at").toInstant(),
                row.getInt("attempts"),
                row.getString("enrollment_id"),
                row.getString("application_number"),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("reference_id"),
                row.getString("language"),
                Optional.ofNullable(row.getTimestamp("offer_ends_at"))
                        .map(Timestamp::toInstant)
                        .orElse(null),
                row.getString("reason"),
                row.getString("application"),
                question(row),
                activity(row),
                row.getString("words_subject") == null
                        ? null
                        : new Notifications.Text(row.getString("words_subject"), row.getString("words_body")),
                new ClaimedNotification.Setting(
                        row.getString("instance_id"),
                        row.getString("title"),
                        row.getString("logo_url"),
                        row.getString("program_name"),
                        row.getString("organization_name"),
                        row.getString("notifications"),
                        Optional.ofNullable(row.getString("time_zone"))
                                .flatMap(TimeZones::named)
                                .orElse(ZoneOffset.UTC),
                        row.getString("contact"),
                        row.getString("form_config")));
    }

    private static ClaimedNotification.@Nullable Question question(ResultSet row) throws SQLException {
        String question = row.getString("question");
        return question == null
                ? null
                : new ClaimedNotification.Question(
                        question,
                        List.of((String[]) row.getArray("asked_fields").getArray()),
                        List.of((String[]) row.getArray("asked_documents").getArray()),
                        row.getTimestamp("answer_due_at").toInstant(),
                        row.getString("question_status").equals("open"),
                        row.getString("requested_by_type").equals("user") ? row.getString("requested_by_id") : null);
    }

    private static ClaimedNotification.@Nullable Event activity(ResultSet row) throws SQLException {
        String title = row.getString("activity_title");
        return title == null
                ? null
                : new ClaimedNotification.Event(
                        title,
                        row.getTimestamp("starts_at").toInstant(),
                        row.getTimestamp("ends_at").toInstant(),
                        row.getString("location"),
                        row.getBoolean("activity_is_current"));
    }

    /** Releases claimed messages that were not sent. */
    @Transactional
    public void release(Collection<ClaimedNotification> untried) {
        messages.release(
                untried.stream().map(ClaimedNotification::id).toList(),
                untried.stream().map(ClaimedNotification::claim).toList());
    }

    private record Result(
            String id,
            String claim,
            String status,
            @Nullable String problem,
            @Nullable Instant due) {}

    /**
     * Stores the results of some attempts in one statement. Ignores a result if another node has claimed the message
     * meanwhile.
     */
    @Transactional
    public void write(Map<ClaimedNotification, SendResult> results) {
        results.values()
                .forEach(result ->
                        Objects.requireNonNull(attempts.get(result.kind())).increment());
        Instant now = clock.instant();
        List<Result> rows = results.entrySet().stream()
                .map(entry -> result(entry.getKey(), entry.getValue(), now))
                .toList();
        jdbc.sql("""
                        update notification n
                        set status = r.status, problem = r.problem, attempts = n.attempts + 1, claim = null,
                            due_at = r.due::timestamptz,
                            finished_at = case when r.status = 'pending' then null else :now::timestamptz end
                        from unnest(:ids::text[], :claims::text[], :statuses::text[], :problems::text[], :dues::text[])
                             as r(id, claim, status, problem, due)
                        where n.workspace_id = :workspace and n.id = r.id and n.claim = r.claim
                        """)
                .param("now", Timestamp.from(now))
                .param("workspace", workspaceId())
                .param("ids", rows.stream().map(Result::id).toArray(String[]::new))
                .param("claims", rows.stream().map(Result::claim).toArray(String[]::new))
                .param("statuses", rows.stream().map(Result::status).toArray(String[]::new))
                .param("problems", rows.stream().map(Result::problem).toArray(String[]::new))
                .param(
                        "dues",
                        rows.stream()
                                .map(r -> r.due() == null ? null : r.due().toString())
                                .toArray(String[]::new))
                .update();
    }

    private Result result(ClaimedNotification due, SendResult outcome, Instant now) {
        Duration wait = properties.waitAfter(due.attempts() + 1);
        boolean tooLong = now.isAfter(due.createdAt().plus(properties.giveUp()));
        boolean again = outcome.kind() == SendResult.Kind.UNREACHABLE
                || (outcome.kind() == SendResult.Kind.DEFERRED && !tooLong && !due.isTest());
        String status =
                switch (outcome.kind()) {
                    case SENT -> "sent";
                    case SKIPPED -> "skipped";
                    case REFUSED -> "failed";
                    case DEFERRED, UNREACHABLE -> again ? "pending" : "failed";
                };
        return new Result(due.id(), due.claim(), status, outcome.problem(), again ? now.plus(wait) : null);
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
