package dev.enlist.payout;

import dev.enlist.shared.Money;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Sums of payouts: by status, by batch, and by person and year. */
@Component
public class PayoutTotalsQuery {

    private final JdbcClient jdbc;

    PayoutTotalsQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Payouts of one status in one currency.
     *
     * @param held how many of them are held
     */
    public record StatusTotal(PayoutStatus status, Money money, long count, long held) {}

    /**
     * What one person was paid in a year.
     *
     * @param email null where the person was erased
     */
    public record YearTotal(
            String person,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Nullable String customerId,
            Money money,
            long payments,
            List<String> programs) {}

    /** Sums by currency and status. @param programInstanceIds empty for all */
    @Transactional(readOnly = true)
    public List<StatusTotal> byStatus(Collection<String> programInstanceIds) {
        return jdbc.sql("""
                        select status, currency, sum(amount) as amount, count(*) as count, count(held_at) as held
                        from payout
                        where workspace_id = :workspace and (:all or program_instance_id = any(:instances))
                        group by status, currency order by currency, status
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("all", programInstanceIds.isEmpty())
                .param("instances", programInstanceIds.toArray(String[]::new))
                .query((row, n) -> total(row))
                .list();
    }

    private static StatusTotal total(java.sql.ResultSet row) throws java.sql.SQLException {
        return new StatusTotal(
                PayoutStatus.ofWire(row.getString("status")).orElseThrow(),
                new Money(row.getBigDecimal("amount"), row.getString("currency")),
                row.getLong("count"),
                row.getLong("held"));
    }

    /** Titles of program instances by id. One statement. */
    @Transactional(readOnly = true)
    Map<String, String> titles(Collection<String> programInstanceIds) {
        Map<String, String> titles = new HashMap<>();
        jdbc.sql("select id, title from program_instance where workspace_id = ? and id = any(?)")
                .params(WorkspaceScope.current().workspaceId(), programInstanceIds.toArray(String[]::new))
                .query((row, n) -> titles.put(row.getString(1), row.getString(2)))
                .list();
        return titles;
    }

    /** The sums of batches by batch and status. One statement. */
    @Transactional(readOnly = true)
    public Map<String, List<StatusTotal>> ofBatches(Collection<String> batchIds) {
        Map<String, List<StatusTotal>> found = new HashMap<>();
        if (batchIds.isEmpty()) {
            return found;
        }
        jdbc.sql("""
                        select batch_id, status, currency, sum(amount) as amount, count(*) as count, count(held_at) as held
                        from payout
                        where workspace_id = ? and batch_id = any(?)
                        group by batch_id, status, currency order by batch_id, status
                        """)
                .params(WorkspaceScope.current().workspaceId(), batchIds.toArray(String[]::new))
                .query((row, n) -> found.computeIfAbsent(row.getString("batch_id"), id -> new ArrayList<>())
                        .add(total(row)))
                .list();
        return found;
    }

    /**
     * What the person of an enrollment gets from all programs in the calendar year of a time, in one currency. Serializes
     * concurrent callers for the same person.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    BigDecimal ofPersonInYear(String enrollmentId, String currency, Instant at, ZoneId zone) {
        String workspace = WorkspaceScope.current().workspaceId();
        lockPeople(List.of(enrollmentId));
        LocalDate day = at.atZone(zone).toLocalDate();
        return jdbc.sql("""
                        select coalesce(sum(p.amount), 0)
                        from enrollment me
                        join enrollment e on e.workspace_id = me.workspace_id and e.email_key = me.email_key
                        join payout p on p.workspace_id = e.workspace_id and p.enrollment_id = e.id
                        where me.workspace_id = :workspace and me.id = :enrollment and p.currency = :currency
                          and p.status in ('due', 'scheduled', 'sent', 'paid')
                          and p.due_at >= :from and p.due_at < :to
                        """)
                .param("workspace", workspace)
                .param("enrollment", enrollmentId)
                .param("currency", currency)
                .param("from", start(day.getYear(), zone))
                .param("to", start(day.getYear() + 1, zone))
                .query(BigDecimal.class)
                .single();
    }

    /**
     * Locks the yearly totals of the people of these enrollments until the end of the transaction, in the order of the keys of
     * their e-mails. One statement.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void lockPeople(Collection<String> enrollmentIds) {
        jdbc.sql("""
                        select pg_advisory_xact_lock(hashtextextended(p.workspace_id || ' payout ' || p.email_key, 0))::text
                        from (select distinct workspace_id, email_key from enrollment
                              where workspace_id = ? and id = any(?) order by email_key) p
                        """)
                .params(WorkspaceScope.current().workspaceId(), enrollmentIds.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /**
     * What each person was paid in a year, most first; erased people are one line each enrollment, without identity.
     *
     * @param after  number of lines to skip
     */
    @Transactional(readOnly = true)
    public List<YearTotal> ofYear(int year, @Nullable String currency, ZoneId zone, long after, int most) {
        return jdbc.sql("""
                        select coalesce(e.email_key, p.enrollment_id) as person, p.currency,
                               max(e.first_name) as first_name, max(e.last_name) as last_name, max(e.email) as email,
                               max(e.customer_id) as customer_id, sum(p.amount) as amount, count(*) as payments,
                               array_agg(distinct i.title order by i.title) as programs
                        from payout p
                        left join enrollment e on e.workspace_id = p.workspace_id and e.id = p.enrollment_id
                        join program_instance i on i.id = p.program_instance_id
                        where p.workspace_id = :workspace and p.status = 'paid'
                          and p.settled_at >= :from and p.settled_at < :to
                          and (cast(:currency as text) is null or p.currency = :currency)
                        group by coalesce(e.email_key, p.enrollment_id), p.currency
                        order by sum(p.amount) desc, coalesce(e.email_key, p.enrollment_id)
                        offset :after limit :most
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("from", start(year, zone))
                .param("to", start(year + 1, zone))
                .param("currency", currency)
                .param("after", after)
                .param("most", most)
                .query((row, n) -> new YearTotal(
                        row.getString("person"),
                        row.getString("first_name"),
                        row.getString("last_name"),
                        row.getString("email"),
                        row.getString("customer_id"),
                        new Money(row.getBigDecimal("amount"), row.getString("currency")),
                        row.getLong("payments"),
                        List.of((String[]) row.getArray("programs").getArray())))
                .list();
    }

    private static Timestamp start(int year, ZoneId zone) {
        return Timestamp.from(LocalDate.of(year, 1, 1).atStartOfDay(zone).toInstant());
    }
}
