-- Lists, counts and searches that take as long among a million as among ten thousand.
--
-- Beneath a security policy an index serves only conditions that cannot leak what they see: comparisons of texts do,
-- lower(), LIKE and the operators of arrays do not. So what is searched for are columns and rows of their own.

-- How names and e-mails are compared and ordered: without capitals, by their bytes, so that "begins with" is a range.
alter table customer
    alter column email_key type text collate "C",
    add column first_name_key text collate "C" generated always as (lower(first_name)) stored,
    add column last_name_key text collate "C" generated always as (lower(last_name)) stored;
alter table lead
    alter column email_key type text collate "C",
    add column first_name_key text collate "C" generated always as (lower(first_name)) stored,
    add column last_name_key text collate "C" generated always as (lower(last_name)) stored;
alter table enrollment
    alter column email_key type text collate "C",
    add column first_name_key text collate "C" generated always as (lower(first_name)) stored,
    add column last_name_key text collate "C" generated always as (lower(last_name)) stored;

create index customer_first_name on customer (workspace_id, first_name_key, id);
create index customer_last_name on customer (workspace_id, last_name_key, id);
create index customer_created on customer (workspace_id, created_at, id);
create index customer_updated on customer (workspace_id, updated_at, id);
create index lead_created on lead (workspace_id, created_at, id);
create index lead_updated on lead (workspace_id, updated_at, id);
create index lead_first_name on lead (workspace_id, first_name_key, id);
create index lead_last_name on lead (workspace_id, last_name_key, id);

create index enrollment_first_name on enrollment (program_instance_id, first_name_key, id);
create index enrollment_last_name on enrollment (program_instance_id, last_name_key, id);
create index enrollment_email on enrollment (program_instance_id, email_key, id);
create index enrollment_reference on enrollment (program_instance_id, reference_id) where reference_id is not null;
create index enrollment_created on enrollment (program_instance_id, created_at, id);
create index enrollment_updated on enrollment (program_instance_id, updated_at, id);
create index enrollment_started on enrollment (program_instance_id, enrollment_start_date, id);

-- What enrollments can be filtered by, one row a value, in the order of the list.
create table enrollment_facet (
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null,
    kind                text                    not null,
    value               text collate "C"        not null,
    enrollment_id       varchar(25) collate "C" not null,
    constraint enrollment_facet_pkey primary key (program_instance_id, kind, value, enrollment_id),
    constraint enrollment_facet_kind_known check (kind in ('state', 'tag', 'manufacturer'))
);

-- How many enrollments an instance has in each status: the sum of what was counted up and down. Rows are only added
-- by those who change an enrollment, so that nobody waits for anybody; they are summed up in the background.
create table enrollment_tally (
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null,
    id                  bigint generated always as identity,
    status              text                    not null,
    amount              bigint                  not null,
    constraint enrollment_tally_pkey primary key (program_instance_id, id)
);

alter table enrollment no force row level security;
insert into enrollment_facet (workspace_id, program_instance_id, kind, value, enrollment_id)
select distinct e.workspace_id, e.program_instance_id, f.kind, f.value, e.id
from enrollment e
cross join lateral (
    select 'state' as kind, e.state as value where e.state is not null
    union all select 'tag', t from unnest(e.tags) t
    union all select 'manufacturer', m from unnest(e.manufacturer_slugs) m) f;
insert into enrollment_tally (workspace_id, program_instance_id, status, amount)
select workspace_id, program_instance_id, status, count(*) from enrollment group by 1, 2, 3;
alter table enrollment force row level security;

select bind_to_workspace('enrollment_facet');
select bind_to_workspace('enrollment_tally');

create function count_new_enrollments() returns trigger language plpgsql as $$
begin
    insert into enrollment_tally (workspace_id, program_instance_id, status, amount)
    select workspace_id, program_instance_id, status, count(*) from fresh group by 1, 2, 3;
    insert into enrollment_facet (workspace_id, program_instance_id, kind, value, enrollment_id)
    select distinct e.workspace_id, e.program_instance_id, f.kind, f.value, e.id
    from fresh e
    cross join lateral (
        select 'state' as kind, e.state as value where e.state is not null
        union all select 'tag', t from unnest(e.tags) t
        union all select 'manufacturer', m from unnest(e.manufacturer_slugs) m) f;
    return null;
end $$;
create trigger enrollment_created_counted after insert on enrollment
    referencing new table as fresh for each statement execute function count_new_enrollments();

create function count_moved_enrollment() returns trigger language plpgsql as $$
begin
    insert into enrollment_tally (workspace_id, program_instance_id, status, amount)
    values (old.workspace_id, old.program_instance_id, old.status, -1),
           (new.workspace_id, new.program_instance_id, new.status, 1);
    return null;
end $$;
create trigger enrollment_moved_counted after update on enrollment
    for each row when (old.status is distinct from new.status) execute function count_moved_enrollment();

create function drop_enrollment_facets(gone enrollment) returns void language sql as $$
    delete from enrollment_facet
    where program_instance_id = gone.program_instance_id and enrollment_id = gone.id
      and (kind = 'state' and value = gone.state
           or kind = 'tag' and value = any(gone.tags)
           or kind = 'manufacturer' and value = any(gone.manufacturer_slugs));
$$;

create function revise_enrollment_facets() returns trigger language plpgsql as $$
begin
    perform drop_enrollment_facets(old);
    insert into enrollment_facet (workspace_id, program_instance_id, kind, value, enrollment_id)
    select distinct new.workspace_id, new.program_instance_id, f.kind, f.value, new.id
    from (select 'state' as kind, new.state as value where new.state is not null
          union all select 'tag', t from unnest(new.tags) t
          union all select 'manufacturer', m from unnest(new.manufacturer_slugs) m) f;
    return null;
end $$;
create trigger enrollment_revised_facets after update on enrollment
    for each row when (old.state is distinct from new.state or old.tags is distinct from new.tags
                       or old.manufacturer_slugs is distinct from new.manufacturer_slugs)
    execute function revise_enrollment_facets();

create function forget_enrollment() returns trigger language plpgsql as $$
begin
    perform drop_enrollment_facets(old);
    insert into enrollment_tally (workspace_id, program_instance_id, status, amount)
    values (old.workspace_id, old.program_instance_id, old.status, -1);
    return null;
end $$;
create trigger enrollment_deleted_counted after delete on enrollment
    for each row execute function forget_enrollment();
