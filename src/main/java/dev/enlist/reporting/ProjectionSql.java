package dev.enlist.reporting;

/**
 * Adds a chunk of the event log to the sums, in one statement. The moves before an event are read from the log too,
 * which keeps them when an enrollment is erased. The reviewer of a decision and the kind of an exit are looked up by
 * key; they are unknown for enrollments that were erased before.
 *
 * <p>Moves that count alike, such as the creations of an import, are counted together before they are spread over
 * dimensions and spans of days. So the work for a chunk depends on how many kinds of moves it has.
 *
 * <p>Rows of large tables are looked up by key in lateral subqueries with a limit or an aggregate, which PostgreSQL does
 * not turn into joins. So one plan is good for one event and for a full chunk, whatever the sizes of the tables.
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
     * Each move with the moves before it that are in the chunk, and the number of the first event of the enrollment that is
     * in it: the feed has the events of an enrollment in the order of their numbers, from 1 without gaps.
     */
    private static final String NUMBERED = """
            numbered as (
                select c.type, c.subject, c.instance, c.time, c.data, c.data ->> 'from' as left_status,
                       c.data ->> 'to' as entered,
                       coalesce(first_value(c.sequence) over earlier, c.sequence) as first_sequence,
                       coalesce(array_agg(c.data ->> 'to') filter (where c.type = 'enrollment.status_changed')
                           over earlier, '{}') as been,
                       array_agg(c.time) filter (where c.type = 'enrollment.status_changed') over earlier as times,
                       min(c.time) filter (where c.type = 'enrollment.status_changed') over earlier as began
                from chunk c
                where c.sequence is not null
                window earlier as (partition by c.subject order by c.sequence
                                   rows between unbounded preceding and 1 preceding))
            """;

    /** Enrollments of the chunk with what their sums are kept by, as they are now. An erased one has no values any more. */
    private static final String SUBJECTS = """
            subjects as (
                select c.subject, x.state, x.manufacturers, x.tags,
                       case when x.identification_type = 'enrollmentId' then 'renewal'
                            when n.by_type = 'process' then n.by_id
                            else n.by_type end as source
                from (select distinct subject from chunk
                      where type in ('enrollment.status_changed', 'enrollment.deleted')) c
                left join lateral (
                    select us_state(e.state, e.country) as state, e.manufacturer_slugs as manufacturers, e.tags,
                           e.identification_type
                    from enrollment e
                    where e.id = c.subject and e.id >= c.subject and e.id <= c.subject and e.workspace_id = :workspace
                    limit 1) x on true
                left join lateral (
                    select s.by_type, s.by_id from status_change s
                    where s.enrollment_id = c.subject and s.number = 1 and s.workspace_id = :workspace
                    limit 1) n on true)
            """;

    /** Time zones of the instances that have one of their own. */
    private static final String INSTANCES = """
            instances as (
                select c.instance, i.own_zone
                from (select distinct instance from chunk) c
                cross join lateral (
                    select case when p.time_zone = any(:zones) then p.time_zone else 'UTC' end as own_zone
                    from program_instance p
                    where p.id = c.instance and p.workspace_id = :workspace and p.time_zone is not null
                    limit 1) i)
            """;

    /**
     * Each move with the moves before it: the time of the first, the time and status of the last, and the statuses of all.
     * Those before the chunk are read only for enrollments that are older than the chunk. The condition on the subject is
     * written three times on purpose: as long as the log was never analysed, the planner estimates the workspace index as
     * selective as the subject index, unless the latter has more conditions.
     */
    private static final String MOVES = """
            moves as materialized (
                select m.*, s.state, s.manufacturers, s.tags, s.source,
                       (m.time at time zone cast(:zone as text))::date as day,
                       (m.time at time zone i.own_zone)::date as own_day,
                       (m.began at time zone cast(:zone as text))::date as began_day,
                       (m.began at time zone i.own_zone)::date as began_own_day
                from (
                    select t.type, t.subject, t.instance, t.time, t.data, t.left_status, t.entered,
                           coalesce(least(h.began, t.began), t.time) as began,
                           coalesce(t.times[cardinality(t.times)], h.times[cardinality(h.times)]) as since,
                           coalesce(t.been[cardinality(t.been)], h.been[cardinality(h.been)]) as stood,
                           t.been || coalesce(h.been, '{}') as been
                    from numbered t
                    cross join lateral (
                        select min(p.time) as began, array_agg(p.time) as times, array_agg(p.entered) as been
                        from (select l.time, l.data ->> 'to' as entered from event_log l
                              where l.workspace_id = :workspace
                                and l.subject = t.subject and l.subject >= t.subject and l.subject <= t.subject
                                and l.type = 'enrollment.status_changed' and l.sequence < t.first_sequence
                              order by l.sequence) p
                        where t.first_sequence > 1) h
                    where t.type in ('enrollment.status_changed', 'enrollment.deleted')) m
                left join subjects s on s.subject = m.subject
                left join instances i on i.instance = m.instance)
            """;

    /** How many moves count alike. */
    private static final String KINDS = """
            kinds as materialized (
                select instance, type, left_status, entered, stood, day, own_day, began_day, began_own_day, state,
                       manufacturers, tags, source, entered = any(been) as returned,
                       been && '{eligible,ineligible}' as evaluated, been && '{approved,rejected}' as decided,
                       count(*) as amount
                from moves
                group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
            """;

    /** An enrollment reaches a stage once, however often it comes back to it. */
    private static final String REACHED = """
                cross join lateral (
                    select t.entered as stage, case when t.returned then 0 else 1 end as reached, 1 as standing
                    where t.entered is not null
                    union all select t.left_status, 0, -1 where t.left_status is not null
                    union all select 'evaluated', 1, 0
                        where t.entered in ('eligible', 'ineligible') and not t.evaluated
                    union all select 'decided', 1, 0
                        where t.entered in ('approved', 'rejected') and not t.decided
                    union all select t.stood, 0, -1 where t.type = 'enrollment.deleted' and t.stood is not null
                    union all select 'erased', 1, 0 where t.type = 'enrollment.deleted' and t.stood is not null) s
            """;

    private static final String STAGES = """
            stages as (
                insert into report_stage as r
                    (workspace_id, span, program_instance_id, starts, stage, reached, standing)
                select :workspace, a.span, t.instance, a.starts, s.stage, sum(s.reached * t.amount),
                       sum(s.standing * t.amount)
                from kinds t
                %s
                group by a.span, t.instance, a.starts, s.stage
                on conflict (workspace_id, span, program_instance_id, starts, stage)
                do update set reached = r.reached + excluded.reached, standing = r.standing + excluded.standing)
            """.formatted(REACHED + spans("t.began_day", "t.began_own_day"));

    /** Each move once in total, which is dimension {@code ''}, and once for each value of each dimension. */
    private static final String VALUES = """
            valued as materialized (
                select k.instance, k.type, k.left_status, k.entered, k.stood, k.day, k.own_day, k.began_day,
                       k.began_own_day, k.returned, k.evaluated, k.decided, v.dimension, v.value,
                       sum(k.amount) as amount
                from kinds k
                cross join lateral (
                    select '' as dimension, '' as value
                    union all select 'state', k.state where k.state is not null
                    union all select distinct 'manufacturer', m from unnest(k.manufacturers) m
                    union all select distinct 'tag', g from unnest(k.tags) g
                    union all select 'source', k.source where k.source is not null) v
                group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
            """;

    private static final String FLOWS = """
            flows as (
                insert into report_flow as r
                    (workspace_id, span, dimension, value, program_instance_id, starts, from_status, to_status, amount)
                select :workspace, a.span, t.dimension, t.value, t.instance, a.starts, m.from_status, m.to_status,
                       sum(t.amount)
                from valued t
                cross join lateral (
                    select coalesce(t.left_status, '') as from_status, t.entered as to_status
                    where t.entered is not null
                    union all select t.stood, 'erased' where t.type = 'enrollment.deleted' and t.stood is not null) m
                %s
                group by a.span, t.dimension, t.value, t.instance, a.starts, m.from_status, m.to_status
                on conflict (workspace_id, span, dimension, value, program_instance_id, starts, from_status, to_status)
                do update set amount = r.amount + excluded.amount)
            """.formatted(spans("t.day", "t.own_day"));

    private static final String DIMENSION_STAGES = """
            dimension_stages as (
                insert into report_stage_dimension as r
                    (workspace_id, span, dimension, value, program_instance_id, starts, stage, reached)
                select :workspace, a.span, t.dimension, t.value, t.instance, a.starts, s.stage,
                       sum(s.reached * t.amount)
                from valued t
                %s
                where t.dimension <> '' and s.reached > 0
                group by a.span, t.dimension, t.value, t.instance, a.starts, s.stage
                on conflict (workspace_id, span, dimension, value, program_instance_id, starts, stage)
                do update set reached = r.reached + excluded.reached)
            """.formatted(REACHED + spans("t.began_day", "t.began_own_day"));

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
                select :workspace, a.span, t.instance, a.starts, t.left_status, t.bucket, sum(t.amount), sum(t.millis),
                       max(t.longest)
                from (
                    select instance, day, own_day, left_status, bucket, count(*) as amount, sum(millis) as millis,
                           max(millis) as longest
                    from dwelt group by 1, 2, 3, 4, 5) t
                %s
                group by a.span, t.instance, a.starts, t.left_status, t.bucket
                on conflict (workspace_id, span, program_instance_id, starts, from_status, bucket)
                do update set amount = r.amount + excluded.amount, total_millis = r.total_millis + excluded.total_millis,
                    longest_millis = greatest(r.longest_millis, excluded.longest_millis))
            """.formatted(spans("t.day", "t.own_day"));

    private static final String REASONS = """
            reasons as (
                insert into report_reason as r
                    (workspace_id, span, program_instance_id, starts, status, by_type, code, rule_set_slug,
                     rule_set_version, amount)
                select :workspace, a.span, t.instance, a.starts, t.entered, t.by_type, t.code, t.rule_set,
                       t.rule_set_version, sum(t.amount)
                from (
                    select m.instance, m.day, m.own_day, m.entered, m.data ->> 'by' as by_type,
                           coalesce(m.data ->> 'code', x.exit_kind, '') as code,
                           coalesce(m.data ->> 'ruleSet', '') as rule_set,
                           coalesce((m.data ->> 'ruleSetVersion')::int, 0) as rule_set_version, count(*) as amount
                    from moves m
                    left join lateral (
                        select e.exit_kind from enrollment e
                        where m.entered = 'unenrolled' and e.id = m.subject and e.id >= m.subject and e.id <= m.subject
                          and e.workspace_id = :workspace
                        limit 1) x on true
                    where m.entered in ('ineligible', 'rejected', 'unenrolled')
                    group by 1, 2, 3, 4, 5, 6, 7, 8) t
                %s
                group by 2, 3, 4, 5, 6, 7, 8, 9
                on conflict (workspace_id, span, program_instance_id, starts, status, by_type, code, rule_set_slug,
                             rule_set_version)
                do update set amount = r.amount + excluded.amount)
            """.formatted(spans("t.day", "t.own_day"));

    private static final String DECISIONS = """
            decisions as (
                insert into report_decision as r
                    (workspace_id, span, program_instance_id, starts, by_type, by_id, status, bucket, amount,
                     longest_millis)
                select :workspace, a.span, t.instance, a.starts, t.by_type, t.by_id, t.entered, t.bucket, sum(t.amount),
                       max(t.longest)
                from (
                    select d.instance, d.day, d.own_day, d.data ->> 'by' as by_type, coalesce(s.by_id, '') as by_id,
                           d.entered, d.bucket, count(*) as amount, max(d.millis) as longest
                    from dwelt d
                    left join lateral (
                        select c.by_id from status_change c
                        where c.enrollment_id = d.subject and c.workspace_id = :workspace and c.at = d.time
                          and c.to_status = d.entered
                        limit 1) s on true
                    where d.left_status = 'submitted'
                    group by 1, 2, 3, 4, 5, 6, 7) t
                %s
                group by 2, 3, 4, 5, 6, 7, 8
                on conflict (workspace_id, span, program_instance_id, starts, by_type, by_id, status, bucket)
                do update set amount = r.amount + excluded.amount,
                    longest_millis = greatest(r.longest_millis, excluded.longest_millis))
            """.formatted(spans("t.day", "t.own_day"));

    /**
     * Returns the number of events that were read, the position of the last one, and the instances with an enrollment that
     * was erased.
     */
    static final String FOLD = "with "
            + String.join(
                    ", ",
                    CHUNK,
                    NUMBERED,
                    SUBJECTS,
                    INSTANCES,
                    MOVES,
                    KINDS,
                    STAGES,
                    VALUES,
                    FLOWS,
                    DIMENSION_STAGES,
                    DWELT,
                    DURATIONS,
                    REASONS,
                    DECISIONS)
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

    /** @param ownDay SQL of the day in the time zone of the instance; null where it has none of its own */
    private static String spans(String day, String ownDay) {
        return """
                cross join lateral (
                    select v.span, v.starts
                    from (values
                        ('day', %1$s),
                        ('month', date_trunc('month', %1$s::timestamp)::date),
                        ('instance-day', %2$s),
                        ('instance-month', date_trunc('month', %2$s::timestamp)::date),
                        ('all', '-infinity'::date)) v (span, starts)
                    where v.starts is not null) a
                """.formatted(day, ownDay);
    }
}
