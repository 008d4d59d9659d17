-- The numbers of enrollments by state, tag and manufacturer come from the row of the tally that each change of an enrollment
-- adds anyway: it names the facets that it counts. Before, each facet had a row of its own, which was added, summed up and
-- deleted. The sums have the status, so that the number of enrollments with a facet and a status is exact too.
--
-- Enrollments are not written while the sums are counted again: three to five seconds per million enrollments. They are read, but
-- for the numbers of a state, tag or manufacturer, which wait. The tally is locked last, for a moment.
lock table enrollment in share row exclusive mode;

drop index enrollment_facet_tally_none;
truncate enrollment_facet_tally;
alter table enrollment_facet_tally
    drop constraint enrollment_facet_tally_pkey,
    add column status text not null;

-- Workspace by workspace: lifting row security from the enrollments would keep their readers waiting.
do $$
declare
    place  text := current_workspace();
    tenant text;
begin
    for tenant in select id from workspace loop
        perform set_config('enlist.workspace', tenant, true);
        insert into enrollment_facet_tally (workspace_id, program_instance_id, kind, value, status, amount)
        select tenant, f.program_instance_id, f.kind, f.value, e.status, count(*)
        from enrollment_facet f join enrollment e on e.id = f.enrollment_id
        where f.workspace_id = tenant and e.workspace_id = tenant group by 2, 3, 4, 5;
        -- a state with a manufacturer, the two filters that are used together most
        insert into enrollment_facet_tally (workspace_id, program_instance_id, kind, value, status, amount)
        select tenant, e.program_instance_id, 'state+manufacturer',
               us_state(e.state, e.country) || chr(31) || m.slug, e.status, count(distinct e.id)
        from enrollment e cross join lateral unnest(e.manufacturer_slugs) m (slug)
        where e.workspace_id = tenant and us_state(e.state, e.country) is not null group by 2, 3, 4, 5;
    end loop;
    perform set_config('enlist.workspace', place, true);
end $$;
alter table enrollment_facet_tally
    add constraint enrollment_facet_tally_pkey primary key (workspace_id, program_instance_id, kind, value, status);
create index enrollment_facet_tally_none on enrollment_facet_tally (workspace_id) where amount = 0;

-- Without queries, which would take most of the time of a trigger.
create function facets_of(state text, country text, tags varchar[], manufacturers varchar[], number int) returns jsonb
language plpgsql immutable parallel safe as $$
declare
    facets  jsonb := '{}';
    numbers jsonb;
    pairs   jsonb;
    place   text := us_state(state, country);
    value   text;
begin
    if place is not null then
        facets := jsonb_build_object('state', jsonb_build_object(place, number));
    end if;
    if cardinality(tags) > 0 then
        numbers := '{}';
        foreach value in array tags loop
            numbers := numbers || jsonb_build_object(value, number);
        end loop;
        facets := facets || jsonb_build_object('tag', numbers);
    end if;
    if cardinality(manufacturers) > 0 then
        numbers := '{}';
        pairs := '{}';
        foreach value in array manufacturers loop
            numbers := numbers || jsonb_build_object(value, number);
            if place is not null then
                pairs := pairs || jsonb_build_object(place || chr(31) || value, number);
            end if;
        end loop;
        facets := facets || jsonb_build_object('manufacturer', numbers);
        if place is not null then
            facets := facets || jsonb_build_object('state+manufacturer', pairs);
        end if;
    end if;
    return nullif(facets, '{}');
end $$;

alter table enrollment_tally
    -- numbers by kind and value, such as {"state": {"NY": 1}}; the sign is that of the change. Null if there are none
    add column facets jsonb;

