package dev.enlist.process.engine;

import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.process.CampaignProcess;
import dev.enlist.process.EnrollmentProcess;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares the enrollments of a workspace with their processes, histories, events and sums. Reads the tables directly,
 * the engine's included, because it checks all enrollments at once; needs no other part of the application.
 */
public final class EnrollmentConsistencyQuery {

    private static final Map<String, String> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("openWithoutProcess", """
                        select count(*) from enrollment e
                        where e.workspace_id = :workspace and e.status in %s and not exists (
                          select 1 from act_ru_execution x
                          where x.business_key_ = e.id and x.parent_id_ is null and x.super_exec_ is null)
                        """.formatted(EnrollmentStatus.OPEN_SQL));
        CHECKS.put("closedWithProcess", """
                        select count(*) from enrollment e
                        join act_ru_execution x on x.business_key_ = e.id and x.parent_id_ is null
                        where e.workspace_id = :workspace and e.status not in %s
                        """.formatted(EnrollmentStatus.OPEN_SQL));
        CHECKS.put("processWithoutEnrollment", """
                        select count(*) from act_ru_execution x
                        join act_re_procdef d on d.id_ = x.proc_def_id_ and d.key_ = :process
                        where x.tenant_id_ = :workspace and x.parent_id_ is null
                          and not exists (select 1 from enrollment e where e.id = x.business_key_)
                        """);
        CHECKS.put("severalProcesses", """
                        select count(*) from (
                          select x.business_key_ from act_ru_execution x
                          join act_re_procdef d on d.id_ = x.proc_def_id_ and d.key_ = :process
                          where x.tenant_id_ = :workspace and x.parent_id_ is null
                          group by x.business_key_ having count(*) > 1) twice
                        """);
        CHECKS.put("historyDisagrees", """
                        select count(*) from enrollment e
                        left join status_change c on c.enrollment_id = e.id and c.number = e.status_sequence
                        where e.workspace_id = :workspace and (c.to_status is null or c.to_status <> e.status)
                        """);
        CHECKS.put("historyHasGaps", """
                        select count(*) from enrollment e
                        left join (select enrollment_id, count(*) as n from status_change
                                   where workspace_id = :workspace group by enrollment_id) c on c.enrollment_id = e.id
                        where e.workspace_id = :workspace and coalesce(c.n, 0) <> e.status_sequence
                        """);
        // without foreign keys, since creates write them with what they belong to
        CHECKS.put("rowsWithoutOwner", """
                        select (select count(*) from status_history h where h.workspace_id = :workspace
                                and not exists (select 1 from enrollment e where e.id = h.enrollment_id))
                             + (select count(*) from decision_record d where d.workspace_id = :workspace
                                and not exists (select 1 from enrollment e where e.id = d.enrollment_id))
                             + (select count(*) from duplicate_key k where k.workspace_id = :workspace
                                and not exists (select 1 from customer c where c.id = k.customer_id))
                             + (select count(*) from duplicate_pair p where p.workspace_id = :workspace
                                and not (exists (select 1 from customer c where c.id = p.first_id)
                                         and exists (select 1 from customer c where c.id = p.second_id)))
                        """);
        CHECKS.put("eventsHaveGaps", """
                        select count(*) from enrollment e
                        left join (select subject, count(*) as n, max(sequence) as last from event_log
                                   where workspace_id = :workspace and sequence is not null group by subject) v
                          on v.subject = e.id
                        where e.workspace_id = :workspace
                          and (coalesce(v.n, 0) <> e.event_sequence or v.last <> e.event_sequence)
                        """);
        CHECKS.put("talliesDisagree", """
                        select count(*) from (
                          select program_instance_id, status, sum(n) from (
                            select program_instance_id, status, -count(*) as n from enrollment
                            where workspace_id = :workspace group by 1, 2
                            union all
                            select program_instance_id, status, amount from enrollment_tally
                            where workspace_id = :workspace) counted
                          group by 1, 2 having sum(n) <> 0) wrong
                        """);
        CHECKS.put("facetTalliesDisagree", """
                        select count(*) from (
                          select program_instance_id, kind, value, status, sum(n) from (
                            select f.program_instance_id, f.kind, f.value, e.status, -count(*) as n
                            from enrollment_facet f join enrollment e on e.id = f.enrollment_id
                            where f.workspace_id = :workspace group by 1, 2, 3, 4
                            union all
                            select f.program_instance_id, 'state+manufacturer', f.value || chr(31) || m.value, e.status,
                                   -count(*)
                            from enrollment_facet f
                            join enrollment_facet m on m.workspace_id = f.workspace_id
                              and m.program_instance_id = f.program_instance_id and m.kind = 'manufacturer'
                              and m.enrollment_id = f.enrollment_id
                            join enrollment e on e.id = f.enrollment_id
                            where f.workspace_id = :workspace and f.kind = 'state' group by 1, 2, 3, 4
                            union all
                            select program_instance_id, kind, value, status, amount from enrollment_facet_tally
                            where workspace_id = :workspace
                            union all
                            select t.program_instance_id, k.kind, v.value, t.status, v.number::bigint
                            from enrollment_tally t
                            cross join lateral jsonb_each(t.facets) k (kind, numbers)
                            cross join lateral jsonb_each_text(k.numbers) v (value, number)
                            where t.workspace_id = :workspace) counted
                          group by 1, 2, 3, 4 having sum(n) <> 0) wrong
                        """);
        CHECKS.put("taskTalliesDisagree", """
                        select count(*) from (
                          select kind, sum(n) from (
                            select task_def_key_ as kind, -count(*) as n from act_ru_task
                            where tenant_id_ = :workspace group by 1
                            union all
                            select task_definition_key, amount from task_tally
                            where workspace_id = :workspace) counted
                          group by kind having sum(n) <> 0) wrong
                        """);
        CHECKS.put("campaignsOtherThanProcesses", """
                        select count(*) from (
                          select c.id from campaign c
                          where c.workspace_id = :workspace and c.status not in ('draft', 'closed')) waiting
                        full join (
                          select x.business_key_ from act_ru_execution x
                          join act_re_procdef d on d.id_ = x.proc_def_id_ and d.key_ = :campaigns
                          where x.tenant_id_ = :workspace and x.parent_id_ is null) process
                          on process.business_key_ = waiting.id
                        where waiting.id is null or process.business_key_ is null
                        """);
        CHECKS.put("undecidableTasks", """
                        select count(*) from act_ru_task t
                        where t.tenant_id_ = :workspace
                          and (t.parent_task_id_ is not null or t.delegation_ is not null or t.suspension_state_ <> 1
                            or t.priority_ not between 0 and 100
                            or (t.assignee_ is not null and not exists (
                              select 1 from app_user u join membership m on m.user_id = u.id
                              where u.email = t.assignee_ and m.workspace_id = :workspace
                                and m.role in ('reviewer', 'coordinator', 'administrator'))))
                        """);
        CHECKS.put("claimsOtherThanTasks", """
                        select count(*) from act_ru_task t
                        join act_ru_execution x on x.id_ = t.proc_inst_id_
                        join enrollment e on e.workspace_id = :workspace and e.id = x.business_key_
                        left join workspace_member p on p.workspace_id = :workspace and p.id = e.claimed_by_id
                        left join app_user u on u.id = p.user_id
                        where t.tenant_id_ = :workspace
                          and t.task_def_key_ in ('user_review_enrollment', 'user_evaluate_manually')
                          and t.assignee_ is distinct from u.email
                        """);
    }

    private EnrollmentConsistencyQuery() {}

    /** The number of inconsistencies by check; all zero means consistent. */
    public static Map<String, Long> of(JdbcTemplate jdbc, String workspaceId) {
        Map<String, Long> found = new LinkedHashMap<>();
        CHECKS.forEach((check, sql) -> found.put(
                check,
                JdbcClient.create(jdbc)
                        .sql(sql)
                        .param("workspace", workspaceId)
                        .param("process", EnrollmentProcess.KEY)
                        .param("campaigns", CampaignProcess.KEY)
                        .query(Long.class)
                        .single()));
        return found;
    }
}
