package dev.enlist.overview;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.enlist.shared.access.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where an entry of a timeline comes from. */
public enum TimelineKind {
    STATUS("status", Scope.ENROLLMENTS_READ, """
            select lpad(s.number::text, 10, '0') as id, s.at, s.by_type, s.by_id, s.by_name, s.to_status as action,
                   s.reason as text, s.from_status as before, null as status, null as problem, null as reference
            from status_change s where s.enrollment_id = :enrollment and s.workspace_id = :workspace
            """),
    CLAIM("claim", Scope.ENROLLMENTS_READ, """
            select c.id, c.at, c.by_type, c.by_id, c.by_name,
                   case when c.to_id is null then 'released' when c.from_id is null then 'claimed' else 'reassigned' end,
                   c.reason, c.from_name, c.to_name, null, null
            from claim_change c where c.enrollment_id = :enrollment and c.workspace_id = :workspace
            """),
    QUESTION("question", Scope.ENROLLMENTS_READ, """
            select r.id, r.requested_at, r.requested_by_type, r.requested_by_id, r.requested_by_name, 'asked',
                   r.message, null, r.status, null, r.id
            from information_request r where r.enrollment_id = :enrollment and r.workspace_id = :workspace
            """),
    ANSWER("answer", Scope.ENROLLMENTS_READ, """
            select r.id, r.closed_at, r.closed_by_type, r.closed_by_id, r.closed_by_name, r.status,
                   r.answer_message, null, r.status, null, r.id
            from information_request r
            where r.enrollment_id = :enrollment and r.workspace_id = :workspace and r.closed_at is not null
            """),
    WORKFLOW_STEP("workflow-step", Scope.ENROLLMENTS_READ, """
            select w.id, coalesce(w.ended_at, w.started_at), w.by_type, w.by_id, w.by_name, w.kind,
                   w.name || coalesce(': ' || w.detail, ''), null, coalesce(w.outcome, 'open'), null, w.id
            from workflow_step w where w.enrollment_id = :enrollment and w.workspace_id = :workspace
            """),
    INCENTIVE("incentive", Scope.ENROLLMENTS_READ, """
            select i.id, i.at, i.by_type, i.by_id, i.by_name, 'set', i.reason,
                   i.from_amount::text || ' ' || i.from_currency, i.to_amount::text || ' ' || i.to_currency, null, null
            from incentive_change i where i.enrollment_id = :enrollment and i.workspace_id = :workspace
            """),
    PAYOUT("payout", Scope.PAYOUTS_READ, """
            select c.id, c.at, c.by_type, c.by_id, c.by_name, c.step, c.reason, c.from_status,
                   p.amount::text || ' ' || p.currency, null, p.id
            from payout p join payout_change c on c.payout_id = p.id and c.workspace_id = p.workspace_id
            where p.enrollment_id = :enrollment and p.workspace_id = :workspace
            """),
    OUTCOME("outcome", Scope.OUTCOMES_READ, """
            select o.id, o.created_at, o.by_type, o.by_id, o.by_name,
                   case when o.supersedes_id is null then 'recorded' else 'corrected' end, coalesce(o.reason, o.source),
                   o.metric, trim_scale(o.value)::text || ' ' || o.unit, null, o.id
            from outcome o where o.enrollment_id = :enrollment and o.workspace_id = :workspace
            """),
    ACTIVITY("activity", Scope.ACTIVITIES_READ, """
            select t.id, t.updated_at, t.by_type, t.by_id, t.by_name, t.status, a.title, null,
                   trim_scale(t.quantity)::text || ' ' || t.unit, null, a.id
            from participation t join activity a on a.id = t.activity_id and a.workspace_id = t.workspace_id
            where t.enrollment_id = :enrollment and t.workspace_id = :workspace
            """),
    DOCUMENT("document", Scope.DOCUMENTS_READ, """
            select d.id, d.created_at, d.by_type, d.by_id, d.by_name, d.type,
                   coalesce(d.description, d.file_name), null, d.status, null, d.id
            from document d where d.enrollment_id = :enrollment and d.workspace_id = :workspace
            """),
    NOTE("note", Scope.NOTES_READ, """
            select n.id, n.created_at, n.by_type, n.by_id, n.by_name, 'written', n.text, null, null, null, n.id
            from note n where n.enrollment_id = :enrollment and n.workspace_id = :workspace
            """),
    MAIL("mail", Scope.ENROLLMENTS_READ, """
            select m.id, m.created_at, null, null, null, case m.audience when 'applicant' then 'applicant' else
                   'administrators' end || '-' || m.about, null, null, m.status, m.problem, m.id
            from notification m where m.enrollment_id = :enrollment and m.workspace_id = :workspace
            """),
    DELIVERY("delivery", Scope.WEBHOOKS_READ, """
            select d.id, d.created_at, null, null, null, d.event_type, w.description, w.url, d.status,
                   d.last_answer::text, d.webhook_id
            from webhook_delivery d join webhook w on w.id = d.webhook_id
            where d.subject = :enrollment and d.workspace_id = :workspace
            """),
    EVENT("event", Scope.EVENTS_READ, """
            select e.id, e.time, null, null, null, e.type, e.data ->> 'change', null, null, null, null
            from event_log e where e.subject = :enrollment and e.workspace_id = :workspace
            """),
    AUDIT("audit", Scope.AUDIT_READ, """
            select a.id, a.at, a.actor_type, a.actor_id, a.actor_name, a.action,
                   nullif(array_to_string(a.changed, ', '), ''), null, null, null, null
            from audit_entry a where a.subject_id = :enrollment and a.workspace_id = :workspace
            """);

    private final String wire;
    private final Scope scope;
    private final String rows;

    TimelineKind(String wire, Scope scope, String rows) {
        this.wire = wire;
        this.scope = scope;
        this.rows = rows;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    /** The scope that a caller needs to see entries of this kind. */
    Scope scope() {
        return scope;
    }

    /**
     * The rows of one enrollment as SQL, in the columns of {@link #STATUS}; read by an index of the enrollment.
     */
    String rows() {
        return rows;
    }

    public static List<String> wires() {
        return Arrays.stream(values()).map(TimelineKind::wire).toList();
    }

    public static Optional<TimelineKind> ofWire(String wire) {
        return Arrays.stream(values()).filter(kind -> kind.wire.equals(wire)).findFirst();
    }
}
