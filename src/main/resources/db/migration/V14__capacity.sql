-- Capacity: pools of what may be consumed, what each enrollment holds of them, and a ledger of every movement.
-- Units move in the functions at the end, each one statement for its caller, however many pools it touches.

create table capacity_pool (
    id                varchar(25) collate "C" primary key,
    workspace_id      varchar(25) collate "C" not null references workspace,
    -- a program instance, or a campaign, whose instances share it
    owner_kind        text        not null,
    owner_id          varchar(25) collate "C" not null,
    -- of a segment of either: those of one state, with one tag, or of one participant group
    segment_by        text,
    segment           text,
    -- as they were stated; the next figures are made from them
    terms             jsonb       not null,
    pricing_model     text        not null,
    -- of a bundle: another pool, of which it is a part, and which is drawn from as well
    parent_id         varchar(25) collate "C" references capacity_pool,
    -- consumed by one enrollment
    units             numeric     not null,
    capacity_limit    numeric     not null,
    overage_percent   numeric     not null,
    -- null: a reservation is kept until it is decided about
    reservation_hours int,
    reserved          numeric     not null default 0,
    committed         numeric     not null default 0,
    info_told_at      timestamptz,
    warning_told_at   timestamptz,
    error_told_at     timestamptz,
    critical_told_at  timestamptz,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    -- counts no newcomer any more; those who hold of it do so until they leave
    closed_at         timestamptz,
    -- counts the changes of the terms
    version           int         not null default 0,
    constraint capacity_pool_owner_known check (owner_kind in ('instance', 'campaign')),
    constraint capacity_pool_segment_known check (segment_by in ('state', 'tag', 'group')),
    constraint capacity_pool_segment_whole check ((segment_by is null) = (segment is null)),
    constraint capacity_pool_model_known check (pricing_model in ('seats', 'credits', 'iaas', 'bundle', 'custom')),
    constraint capacity_pool_units_positive check (units > 0 and capacity_limit >= 0 and overage_percent >= 0),
    constraint capacity_pool_not_negative check (reserved >= 0 and committed >= 0),
    -- whatever any code believes
    constraint capacity_pool_not_oversold
        check ((reserved + committed) * 100 <= capacity_limit * (100 + overage_percent))
);
create unique index capacity_pool_owner_unique
    on capacity_pool (owner_id, owner_kind, coalesce(segment_by, ''), coalesce(segment, '')) where closed_at is null;
create index capacity_pool_parent on capacity_pool (parent_id) where parent_id is not null;
select bind_to_workspace('capacity_pool');

-- Which instances draw from the pools of which campaign.
create table capacity_share (
    program_instance_id varchar(25) collate "C" not null references program_instance,
    campaign_id         varchar(25) collate "C" not null,
    workspace_id        varchar(25) collate "C" not null references workspace,
    primary key (program_instance_id, campaign_id)
);
create index capacity_share_campaign on capacity_share (campaign_id);
select bind_to_workspace('capacity_share');

-- What an enrollment holds of a pool now. No foreign key to the enrollment: what it holds is given back before it
-- goes, and a cascade would lose it silently.
create table capacity_hold (
    enrollment_id varchar(25) collate "C" not null,
    pool_id       varchar(25) collate "C" not null references capacity_pool,
    workspace_id  varchar(25) collate "C" not null references workspace,
    units         numeric     not null,
    committed     boolean     not null,
    -- the same for all pools of an enrollment; null: not
    expires_at    timestamptz,
    primary key (enrollment_id, pool_id)
);
create index capacity_hold_pool on capacity_hold (pool_id);
create index capacity_hold_expiry on capacity_hold (workspace_id, expires_at) where expires_at is not null;
select bind_to_workspace('capacity_hold');

-- Every movement of every pool, as what it changed. The sums are the figures of the pool at any time.
create table capacity_movement (
    pool_id        varchar(25) collate "C" not null references capacity_pool,
    position       bigint generated always as identity,
    workspace_id   varchar(25) collate "C" not null,
    kind           text        not null,
    -- null where the limit moved
    enrollment_id  varchar(25) collate "C",
    reserved       numeric     not null,
    committed      numeric     not null,
    capacity_limit numeric     not null,
    at             timestamptz not null,
    primary key (pool_id, position),
    constraint capacity_movement_kind_known
        check (kind in ('open', 'limit', 'reserve', 'commit', 'release', 'expire', 'adopt'))
);
create index capacity_movement_enrollment on capacity_movement (enrollment_id) where enrollment_id is not null;
create trigger capacity_movement_append_only before update or delete on capacity_movement
    for each row execute function refuse_change();
