package dev.enlist.applicant;

import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The current link of each enrollment of the workspace in scope: its generation, and when it expires. */
@Repository
class ApplicantLinkRepository {

    /**
     * A stored link.
     *
     * @param generation counts the links of the enrollment, from 1
     */
    record Stored(String enrollmentId, int generation, Instant issuedAt, Instant expiresAt) {

        boolean isValid(int asked, Instant now) {
            return asked == generation && now.isBefore(expiresAt);
        }
    }

    /**
     * The current link of an enrollment.
     *
     * @param language of the application, BCP 47; null for English
     */
    record Current(
            String enrollmentId, int generation, @Nullable String language) {}

    private final JdbcClient jdbc;

    ApplicantLinkRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    public Optional<Stored> find(String enrollmentId) {
        return findAll(List.of(enrollmentId)).stream().findFirst();
    }

    @Transactional(readOnly = true)
    public List<Stored> findAll(Collection<String> enrollmentIds) {
        return jdbc.sql("""
                        select enrollment_id, generation, issued_at, expires_at from applicant_link
                        where workspace_id = ? and enrollment_id = any(?) order by enrollment_id
                        """)
                .params(workspaceId(), enrollmentIds.toArray(String[]::new))
                .query((row, n) -> new Stored(
                        row.getString(1),
                        row.getInt(2),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant()))
                .list();
    }

    /**
     * Creates the links that are missing, replaces those that have expired, and extends the others. One statement. Waits for
     * a transaction that erases one of the enrollments.
     *
     * @return one for each enrollment that exists
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Current> extend(Collection<String> enrollmentIds, Instant now, Instant expiresAt) {
        return jdbc.sql("""
                        insert into applicant_link as l (enrollment_id, workspace_id, generation, issued_at, expires_at)
                        select e.id, e.workspace_id, 1, :now, :until from enrollment e
                        where e.workspace_id = :workspace and e.id = any(:ids) order by e.id for key share
                        on conflict (enrollment_id) do update
                        set generation = l.generation + case when l.expires_at <= :now then 1 else 0 end,
                            issued_at = case when l.expires_at <= :now then :now else l.issued_at end,
                            expires_at = excluded.expires_at
                        returning enrollment_id, generation, (
                            select e.language from enrollment e where e.id = l.enrollment_id)
                        """)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(expiresAt))
                .param("workspace", workspaceId())
                .param("ids", enrollmentIds.toArray(String[]::new))
                .query((row, n) -> new Current(row.getString(1), row.getInt(2), row.getString(3)))
                .list();
    }

    /**
     * Replaces the link: the one before does not work any more.
     *
     * @return false if the enrollment does not exist
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean replace(String enrollmentId, Instant now, Instant expiresAt) {
        return jdbc.sql("""
                        insert into applicant_link as l (enrollment_id, workspace_id, generation, issued_at, expires_at)
                        select e.id, e.workspace_id, 1, :now, :until from enrollment e
                        where e.workspace_id = :workspace and e.id = :id for key share
                        on conflict (enrollment_id) do update
                        set generation = l.generation + 1, issued_at = excluded.issued_at, expires_at = excluded.expires_at
                        """)
                        .param("now", Timestamp.from(now))
                        .param("until", Timestamp.from(expiresAt))
                        .param("workspace", workspaceId())
                        .param("id", enrollmentId)
                        .update()
                > 0;
    }

    /**
     * Notes that the applicant asked for a link.
     *
     * @param notSince a request after this time counts as the same one
     * @return whether a link is to be sent; false if the enrollment does not exist
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean noteRequest(String enrollmentId, Instant now, Instant notSince, Instant expiresAt) {
        return jdbc.sql("""
                        insert into applicant_link as l
                          (enrollment_id, workspace_id, generation, issued_at, expires_at, requested_at)
                        select e.id, e.workspace_id, 1, :now, :until, :now from enrollment e
                        where e.workspace_id = :workspace and e.id = :id for key share
                        on conflict (enrollment_id) do update set requested_at = excluded.requested_at
                        where l.requested_at is null or l.requested_at < :since
                        """)
                        .param("now", Timestamp.from(now))
                        .param("since", Timestamp.from(notSince))
                        .param("until", Timestamp.from(expiresAt))
                        .param("workspace", workspaceId())
                        .param("id", enrollmentId)
                        .update()
                > 0;
    }

    /**
     * Ids of the enrollments of a person, newest first.
     *
     * @param emailKey          key of the e-mail, see {@link dev.enlist.shared.EmailKey}
     * @param applicationNumber as stored; empty for all of the person
     */
    @Transactional(readOnly = true)
    public List<String> enrollmentsOf(String emailKey, String applicationNumber, int most) {
        return jdbc.sql("""
                        select id from enrollment
                        where workspace_id = :workspace and email_key = :email
                          and (:number = '' or application_number = :number)
                        order by id desc limit :most
                        """)
                .param("workspace", workspaceId())
                .param("email", emailKey)
                .param("number", applicationNumber)
                .param("most", most)
                .query(String.class)
                .list();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
