-- Pools that count money: the units of an enrollment are the amount of its incentive. The same pools, holds and ledger
-- as for every other unit; the functions below replace those of V14.

alter table capacity_pool drop constraint capacity_pool_model_known;
alter table capacity_pool add constraint capacity_pool_model_known
    check (pricing_model in ('seats', 'credits', 'iaas', 'bundle', 'custom', 'budget'));
-- ISO 4217; of budgets only
alter table capacity_pool add column currency varchar(3);
alter table capacity_pool add constraint capacity_pool_currency_of_budget
    check ((pricing_model = 'budget') = (currency is not null));

alter table capacity_hold
    -- of a budget: the part that was sent to the bank; it stays committed after the enrollment ended
    add column spent numeric not null default 0,
    -- the enrollment ended or was erased; the row holds only what was spent
    add column ended boolean not null default false,
    add constraint capacity_hold_spent_of_committed check (spent >= 0 and spent <= units and (committed or spent = 0)),
    add constraint capacity_hold_ended_spent check (not ended or units = spent);

alter table capacity_movement drop constraint capacity_movement_kind_known;
alter table capacity_movement add constraint capacity_movement_kind_known
    check (kind in ('open', 'limit', 'reserve', 'commit', 'release', 'expire', 'adopt', 'adjust'));

-- The incentive of an enrollment: the amount, its currency, and how it was computed.
alter table enrollment
    add column incentive_amount   numeric,
    add column incentive_currency varchar(3),
    -- rule, config, formula or person
    add column incentive_source   text,
    add column incentive_detail   jsonb,
    -- time of the approval, which fixes the amount
    add column incentive_fixed_at timestamptz,
    add constraint enrollment_incentive_not_negative check (incentive_amount >= 0),
    add constraint enrollment_incentive_whole check ((incentive_amount is null) = (incentive_currency is null));

drop function capacity_adopt(text, text, text, timestamptz);
drop function capacity_commit(text, text, text, text, text[], timestamptz);
drop function capacity_reserve(text, text, text, text, text[], bigint, int, boolean, timestamptz);
drop function capacity_applying(text, text, text, text[]);