revoke update, delete on capacity_movement from enlist_app;
select bind_to_workspace('capacity_movement');

-- The pools that somebody in an instance draws from, and how many units of each: those of the instance and of its
-- campaign, whole or of a segment that the person is in, and the parents of bundles among them.
create function capacity_applying(here text, instance text, in_state text, with_tags text[])
    returns table (pool_id varchar, units numeric) language sql stable as $$
    with owned as (
        select p.id, p.units, p.parent_id, p.segment_by, p.segment
        from capacity_pool p
        where p.workspace_id = here and p.owner_kind = 'instance' and p.owner_id = instance and p.closed_at is null
        union all
        select p.id, p.units, p.parent_id, p.segment_by, p.segment
        from capacity_share s
        join capacity_pool p on p.owner_kind = 'campaign' and p.owner_id = s.campaign_id and p.closed_at is null
        where s.workspace_id = here and s.program_instance_id = instance and p.workspace_id = here),
    own as (
        select o.id, o.units, o.parent_id from owned o
        where case o.segment_by
                when 'state' then o.segment = in_state
                when 'tag' then o.segment = any(with_tags)
                when 'group' then exists (
                    select 1 from participant_group g
                    where g.workspace_id = here and g.id = o.segment and g.tags::text[] && with_tags)
                else true
              end)
    select drawn.id, max(drawn.units)
    from (select own.id, own.units from own
          union all
          select own.parent_id, own.units from own where own.parent_id is not null) drawn
    group by drawn.id
$$;

-- Locks pools in the order of their ids, which is the order of everybody who locks several.
create function capacity_lock(here text, ids varchar[]) returns void language plpgsql as $$
begin
    perform 1 from capacity_pool p where p.workspace_id = here and p.id = any(ids) order by p.id for update;
end $$;

