package dev.enlist.reporting;

/**
 * Adds a chunk of the event log to the sums, in one statement. The moves before an event are read from the log too,
 * which keeps them when an enrollment is erased. The reviewer of a decision and the kind of an exit are looked up by
 * key; they are unknown for enrollments that were erased before.
 *
 * <p>Named parameters: {@code workspace}, {@code epoch} and {@code position} of the last event that was read, {@code
 * horizon}, {@code most}, {@code width}, the logarithm of the width of a class of durations, {@code zone}, the time zone
 * of the workspace, and {@code zones}, the time zones that the database knows. Each sum is kept by days of the workspace;
 * for an instance with a time zone of its own also by days of the instance.
 */
final class ProjectionSql {

    private static final String CHUNK = """
            chunk as materialized (
                select e.epoch, e.position, e.type, e.subject, e.program_instance_id as instance, e.sequence, e.time,
                       e.data
                from event_log e
                where e.workspace_id = :workspace
                  and (e.epoch, e.position) > (:epoch, :position) and e.epoch < :horizon
                order by e.epoch, e.position limit :most)
            """;

    /**
     * Each move with the moves before it: the time of the first, the time and status of the last, and the statuses of
     * all. The condition on the subject is written three times on purpose: as long as the log was never analysed, the
     * planner estimates the workspace index as selective as the subject index, unless the latter has more conditions.
     */
    private static final String MOVES = """
            moves as materialized (
                select c.type, c.subject, c.instance, c.time, c.data, c.data ->> 'from' as left_status,
                       c.data ->> 'to' as entered, coalesce(h.began, c.time) as began, h.since, h.stood,
                       coalesce(h.been, '{}') as been,
                       (select case when i.time_zone = any(:zones) then i.time_zone else 'UTC' end
                        from program_instance i
                        where i.id = c.instance and i.workspace_id = :workspace and i.time_zone is not null) as own_zone
                from chunk c
                cross join lateral (
                    select min(p.time) as began,
                           (array_agg(p.time order by p.sequence desc))[1] as since,
                           (array_agg(p.data ->> 'to' order by p.sequence desc))[1] as stood,
                           array_agg(p.data ->> 'to') as been
                    from event_log p
                    where p.workspace_id = :workspace
                      and p.subject = c.subject and p.subject >= c.subject and p.subject <= c.subject
                      and p.type = 'enrollment.status_changed' and p.sequence < c.sequence) h
                where c.type in ('enrollment.status_changed', 'enrollment.deleted'))
            """;

    /** An enrollment reaches a stage once, however often it comes back to it. */
    private static final String REACHED = """
                cross join lateral (
                    select t.entered as stage, case when t.entered = any(t.been) then 0 else 1 end as reached,
                           1 as standing
                    where t.entered is not null
                    union all select t.left_status, 0, -1 where t.left_status is not null
                    union all select 'evaluated', 1, 0
                        where t.entered in ('eligible', 'ineligible') and not t.been && '{eligible,ineligible}'
                    union all select 'decided', 1, 0
                        where t.entered in ('approved', 'rejected') and not t.been && '{approved,rejected}'
                    union all select t.stood, 0, -1 where t.type = 'enrollment.deleted' and t.stood is not null
                    union all select 'erased', 1, 0 where t.type = 'enrollment.deleted' and t.stood is not null) s
            """;

    private static final String STAGES = """
            stages as (
                insert into report_stage as r
                    (workspace_id, span, program_instance_id, starts, stage, reached, standing)
                select :workspace, a.span, t.instance, a.starts, s.stage, sum(s.reached), sum(s.standing)
                from moves t
                """ + REACHED + spans("t.began") + """
                group by a.span, t.instance, a.starts, s.stage
                on conflict (workspace_id, span, program_instance_id, starts, stage)
                do update set reached = r.reached + excluded.reached, standing = r.standing + excluded.standing)
            """;