-- The pools that an enrollment draws from, and the units of each: as in V14, and of a budget the amount of the incentive.
-- A budget is left out where there is no amount.
create function capacity_applying(here text, instance text, in_state text, with_tags text[], amount numeric)
    returns table (pool_id varchar, units numeric) language sql stable as $$
    with owned as (
        select p.id, p.units, p.parent_id, p.segment_by, p.segment, p.pricing_model
        from capacity_pool p
        where p.workspace_id = here and p.owner_kind = 'instance' and p.owner_id = instance and p.closed_at is null
        union all
        select p.id, p.units, p.parent_id, p.segment_by, p.segment, p.pricing_model
        from capacity_share s
        join capacity_pool p on p.owner_kind = 'campaign' and p.owner_id = s.campaign_id and p.closed_at is null
        where s.workspace_id = here and s.program_instance_id = instance and p.workspace_id = here),
    own as (
        select o.id, case when o.pricing_model = 'budget' then amount else o.units end as units, o.parent_id
        from owned o
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
    where drawn.units > 0
    group by drawn.id
$$;

-- As in V14, with the incentive of the enrollment. Answers 'currency' and the pool where a budget is in another currency.
create function capacity_reserve(
        here text, who text, instance text, in_state text, with_tags text[], amount numeric, money text, turn bigint,
        hours int, at_once boolean, moment timestamptz)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
declare
    ids varchar[];
    drawn numeric[];
    lacking varchar;
    obstacle text;
    ends timestamptz;
begin
    ids := array(select a.pool_id from capacity_applying(here, instance, in_state, with_tags, amount) a);
    if cardinality(ids) = 0 then
        return;
    end if;
    perform capacity_lock(here, ids);
    -- one that was opened meanwhile counts from the next on
    select array_agg(a.pool_id order by a.pool_id), array_agg(a.units order by a.pool_id) into ids, drawn
    from capacity_applying(here, instance, in_state, with_tags, amount) a where a.pool_id = any(ids);
    if ids is null then
        return;
    end if;

    select p.id, case when p.currency <> money then 'currency' else 'full' end into lacking, obstacle
    from capacity_pool p join unnest(ids, drawn) as d(id, units) on d.id = p.id
    where p.currency <> money
       or (p.reserved + p.committed + d.units) * 100 > p.capacity_limit * (100 + p.overage_percent)
    order by p.id limit 1;
    if lacking is not null then
        return query select obstacle, d.units, p
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

-- Makes an enrollment hold exactly the amount of its incentive of every budget that applies, or changes nothing. Answers
-- each changed pool ('taken' or 'given'), or the one in the way: 'full', or 'currency' for a budget in another currency.
--   lasting      whether new holds are committed
create function capacity_adjust(
        here text, who text, instance text, in_state text, with_tags text[], amount numeric, money text,
        lasting boolean, moment timestamptz)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
declare
    ids varchar[];
    changed varchar[];
    changes numeric[];
    lacking varchar;
    obstacle text;
begin
    ids := array(
        select h.pool_id from capacity_hold h join capacity_pool p on p.id = h.pool_id
        where h.workspace_id = here and h.enrollment_id = who and p.pricing_model = 'budget' and not h.ended
        union
        select a.pool_id from capacity_applying(here, instance, in_state, with_tags, amount) a
        join capacity_pool p on p.id = a.pool_id
        where p.pricing_model = 'budget');
    if cardinality(ids) = 0 then
        return;
    end if;
    perform capacity_lock(here, ids);
    select p.id into lacking from capacity_pool p
    where p.id = any(ids) and coalesce(amount, 0) > 0 and p.currency <> money order by p.id limit 1;
    if lacking is not null then
        return query select 'currency'::text, amount, p from capacity_pool p where p.id = lacking;
        return;
    end if;
    select array_agg(d.id order by d.id), array_agg(d.change order by d.id) into changed, changes
    from (select p.id, coalesce(amount, 0) - coalesce(h.units, 0) as change
          from capacity_pool p
          left join capacity_hold h on h.workspace_id = here and h.enrollment_id = who and h.pool_id = p.id
          where p.id = any(ids)) d
    where d.change <> 0;
    if changed is null then
        return;
    end if;
    select p.id into lacking
    from capacity_pool p join unnest(changed, changes) as d(id, change) on d.id = p.id
    where d.change > 0
      and (p.reserved + p.committed + d.change) * 100 > p.capacity_limit * (100 + p.overage_percent)
    order by p.id limit 1;
    if lacking is not null then
        return query select 'full'::text, d.change, p
            from capacity_pool p join unnest(changed, changes) as d(id, change) on d.id = p.id where p.id = lacking;
        return;
    end if;
    insert into capacity_hold (enrollment_id, pool_id, workspace_id, units, committed)
    select who, d.id, here, 0, lasting from unnest(changed, changes) as d(id, change)
    on conflict do nothing;
    update capacity_pool p
    set reserved = p.reserved + case when h.committed then 0 else d.change end,
        committed = p.committed + case when h.committed then d.change else 0 end
    from unnest(changed, changes) as d(id, change)
    join capacity_hold h on h.pool_id = d.id and h.workspace_id = here and h.enrollment_id = who
    where d.id = p.id;
    insert into capacity_movement (pool_id, workspace_id, kind, enrollment_id, reserved, committed, capacity_limit, at)
    select d.id, here, 'adjust', who, case when h.committed then 0 else d.change end,
           case when h.committed then d.change else 0 end, 0, moment
    from unnest(changed, changes) as d(id, change)
    join capacity_hold h on h.pool_id = d.id and h.workspace_id = here and h.enrollment_id = who;
    update capacity_hold h set units = h.units + d.change
    from unnest(changed, changes) as d(id, change)
    where h.workspace_id = here and h.enrollment_id = who and h.pool_id = d.id;
    delete from capacity_hold h
    where h.workspace_id = here and h.enrollment_id = who and h.pool_id = any(changed) and h.units = 0;
    return query select case when d.change > 0 then 'taken' else 'given' end, abs(d.change), p
        from capacity_pool p join unnest(changed, changes) as d(id, change) on d.id = p.id order by p.id;
end $$;

-- As in V14; what is held of budgets is first made equal to the amount of the incentive at the approval.
create function capacity_commit(
        here text, who text, instance text, in_state text, with_tags text[], amount numeric, money text,
        moment timestamptz)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
declare
    ids varchar[];
    adjusted record;
begin
    ids := array(
        select h.pool_id from capacity_hold h where h.workspace_id = here and h.enrollment_id = who
        union
        select a.pool_id from capacity_applying(here, instance, in_state, with_tags, amount) a);
    if cardinality(ids) = 0 then
        return;
    end if;
    perform capacity_lock(here, ids);
    if not exists (select 1 from capacity_hold h where h.workspace_id = here and h.enrollment_id = who) then
        return query select r.outcome, r.units, r.pool
            from capacity_reserve(here, who, instance, in_state, with_tags, amount, money, 0, null, true, moment) r;
        return;
    end if;
    if exists (select 1 from capacity_pool p where p.id = any(ids) and p.pricing_model = 'budget') then
        for adjusted in
            select r.outcome, r.units, r.pool
            from capacity_adjust(here, who, instance, in_state, with_tags, amount, money, true, moment) r
        loop
            if adjusted.outcome in ('full', 'currency') then
                outcome := adjusted.outcome;
                units := adjusted.units;
                pool := adjusted.pool;
                return next;
                return;
            end if;
        end loop;
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

-- As in V14; money that was sent to the bank stays committed, in a row that is marked as ended.
create or replace function capacity_release(here text, whose varchar[], why text, moment timestamptz)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
declare
    ids varchar[];
    given varchar[];
begin
    ids := array(
        select distinct h.pool_id from capacity_hold h
        where h.workspace_id = here and h.enrollment_id = any(whose) and not h.ended);
    if cardinality(ids) = 0 then
        return;
    end if;
    perform capacity_lock(here, ids);
    with held as (
        select h.pool_id, h.enrollment_id, h.units, h.spent, h.committed
        from capacity_hold h
        where h.workspace_id = here and h.enrollment_id = any(whose) and h.pool_id = any(ids) and not h.ended
          and (why <> 'expire' or not h.committed and h.expires_at <= moment)),
    removed as (
        delete from capacity_hold h using held o
        where h.enrollment_id = o.enrollment_id and h.pool_id = o.pool_id and o.spent = 0
        returning h.pool_id, h.enrollment_id, o.units, o.committed),
    kept as (
        update capacity_hold h set units = o.spent, ended = true
        from held o
        where h.enrollment_id = o.enrollment_id and h.pool_id = o.pool_id and o.spent > 0
        returning h.pool_id, h.enrollment_id, o.units - o.spent as units, o.committed),
    gone as (
        select r.pool_id, r.enrollment_id, r.units, r.committed from removed r
        union all
        select k.pool_id, k.enrollment_id, k.units, k.committed from kept k where k.units > 0),
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

-- Marks money of enrollments as sent to the bank, or with a negative change as come back. A constraint refuses to send more
-- than is committed. What comes back after an enrollment ended returns to the budget at once.
create function capacity_spend(here text, whose varchar[], changes numeric[], moment timestamptz)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
declare
    ids varchar[];
    given varchar[];
begin
    ids := array(
        select distinct h.pool_id from capacity_hold h join capacity_pool p on p.id = h.pool_id
        where h.workspace_id = here and h.enrollment_id = any(whose) and p.pricing_model = 'budget');
    if cardinality(ids) = 0 then
        return;
    end if;
    perform capacity_lock(here, ids);
    with spent as (
        select c.who, sum(c.change) as change from unnest(whose, changes) as c(who, change) group by c.who),
    spending as (
        update capacity_hold h
        set spent = h.spent + s.change, units = case when h.ended then h.units + s.change else h.units end
        from spent s
        where h.workspace_id = here and h.enrollment_id = s.who and h.pool_id = any(ids)
        returning h.pool_id, h.enrollment_id, h.ended, s.change),
    back as (select s.pool_id, s.enrollment_id, s.change from spending s where s.ended),
    told as (
        insert into capacity_movement
            (pool_id, workspace_id, kind, enrollment_id, reserved, committed, capacity_limit, at)
        select b.pool_id, here, 'release', b.enrollment_id, 0, b.change, 0, moment from back b),
    sums as (select b.pool_id, sum(b.change) as change from back b group by b.pool_id),
    moved as (
        update capacity_pool p set committed = p.committed + s.change from sums s where s.pool_id = p.id
        returning p.id)
    select array_agg(m.id) into given from moved m;
    return query select case when exists (select 1 from waitlist_place w where w.pool_id = p.id) then 'awaited' else 'given' end,
                        p.units, p
        from capacity_pool p where p.id = any(given) order by p.id;
end $$;

-- As in V14; a budget counts the incentives of the participants, and the part that was sent already.
create function capacity_adopt(here text, adopting text, instance text, moment timestamptz)
    returns boolean language plpgsql as $$
declare
    fits boolean;
begin
    perform capacity_lock(here, array[adopting]::varchar[]);
    with newcomers as (
        select e.id, e.status = 'approved' as approved, a.units
        from enrollment e
        cross join lateral capacity_applying(here, instance, e.state, e.tags, e.incentive_amount) a
        where e.workspace_id = here and e.program_instance_id = instance and e.status in ('submitted', 'approved')
          and a.pool_id = adopting
          and not exists (select 1 from capacity_hold h where h.enrollment_id = e.id and h.pool_id = adopting)),
    room as (
        select p.id, p.reservation_hours, p.pricing_model,
               (p.reserved + p.committed + coalesce((select sum(n.units) from newcomers n), 0)) * 100
                   <= p.capacity_limit * (100 + p.overage_percent) as enough
        from capacity_pool p where p.id = adopting),
    held as (
        insert into capacity_hold (enrollment_id, pool_id, workspace_id, units, committed, expires_at, spent)
        select n.id, r.id, here, n.units, n.approved,
               case when n.approved then null else moment + make_interval(hours => r.reservation_hours) end,
               case when r.pricing_model = 'budget' then coalesce(
                   (select sum(y.amount) from payout y
                    where y.workspace_id = here and y.enrollment_id = n.id and y.status in ('sent', 'paid')), 0)
                    else 0 end
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

-- The outputs amount and currency of a decision; null where the row states none.
alter table decision_record
    add column amount   numeric,
    add column currency varchar(3);

-- Time at which a person set the incentive; what the rules compute later does not change it.
alter table enrollment add column incentive_set_at timestamptz;

-- Each change of an incentive by a person, never changed afterwards.
create table incentive_change (
    id            varchar(25) collate "C" primary key,
    workspace_id  varchar(25) collate "C" not null,
    enrollment_id varchar(25) collate "C" not null references enrollment on delete cascade,
    -- null: there was no amount
    from_amount   numeric,
    from_currency varchar(3),
    to_amount     numeric     not null,
    to_currency   varchar(3)  not null,
    reason        text        not null,
    at            timestamptz not null,
    by_type       text        not null,
    by_id         text        not null,
    by_name       text        not null
);
create index incentive_change_enrollment on incentive_change (enrollment_id, id);
create trigger incentive_change_append_only before update on incentive_change
    for each row execute function refuse_change();
select bind_to_workspace('incentive_change');
revoke update, delete on incentive_change from enlist_app;