-- One row for each instance and status of a statement, whatever the number of its enrollments.
create or replace function count_new_enrollments() returns trigger language plpgsql as $$
begin
    if (select count(*) from (select 1 from fresh limit 2) first_two) = 1 then
        insert into enrollment_tally (workspace_id, program_instance_id, status, amount, facets)
        select workspace_id, program_instance_id, status, 1,
               facets_of(state, country, tags, manufacturer_slugs, 1) from fresh;
    else
        insert into enrollment_tally (workspace_id, program_instance_id, status, amount, facets)
        select t.workspace_id, t.program_instance_id, t.status, t.amount, k.facets
        from (select workspace_id, program_instance_id, status, count(*) as amount from fresh group by 1, 2, 3) t
        left join (
            select workspace_id, program_instance_id, status, jsonb_object_agg(kind, numbers) as facets
            from (
                select workspace_id, program_instance_id, status, kind, jsonb_object_agg(value, number) as numbers
                from (
                    select e.workspace_id, e.program_instance_id, e.status, f.kind, f.value,
                           count(distinct e.id) as number
                    from fresh e
                    cross join lateral (
                        select 'state' as kind, us_state(e.state, e.country) as value
                        where us_state(e.state, e.country) is not null
                        union all select 'tag', t from unnest(e.tags) t
                        union all select 'manufacturer', m from unnest(e.manufacturer_slugs) m
                        union all select 'state+manufacturer', us_state(e.state, e.country) || chr(31) || m
                        from unnest(e.manufacturer_slugs) m where us_state(e.state, e.country) is not null) f
                    group by 1, 2, 3, 4, 5) counted
                group by 1, 2, 3, 4) kinds
            group by 1, 2, 3) k using (workspace_id, program_instance_id, status);
    end if;
    insert into enrollment_facet (workspace_id, program_instance_id, kind, value, enrollment_id)
    select distinct e.workspace_id, e.program_instance_id, f.kind, f.value, e.id
    from fresh e
    cross join lateral (
        select 'state' as kind, us_state(e.state, e.country) as value where us_state(e.state, e.country) is not null
        union all select 'tag', t from unnest(e.tags) t
        union all select 'manufacturer', m from unnest(e.manufacturer_slugs) m) f;
    return null;
end $$;

create or replace function count_moved_enrollment() returns trigger language plpgsql as $$
begin
    insert into enrollment_tally (workspace_id, program_instance_id, status, amount, facets)
    values (old.workspace_id, old.program_instance_id, old.status, -1,
            facets_of(old.state, old.country, old.tags, old.manufacturer_slugs, -1)),
           (new.workspace_id, new.program_instance_id, new.status, 1,
            facets_of(new.state, new.country, new.tags, new.manufacturer_slugs, 1));
    return null;
end $$;
drop trigger enrollment_moved_counted on enrollment;
create trigger enrollment_moved_counted after update on enrollment
    for each row when (old.status is distinct from new.status or old.state is distinct from new.state
                       or old.country is distinct from new.country or old.tags is distinct from new.tags
                       or old.manufacturer_slugs is distinct from new.manufacturer_slugs)
    execute function count_moved_enrollment();

create or replace function forget_enrollment() returns trigger language plpgsql as $$
begin
    perform drop_enrollment_facets(old);
    insert into enrollment_tally (workspace_id, program_instance_id, status, amount, facets)
    values (old.workspace_id, old.program_instance_id, old.status, -1,
            facets_of(old.state, old.country, old.tags, old.manufacturer_slugs, -1));
    return null;
end $$;

-- Rows of the tally are deleted when their sum replaces them, also by nodes of the release before: their facets go to the
-- sums in the same statement, in a fixed order, so that two transactions do not deadlock.
create function sum_up_facets() returns trigger language plpgsql as $$
begin
    insert into enrollment_facet_tally as s (workspace_id, program_instance_id, kind, value, status, amount)
    select g.workspace_id, g.program_instance_id, k.kind, v.value, g.status, sum(v.number::bigint)
    from gone g
    cross join lateral jsonb_each(g.facets) k (kind, numbers)
    cross join lateral jsonb_each_text(k.numbers) v (value, number)
    group by 1, 2, 3, 4, 5
    order by 1, 2, 3, 4, 5
    on conflict on constraint enrollment_facet_tally_pkey do update set amount = s.amount + excluded.amount;
    return null;
end $$;
create trigger enrollment_tally_summed_up after delete on enrollment_tally
    referencing old table as gone for each statement execute function sum_up_facets();

drop trigger enrollment_facet_counted on enrollment_facet;
drop trigger enrollment_facet_uncounted on enrollment_facet;
drop function count_new_facets();
drop function count_gone_facets();
-- What waits in it is among the sums above. Nodes of the release before still read it during an update, so the table stays,
-- empty, until the release after this one.
truncate enrollment_facet_change;
