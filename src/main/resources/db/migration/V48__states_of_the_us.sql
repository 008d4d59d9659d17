-- Lists by state are about the United States: Western Australia (WA, AU) is not Washington. A territory may be given as
-- state or as country. The same as Address.usState().
create function us_state(state text, country text) returns text language sql immutable parallel safe
    return case
        when country is null or country in ('US', 'USA') then state
        when country in ('AS', 'ASM') then 'AS'
        when country in ('GU', 'GUM') then 'GU'
        when country in ('MP', 'MNP') then 'MP'
        when country in ('PR', 'PRI') then 'PR'
        when country in ('VI', 'VIR') then 'VI'
        when country in ('FM', 'FSM') then 'FM'
        when country in ('MH', 'MHL') then 'MH'
        when country in ('PW', 'PLW') then 'PW'
    end;

create or replace function count_new_enrollments() returns trigger language plpgsql as $$
begin
    insert into enrollment_tally (workspace_id, program_instance_id, status, amount)
    select workspace_id, program_instance_id, status, count(*) from fresh group by 1, 2, 3;
    insert into enrollment_facet (workspace_id, program_instance_id, kind, value, enrollment_id)
    select distinct e.workspace_id, e.program_instance_id, f.kind, f.value, e.id
    from fresh e
    cross join lateral (
        select 'state' as kind, us_state(e.state, e.country) as value where us_state(e.state, e.country) is not null
        union all select 'tag', t from unnest(e.tags) t
        union all select 'manufacturer', m from unnest(e.manufacturer_slugs) m) f;
    return null;
end $$;

create or replace function drop_enrollment_facets(gone enrollment) returns void language sql as $$
    delete from enrollment_facet
    where workspace_id = gone.workspace_id and program_instance_id = gone.program_instance_id
      and enrollment_id = gone.id
      and (kind = 'state' and value = us_state(gone.state, gone.country)
           or kind = 'tag' and value = any(gone.tags)
           or kind = 'manufacturer' and value = any(gone.manufacturer_slugs));
$$;

create or replace function revise_enrollment_facets() returns trigger language plpgsql as $$
begin
    perform drop_enrollment_facets(old);
    insert into enrollment_facet (workspace_id, program_instance_id, kind, value, enrollment_id)
    select distinct new.workspace_id, new.program_instance_id, f.kind, f.value, new.id
    from (select 'state' as kind, us_state(new.state, new.country) as value
          where us_state(new.state, new.country) is not null
          union all select 'tag', t from unnest(new.tags) t
          union all select 'manufacturer', m from unnest(new.manufacturer_slugs) m) f;
    return null;
end $$;
drop trigger enrollment_revised_facets on enrollment;
create trigger enrollment_revised_facets after update on enrollment
    for each row when (old.state is distinct from new.state or old.country is distinct from new.country
                       or old.tags is distinct from new.tags
                       or old.manufacturer_slugs is distinct from new.manufacturer_slugs)
    execute function revise_enrollment_facets();

-- What is stored: no other country has a row, a territory has its own. The triggers above count both.
alter table enrollment no force row level security;
alter table enrollment_facet no force row level security;
alter table enrollment_facet_change no force row level security;
delete from enrollment_facet f using enrollment e
where f.workspace_id = e.workspace_id and f.program_instance_id = e.program_instance_id and f.enrollment_id = e.id
  and f.kind = 'state' and f.value is distinct from us_state(e.state, e.country);
insert into enrollment_facet (workspace_id, program_instance_id, kind, value, enrollment_id)
select e.workspace_id, e.program_instance_id, 'state', us_state(e.state, e.country), e.id
from enrollment e where e.country not in ('US', 'USA') and us_state(e.state, e.country) is not null
on conflict do nothing;
alter table enrollment_facet_change force row level security;
alter table enrollment_facet force row level security;
alter table enrollment force row level security;