    /**
     * Each move once in total, which is dimension {@code ''}, and once for each value of each dimension, as the enrollment has
     * them now. An erased enrollment has no values any more.
     */
    private static final String VALUES = """
            valued as materialized (
                select t.*, v.dimension, v.value
                from moves t
                left join enrollment x on x.id = t.subject and x.workspace_id = :workspace
                left join status_change n
                    on n.enrollment_id = t.subject and n.number = 1 and n.workspace_id = :workspace
                cross join lateral (
                    select '' as dimension, '' as value
                    union all select 'state', us_state(x.state, x.country) where us_state(x.state, x.country) is not null
                    union all select distinct 'manufacturer', m from unnest(x.manufacturer_slugs) m
                    union all select distinct 'tag', g from unnest(x.tags) g
                    union all select 'source',
                        case when x.identification_type = 'enrollmentId' then 'renewal'
                             when n.by_type = 'process' then n.by_id
                             else n.by_type end
                        where n.by_type is not null) v)
            """;

    private static final String FLOWS = """
            flows as (
                insert into report_flow as r
                    (workspace_id, span, dimension, value, program_instance_id, starts, from_status, to_status, amount)
                select :workspace, a.span, t.dimension, t.value, t.instance, a.starts, m.from_status, m.to_status,
                       count(*)
                from valued t
                cross join lateral (
                    select coalesce(t.left_status, '') as from_status, t.entered as to_status
                    where t.entered is not null
                    union all select t.stood, 'erased' where t.type = 'enrollment.deleted' and t.stood is not null) m
                """ + spans("t.time") + """
                group by a.span, t.dimension, t.value, t.instance, a.starts, m.from_status, m.to_status
                on conflict (workspace_id, span, dimension, value, program_instance_id, starts, from_status, to_status)
                do update set amount = r.amount + excluded.amount)
            """;

    private static final String DIMENSION_STAGES = """
            dimension_stages as (
                insert into report_stage_dimension as r
                    (workspace_id, span, dimension, value, program_instance_id, starts, stage, reached)
                select :workspace, a.span, t.dimension, t.value, t.instance, a.starts, s.stage, sum(s.reached)
                from valued t
                """ + REACHED + spans("t.began") + """
                where t.dimension <> '' and s.reached > 0
                group by a.span, t.dimension, t.value, t.instance, a.starts, s.stage
                on conflict (workspace_id, span, dimension, value, program_instance_id, starts, stage)
                do update set reached = r.reached + excluded.reached)
            """;

    /** Clocks of several nodes differ slightly, so a negative duration counts as zero. */
    private static final String DWELT = """
            dwelt as materialized (
                select t.*, m.millis,
                       case when m.millis <= 1 then 0 else ceil(ln(m.millis::float8) / :width)::int end as bucket
                from moves t
                cross join lateral (
                    select greatest(0, extract(epoch from t.time - t.since) * 1000)::bigint as millis) m
                where t.left_status in ('candidate', 'eligible', 'submitted', 'approved') and t.since is not null)
            """;

    private static final String DURATIONS = """
            durations as (
                insert into report_duration as r
                    (workspace_id, span, program_instance_id, starts, from_status, bucket, amount, total_millis,
                     longest_millis)
                select :workspace, a.span, t.instance, a.starts, t.left_status, t.bucket, count(*), sum(t.millis),
                       max(t.millis)
                from dwelt t
                """ + spans("t.time") + """
                group by a.span, t.instance, a.starts, t.left_status, t.bucket
                on conflict (workspace_id, span, program_instance_id, starts, from_status, bucket)
                do update set amount = r.amount + excluded.amount, total_millis = r.total_millis + excluded.total_millis,
                    longest_millis = greatest(r.longest_millis, excluded.longest_millis))
            """;

