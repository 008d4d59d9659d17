-- An application that a workflow returned to the waitlist waits until the units of another one are released: its own units
-- would bring it back at once. No other application waits behind it meanwhile.
alter table waitlist_place add column held boolean not null default false;

create function resume_held_places() returns trigger language plpgsql as $$
begin
    update waitlist_place w set held = false
    from fresh f
    where f.kind in ('release', 'expire', 'limit') and w.pool_id = f.pool_id and w.held
      and w.enrollment_id is distinct from f.enrollment_id;
    return null;
end $$;
create trigger capacity_movement_resumes after insert on capacity_movement
    referencing new table as fresh for each statement execute function resume_held_places();

-- As in V14, except that held places are passed over.
create or replace function capacity_reserve(
        here text, who text, instance text, in_state text, with_tags text[], turn bigint, hours int,
        at_once boolean, moment timestamptz)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
declare
    ids varchar[];
    drawn numeric[];
    lacking varchar;
    ends timestamptz;
begin
    ids := array(select a.pool_id from capacity_applying(here, instance, in_state, with_tags) a);
    if cardinality(ids) = 0 then
        return;
    end if;
    perform capacity_lock(here, ids);
    -- one that was opened meanwhile counts from the next on
    select array_agg(a.pool_id order by a.pool_id), array_agg(a.units order by a.pool_id) into ids, drawn
    from capacity_applying(here, instance, in_state, with_tags) a where a.pool_id = any(ids);
    if ids is null then
        return;
    end if;

    select p.id into lacking
    from capacity_pool p join unnest(ids, drawn) as d(id, units) on d.id = p.id
    where (p.reserved + p.committed + d.units) * 100 > p.capacity_limit * (100 + p.overage_percent)
    order by p.id limit 1;
    if lacking is not null then
        return query select 'full', d.units, p
            from capacity_pool p join unnest(ids, drawn) as d(id, units) on d.id = p.id where p.id = lacking;
        return;
    end if;
    select w.pool_id into lacking
    from waitlist_place w
    where w.workspace_id = here and w.pool_id = any(ids) and (turn is null or w.number < turn) and w.enrollment_id <> who and not w.held
    order by w.pool_id limit 1;
    if lacking is not null then
        return query select 'line', d.units, p
            from capacity_pool p join unnest(ids, drawn) as d(id, units) on d.id = p.id where p.id = lacking;
        return;
    end if;

    update capacity_pool p
    set reserved = p.reserved + case when at_once then 0 else d.units end,
        committed = p.committed + case when at_once then d.units else 0 end
    from unnest(ids, drawn) as d(id, units) where d.id = p.id;
    if not at_once then
        select moment + make_interval(hours => coalesce(hours, min(p.reservation_hours))) into ends
        from capacity_pool p where p.id = any(ids);
    end if;
    insert into capacity_hold (enrollment_id, pool_id, workspace_id, units, committed, expires_at)
    select who, d.id, here, d.units, at_once, ends from unnest(ids, drawn) as d(id, units);
    insert into capacity_movement (pool_id, workspace_id, kind, enrollment_id, reserved, committed, capacity_limit, at)
    select d.id, here, case when at_once then 'commit' else 'reserve' end, who,
           case when at_once then 0 else d.units end, case when at_once then d.units else 0 end, 0, moment
    from unnest(ids, drawn) as d(id, units);
    return query select 'taken', d.units, p
        from capacity_pool p join unnest(ids, drawn) as d(id, units) on d.id = p.id order by p.id;
end $$;