-- Takes the units of an enrollment out of every pool that applies, or of none.
--   turn         its place in line; whoever has no place comes after all who have
--   hours        how long the reservation holds; null: as the pools say
--   at_once      commits without reserving first
-- Answers each pool as it is afterwards ('taken'); or the one in the way: 'full', or 'line' where others wait for it.
-- Every statement in here sees what was committed before it began, and from the locks on nobody else moves these pools.
create function capacity_reserve(
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
    where w.workspace_id = here and w.pool_id = any(ids) and (turn is null or w.number < turn) and w.enrollment_id <> who
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

-- Turns what an enrollment has reserved into what it keeps. Whose reservation expired, or who was submitted before
-- there was a pool, takes the units now: with a turn before all who wait, since it was submitted before them.
create function capacity_commit(
        here text, who text, instance text, in_state text, with_tags text[], moment timestamptz)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
declare
    ids varchar[];
begin
    ids := array(
        select h.pool_id from capacity_hold h where h.workspace_id = here and h.enrollment_id = who
        union
        select a.pool_id from capacity_applying(here, instance, in_state, with_tags) a);
    if cardinality(ids) = 0 then
        return;
    end if;
    perform capacity_lock(here, ids);
    if not exists (select 1 from capacity_hold h where h.workspace_id = here and h.enrollment_id = who) then
        return query select r.outcome, r.units, r.pool
            from capacity_reserve(here, who, instance, in_state, with_tags, 0, null, true, moment) r;
        return;
    end if;
    ids := array(
        select h.pool_id from capacity_hold h
        where h.workspace_id = here and h.enrollment_id = who and not h.committed);
    update capacity_pool p
    set reserved = p.reserved - h.units, committed = p.committed + h.units
    from capacity_hold h where h.workspace_id = here and h.enrollment_id = who and h.pool_id = p.id and p.id = any(ids);
    insert into capacity_movement (pool_id, workspace_id, kind, enrollment_id, reserved, committed, capacity_limit, at)
    select h.pool_id, here, 'commit', who, -h.units, h.units, 0, moment
    from capacity_hold h where h.workspace_id = here and h.enrollment_id = who and h.pool_id = any(ids);
    update capacity_hold h set committed = true, expires_at = null
    where h.workspace_id = here and h.enrollment_id = who and h.pool_id = any(ids);
    return query select 'kept', h.units, p
        from capacity_pool p join capacity_hold h on h.pool_id = p.id
        where h.workspace_id = here and h.enrollment_id = who and p.id = any(ids) order by p.id;
end $$;

-- Gives back whatever these enrollments hold; 'expire' only what is reserved and whose time is over. Answers each pool
-- as it is afterwards: 'awaited' where somebody waits for it.
create function capacity_release(here text, whose varchar[], why text, moment timestamptz)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
declare
    ids varchar[];
    given varchar[];
begin
    ids := array(
        select distinct h.pool_id from capacity_hold h where h.workspace_id = here and h.enrollment_id = any(whose));
    if cardinality(ids) = 0 then
        return;
    end if;
    perform capacity_lock(here, ids);
    with gone as (
        delete from capacity_hold h
        where h.workspace_id = here and h.enrollment_id = any(whose) and h.pool_id = any(ids)
          and (why <> 'expire' or not h.committed and h.expires_at <= moment)
        returning h.pool_id, h.enrollment_id, h.units, h.committed),
    told as (
        insert into capacity_movement
            (pool_id, workspace_id, kind, enrollment_id, reserved, committed, capacity_limit, at)
        select g.pool_id, here, why, g.enrollment_id, case when g.committed then 0 else -g.units end,
               case when g.committed then -g.units else 0 end, 0, moment
        from gone g),
    sums as (
        select g.pool_id, sum(case when g.committed then 0 else g.units end) as reserved,
               sum(case when g.committed then g.units else 0 end) as committed
        from gone g group by g.pool_id),
    moved as (
        update capacity_pool p
        set reserved = p.reserved - s.reserved, committed = p.committed - s.committed
        from sums s where s.pool_id = p.id
        returning p.id)
    select array_agg(m.id) into given from moved m;
    return query select case when exists (select 1 from waitlist_place w where w.pool_id = p.id) then 'awaited' else 'given' end,
                        p.units, p
        from capacity_pool p where p.id = any(given) order by p.id;
end $$;

-- Gives back the reservations whose time is over, those of so many enrollments at most.
create function capacity_expire(here text, moment timestamptz, most int)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
begin
    return query select r.outcome, r.units, r.pool from capacity_release(here, array(
        select distinct h.enrollment_id from (
            select x.enrollment_id from capacity_hold x
            where x.workspace_id = here and x.expires_at <= moment and not x.committed
            order by x.expires_at limit most) h), 'expire', moment) r;
end $$;

-- Lets a pool count those who take part already: it was opened, or an instance came to share it. Answers whether they
-- fit. Only those who draw from it by the rules above, and hold nothing of it yet.
create function capacity_adopt(here text, adopting text, instance text, moment timestamptz)
    returns boolean language plpgsql as $$
declare
    fits boolean;
begin
    perform capacity_lock(here, array[adopting]::varchar[]);
    with newcomers as (
        select e.id, e.status = 'approved' as approved, a.units
        from enrollment e
        cross join lateral capacity_applying(here, instance, e.state, e.tags) a
        where e.workspace_id = here and e.program_instance_id = instance and e.status in ('submitted', 'approved')
          and a.pool_id = adopting
          and not exists (select 1 from capacity_hold h where h.enrollment_id = e.id and h.pool_id = adopting)),
    room as (
        select p.id, p.reservation_hours,
               (p.reserved + p.committed + coalesce((select sum(n.units) from newcomers n), 0)) * 100
                   <= p.capacity_limit * (100 + p.overage_percent) as enough
        from capacity_pool p where p.id = adopting),
    held as (
        insert into capacity_hold (enrollment_id, pool_id, workspace_id, units, committed, expires_at)
        select n.id, r.id, here, n.units, n.approved,
               case when n.approved then null else moment + make_interval(hours => r.reservation_hours) end
        from newcomers n cross join room r where r.enough
        returning enrollment_id, units, committed),
    told as (
        insert into capacity_movement
            (pool_id, workspace_id, kind, enrollment_id, reserved, committed, capacity_limit, at)
        select adopting, here, 'adopt', h.enrollment_id, case when h.committed then 0 else h.units end,
               case when h.committed then h.units else 0 end, 0, moment
        from held h),
    moved as (
        update capacity_pool p
        set reserved = p.reserved + coalesce((select sum(h.units) from held h where not h.committed), 0),
            committed = p.committed + coalesce((select sum(h.units) from held h where h.committed), 0)
        where p.id = adopting and exists (select 1 from held))
    select r.enough into fits from room r;
    return fits;
end $$;