    private static final String REASONS = """
            reasons as (
                insert into report_reason as r
                    (workspace_id, span, program_instance_id, starts, status, by_type, code, rule_set_slug,
                     rule_set_version, amount)
                select :workspace, a.span, t.instance, a.starts, t.entered, t.data ->> 'by',
                       coalesce(t.data ->> 'code', x.exit_kind, ''), coalesce(t.data ->> 'ruleSet', ''),
                       coalesce((t.data ->> 'ruleSetVersion')::int, 0), count(*)
                from moves t
                left join enrollment x
                    on t.entered = 'unenrolled' and x.id = t.subject and x.workspace_id = :workspace
                """ + spans("t.time") + """
                where t.entered in ('ineligible', 'rejected', 'unenrolled')
                group by 2, 3, 4, 5, 6, 7, 8, 9
                on conflict (workspace_id, span, program_instance_id, starts, status, by_type, code, rule_set_slug,
                             rule_set_version)
                do update set amount = r.amount + excluded.amount)
            """;

    private static final String DECISIONS = """
            decisions as (
                insert into report_decision as r
                    (workspace_id, span, program_instance_id, starts, by_type, by_id, status, bucket, amount,
                     longest_millis)
                select :workspace, a.span, t.instance, a.starts, t.data ->> 'by', coalesce(s.by_id, ''), t.entered,
                       t.bucket, count(*), max(t.millis)
                from dwelt t
                left join status_change s
                    on s.enrollment_id = t.subject and s.workspace_id = :workspace and s.at = t.time
                       and s.to_status = t.entered
                """ + spans("t.time") + """
                where t.left_status = 'submitted'
                group by 2, 3, 4, 5, 6, 7, 8
                on conflict (workspace_id, span, program_instance_id, starts, by_type, by_id, status, bucket)
                do update set amount = r.amount + excluded.amount,
                    longest_millis = greatest(r.longest_millis, excluded.longest_millis))
            """;

    /**
     * Returns the number of events that were read, the position of the last one, and the instances with an enrollment that
     * was erased.
     */
    static final String FOLD = "with "
            + String.join(
                    ", ", CHUNK, MOVES, STAGES, VALUES, FLOWS, DIMENSION_STAGES, DWELT, DURATIONS, REASONS, DECISIONS)
            + """
            select c.epoch, c.position, (select count(*) from chunk) as amount,
                   (select coalesce(array_agg(distinct d.instance), '{}') from chunk d
                    where d.type = 'enrollment.deleted' and d.instance is not null) as erased_in
            from chunk c order by c.epoch desc, c.position desc limit 1
            """;

    /**
     * Removes the sums of tags and manufacturers that no enrollment of the instances {@code :instances} has any more: a
     * client may have written anything there, and an erasure covers it.
     */
    static final String FORGET_VALUES = """
            with gone as materialized (
                select distinct f.program_instance_id, f.dimension, f.value
                from report_flow f
                where f.workspace_id = :workspace and f.program_instance_id = any(:instances)
                  and f.dimension in ('manufacturer', 'tag') and f.span = 'all'
                  and not exists (
                      select 1 from enrollment_facet x
                      where x.workspace_id = f.workspace_id and x.program_instance_id = f.program_instance_id
                        and x.kind = f.dimension and x.value = f.value)),
            stages as (
                delete from report_stage_dimension r using gone g
                where r.workspace_id = :workspace
                  and r.span in ('day', 'month', 'instance-day', 'instance-month', 'all')
                  and r.dimension = g.dimension and r.value = g.value
                  and r.program_instance_id = g.program_instance_id)
            delete from report_flow r using gone g
            where r.workspace_id = :workspace and r.span in ('day', 'month', 'instance-day', 'instance-month', 'all')
              and r.dimension = g.dimension and r.value = g.value and r.program_instance_id = g.program_instance_id
            """;

    private ProjectionSql() {}

    private static String spans(String moment) {
        return """
                cross join lateral (
                    select v.span, v.starts
                    from (values
                        ('day', (%1$s at time zone cast(:zone as text))::date),
                        ('month', date_trunc('month', %1$s at time zone cast(:zone as text))::date),
                        ('instance-day', (%1$s at time zone t.own_zone)::date),
                        ('instance-month', date_trunc('month', %1$s at time zone t.own_zone)::date),
                        ('all', '-infinity'::date)) v (span, starts)
                    where v.starts is not null) a
                """.formatted(moment);
    }
}
