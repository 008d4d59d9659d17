package dev.enlist.enrollment;

import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The offers of places to applicants on the waitlist; one for each enrollment. The caller holds the lock of its row. */
@Repository
class WaitlistOfferRepository {

    private final JdbcClient jdbc;

    WaitlistOfferRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void make(String enrollmentId, Instant at, Instant endsAt) {
        jdbc.sql("""
                        insert into waitlist_offer (enrollment_id, workspace_id, made_at, ends_at) values (?, ?, ?, ?)
                        on conflict (enrollment_id) do update
                        set made_at = excluded.made_at, ends_at = excluded.ends_at, answer = null, answered_at = null
                        """)
                .params(enrollmentId, workspaceId(), Timestamp.from(at), Timestamp.from(endsAt))
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void answer(String enrollmentId, WaitlistOffer.Answer answer, Instant at) {
        jdbc.sql("""
                        update waitlist_offer set answer = ?, answered_at = ?
                        where workspace_id = ? and enrollment_id = ?
                        """)
                .params(answer.wire(), Timestamp.from(at), workspaceId(), enrollmentId)
                .update();
    }

    @Transactional(readOnly = true)
    public Optional<WaitlistOffer> find(String enrollmentId) {
        return of(List.of(enrollmentId)).stream().findFirst();
    }

    @Transactional(readOnly = true)
    public List<WaitlistOffer> of(Collection<String> enrollmentIds) {
        return jdbc.sql("""
                        select enrollment_id, made_at, ends_at, answer, answered_at from waitlist_offer
                        where workspace_id = ? and enrollment_id = any(?) order by enrollment_id
                        """)
                .params(workspaceId(), enrollmentIds.toArray(String[]::new))
                .query((row, n) -> new WaitlistOffer(
                        row.getString(1),
                        row.getTimestamp(2).toInstant(),
                        row.getTimestamp(3).toInstant(),
                        Optional.ofNullable(row.getString(4))
                                .map(WaitlistOffer.Answer::ofWire)
                                .orElse(null),
                        Optional.ofNullable(row.getTimestamp(5))
                                .map(Timestamp::toInstant)
                                .orElse(null)))
                .list();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
